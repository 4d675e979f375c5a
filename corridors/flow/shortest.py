"""The shortest way between the ends of a link without it, searched no further than it leads; and links without one."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any, NamedTuple

import numpy as np

from corridors.flow.compiled import compiled


class Roads(NamedTuple):
    """Undirected links with a length, and what a search has to remember (arrays, or lists where loops are plain)."""

    tail: Any
    head: Any
    start: Any  # of each node among `arcs`, with the end
    arcs: Any  # links by node
    length: Any
    far: Any  # length of the way to a node
    came: Any  # link by which it was reached
    seen: Any  # in which search
    search: Any  # a single number: that of the last search


@compiled
def way(net: Roads, begin: int, end: int, shut: int, also: int) -> float:
    """Length of the shortest way that uses neither of two links; infinite where there is none. `came` leads back."""
    net.search[0] += 1
    mark = net.search[0]
    net.far[begin], net.seen[begin] = 0.0, mark
    heap = [(0.0, begin)]
    while heap:
        far, node = heappop(heap)
        if node == end:
            return far
        if far > net.far[node]:
            continue
        for k in range(net.start[node], net.start[node + 1]):
            link = net.arcs[k]
            if link in (shut, also):
                continue
            other = net.head[link] if net.tail[link] == node else net.tail[link]
            reach = far + net.length[link]
            if net.seen[other] != mark or reach < net.far[other]:
                net.far[other], net.seen[other], net.came[other] = reach, mark, link
                heappush(heap, (reach, other))
    return np.inf


@compiled
def ways(net: Roads, links: Any, begin: Any, end: Any, bridge: Any, length: Any) -> None:
    """`way` round each of some links, into `length`; a bridge is not looked into."""
    for place in range(len(links)):
        link = links[place]
        if link >= 0 and bridge[link]:
            length[place] = np.inf
        else:
            length[place] = way(net, begin[place], end[place], link, link)


@compiled
def bridges(net: Roads, number: Any, low: Any, at: Any, by: Any, bridge: Any) -> None:
    """Mark the links whose closing parts the network (Tarjan 1974), in one walk over all links.

    `number` and `low` begin as zeros, `at` and `by` are room for a number a node.
    """
    count = 0
    for root in range(len(number)):
        if number[root]:
            continue
        count += 1
        number[root] = low[root] = count
        net.came[root] = net.start[root]
        at[0], by[0], depth = root, -1, 0
        while depth >= 0:
            node, link = at[depth], by[depth]
            k = net.came[node]
            if k < net.start[node + 1]:
                net.came[node] = k + 1
                arc = net.arcs[k]
                other = net.head[arc] if net.tail[arc] == node else net.tail[arc]
                if arc == link:
                    continue
                if number[other]:
                    low[node] = min(low[node], number[other])
                else:
                    count += 1
                    number[other] = low[other] = count
                    net.came[other] = net.start[other]
                    depth += 1
                    at[depth], by[depth] = other, arc
                continue
            depth -= 1
            if depth >= 0:
                over = at[depth]
                low[over] = min(low[over], low[node])
                bridge[link] = low[node] > number[over]
