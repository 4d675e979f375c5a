"""Scenarios side by side on one scale: capacity, bottleneck, cost, time, utilisation, and link by link why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors import scenarios
from corridors.capacity import capacities
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.assignment import assign
from corridors.flow.cut import LIMIT
from corridors.flow.graph import corridor_of
from corridors.flow.maxflow import max_flow
from corridors.flow.time_cost_distance import time_cost_distance
from corridors.uncertainty.ensemble import ensembles
from corridors.uncertainty.ensemble_result import SHARES
from corridors.uncertainty.weighted import difference
from corridors.wording.limits import shown_values
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network
    from corridors.schema import Corridor
    from corridors.uncertainty.ensemble_result import Ensemble

# Links whose capacities differ by less (ten kilograms a year) are alike.
SAME_MTPA = 1e-8
RANGE = ("p05_mtpa", "p50_mtpa", "p95_mtpa")
CHANGE = tuple(f"change_{name}" for name in RANGE)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Displayed):
    """Scenarios side by side.

    Attributes
    ----------
    scenarios : tuple of str
        In the order given; the first is what the others are compared with.
    summary : DataFrame
        A row a corridor and scenario: corridor, scenario, capacity_mtpa, change_mtpa (with draws also change_p05_mtpa,
        change_p50_mtpa and change_p95_mtpa, of the differences draw by draw), bottleneck (links), limit_code
        and limit_values (one a link of the bottleneck), limit (their words), grade, measures (built), cost_musd,
        cost_low_musd, cost_high_musd, cost_unknown (measures that the sum leaves out), km, h, usd_per_t,
        kg_per_t (CO2), utilisation (of the fullest link by the known demand), fullest, unmet_mtpa.
    links : DataFrame
        Index `link`, those that differ: kind, country, change_mtpa (last over first), `mtpa <scenario>`, `limit_code
        <scenario>`, `limit_values <scenario>`, `limit <scenario>`, why (measures and scenarios whose facts differ).
    """

    SHOWN = ("corridor", "scenario", "capacity_mtpa", "change_mtpa", "bottleneck", "cost_musd")

    scenarios: tuple[str, ...]
    summary: pd.DataFrame
    links: pd.DataFrame

    def gist(self) -> str:
        """The answer in one line."""
        return f"{', '.join(self.scenarios)}; {len(self.links)} links differ"

    def table(self) -> pd.DataFrame:
        """The summary."""
        return self.summary

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        summary = [
            {**r, "bottleneck": list(r["bottleneck"]), "cost_unknown": list(r["cost_unknown"])}
            for r in self.summary.to_dict("records")
        ]
        links = []
        for link, row in self.links.iterrows():
            by_scenario = {
                name: {"capacity_mtpa": row[f"mtpa {name}"], **{k: row[f"{k} {name}"] for k in LIMIT}}
                for name in self.scenarios
            }
            rest = {k: row[k] for k in ("kind", "country", "change_mtpa")}
            links.append({"link": link, **rest, "why": list(row["why"]), "scenarios": by_scenario})
        return {"scenarios": list(self.scenarios), "summary": summary, "links": links}


def compare(
    *networks: Network,
    corridor: str | Corridor | None = None,
    basis: str = "rule",
    flows: bool = True,
    draws: int = 0,
    seed: int = 1,
) -> Comparison:
    """What differs between any number of scenarios, and why.

    Parameters
    ----------
    *networks : Network
        Two or more states of one world; the first is the yardstick.
    corridor : str or Corridor, optional
        Only this one; all otherwise.
    basis : str
        As `corridors.capacities`.
    flows : bool
        Put the known demand on the links for their utilisation.
    draws, seed : int
        With draws the summary has p05_mtpa, p50_mtpa and p95_mtpa, given what was carried (see `ensemble`), of the
        capacity and of its change.

    Returns
    -------
    Comparison
        `.summary` (a row a corridor and scenario) and `.links` (those that differ).

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        Fewer than two networks, or networks of different worlds.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> later = co.scenario(net, "announced-2030")
    >>> found = co.compare(net, later, corridor="rkti", flows=False)
    >>> found.summary["scenario"].to_list(), bool(found.summary["change_mtpa"].iloc[1] > 0)
    (['today', 'announced-2030'], True)
    """
    names = _named(networks)
    first = networks[0]
    chosen = list(first.corridors.values()) if corridor is None else [corridor_of(first, corridor)]
    tables = [capacities(n, basis=basis) for n in networks]
    carried = [_carried(n, t) if flows else None for n, t in zip(networks, tables, strict=True)]
    options: dict[str, Any] = {"draws": draws, "seed": seed, "basis": basis}
    drawn = [ensembles(n, chosen, **options) if draws else {} for n in networks]
    rows = []
    for one in chosen:
        own = [_row(n, t, a, one) for n, t, a in zip(networks, tables, carried, strict=True)]
        for row, found in zip(own, drawn, strict=True):
            row.update(_ranges(drawn[0][one.id], found[one.id]) if found else {})
        for name, row in zip(names, own, strict=True):
            row["scenario"] = name
            row["change_mtpa"] = row["capacity_mtpa"] - own[0]["capacity_mtpa"]
        rows += own
    wanted = first.links.index if corridor is None else pd.Index(chosen[0].links)
    first_columns = ["corridor", "scenario", "capacity_mtpa", *(RANGE if draws else ()), "change_mtpa"]
    first_columns += CHANGE if draws else ()
    summary = pd.DataFrame(rows)
    summary = summary[[*first_columns, *(c for c in summary if c not in first_columns)]]
    return Comparison(names, summary, _links(networks, names, tables, wanted))


def _ranges(first: Ensemble, found: Ensemble) -> dict[str, float]:
    """The quantiles of a scenario, and those of what it adds to the first, from the same draws."""
    change = difference(first.value_mtpa, found.value_mtpa, found.weight, list(SHARES)) or [float("nan")] * len(SHARES)
    return dict(zip((*RANGE, *CHANGE), (found.p05, found.p50, found.p95, *change), strict=True))


def _named(networks: Sequence[Network]) -> tuple[str, ...]:
    """A name each, the same one twice by_scenario apart."""
    if len(networks) < 2:
        raise BadInput(sentence("compare takes two scenarios (in Python: networks) or more"))
    for other in networks[1:]:
        if set(other.links.index) != set(networks[0].links.index):
            raise BadInput(
                sentence(
                    "{other!r} has other links than {first!r}; compare states of one world",
                    other=other.name,
                    first=networks[0].name,
                )
            )
    names: list[str] = []
    for network in networks:
        name, again = str(network.name), 2
        while name in names:
            name, again = f"{network.name} ({again})", again + 1
        names.append(name)
    return tuple(names)


def measures_built(network: Network) -> list[str]:
    """Measures that a network has built: those of its scenario (some set no fact), and those that its facts name."""
    named = scenarios.built(network, network.name) if network.name in network.scenarios else []
    used = network.explicit.loc[network.explicit["role"] == "used", "origin"]
    return sorted({*named, *used} & set(network.measures))


def _carried(network: Network, capacity: pd.DataFrame) -> Any:
    return assign(network, capacities=capacity) if len(network.demand) else None


def _row(network: Network, capacity: pd.DataFrame, carried: Any, corridor: Corridor) -> dict[str, Any]:
    found = max_flow(network, corridor, capacities=capacity)
    journey = time_cost_distance(network, corridor)
    built = [m for m in scenarios.paid(network, measures_built(network)) if _touches(m, corridor)]
    cut = found.bottleneck
    limit = {k: tuple(cut[k]) if k in cut else () for k in LIMIT}
    cost = scenarios.cost(built)
    row = {
        "corridor": corridor.id,
        "capacity_mtpa": found.value_mtpa,
        "bottleneck": found.cut,
        **limit,
        "limit": "; ".join(dict.fromkeys(limit["limit"])),
        "grade": found.grade,
        "measures": len(built),
        "cost_musd": cost.value,
        "cost_low_musd": cost.low,
        "cost_high_musd": cost.high,
        "cost_unknown": cost.unknown,
        "km": journey.km,
        "h": journey.h,
        "usd_per_t": journey.usd_per_t,
        "kg_per_t": journey.kg_per_t,
        "utilisation": np.nan,
        "fullest": "",
        "unmet_mtpa": np.nan,
    }
    if carried is not None:
        share = carried.links.loc[sorted(corridor.links), "utilisation"]
        row |= {"utilisation": float(share.max()), "unmet_mtpa": carried.unmet_mtpa}
        row["fullest"] = str(share.idxmax()) if share.max() > 0 else ""
    return row


def _touches(measure: Any, corridor: Corridor) -> bool:
    links = set(corridor.links)
    return corridor.id in measure.corridors or any(k in links for f in measure.facts for k in f.links)


def _links(
    networks: Sequence[Network], names: Sequence[str], tables: Sequence[pd.DataFrame], wanted: pd.Index
) -> pd.DataFrame:
    wanted = pd.Index(sorted(wanted), name="link", dtype=object)
    mtpa = pd.DataFrame({n: t["capacity_mtpa"].reindex(wanted) for n, t in zip(names, tables, strict=True)})
    limit = pd.DataFrame({n: _limits(t.reindex(wanted)) for n, t in zip(names, tables, strict=True)}, index=wanted)
    differ = (mtpa.max(axis=1) - mtpa.min(axis=1) > SAME_MTPA) | (limit.nunique(axis=1) > 1)
    out = networks[0].links.loc[wanted[differ], ["kind", "country"]]
    out = pd.DataFrame(out).assign(change_mtpa=(mtpa[names[-1]] - mtpa[names[0]])[differ])
    for name, table in zip(names, tables, strict=True):
        out[f"mtpa {name}"] = mtpa.loc[differ, name]
        out[[f"{k} {name}" for k in LIMIT]] = table.loc[out.index, LIMIT].to_numpy()
    why = _why(networks, set(out.index))
    out["why"] = [tuple(sorted(why.get(link, ()))) for link in out.index]
    return out


def _limits(table: pd.DataFrame) -> list[tuple[object, ...]]:
    """What limits each link, so that like compares with like: the code, and its values as a sentence shows them."""
    values = [tuple(shown_values(v).items()) for v in table["limit_values"]]
    return list(zip(table["limit_code"], values, strict=True))


def _why(networks: Sequence[Network], links: set[str]) -> dict[str, set[str]]:
    """By link, where the facts come from that are used in one network and not in another."""
    used = []
    for network in networks:
        facts = network.explicit
        own = facts[(facts["role"] == "used") & facts["link"].isin(links)]
        used.append(set(zip(own["link"], own["attribute"], own["value"], own["origin"], strict=True)))
    common = set.intersection(*used)
    why: dict[str, set[str]] = {}
    for one in used:
        for link, _, _, origin in one - common:
            if origin not in ("stated", "default"):
                why.setdefault(link, set()).add(origin)
    return why
