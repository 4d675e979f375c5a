"""Flow without circles: what goes round and arrives nowhere is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Links that carry something from which a look at the whole flow pays: it leaves those that can lie on a circle.
LARGE = 2000


def without_cycles(tail: NDArray[np.int64], head: NDArray[np.int64], flow: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same flow from sources to sinks, less what circulates.

    Parameters
    ----------
    tail, head, flow : int array
        A flow over links in whole units; negative = from head to tail.

    Returns
    -------
    int array
        Net supply of every node is as before; following the flow never leads back to where one was.

    Examples
    --------
    >>> import numpy as np
    >>> a = np.array
    >>> without_cycles(a([0, 1, 2, 1]), a([1, 2, 1, 3]), a([5, 2, 2, 5])).tolist()
    [5, 0, 0, 5]
    """
    left = np.where(tail == head, 0, flow)
    used = np.flatnonzero(left)
    ahead = left[used] > 0
    begin, end = np.where(ahead, tail[used], head[used]), np.where(ahead, head[used], tail[used])
    if len(used) >= LARGE:
        inside = _circling(begin, end)
        used, begin, end = used[inside], begin[inside], end[inside]
    amount = _without_circles(begin.tolist(), end.tolist(), np.abs(left[used]).tolist())
    left[used] = np.sign(left[used]) * np.asarray(amount, dtype=np.int64)
    return left


def _circling(begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which links lie on some circle: their ends reach each other."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    met = np.zeros(int(max(begin.max(), end.max())) + 1, dtype=bool)
    met[begin] = met[end] = True
    number = np.cumsum(met, dtype=np.int32) - 1
    count = int(number[-1]) + 1
    matrix = csr_array((np.ones(len(begin), dtype=np.int8), (number[begin], number[end])), shape=(count, count))
    several, part = connected_components(matrix, connection="strong")
    if several == count:
        return np.zeros(len(begin), dtype=bool)
    return part[number[begin]] == part[number[end]]


def _without_circles(begin: list[int], end: list[int], amount: list[int]) -> list[int]:
    """What is left on each link when every circle has lost the least that goes round on it."""
    live = _on_circles(list(range(len(amount))), begin, end)
    while live:
        circle = _circle(live, begin, end)
        least = min(amount[k] for k in circle)
        for link in circle:
            amount[link] -= least
        live = _on_circles([k for k in live if amount[k]], begin, end)
    return amount


def _on_circles(links: list[int], begin: list[int], end: list[int]) -> list[int]:
    """Links that are left when those that cannot lie on a circle are peeled off from both ends."""
    for first, second in ((begin, end), (end, begin)):
        leaving: dict[int, list[int]] = {}
        degree: dict[int, int] = {}
        for link in links:
            leaving.setdefault(first[link], []).append(link)
            degree[second[link]] = degree.get(second[link], 0) + 1
        waiting = [n for n in leaving if not degree.get(n)]
        peeled = set()
        while waiting:
            for link in leaving.get(waiting.pop(), ()):
                peeled.add(link)
                degree[second[link]] -= 1
                if not degree[second[link]]:
                    waiting.append(second[link])
        links = [k for k in links if k not in peeled]
    return links


def _circle(links: list[int], begin: list[int], end: list[int]) -> list[int]:
    """One circle among links of which each is followed by another."""
    following = {begin[k]: k for k in reversed(links)}
    node = begin[links[0]]
    place: dict[int, int] = {}
    path: list[int] = []
    while node not in place:
        place[node] = len(path)
        path.append(following[node])
        node = end[following[node]]
    return path[place[node] :]
