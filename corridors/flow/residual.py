"""Ways through the room that a flow leaves on undirected links: found from both ends at once, used up one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

from corridors.flow.compiled import compiled


class Residual(NamedTuple):
    """A flow on links, in whole units, and what a search has to remember (arrays, or lists where loops are plain)."""

    tail: Any
    head: Any
    start: Any  # of each node among `arcs`, with the end
    arcs: Any  # links by node
    flow: Any  # positive = from tail to head
    room: Any  # what a link takes either way
    # From either end: in which search a node was seen, by which link, and nodes to look at.
    seen: Any
    came: Any
    queue: Any
    search: Any  # a single number: that of the last search
    path: Any  # links of the way that was found last


@compiled
def meeting(net: Residual, begin: int, end: int) -> int:
    """The node where searches from both ends of a way with room meet, -1 if there is none.

    Each looks at a node in turn, so that the smaller of both neighbourhoods decides how long it takes.
    """
    net.search[0] += 1
    mark = net.search[0]
    for side, node in ((0, begin), (1, end)):
        net.seen[side][node] = mark
        net.queue[side][0] = node
    done, count, side = [0, 0], [1, 1], 0
    while done[side] < count[side]:
        node = net.queue[side][done[side]]
        done[side] += 1
        for k in range(net.start[node], net.start[node + 1]):
            link = net.arcs[k]
            # Forward the way leads from this node, from the end it leads to it.
            along = (net.tail[link] == node) == (side == 0)
            if net.room[link] <= (net.flow[link] if along else -net.flow[link]):
                continue
            other = net.head[link] if net.tail[link] == node else net.tail[link]
            if net.seen[side][other] == mark:
                continue
            net.seen[side][other] = mark
            net.came[side][other] = link
            if net.seen[1 - side][other] == mark:
                return int(other)
            net.queue[side][count[side]] = other
            count[side] += 1
        side = 1 - side
    return -1


@compiled
def traced(net: Residual, begin: int, end: int, middle: int) -> int:
    """Put the links of a way that was found into `path`, those to the middle first; how many, and of these, both."""
    count = 0
    node = middle
    while node != begin:
        link = net.came[0][node]
        node = net.tail[link] if net.head[link] == node else net.head[link]
        # Plus one, and negative where the way runs against the link.
        net.path[count] = link + 1 if net.tail[link] == node else -link - 1
        count += 1
    node = middle
    while node != end:
        link = net.came[1][node]
        net.path[count] = link + 1 if net.tail[link] == node else -link - 1
        node = net.head[link] if net.tail[link] == node else net.tail[link]
        count += 1
    return count


@compiled
def sent(net: Residual, begin: int, end: int, amount: int, undo: Any) -> int:
    """Send so many units, or what there is room for; what is left of them. `undo` gets links and what they carried."""
    while amount > 0 and begin != end:
        middle = meeting(net, begin, end)
        if middle < 0:
            return amount
        count, least = traced(net, begin, end, middle), amount
        for k in range(count):
            link = abs(net.path[k]) - 1
            left = net.room[link] - (net.flow[link] if net.path[k] > 0 else -net.flow[link])
            least = min(least, left)
        for k in range(count):
            link = abs(net.path[k]) - 1
            undo.append((link, net.flow[link]))
            net.flow[link] += least if net.path[k] > 0 else -least
        amount -= least
    return 0


@compiled
def taken_back(net: Residual, undo: Any) -> None:
    """The flow as it was before these changes."""
    for k in range(len(undo) - 1, -1, -1):
        changed, before = undo[k]
        net.flow[changed] = before


@compiled
def stuck_of_each(net: Residual, links: Any, closed: int, stuck: Any) -> None:
    """Units of each link's flow that find no other way while one more is closed (-1: none); the flow stays."""
    kept = net.room[closed]
    if closed >= 0:
        net.room[closed] = 0
    for place in range(len(links)):
        link = links[place]
        carried, own = net.flow[link], net.room[link]
        begin = net.tail[link] if carried > 0 else net.head[link]
        end = net.head[link] if carried > 0 else net.tail[link]
        undo = [(link, carried)]
        net.flow[link] = net.room[link] = 0
        stuck[place] = sent(net, begin, end, abs(carried), undo)
        taken_back(net, undo)
        net.room[link] = own
    net.room[closed] = kept


@compiled
def withdrawn(net: Residual, link: int, source: int, sink: int) -> Any:
    """Close a link for good: its flow takes other ways, and what finds none goes back to where it came from.

    Returns the links on which the flow was changed, with what they carried, in the order of the changes.
    """
    carried = net.flow[link]
    begin = net.tail[link] if carried > 0 else net.head[link]
    end = net.head[link] if carried > 0 else net.tail[link]
    undo = [(link, carried)]
    net.flow[link] = net.room[link] = 0
    left = sent(net, begin, end, abs(carried), undo)
    sent(net, begin, source, left, undo)
    sent(net, sink, end, left, undo)
    return undo


@compiled
def moved_by_each(net: Residual, links: Any, source: int, sink: int) -> Any:
    """Places among `links`, and links whose flow changes when the one there closes; the flow stays."""
    found = [(0, links[0])]
    for place in range(len(links)):
        own = net.room[links[place]]
        undo = withdrawn(net, links[place], source, sink)
        for changed, _ in undo:
            found.append((place, changed))
        taken_back(net, undo)
        net.room[links[place]] = own
    return found


@compiled
def stuck_with(net: Residual, first: int, links: Any, source: int, sink: int, stuck: Any) -> None:
    """Units of each link's flow that find no other way once another is closed for good; the flow stays."""
    own = net.room[first]
    undo = withdrawn(net, first, source, sink)
    stuck_of_each(net, links, first, stuck)
    taken_back(net, undo)
    net.room[first] = own
