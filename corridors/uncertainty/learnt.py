"""What the counts taught: each beside the capacity before and after, and how far the ranges of the facts moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import capacity_range
from corridors.scenarios import as_stated
from corridors.uncertainty.draws import triangular
from corridors.uncertainty.evidence import Count, evidence
from corridors.uncertainty.run import Weighed, blocks, weighed_draws
from corridors.uncertainty.weighted import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.uncertainty.capacity_draws import CapacityDraws
    from corridors.uncertainty.posterior import Block

    Floats = NDArray[np.float64]

SHARES = [0.05, 0.5, 0.95]
# A fact whose 90 % range moved by less than this share of its width is not worth a line.
MOVED = 0.05


@dataclass(frozen=True, eq=False)
class Learnt:
    """What the counts say.

    Attributes
    ----------
    counts : DataFrame
        A row a count: link, year, carried_mtpa, counted, prior_probability, used, prior_p05_mtpa, prior_p50_mtpa,
        prior_p95_mtpa, after_p05_mtpa, after_p50_mtpa, after_p95_mtpa, facts_to_look_at (those that move the link's
        capacity most), source, note.
    facts : DataFrame
        Index `fact`: before_p05, before_p50, before_p95, after_p05, after_p50, after_p95; the most moved first.
    """

    counts: pd.DataFrame
    facts: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"counts": self.counts.to_dict("records"), "facts": self.facts.reset_index().to_dict("records")}


def learnt(
    network: Network, *, links: Sequence[str] | None = None, draws: int = 10_000, seed: int = 1, cached: bool = True
) -> Learnt:
    """Counts of a folder beside the capacities before and after, and the facts whose ranges they moved.

    Parameters
    ----------
    network : Network
        Any state; the counts belong to the states that they name.
    links : sequence of str, optional
        Counts on these links only.
    draws, seed, cached
        As `corridors.ensemble`.
    """
    weighed = weighed_draws(network, draws, seed, cached=cached)
    stated = as_stated(network)
    every = (*weighed.posterior.counts, *weighed.posterior.left_out)
    some = [c for c in every if links is None or c.link in set(links)]
    return Learnt(_counts(stated, weighed, some), _facts(weighed))


def _counts(network: Network, weighed: Weighed, some: list[Count]) -> pd.DataFrame:
    table = evidence(network).set_index(["link", "year", "source"])
    ranges = _capacities(weighed)
    drivers = capacity_range(network, links=list(dict.fromkeys(c.link for c in some))) if some else pd.DataFrame()
    rows = []
    for count in some:
        row = table.loc[[(count.link, count.year, count.source)]].iloc[0]
        before, after = ranges[count.scenario, count.link]
        rows.append(
            {
                "link": count.link,
                "year": count.year,
                "carried_mtpa": count.mtpa,
                "counted": not count.inferred,
                "prior_probability": weighed.posterior.prior_probability[count],
                "used": count in weighed.posterior.counts,
                **{f"prior_p{s * 100:02.0f}_mtpa": float(v) for s, v in zip(SHARES, before, strict=True)},
                **{f"after_p{s * 100:02.0f}_mtpa": float(v) for s, v in zip(SHARES, after, strict=True)},
                "facts_to_look_at": [d for d in drivers.loc[count.link, ["driver_1", "driver_2", "driver_3"]] if d],
                "source": count.source,
                "note": row["note"],
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS if not rows else None)


_COLUMNS = ["link", "year", "carried_mtpa", "counted", "prior_probability", "used", "source", "note"]


def _capacities(weighed: Weighed) -> dict[tuple[str, str], tuple[Floats, Floats]]:
    """Quantiles of every link with a count, before and after."""
    found = {}
    for name, state in weighed.posterior.states.items():
        before, after = (_drawn(weighed, state, given) for given in (False, True))
        for place, link in enumerate(state.links):
            plain = quantiles(before[:, place], np.ones(len(before)), SHARES)
            found[name, str(link)] = (plain, quantiles(after[:, place], weighed.weight, SHARES))
    return found


def _drawn(weighed: Weighed, state: CapacityDraws, given: bool) -> Floats:
    parts = []
    for first, last in blocks(len(weighed.weight)):
        block = weighed.block(first, last)
        parts.append(state.capacity(block.given if given else block.prior, last - first))
    return np.concatenate(parts)


def _facts(weighed: Weighed) -> pd.DataFrame:
    """Facts of the counted links whose range moved, the most moved first."""
    post = weighed.posterior
    tables = [s.facts for s in post.states.values()]
    facts = pd.concat(tables, ignore_index=True).drop_duplicates("stream") if tables else pd.DataFrame()
    rows = []
    for fact in facts.itertuples():
        u = np.concatenate([_uniform(weighed.block(*span), fact.stream) for span in blocks(len(weighed.weight))])
        share = quantiles(u, weighed.weight, SHARES)
        if np.abs(share - SHARES).max() < MOVED:
            continue
        before, after = (triangular(np.asarray(s), fact.low, fact.value, fact.high) for s in (SHARES, share))
        moved = float(np.abs(after - before).max() / (fact.high - fact.low))
        names = [f"{when}_p{s * 100:02.0f}" for when in ("before", "after") for s in SHARES]
        rows.append({"fact": fact.stream, "moved": moved} | dict(zip(names, [*before, *after], strict=True)))
    table = pd.DataFrame(rows, columns=["fact", "moved"] if not rows else None)
    return table.sort_values(["moved", "fact"], ascending=[False, True]).drop(columns="moved").set_index("fact")


def _uniform(block: Block, stream: str) -> Floats:
    return block.given(stream)
