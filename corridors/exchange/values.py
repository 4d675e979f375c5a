"""Cells of a foreign table as facts: which column is which attribute, in which unit, within which bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.errors import BadInput, UnknownName
from corridors.wording.sentences import Written, joined, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

YES, NO = {"yes", "true", "ja", "да", "y", "t"}, {"no", "false", "none", "nein", "нет", "n", "f"}
CELL = re.compile(r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*([A-Za-zµ°%].{0,30})?\s*")
PLAIN_UNIT = re.compile(r"[A-Za-zµ°%/ ]{1,30}")
SPREAD = 0.1  # low and high of a value of grade C or D that is no count: a tenth to either side
SHOWN = 8
# Words of the schema that pint knows under another name, or not at all.
WORDS = {"Mt": "megatonne", "km/hour": "km/hour"}
DEFINED = ("veh = []", "pcu = []", "wagon = []", "TEU = []", "USD = []", "train = []", "pair = []")


@dataclass(frozen=True)
class Column:
    """A column that is taken, and the unit that its numbers are in ("" for the schema's)."""

    name: str
    attribute: str
    unit: str = ""


def columns(told: Sequence[str], table: pd.DataFrame, schema: pd.DataFrame, kind: str) -> list[Column]:
    """Which columns become facts: those that are mapped, and those that are called like an attribute.

    Parameters
    ----------
    told : sequence of str
        As in "spd=running_speed_diesel_kmh", with the unit of the column behind a colon ("spd:mph=…");
        "spd=" leaves it out.

    Raises
    ------
    BadInput
        No such form, or no such column.
    UnknownName
        No such attribute.
    """
    found = {c: Column(c, c) for c in map(str, table.columns) if c in schema.index}
    for text in told:
        left, equals, right = text.partition("=")
        name, _, unit = (left if left in table.columns else left.rpartition(":")[0] or left).partition("\0")
        unit = left[len(name) + 1 :]
        attribute, _, unit_right = right.partition(":")
        if not equals:
            raise BadInput(
                sentence("--map {text!r}: write COLUMN=ATTRIBUTE, as in --map spd=running_speed_diesel_kmh", text=text)
            )
        if name not in table.columns:
            raise UnknownName("column of the file", name, map(str, table.columns))
        found.pop(name, None)
        if not attribute:
            continue
        if attribute not in schema.index:
            raise UnknownName(sentence("attribute of {kind} links", kind=Written(kind)), attribute, schema.index)
        found[name] = Column(name, attribute, unit or unit_right)
    taken = [c.attribute for c in found.values()]
    if twice := sorted({a for a in taken if taken.count(a) > 1}):
        raise BadInput(
            sentence("{attribute} is taken from two columns; leave one out with --map COLUMN=", attribute=twice[0])
        )
    return list(found.values())


def facts(
    table: pd.DataFrame, rows: Sequence[int], links: Sequence[str], chosen: Sequence[Column], schema: pd.DataFrame,
    about: Mapping[str, Any],
) -> list[dict[str, Any]]:  # fmt: skip
    """Facts of links, each from a row of the table.

    Parameters
    ----------
    rows : sequence of int
        Of which row each link is.
    about : dict
        `source` and `grade` of every fact.

    Raises
    ------
    BadInput
        A cell that is no number, of an unknown unit, or outside the bounds of its attribute; all at once.
    """
    out: list[dict[str, Any]] = []
    faults: list[str] = []
    for column in chosen:
        its = schema.loc[column.attribute]
        its = its.iloc[0] if isinstance(its, pd.DataFrame) else its
        cells = table[column.name].tolist()
        for row, link in zip(rows, links, strict=True):
            if _blank(cells[row]):
                continue
            try:
                value = number(cells[row], column.unit, str(its["unit"]))
                if not its["min"] <= value <= its["max"]:
                    raise BadInput(
                        sentence(
                            "{value:g} {unit} is outside {least:g} .. {most:g}",
                            value=value,
                            unit=its["unit"],
                            least=its["min"],
                            most=its["max"],
                        )
                    )
            except BadInput as error:
                faults.append(
                    sentence(
                        "row {row}: {name} as {attribute}: {problem}",
                        row=row + 1,
                        name=column.name,
                        attribute=column.attribute,
                        problem=error.args[0],
                    )
                )
                continue
            low, high = _bounds(value, str(about["grade"]), its)
            out.append(
                {"link": link, "attribute": column.attribute, "value": value, "low": low, "high": high}
                | {"unit": its["unit"], **about, "role": "used", "note": ""}
            )
    if faults:
        faults = list(dict.fromkeys(faults))
        more = [sentence(" * and {count:,} more", count=len(faults) - SHOWN)] if len(faults) > SHOWN else []
        hint = sentence("leave a column out with --map COLUMN=, or say its unit with --map COLUMN:UNIT=ATTRIBUTE")
        lines = [sentence(" * {fault}", fault=f) for f in faults[:SHOWN]]
        raise BadInput(joined([sentence("values that cannot be taken:"), *lines, *more, hint], "\n"))
    return out


def _blank(cell: Any) -> bool:
    return bool(pd.isna(cell)) or (isinstance(cell, str) and not cell.strip())


def number(cell: Any, unit: str, wanted: str) -> float:
    """A cell as a number in the unit that is wanted.

    >>> round(number("60 mph", "", "km/hour"), 2), number("yes", "", "1"), number(1200, "m", "km")
    (96.56, 1.0, 1.2)
    """
    if isinstance(cell, str) and cell.strip().lower() in YES | NO and wanted == "1":
        return float(cell.strip().lower() in YES)
    match = CELL.fullmatch(cell if isinstance(cell, str) else repr(float(cell)))
    if not match:
        raise BadInput(sentence("{value!r} is no number", value=str(cell)[:40]))
    unit = match[2] or unit
    value = float(match[1])
    return value if not unit or unit == wanted else _converted(value, unit, wanted)


def _converted(value: float, unit: str, wanted: str) -> float:
    if not PLAIN_UNIT.fullmatch(unit):
        raise BadInput(sentence("unit {unit!r} is no unit such as mph or km/hour", unit=unit[:30]))
    try:
        return float(_registry().Quantity(value, WORDS.get(unit, unit)).to(_spelt(wanted)).magnitude)
    except Exception as error:  # pint has a dozen kinds, some of them Python's own
        told = " ".join(str(error).split())[:120]
        raise BadInput(
            sentence(
                "unit {unit!r} cannot be turned into {wanted!r} ({told})", unit=unit[:30], wanted=wanted, told=told
            )
        ) from None


def _spelt(unit: str) -> str:
    return re.sub(r"\bMt\b", "megatonne", re.sub(r"\bt\b", "tonne", unit))


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry()
    for line in DEFINED:
        registry.define(line)
    return registry


def _bounds(value: float, grade: str, its: pd.Series) -> tuple[float | None, float | None]:
    """Low and high that a fact of grade C or D has to have: none around a count, a tenth around the rest."""
    if grade in "AB":
        return None, None
    if its["unit"] == "1" and float(value).is_integer():
        return value, value
    spread = SPREAD * abs(value)
    return max(float(its["min"]), value - spread), min(float(its["max"]), value + spread)
