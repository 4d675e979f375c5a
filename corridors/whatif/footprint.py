"""Footprint: what a tonne costs, takes and emits along a corridor, leg by leg, with ranges by draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow import emissions as co2
from corridors.flow.costs import SPEED, WAITING, border_costs
from corridors.flow.graph import corridor_of
from corridors.flow.maxflow import max_flow
from corridors.flow.time_cost_distance import time_cost_distance
from corridors.uncertainty.draws import triangular, uncertain_facts, uniforms
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor

    Floats = NDArray[np.float64]

QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
TIMES = ["cost_usd_per_tkm", "transit_speed_kmh", "sailing_speed_kmh", "waiting_h", "border_h", "dwell_h"]


@dataclass(frozen=True, eq=False, repr=False)
class Footprint(Displayed):
    """What a tonne costs, takes and emits.

    Attributes
    ----------
    legs : DataFrame
        A row a link in order, index `link`: kind, country, electrified (share; NaN off the rails), km, h, usd_per_t,
        loaded_kg_per_t, empty_kg_per_t (the empty return), point_kg_per_t (terminals, trucks idling at borders),
        kg_per_t, all at best guesses; kg_p05, kg_p50, kg_p95 of the draws; kt_per_year, musd_per_year.
    totals : DataFrame
        Index kg_per_t, g_per_tkm, usd_per_t, h, kt_per_year, musd_per_year; columns best, p05, p50, p95, unit.
    modes : DataFrame
        Index rail (electric), rail (diesel), road, sea, terminals and borders, empty returns: kg_per_t, share, both at
        best guesses; kg_p05, kg_p50, kg_p95 of the draws.
    factors : DataFrame
        Each factor used: factor, subject, country, value, low, high, unit, grade, source.
    mtpa : float
        Million tonnes a year that the sums of a year stand for.
    """

    SHOWN = ("country", "km", "h", "usd_per_t", "kg_per_t", "kg_p05", "kg_p95")

    corridor: str
    scenario: str
    km: float
    mtpa: float
    mtpa_is: str
    draws: int
    legs: pd.DataFrame
    totals: pd.DataFrame
    modes: pd.DataFrame
    factors: pd.DataFrame
    note: str = co2.NOTE

    def gist(self) -> str:
        """The answer in one line."""
        kg, rate = self.totals.loc["kg_per_t"], self.totals.loc["g_per_tkm"]
        span = f"{kg['p50']:,.1f} ({kg['p05']:,.1f}–{kg['p95']:,.1f}) kg CO2 a tonne over {self.km:,.0f} km"
        return f"{self.corridor}, {self.scenario}: {span}, {rate['p50']:.1f} g/tkm; {kg['best']:,.1f} at best guesses"

    def table(self) -> pd.DataFrame:
        """The legs."""
        return self.legs

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        simple = "corridor scenario km mtpa mtpa_is draws note"
        return {
            **{k: getattr(self, k) for k in simple.split()},
            "totals": self.totals.to_dict("index"),
            "modes": self.modes.to_dict("index"),
            "legs": self.legs.reset_index().to_dict("records"),
            "factors": self.factors.to_dict("records"),
        }


def footprint(
    network: Network,
    corridor: str | Corridor,
    *,
    branch: int | None = None,
    mtpa: float | None = None,
    draws: int = 2000,
    seed: int = 1,
    capacities: pd.DataFrame | None = None,
    basis: str = "rule",
) -> Footprint:
    """Cost, time and CO2 of a tonne along a corridor and of a year on it, leg by leg.

    Parameters
    ----------
    network, corridor, branch : Network, str or Corridor, int
        The way that `time_cost_distance` follows.
    mtpa : float, optional
        Million tonnes a year for the sums of a year; by default what the corridor can carry at best guesses.
    draws, seed : int
        Draws of all facts and factors within their ranges.
    capacities : DataFrame, optional
        As `max_flow`; it matters only where no `mtpa` is given.
    basis : {"rule", "stated", "model", "lower"}
        As `corridors.capacities`.

    Returns
    -------
    Footprint
        `.legs`, `.totals` with ranges, `.modes`, `.factors` with their sources.

    Raises
    ------
    UnknownName
        A corridor that is not there.
    BadInput
        No such branch, a negative tonnage, fewer than one draw, or a factor that the folder does not have.

    Notes
    -----
    Rail: energy or fuel a gross tonne-kilometre times the gross mass of the loaded run (net load and tare of the
    wagons) and of the empty runs that it brings (shares of loaded wagons both ways). Road: the intensity of an
    articulated truck, split by its share of empty running. Sea: the intensity of the ships of the line. Terminals:
    handling by tonne. Borders: fuel of trucks that idle. The tonnage does not follow from the draws of capacity.

    References
    ----------
    GLEC Framework 3.2 (ISO 14083) for the boundaries; the factors name their own sources.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.footprint(co.load(), "rkti", draws=200)
    >>> total = found.totals.loc["kg_per_t"]
    >>> bool(total["p05"] < total["p50"] < total["p95"]), bool(found.legs["kg_per_t"].sum() == total["best"])
    (True, True)
    """
    if draws < 1:
        raise BadInput(sentence("draws: {draws} is fewer than one", draws=draws))
    if mtpa is not None and not 0 <= mtpa < np.inf:
        raise BadInput(sentence("mtpa: {mtpa:g} is no tonnage of a year; give zero or more", mtpa=mtpa))
    chosen = corridor_of(network, corridor)
    way = time_cost_distance(network, chosen, branch=branch)
    carried = max_flow(network, chosen, capacities=capacities, basis=basis).value_mtpa if mtpa is None else float(mtpa)
    names = list(way.steps.index)
    facts, by, grid = _facts(network, names, draws, seed), *_factors(network, names, draws, seed)
    about = network.links.loc[names]
    kind, form = (about[c].to_numpy(dtype=object) for c in ("kind", "form"))
    parts = co2.emissions(kind, form, grid, facts, by)
    kg = np.sum(list(parts.values()), axis=0)
    usd, hours = _costs(network, kind, form, facts)
    legs = way.steps[["kind", "country", "km", "h", "usd_per_t"]].copy()
    legs.insert(2, "electrified", facts["electrified"][0])
    for name, values in parts.items():
        legs[name] = values[0]
    legs["kg_per_t"] = kg[0]
    for name, q in QUANTILES.items():
        legs[f"kg_{name}"] = np.quantile(kg[1:], q, axis=0)
    legs = legs.assign(kt_per_year=legs["kg_per_t"] * carried, musd_per_year=legs["usd_per_t"] * carried)
    return Footprint(
        corridor=chosen.id,
        scenario=str(network.name),
        km=way.km,
        mtpa=carried,
        mtpa_is="capacity at best guesses" if mtpa is None else "given",
        draws=draws,
        legs=legs,
        totals=_totals(kg.sum(axis=1), usd.sum(axis=1), hours.sum(axis=1), facts["length_km"], carried),
        modes=_modes(kind, facts["electrified"], parts),
        factors=_used(network, names),
    )


def _facts(network: Network, links: list[str], draws: int, seed: int) -> dict[str, Floats]:
    """Facts as they are (first row) and in draws; links last."""
    kinds = network.links.loc[links, "kind"]
    columns = [*dict.fromkeys([a for own in co2.FACTS.values() for a in own] + TIMES)]
    out = {c: np.full((draws + 1, len(links)), np.nan) for c in columns}
    for kind in kinds.unique():
        own = pd.Index(links)[(kinds == kind).to_numpy()]
        place = {link: i for i, link in enumerate(links) if kinds.iloc[i] == kind}
        table = network.table(str(kind), links=list(own))
        names = [c for c in columns if c in table]
        for name in names:
            out[name][:, list(place.values())] = table[name].to_numpy(dtype=float)
        for row in uncertain_facts(network, str(kind), own, names).itertuples():
            drawn = triangular(uniforms(seed, row.stream, 0, draws), row.low, row.value, row.high)
            out[row.attribute][1:, place[row.link]] = np.round(drawn) if row.whole else drawn
    return out


def _factors(network: Network, links: list[str], draws: int, seed: int) -> tuple[dict[str, Floats], Floats]:
    """Factors as columns of draws, the best guess first, and the grid of each link."""
    table = co2.factor_table(network)
    by = {name: _drawn(co2.factor(table, *key), draws, seed)[:, None] for name, key in co2.FACTORS.items()}
    places = co2.countries_of(network, links)
    grids = {c: _drawn(co2.factor(table, co2.GRID, "electricity", c), draws, seed) for own in places for c in own}
    return by, np.stack([np.mean([grids[c] for c in own], axis=0) for own in places], axis=1)


def _drawn(row: pd.Series, draws: int, seed: int) -> Floats:
    value = float(row["value"])
    low, high = (value if pd.isna(row[side]) else float(row[side]) for side in ("low", "high"))
    name = "factor/" + "/".join(str(part) for part in row.name)
    return np.concatenate([[value], triangular(uniforms(seed, name, 0, draws), low, value, high)])


def _costs(
    network: Network, kind: NDArray[np.object_], form: NDArray[np.object_], facts: Mapping[str, Floats]
) -> tuple[Floats, Floats]:
    """USD and hours of a tonne over each link, in draws, as `link_costs` has them at best guesses."""
    km = np.where(np.isin(kind, list(SPEED)), facts["length_km"], 0.0)
    speed = np.where(kind == "sea", facts["sailing_speed_kmh"], facts["transit_speed_kmh"])
    hours = np.where(km > 0, km / speed, 0.0)
    usd = np.where(km > 0, km * facts["cost_usd_per_tkm"], 0.0)
    fee = border_costs(network)
    for i, (what, how) in enumerate(zip(kind, form, strict=True)):
        attribute = WAITING.get((what, how), WAITING.get(what))
        if attribute:
            hours[:, i] = facts[attribute][:, i]
        if what == "border":
            usd[:, i] = fee[how]
    return usd, hours


def _totals(kg: Floats, usd: Floats, hours: Floats, km: Floats, mtpa: float) -> pd.DataFrame:
    way = np.nansum(km, axis=1)
    rate = np.divide(kg * 1000, way, out=np.zeros_like(kg), where=way > 0)
    rows = {
        "kg_per_t": (kg, "kg CO2e/t"),
        "g_per_tkm": (rate, "g CO2e/tkm"),
        "usd_per_t": (usd, "USD/t"),
        "h": (hours, "h"),
        "kt_per_year": (kg * mtpa, "kt CO2e/year"),
        "musd_per_year": (usd * mtpa, "million USD/year"),
    }
    table = {
        k: {"best": v[0], **{n: np.quantile(v[1:], q) for n, q in QUANTILES.items()}} for k, (v, _) in rows.items()
    }
    return pd.DataFrame.from_dict(table, orient="index").assign(unit=[u for _, u in rows.values()])


def _modes(kind: NDArray[np.object_], electrified: Floats, parts: Mapping[str, Floats]) -> pd.DataFrame:
    """Where the kilograms come from: the best guesses, and quantiles of the draws."""
    loaded, empty, point = (parts[name] for name in co2.PARTS)
    wire = np.nan_to_num(electrified)
    sums = {
        "rail, electric": (loaded * wire)[:, kind == "rail"],
        "rail, diesel": (loaded * (1 - wire))[:, kind == "rail"],
        "road": loaded[:, kind == "road"],
        "sea": loaded[:, kind == "sea"],
        "terminals and borders": point,
        "empty returns": empty,
    }
    kg = pd.DataFrame({name: links.sum(axis=1) for name, links in sums.items()})
    table = pd.DataFrame({"kg_per_t": kg.iloc[0].astype(float)})
    total = float(table["kg_per_t"].sum())
    table["share"] = table["kg_per_t"] / total if total else 0.0
    return table.assign(**{f"kg_{name}": kg.iloc[1:].quantile(q) for name, q in QUANTILES.items()})


def _used(network: Network, links: list[str]) -> pd.DataFrame:
    table = co2.factor_table(network)
    places = sorted({c for own in co2.countries_of(network, links) for c in own})
    rows = [co2.factor(table, *key) for key in co2.FACTORS.values()]
    rows += [co2.factor(table, co2.GRID, "electricity", c) for c in places]
    found = {tuple(map(str, r.name)): r for r in rows}
    keys = pd.DataFrame(list(found), columns=["factor", "subject", "country"])
    columns = ["value", "low", "high", "unit", "grade", "source"]
    return keys.join(pd.DataFrame([[r[c] for c in columns] for r in found.values()], columns=columns))
