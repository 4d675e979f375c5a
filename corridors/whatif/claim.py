"""What a claim such as "20 Mt/year" means on a link: trains, wagons, trucks, share of capacity, with the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.capacity import detail
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.scenarios import scenario
from corridors.units import T_PER_MT, units_per_day
from corridors.units import mtpa as to_mtpa
from corridors.whatif.claim_parser import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network

# Tonnes in each unit of mass that a claim may have.
TONNES = {"mt": 1e6, "kt": 1e3, "t": 1.0}


@dataclass(frozen=True, eq=False, repr=False)
class Claim(Displayed):
    """A claim held against a link.

    Attributes
    ----------
    mtpa : float
        The claim, Mt/year of both directions together.
    units : dict
        What it is a day: pairs of trains, wagons, trucks ... with the tonnes of one, as far as the kind of link has
        them.
    scenarios : DataFrame
        Index `scenario`: capacity_mtpa, limit_code, limit_values, limit, grade, share (claim over capacity), carried
        (True if it fits).
    lines : tuple of str
        The arithmetic, a sentence a step.
    """

    SHOWN = ("capacity_mtpa", "share", "carried", "limit", "grade")

    text: str
    link: str
    kind: str
    mtpa: float
    units: dict[str, float]
    scenarios: pd.DataFrame
    lines: tuple[str, ...]

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.text} on {self.link}: {self.mtpa:,.3g} Mt/year"

    def table(self) -> pd.DataFrame:
        """Share of capacity by scenario."""
        return self.scenarios

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "claim": self.text,
            "link": self.link,
            "kind": self.kind,
            "mtpa": self.mtpa,
            "units": self.units,
            "scenarios": self.scenarios.reset_index().to_dict("records"),
            "arithmetic": list(self.lines),
        }


def claim(
    network: Network, text: str | float, *, on: str, scenarios: Sequence[str] | None = None, basis: str = "rule"
) -> Claim:
    """What a claim means on a link.

    Parameters
    ----------
    network : Network
        Any state of the world.
    text : str or float
        Such as "20 Mt/year", "20 млн т", "15 pairs/day", "700 trucks a day"; a number is Mt/year.
    on : str
        The link that it is held against.
    scenarios : sequence of str, optional
        Scenarios to lay over the network; the first one's trains and trucks are used. By default the network as it is.
    basis : str
        As `corridors.capacities`.

    Returns
    -------
    Claim
        `mtpa`, `units` (a day), `scenarios` (share of capacity), `lines` (the arithmetic).

    Raises
    ------
    UnknownName
        A link or scenario that is not there.
    BadInput
        A claim that cannot be read, or a unit that the link does not have.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.claim(co.load(), "1000 t/day", on="rail/zhanaozen-bolashak")
    >>> round(found.mtpa, 3)
    0.365
    >>> bool(found.scenarios.loc["today", "carried"])
    True
    """
    networks = [network] if scenarios is None else [scenario(network, name) for name in scenarios]
    if not networks:
        raise BadInput("claim: name at least one scenario to hold it against")
    kind = str(network.link(on)["kind"])
    amount, unit = parse(text) if isinstance(text, str) else (float(text), "mt_per_year")
    if not (isfinite(amount) and amount >= 0):
        raise BadInput(f"claim {text}: give a number of zero or more")
    rows = [detail(n, kind, basis, [on]).iloc[0] for n in networks]
    table = networks[0].table(kind, links=[on]).iloc[0]
    tonnes = {k: v for k, v in _tonnes(kind, str(table["form"]), table, rows[0]).items() if v[0] * v[1] > 0}
    mt, first = _mt(amount, unit, tonnes, kind)
    lines = [*first, *_lines(mt, tonnes)]
    units = {name: float(units_per_day(mt, t, days)) for name, (t, days, _) in tonnes.items()}
    units |= {f"t_per_{name.removesuffix('_per_day').removesuffix('s')}": t for name, (t, _, _) in tonnes.items()}
    held = pd.DataFrame(
        {
            "scenario": [str(n.name) for n in networks],
            "capacity_mtpa": [float(r["capacity_mtpa"]) for r in rows],
            **{name: [r[name] for r in rows] for name in ("limit_code", "limit_values", "limit")},
            "grade": [str(r["grade"]) for r in rows],
        }
    ).set_index("scenario")
    held["share"] = [mt / c if c > 0 else None for c in held["capacity_mtpa"]]
    held["carried"] = held["capacity_mtpa"] >= mt - 1e-9
    lines += [_share(str(name), mt, row) for name, row in held.iterrows()]
    return Claim(str(text), on, kind, mt, units, held, tuple(lines))


def _tonnes(kind: str, form: str, table: pd.Series, row: pd.Series) -> dict[str, tuple[float, float, str]]:
    """By unit: tonnes of one, days a year, and how that comes about."""
    if kind == "rail":
        there, back = float(row["net_forward_t"]), float(row["net_backward_t"])
        days = float(table["working_days"]) / float(table["monthly_unevenness"])
        both = f"{there:,.0f} t there + {back:,.0f} t back"
        load = float(table["wagon_net_load_t"])
        return {
            "pairs_per_day": (there + back, days, f"a pair of trains carries {both}"),
            "loaded_wagons_per_day": (load, days, f"a loaded wagon carries {load:g} t"),
        }
    if kind == "road" or (kind == "border" and form == "road"):
        load = float(table["payload_t"])
        days = float(table["working_days"])
        return {"trucks_per_day": (load, days, f"a truck carries {load:g} t")}
    if kind == "border":
        load, wagons = float(table["wagon_net_load_t"]), float(table["wagons_per_train"])
        pair = wagons * load * (float(table["loaded_share_forward"]) + float(table["loaded_share_backward"]))
        days = float(table["working_days"]) / float(table["monthly_unevenness"])
        return {
            "pairs_per_day": (pair, days, f"a pair of trains carries {pair:,.0f} t in {wagons:g} wagons each way"),
            "loaded_wagons_per_day": (load, days, f"a loaded wagon carries {load:g} t"),
        }
    if kind == "terminal":
        load, days = float(table["wagon_net_load_t"]), float(table["working_days"])
        return {"loaded_wagons_per_day": (load, days, f"a loaded wagon carries {load:g} t")}
    load = float(table["vessel_load_t"]) * float(table["load_share"])
    return {"ships_per_day": (load, float(table["working_days"]), f"a ship carries {load:,.0f} t on the mean")}


def _mt(amount: float, unit: str, tonnes: dict[str, tuple[float, float, str]], kind: str) -> tuple[float, list[str]]:
    """The claim in Mt/year, and how it was converted."""
    mass, _, period = unit.partition("_per_")
    if mass in TONNES:
        mt = amount * TONNES[mass] / T_PER_MT if period == "year" else float(to_mtpa(amount, TONNES[mass]))
        lines = [] if unit == "mt_per_year" else [f"{amount:g} {mass} a {period} = {mt:.3g} Mt/year"]
        return mt, lines
    name = {"trains_per_day": "pairs_per_day", "wagons_per_day": "loaded_wagons_per_day"}.get(unit, unit)
    if name not in tonnes:
        have = "" if not tonnes else " or " + ", ".join(n.replace("_per_day", "/day").replace("_", " ") for n in tonnes)
        raise BadInput(f"{unit.replace('_per_day', '/day')} mean nothing on this {kind} link; use Mt/year{have}")
    t, days, how = tonnes[name]
    count = amount / 2 if unit == "trains_per_day" else amount
    mt = float(to_mtpa(count, t, days))
    said = f"{amount:g} {unit.replace('_per_day', '')} a day"
    halves = f" = {count:g} pairs" if unit == "trains_per_day" else ""
    return mt, [f"{said}{halves} x {t:,.0f} t x {days:.0f} days = {mt:.2f} Mt/year ({how})"]


def _share(scenario: str, mt: float, row: pd.Series) -> str:
    if row["capacity_mtpa"] <= 0:
        return f"{scenario}: the link carries nothing ({row['limit']})"
    return f"{scenario}: {mt:g} / {row['capacity_mtpa']:.2f} = {row['share']:.0%} of its capacity ({row['limit']})"


def _lines(mt: float, tonnes: dict[str, tuple[float, float, str]]) -> list[str]:
    """From Mt/year to units a day, each step with its numbers."""
    lines = [f"{mt:g} Mt/year / 365 = {mt * 1e6 / 365:,.0f} t a day of both directions"]
    for name, (t, days, how) in tonnes.items():
        count = float(units_per_day(mt, t, days))
        what = name.removesuffix("_per_day").replace("_", " ")
        lines.append(f"{how}: {mt:g} Mt / ({t:,.0f} t x {days:.0f} days) = {count:,.1f} {what} a day")
    return lines
