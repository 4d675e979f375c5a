"""Ways as a graph of tracks or lanes: edges between junctions, and turns that a train or a lorry can make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import shapely
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from corridors.errors import BadInput
from corridors.exchange.survey.extract import WGS84, Extract
from corridors.exchange.survey.tags import Use, gauges, use
from corridors.wording.sentences import joined, sentence

SHARPEST_DEG = 80.0  # a train does not turn at a switch; a sharper bend at a joint is a reversal
REVERSAL_KM = 8.0  # what a reversal costs a train: the locomotive runs round
NEAR_GAUGE_MM = 6  # 1520 and 1524 are one gauge


@dataclass(frozen=True)
class Tracks:
    """Usable ways between junctions.

    Attributes
    ----------
    start, end : array
        Node of the extract at which each edge begins and ends.
    way : array
        Position of its way in the extract.
    km, cost_km : array
        Its length; the length that it counts as.
    heading : array, shape (edges, 4)
        Bearing out of its start, into its end (degrees), and the same backwards.
    left_out : dict
        Why ways were left out, km each.
    """

    extract: Extract
    mode: str
    uses: list[Use]
    nodes: list[np.ndarray]
    start: np.ndarray
    end: np.ndarray
    way: np.ndarray
    km: np.ndarray
    cost_km: np.ndarray
    heading: np.ndarray
    left_out: dict[str, float]

    def __len__(self) -> int:
        return len(self.km)

    @property
    def main(self) -> np.ndarray:
        """Which edges are running lines."""
        return np.array([self.uses[w].main for w in self.way], dtype=bool)

    @cached_property
    def lines(self) -> np.ndarray:
        """Every edge as a shapely line, in degrees."""
        flat, sizes = np.concatenate(self.nodes), [len(n) for n in self.nodes]
        xy = np.column_stack([self.extract.lon[flat], self.extract.lat[flat]])
        return shapely.linestrings(xy, indices=np.repeat(np.arange(len(sizes)), sizes))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Edges by place."""
        return shapely.STRtree(self.lines)

    @cached_property
    def open_ways(self) -> np.ndarray:
        """Which directed edges may be used: edge e forward is 2 e, backward 2 e + 1."""
        one_way = np.array([self.uses[w].one_way for w in self.way])
        return np.column_stack([one_way >= 0, one_way <= 0]).ravel()

    @cached_property
    def turns(self) -> csr_matrix:
        """Cost of every turn; see `turns`."""
        return turns(self)

    @cached_property
    def piece(self) -> np.ndarray:
        """Which connected piece of the network each edge belongs to."""
        size = len(self.extract.lon)
        joined = coo_matrix((np.ones(len(self)), (self.start, self.end)), shape=(size, size))
        return connected_components(joined, directed=False)[1][self.start]


def tracks(extract: Extract, mode: str, gauge_mm: int | None = None, reference: str = "") -> Tracks:
    """The usable ways of an extract.

    Parameters
    ----------
    gauge_mm : int, optional
        Only tracks of this gauge, and tracks that do not say theirs.
    reference : str
        Number of the road or line that is preferred, as in "A 17".

    Raises
    ------
    BadInput
        Nothing is usable; says what there is instead.
    """
    uses = [use(mode, tags, reference) for tags in extract.way_tags]
    if mode == "rail" and gauge_mm:
        uses = [_of_gauge(u, gauges(t), gauge_mm) for u, t in zip(uses, extract.way_tags, strict=True)]
    left_out: dict[str, float] = {}
    for told, nodes in zip(uses, extract.way_nodes, strict=True):
        if told.left_out and not told.left_out.startswith("no "):
            left_out[told.left_out] = left_out.get(told.left_out, 0.0) + _length_km(extract, nodes)
    good = [i for i, told in enumerate(uses) if not told.left_out]
    if not good:
        raise BadInput(sentence("the map has no {mode} in service{instead}", mode=mode, instead=_instead(left_out)))
    return _edges(extract, mode, uses, good, left_out)


def _instead(left_out: dict[str, float]) -> str:
    return (
        sentence("; there are {left_out}", left_out=most_of(left_out))
        if left_out
        else sentence(" at all; take another area")
    )


def most_of(left_out: dict[str, float], count: int = 5) -> str:
    """What was left out most, in words."""
    rows = sorted(left_out.items(), key=lambda row: -row[1])[:count]
    return joined([sentence("{km:.1f} km of {why}", km=km, why=why) for why, km in rows], ", ")


def _of_gauge(told: Use, own: frozenset[int], gauge_mm: int) -> Use:
    if told.left_out or not own or any(abs(g - gauge_mm) <= NEAR_GAUGE_MM for g in own):
        return told
    return Use(f"gauge={';'.join(map(str, sorted(own)))}")


def _length_km(extract: Extract, nodes: np.ndarray) -> float:
    return float(WGS84.line_length(extract.lon[nodes], extract.lat[nodes])) / 1000


def _edges(extract: Extract, mode: str, uses: list[Use], good: list[int], left_out: dict[str, float]) -> Tracks:
    """Ways cut at every node that two of them share, or that one passes twice."""
    visits = np.bincount(np.concatenate([extract.way_nodes[i] for i in good]), minlength=len(extract.lon))
    nodes, way = [], []
    for i in good:
        own = extract.way_nodes[i]
        cuts = [0, *(np.flatnonzero(visits[own[1:-1]] > 1) + 1).tolist(), len(own) - 1]
        nodes += [own[a : b + 1] for a, b in pairwise(cuts)]
        way += [i] * (len(cuts) - 1)
    flat, sizes = np.concatenate(nodes), np.array([len(n) for n in nodes])
    lon, lat, last = extract.lon[flat], extract.lat[flat], np.cumsum(sizes) - 1
    out, _, metres = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    firsts = last - sizes + 1
    of = np.repeat(np.arange(len(nodes)), sizes - 1)
    km = np.bincount(of, weights=np.delete(metres, last[:-1]) / 1000, minlength=len(nodes))
    heading = np.column_stack([out[firsts], out[last - 1], out[last - 1] + 180, out[firsts] + 180]) % 360
    cost = np.array([uses[w].cost for w in way])
    return Tracks(extract, mode, uses, nodes, flat[firsts], flat[last], np.array(way), km, km * cost, heading, left_out)


def turns(tracks: Tracks) -> csr_matrix:
    """Cost (km) of going from one directed edge to the next; row and column 2 e is edge e forward, 2 e + 1 backward.

    The cost of a turn holds that of the edge that is entered, so a way's cost is that of its first edge and its turns.
    """
    every = np.arange(len(tracks))
    into = np.concatenate([2 * every, 2 * every + 1])  # states that arrive at a node
    at = np.concatenate([tracks.end, tracks.start])
    heading = np.concatenate([tracks.heading[:, 1], tracks.heading[:, 3]])
    leave_at = np.concatenate([tracks.start, tracks.end])
    leave_heading = np.concatenate([tracks.heading[:, 0], tracks.heading[:, 2]])
    good = tracks.open_ways[into]
    order = np.argsort(leave_at[good], kind="stable")
    out, out_at, out_heading = into[good][order], leave_at[good][order], leave_heading[good][order]
    low, high = np.searchsorted(out_at, at), np.searchsorted(out_at, at, side="right")
    rows = np.repeat(np.arange(len(into)), high - low)
    columns = np.concatenate([np.arange(a, b) for a, b in zip(low, high, strict=True)]) if len(rows) else rows
    bend = np.abs((heading[rows] - out_heading[columns] + 180) % 360 - 180)
    cost = tracks.cost_km[out[columns] // 2] + np.where(bend > SHARPEST_DEG, REVERSAL_KM, 0.0) * (tracks.mode == "rail")
    back = (into[rows] ^ 1) == out[columns]
    if tracks.mode == "road":  # a lorry does not turn back on the road
        rows, columns, cost = rows[~back], columns[~back], cost[~back]
    size = 2 * len(tracks)
    return coo_matrix((cost, (into[rows], out[columns])), shape=(size, size)).tocsr()
