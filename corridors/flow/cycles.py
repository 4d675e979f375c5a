"""Flow without circles: what goes round and arrives nowhere is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Links that carry something from which a look at the whole flow pays.
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
    if _acyclic(tail, head, left):
        return left
    begin, end = np.where(left > 0, tail, head).tolist(), np.where(left > 0, head, tail).tolist()
    amount = np.abs(left).tolist()
    live = _on_circles(np.flatnonzero(left).tolist(), begin, end)
    while live:
        circle = _circle(live, begin, end)
        least = min(amount[k] for k in circle)
        for link in circle:
            amount[link] -= least
        live = _on_circles([k for k in live if amount[k]], begin, end)
    return np.sign(left) * np.asarray(amount, dtype=np.int64)


def _acyclic(tail: NDArray[np.int64], head: NDArray[np.int64], flow: NDArray[np.int64]) -> bool:
    """Whether a large flow has no circle, which is quick to see; of a small one that is not asked (False)."""
    used = np.flatnonzero(flow)
    if len(used) < LARGE:
        return False
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    ahead = flow[used] > 0
    begin, end = np.where(ahead, tail[used], head[used]), np.where(ahead, head[used], tail[used])
    met = np.zeros(int(max(begin.max(), end.max())) + 1, dtype=bool)
    met[begin] = met[end] = True
    number = np.cumsum(met) - 1
    count = int(number[-1]) + 1
    matrix = csr_array((np.ones(len(used), dtype=np.int8), (number[begin], number[end])), shape=(count, count))
    return bool(connected_components(matrix, connection="strong")[0] == count)


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
