"""The units of a claim: what they mean in tonnes a year on a link, and back to trains, wagons and trucks a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.errors import BadInput
from corridors.units import T_PER_MT, units_per_day
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from corridors.network import Network

# Tonnes in each unit of mass that a claim may have.
TONNES = {"mt": 1e6, "kt": 1e3, "t": 1.0}
BOXES = ("teu", "feu", "containers")
# How often a period comes in a year of so many days.
TIMES = {"hour": 24.0, "day": 1.0, "week": 1 / 7}


def tonnes_of_units(kind: str, form: str, table: pd.Series, row: pd.Series) -> dict[str, tuple[float, float, str]]:
    """By unit: tonnes of one, days a year, and how that comes about."""
    if kind == "rail":
        there, back = float(row["net_forward_t"]), float(row["net_backward_t"])
        days = float(table["working_days"]) / float(table["monthly_unevenness"])
        both = sentence("{there:,.0f} t there + {back:,.0f} t back", there=there, back=back)
        load = float(table["wagon_net_load_t"])
        return {
            "pairs_per_day": (there + back, days, sentence("a pair of trains carries {both}", both=both)),
            "loaded_wagons_per_day": (load, days, sentence("a loaded wagon carries {load:g} t", load=load)),
        }
    if kind == "road" or (kind == "border" and form == "road"):
        load = float(table["payload_t"])
        days = float(table["working_days"])
        found = {"trucks_per_day": (load, days, sentence("a truck carries {load:g} t", load=load))}
        share = float(table.get("truck_share", float("nan")))
        if share > 0:
            how = sentence("{share:.0%} of the vehicles are trucks of {load:g} t", share=share, load=load)
            found["vehicles_per_day"] = (load * share, days, how)
        return found
    if kind == "border":
        load, wagons = float(table["wagon_net_load_t"]), float(table["wagons_per_train"])
        pair = wagons * load * (float(table["loaded_share_forward"]) + float(table["loaded_share_backward"]))
        days = float(table["working_days"]) / float(table["monthly_unevenness"])
        how = sentence("a pair of trains carries {pair:,.0f} t in {wagons:g} wagons each way", pair=pair, wagons=wagons)
        return {
            "pairs_per_day": (pair, days, how),
            "loaded_wagons_per_day": (load, days, sentence("a loaded wagon carries {load:g} t", load=load)),
        }
    if kind == "terminal":
        load, days = float(table["wagon_net_load_t"]), float(table["working_days"])
        return {"loaded_wagons_per_day": (load, days, sentence("a loaded wagon carries {load:g} t", load=load))}
    load = float(table["vessel_load_t"]) * float(table["load_share"])
    how = sentence("a ship carries {load:,.0f} t on the mean", load=load)
    return {"ships_per_day": (load, float(table["working_days"]), how)}


def in_mtpa(
    network: Network, amount: float, unit: str, tonnes: dict[str, tuple[float, float, str]], on: str
) -> tuple[tuple[float, float, float], list[str]]:
    """The claim in Mt/year: least, value, most; and how it was converted."""
    thing, _, period = unit.partition("_per_")
    if thing in TONNES:
        mt = amount * TONNES[thing] * times_a_year(period, 365.0) / T_PER_MT
        return (mt, mt, mt), [] if unit == "mt_per_year" else [
            sentence(
                "{amount:,.10g} {thing} a {period} = {mt:.3g} Mt/year",
                amount=amount,
                thing=thing.replace("mt", "Mt"),
                period=period,
                mt=mt,
            )
        ]
    if thing in BOXES:
        return _boxes(network, amount, thing, period)
    name = {"trains": "pairs", "wagons": "loaded_wagons"}.get(thing, thing) + "_per_day"
    if name not in tonnes:
        raise _meaningless(thing, on, tonnes)
    t, days, how = tonnes[name]
    count = amount / 2 if thing == "trains" else amount
    times = times_a_year(period, days)
    mt = count * t * times / T_PER_MT
    halves = sentence(" = {count:g} pairs", count=count) if thing == "trains" else ""
    line = sentence(
        "{amount:,.10g} {thing} a {period}{halves} x {t:,.3g} t x {times:,.5g} = {mt:.2f} Mt/year ({how})",
        amount=amount, thing=thing, period=period, halves=halves,
        t=t, times=times, mt=mt, how=how,
    )  # fmt: skip
    return (mt, mt, mt), [line]


def _meaningless(thing: str, on: str, units: Iterable[str]) -> BadInput:
    """A unit that the link does not have, and those that it has."""
    known = [n.replace("_per_day", "/day").replace("_", " ") for n in units]
    have = sentence(" or {units}", units=joined(known, ", ")) if known else ""
    return BadInput(
        sentence(
            "{thing} mean nothing on {on}; use Mt/year{have}, or name another link or corridor with --on",
            thing=thing,
            on=on,
            have=have,
        )
    )


def times_a_year(period: str, days: float) -> float:
    """How often a period comes in a year of so many working days."""
    return {"year": 1.0, "quarter": 4.0, "month": 12.0}.get(period) or days * TIMES[period]


def _boxes(network: Network, amount: float, thing: str, period: str) -> tuple[tuple[float, float, float], list[str]]:
    """Containers as tonnes of goods: TEU of one, and tonnes in a TEU, each with its range and source."""
    factors = network.extra("factors").fillna({"mode": "", "country": ""})
    plain = factors[(factors["mode"] == "") & (factors["country"] == "")].set_index("factor")
    needed = ["net_tonnes_per_teu", *(["teu_per_container"] if thing == "containers" else [])]
    for name in needed:
        if name not in plain.index:
            raise BadInput(
                sentence(
                    "{thing}: {folder} has no factor {name!r} in factors.csv; say it in tonnes",
                    thing=thing,
                    folder=network.root,
                    name=name,
                )
            )
    count = amount * (2.0 if thing == "feu" else 1.0) * times_a_year(period, 365.0)
    sides, words = [count / T_PER_MT] * 3, []
    for name in needed:
        row = plain.loc[name]
        sides = [s * float(row[side]) for s, side in zip(sides, ("low", "value", "high"), strict=True)]
        words.append(
            sentence(
                "{value:g} {unit} ({low:g}–{high:g}, {source})",
                **{k: row[k] for k in ("value", "unit", "low", "high", "source")},
            )
        )
    low, mt, high = sides
    line = sentence(
        "{amount:,.10g} {thing} a {period} = {count:,.10g} a year x {names}",
        amount=amount,
        thing=thing,
        period=period,
        count=round(count, 1),
        names=" x ".join(words),
    )
    return (low, mt, high), [
        sentence("{line} = {mt:.3g} Mt/year ({low:.3g}–{high:.3g})", line=line, mt=mt, low=low, high=high)
    ]


def units_a_day(mt: float, tonnes: dict[str, tuple[float, float, str]]) -> list[str]:
    """From Mt/year to units a day, each step with its numbers."""
    lines = [
        sentence("{mt:g} Mt/year / 365 = {value:,.0f} t a day of both directions", mt=mt, value=mt * 1000000.0 / 365)
    ]
    for name, (t, days, how) in tonnes.items():
        count = float(units_per_day(mt, t, days))
        what = name.removesuffix("_per_day").replace("_", " ")
        lines.append(sentence(
            "{how}: {mt:g} Mt / ({t:,.0f} t x {days:.0f} days) = {count:,.1f} {what} a day",
            how=how, mt=mt, t=t, days=days, count=count, what=what,
        ))  # fmt: skip
    return lines
