"""Closures: what a corridor loses when a link, or a pair of links, is shut, and how long the detour takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.assignment import shipments
from corridors.flow.cut import bottleneck_rows, records
from corridors.flow.detours import Detours
from corridors.flow.graph import capacity_of, capacity_table, corridor_of, graph
from corridors.flow.rerouting import Rerouting
from corridors.whatif.reliability import Expected, with_reliability
from corridors.wording.numbers import significant
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridors.network import Network
    from corridors.schema import Corridor

# A closure that loses less (a tonne a year) loses nothing.
SAME_MTPA = 1e-6
# Of corridors with more links only the pairs are listed that lose more together than the worse one alone.
EVERY_PAIR = 1000


@dataclass(frozen=True, eq=False, repr=False)
class Closures(Displayed):
    """What closing each link of a corridor does.

    Attributes
    ----------
    value_mtpa : float
        Capacity with everything open.
    links : DataFrame
        Index `link`, the worst first: lost_mtpa, left_mtpa (capacity with it closed), lost_share, detour_h (hours of
        the shortest way round it on the whole network of the same mode, less its own; NaN = there is none), with a
        demand flow_mtpa (what it sends over the link) and flow_lost_mtpa (what can then no longer be sent at all),
        capacity_mtpa, limit_code, limit_values, limit, grade, country; closed_days, closed_low_days, closed_high_days a
        year with closed_grade, closed_source, closed_counted (the fact `working_days`), expected_lost_mtpa with _low
        and _high (lost on those days if nothing is carried later), in_capacity (the link limits the corridor,
        so its days are left out of the capacity already).
    expected : Expected
        Sums of the expected losses: mtpa with low_mtpa and high_mtpa, in_capacity_mtpa of it, unknown_links (whose days
        nobody counted) and unknown_high_mtpa (what those could add). No two links are taken to be closed on one day.
    pairs : DataFrame or None
        link, other, lost_mtpa, left_mtpa, more_mtpa (above what the two lose one by one, the worse of the two),
        detour_h (of the one with the longer way round, the other shut too). Of a corridor of more than 1,000 links
        only the pairs whose more_mtpa is above zero.
    solved : int
        How many closures had to be looked into; the others cannot matter.
    """

    corridor: str
    scenario: str
    value_mtpa: float
    links: pd.DataFrame
    pairs: pd.DataFrame | None
    solved: int
    expected: Expected

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.corridor}, {self.scenario}: {significant(self.value_mtpa)} Mt/year with everything open"

    def table(self) -> pd.DataFrame:
        """Links (or pairs, if they were asked for), the worst first."""
        return self.links if self.pairs is None else self.pairs

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        answer: dict[str, Any] = {"corridor": self.corridor, "scenario": self.scenario, "value_mtpa": self.value_mtpa}
        answer["expected_lost"] = self.expected._asdict()
        answer["links"] = records(self.links)
        if self.pairs is not None:
            answer["pairs"] = self.pairs.to_dict("records")
        return {**answer, "solved": self.solved}


def closures(
    network: Network,
    corridor: str | Corridor,
    *,
    pairs: bool = False,
    demand: pd.DataFrame | None = None,
    capacities: pd.DataFrame | None = None,
    basis: str = "rule",
) -> Closures:
    """Capacity and flow lost when each link of a corridor closes, and the detour's extra time.

    Parameters
    ----------
    network : Network
        Any state of the world.
    corridor : str or Corridor
        Whose links.
    pairs : bool
        Every pair of links too.
    demand : DataFrame, optional
        As `assign`: what flow is lost on the whole network, link by link.
    capacities : DataFrame, optional
        Index `link`; column `capacity_mtpa` (Mt/year, both directions); by default what the models say of all links.
        Ways round lead over the links that it has; a demand needs them all.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`; it matters only where no table is given.

    Returns
    -------
    Closures
        Ranked by what is lost, then by the detour, then by name.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        A link without a capacity, or a way through on which nothing limits the flow.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.closures(co.load(), "rkti")
    >>> worst = found.links.iloc[0]
    >>> bool(worst["left_mtpa"] == found.value_mtpa - worst["lost_mtpa"])
    True
    """
    chosen = corridor_of(network, corridor)
    g = graph(network, chosen.links)
    capacity = capacity_table(network, capacities, basis)
    limit = capacity_of(capacity, g.links)
    bounded = limit[np.isfinite(limit)].sum() + 1.0
    limit = np.where(np.isfinite(limit), limit, bounded)
    base = Rerouting(g.tail, g.head, limit, *g.ends(chosen))
    if base.found.value_mtpa >= bounded:
        raise BadInput(
            sentence(
                "{corridor}: every link of some way through is unlimited; give one of them a capacity",
                corridor=chosen.id,
            )
        )
    lost = base.lost_by_all()
    value, solved = base.found.value_mtpa, base.solved
    lost = np.where(lost >= value - SAME_MTPA, value, lost)
    table = bottleneck_rows(network, capacity, g.links)
    detours = Detours(network, capacity, chosen)
    links = table.drop(columns=[c for c in ("basis", "stated_mtpa", "modelled_mtpa") if c in table])
    links.insert(0, "lost_mtpa", lost)
    links.insert(1, "left_mtpa", np.maximum(0.0, value - lost))
    links.insert(2, "lost_share", lost / value if value > 0 else 0.0)
    links.insert(3, "detour_h", detours.extra_h(g.links))
    if demand is not None:
        links.insert(4, "flow_mtpa", 0.0)
        links.insert(5, "flow_lost_mtpa", 0.0)
        links[["flow_mtpa", "flow_lost_mtpa"]] = _left_behind(network, capacity, demand, g.links)
    # No way round is worse than any.
    order = links.assign(far=links["detour_h"].fillna(np.inf), name=links.index, lost=links["lost_mtpa"].round(6))
    links = links.loc[order.sort_values(["lost", "far", "name"], ascending=[False, False, True]).index]
    links, expected = with_reliability(network, links, g.links[base.found.cut])
    both, more = _pairs(g.links, base, lost, detours) if pairs else (None, 0)
    return Closures(chosen.id, str(network.name), value, links, both, solved + more, expected)


def _pairs(links: pd.Index, base: Rerouting, lost: np.ndarray, detours: Detours) -> tuple[pd.DataFrame, int]:
    """Loss of every pair: with one closed, the other matters only if the flow that is left runs over it."""
    count, solved, value = len(links), base.solved, base.found.value_mtpa
    pairs, losses = _that_matter(base, lost)
    if count <= EVERY_PAIR:
        one, other = np.triu_indices(count, 1)
        both = np.maximum(lost[:, None], lost[None, :])
        both[pairs[0], pairs[1]] = losses
        loss = both[one, other]
    else:
        (one, other), loss = pairs, losses
    loss = np.minimum(loss, value)
    table = pd.DataFrame({"link": links[one], "other": links[other], "lost_mtpa": loss})
    table["lost_mtpa"] = table["lost_mtpa"].where(table["lost_mtpa"] < value - SAME_MTPA, value)
    table["left_mtpa"] = value - table["lost_mtpa"]
    table["more_mtpa"] = table["lost_mtpa"] - np.maximum(lost[one], lost[other])
    # Not known (no way round) stays so, whatever the other one's way is.
    names = pd.Index(table["link"]), pd.Index(table["other"])
    table["detour_h"] = np.maximum(detours.extra_h(*names), detours.extra_h(*names[::-1]))
    table["rank"] = table["lost_mtpa"].round(6)
    table["new"] = table["more_mtpa"].round(6)
    table = table.sort_values(["rank", "new", "link", "other"], ascending=[False, False, True, True], ignore_index=True)
    return table.drop(columns=["rank", "new"]), base.solved - solved


def _that_matter(base: Rerouting, lost: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of places (a row the first ones, a row the others) that lose more together than the worse one; the losses.

    Only pairs are looked into that can: both lose something, or their closings move flow on the same link. Otherwise
    what each moves can be moved at once, and one of the two loses nothing by it.
    """
    pairs, losses = [np.empty((2, 0), dtype=np.int64)], [np.empty(0)]
    carries = np.abs(base.found.flow_mtpa) > SAME_MTPA
    for first, near in _near(base, np.flatnonzero(carries), lost > SAME_MTPA):
        # A pair that carries something is met from both sides, once is enough.
        others = near[~carries[near] | (near > first)]
        total = lost[first] + base.lost_with(first, others)
        more = total > np.maximum(lost[first], lost[others]) + SAME_MTPA
        pairs.append(np.sort(np.array([np.full(more.sum(), first), others[more]]), axis=0))
        losses.append(total[more])
    return np.concatenate(pairs, axis=1), np.concatenate(losses)


def _near(base: Rerouting, carries: np.ndarray, loses: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """Each link that carries something, and the links that may lose more together with it."""
    moved = base.moved_by(carries)
    by_link, losing = moved.T.tocsr(), carries[loses[carries]]
    for row, first in enumerate(carries.tolist()):
        own = moved.indices[moved.indptr[row] : moved.indptr[row + 1]]
        meeting = carries[np.unique(by_link[own].indices)]
        yield first, np.unique(np.concatenate([own, meeting, losing if loses[first] else losing[:0]]))


def _left_behind(network: Network, capacity: pd.DataFrame, demand: pd.DataFrame, links: pd.Index) -> np.ndarray:
    """By link: what a demand sends over it, and what more of the demand stays behind when it closes."""
    sent = shipments(network, capacity, demand)
    now = sent.assigned(sent.capacity_mtpa)
    flow, behind = now.forward_mtpa + now.backward_mtpa, float(now.unmet_mtpa.sum())
    out = np.zeros((len(links), 2))
    for row, place in enumerate(sent.g.links.get_indexer(links).tolist()):
        if flow[place] > SAME_MTPA:
            shut = sent.capacity_mtpa.copy()
            shut[place] = 0.0
            out[row] = flow[place], max(0.0, float(sent.assigned(shut).unmet_mtpa.sum()) - behind)
    return out
