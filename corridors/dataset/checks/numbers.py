"""Checks of numbers: the dictionary of attributes, the facts, what was counted, and who says so."""

from __future__ import annotations

import json
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.dataset.checks.unknown_names import unknown
from corridors.dataset.text import sheet
from corridors.errors import BadInput
from corridors.schema import KINDS, MOST_MTPA
from corridors.wording.sentences import Written, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from corridors.dataset import Geodata

OWN_SOURCES = ("project-estimate", "computed", "")
MODELS = Path(__file__).parents[2] / "capacity"


def schema(data: Geodata) -> None:
    """Every kind of link has a model, every attribute bounds in order."""
    for kind in KINDS:
        if not data.knows("schema/kinds.csv", kind):
            data.bad(
                "schema/kinds.csv",
                None,
                sentence("kind {kind!r} has no row; say which model answers for it", kind=kind),
            )
    for row in data.rows("schema/kinds.csv"):
        if row.kind not in KINDS:
            data.bad("schema/kinds.csv", row.line, unknown(data, "kind of link", row.kind, KINDS))
        elif row.model not in (models := _models(row.kind)):
            data.bad(
                "schema/kinds.csv",
                row.line,
                unknown(data, sentence("model of {kind} links", kind=Written(row.kind)), row.model, models),
            )
    for kind in KINDS:
        for row in data.rows(f"schema/{kind}.csv"):
            order = (row.min, row.low, row.default, row.high, row.max)
            stated = [n for n in order if isfinite(n)]
            # Where a default stands, its bounds must stand as well.
            half = isfinite(row.default) and len(stated) < len(order)
            if half or stated != sorted(stated):
                shown = ", ".join(f"{n:g}" if isfinite(n) else "–" for n in order)
                message = sentence(
                    "{attribute!r}: min <= low <= default <= high <= max does not hold: {shown}",
                    attribute=row.attribute,
                    shown=shown,
                )
                data.bad(f"schema/{kind}.csv", row.line, message)


@cache
def _models(kind: str) -> list[str]:
    """Models of a kind of link: a file of corridors/capacity, or a folder whose model.py says so."""
    files = {p.stem: p for p in MODELS.glob("*.py")} | {p.parent.name: p for p in MODELS.glob("*/model.py")}
    return sorted(n for n, p in files.items() if f'\nKIND = "{kind}"\n' in p.read_text(encoding="utf-8"))


def cases(data: Geodata) -> None:
    """What a published case is called with and answers are JSON objects."""
    for row in data.rows("cases.csv"):
        for column in ("inputs", "arguments", "expected"):
            try:
                good = isinstance(json.loads(getattr(row, column) or "{}"), dict)
            except (ValueError, RecursionError):
                good = False
            if not good:
                data.bad(
                    "cases.csv",
                    row.line,
                    sentence("{case!r}: {column} is no JSON object", case=row.case, column=Written(column)),
                )


def facts(data: Geodata, kind_of: dict[str, str]) -> None:
    """Every fact is of a link and an attribute that are there, in their unit and bounds, and stands once."""
    form_of = dict(zip(*(data.links[c].to_numpy(dtype=object) for c in ("link", "form")), strict=True))
    for kind in KINDS:
        file = f"facts/{kind}.csv"
        if data.tables[file].empty:
            continue
        schema = list(data.rows(f"schema/{kind}.csv"))
        own = [k for k, v in kind_of.items() if v == kind]
        its, forms = {r.attribute: r for r in schema}, {(r.attribute, r.form) for r in schema}
        twice, alone = _repeated(data.tables[file])
        odd = twice | ~_sound(data.tables[file], data.tables[f"schema/{kind}.csv"], form_of, own)
        # Whole columns are looked at first, so that only odd rows are looked at one by one.
        for row, again in zip(data.rows(file, odd), twice[odd], strict=True):
            if kind_of.get(row.link) != kind and not data.knows(f"links/{kind}.geojson", row.link):
                data.bad(file, row.line, unknown(data, "link", row.link, own))
            if row.attribute not in its and not data.knows(f"schema/{kind}.csv", row.attribute):
                data.bad(file, row.line, unknown(data, "attribute", row.attribute, its))
            its_form = {(row.attribute, f) for f in (form_of.get(row.link), "")}
            for message in _of_fact(row, its.get(row.attribute), row.link not in form_of or its_form & forms, again):
                data.bad(file, row.line, message)
        for row in data.rows(file, alone):
            data.bad(
                file,
                row.line,
                sentence(
                    "{link} {attribute} has a rival but none that is 'used'", link=row.link, attribute=row.attribute
                ),
            )


def _repeated(table: pd.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Rows whose fact is used a second time, and rivals with nothing to stand beside."""
    names = [pd.factorize(table[c])[0].astype(np.int64) for c in ("link", "attribute")]
    fact = names[0] * (int(names[1].max(initial=0)) + 1) + names[1]
    used = (table["role"] == "used").to_numpy(dtype=bool)
    twice = np.zeros(len(table), dtype=bool)
    twice[used] = pd.Series(fact[used]).duplicated().to_numpy()
    # A statement that is out of date has nothing to stand beside: the model answers there.
    stated = table["attribute"].str.startswith("stated_").to_numpy(dtype=bool)
    return twice, ~used & ~stated & ~np.isin(fact, fact[used])


def _sound(table: pd.DataFrame, schema: pd.DataFrame, form_of: dict[str, str], own: list[str]) -> NDArray[np.bool_]:
    """Facts of which nothing is wrong by themselves."""
    words = schema.drop_duplicates("attribute", keep="last").set_index("attribute")
    its = words.reindex(table["attribute"])
    value, low, high = (table[c].to_numpy(dtype=float) for c in ("value", "low", "high"))
    least, most = np.fmin(np.fmin(value, low), high), np.fmax(np.fmax(value, low), high)
    good = table["link"].isin(own).to_numpy() & (table["unit"].to_numpy() == its["unit"].to_numpy())
    good &= (least >= its["min"].to_numpy(dtype=float)) & (most <= its["max"].to_numpy(dtype=float))
    good &= ~(low > value) & ~(high < value)
    whole = [np.isnan(n) | (n == np.floor(n)) for n in (value, low, high)]
    good &= (its["whole"] != "yes").to_numpy() | np.logical_and.reduce(whole)
    bounded = np.isfinite(low) & np.isfinite(high)
    good &= (table["role"] != "used").to_numpy() | table["grade"].isin(["A", "B"]).to_numpy() | bounded
    by_form = schema[schema["form"] != ""]
    named = table["attribute"].isin(by_form["attribute"]).to_numpy()
    if named.any():
        forms = [form_of.get(link, "") for link in table["link"][named]]
        pairs = set(zip(schema["attribute"], schema["form"], strict=True))
        ok = [(a, f) in pairs or (a, "") in pairs for a, f in zip(table["attribute"][named], forms, strict=True)]
        good[named] &= np.array(ok, dtype=bool)
    return np.asarray(good, dtype=bool)


def _of_fact(row: Any, its: Any, of_its_form: Any, again: bool) -> Iterator[str]:
    """What is wrong with one fact by itself, and against what the schema says of its attribute."""
    values = row._asdict()
    if its is not None:
        if not of_its_form:
            yield sentence("{attribute!r} is no attribute of {link}, which has another form", **values)
        yield from _against(row, its)
    if row.low > row.value or row.high < row.value:
        yield sentence("low <= value <= high does not hold: {low:g}, {value:g}, {high:g}", **values)
    if row.role == "used" and row.grade in "CD" and not (isfinite(row.low) and isfinite(row.high)):
        yield sentence("{attribute}: a fact of grade {grade} needs low and high", **values)
    if again:
        yield sentence("{link} {attribute} is 'used' twice; make one a 'rival'", **values)


def _against(row: Any, its: Any) -> Iterator[str]:
    """One fact against what the schema says of its attribute."""
    about = {"attribute": row.attribute, "value": row.value}
    if row.unit != its.unit:
        yield sentence("{attribute} is in {unit!r}; the schema has {wanted!r}", unit=row.unit, wanted=its.unit, **about)
    values = [n for n in (row.value, row.low, row.high) if isfinite(n)]
    if its.whole == "yes" and any(n != int(n) for n in values):
        about["shown"] = ", ".join(f"{n:g}" for n in values)
        yield sentence("{attribute!r} = {shown}: what is counted is a whole number", **about)
    if min(values) < its.min or max(values) > its.max:
        about["within"] = f"{its.min:g} .. {its.max:g}"
        yield sentence("{attribute!r} = {value:g} (or its bounds) outside {within}", **about)


def ranges(data: Geodata) -> None:
    """Low <= value <= high of all tables with a range; demand is between two places and not below zero."""
    for file in ("observed.csv", "evidence.csv", "factors.csv", "unit_costs.csv", "demand.csv"):
        value = "mtpa" if file == "demand.csv" else "value"
        for row in data.rows(file):
            values = (row.low, getattr(row, value), row.high)
            if values[0] > values[1] or values[2] < values[1]:
                words = ", ".join(f"{n:g}" if isfinite(n) else "–" for n in values)
                data.bad(
                    file,
                    row.line,
                    sentence("low <= {column} <= high does not hold: {words}", column=Written(value), words=words),
                )
    for row in data.rows("factors.csv"):
        if row.grade in "CD" and not (isfinite(row.low) and isfinite(row.high)):
            data.bad(
                "factors.csv",
                row.line,
                sentence("{factor}: a factor of grade {grade} needs low and high", factor=row.factor, grade=row.grade),
            )
    for row in data.rows("demand.csv"):
        if row.mtpa < 0 or row.low < 0:
            message = sentence(
                "{mtpa:g} Mt/year (or its low) is below zero; swap origin and destination", mtpa=row.mtpa
            )
            data.bad("demand.csv", row.line, message)
        if row.mtpa > MOST_MTPA:
            data.bad(
                "demand.csv",
                row.line,
                sentence("{mtpa:g} Mt/year is more than any place on earth trades", mtpa=row.mtpa),
            )
        if row.origin == row.destination:
            data.bad("demand.csv", row.line, sentence("{place!r} is origin and destination", place=row.origin))


def sources(data: Geodata, whole: bool) -> None:
    """Every source that is named exists; in a folder that was read whole, every source that exists is named."""
    known = data.tables["sources.csv"]
    named: set[str] = set()
    for file, line, text in _cited(data):
        for source in text.split(";"):
            named.add(source)
            if source not in OWN_SOURCES and not data.knows("sources.csv", source):
                data.bad(file, line, unknown(data, "source in sources.csv", source, known["source"]), f'"{source}"')
    for row in data.rows("sources.csv"):
        if row.url and not row.url.startswith(("http://", "https://")):
            data.bad(
                "sources.csv",
                row.line,
                sentence("url {url!r} does not begin with http:// or https://", url=row.url[:60]),
            )
        if whole and row.line and not data.unread and row.source not in named:  # what is inherited has no line
            data.warn(
                "sources.csv",
                row.line,
                sentence("source {source!r} is used nowhere; use it or delete the row", source=row.source),
            )


def _cited(data: Geodata) -> Iterator[tuple[str, int | None, str]]:
    """All citations of the folder: file, line, sources joined by ';'."""
    for file, frame in data.tables.items():
        if "source" in frame and file != "sources.csv":
            first = ~frame["source"].duplicated().to_numpy()
            texts, lines = frame["source"].to_numpy(dtype=object)[first], frame["line"].to_numpy()[first].tolist()
            yield from ((file, line, text) for text, line in zip(texts, lines, strict=True))
    if "source" in data.links:
        for kind, text in dict.fromkeys(zip(data.links["kind"], data.links["source"].astype(str), strict=True)):
            yield f"links/{kind}.geojson", None, text
    for folder, records in data.records.items():
        for record in records.values():
            target = getattr(record, "target", None)
            for text in (
                *getattr(record, "sources", ()),
                *(s.source for s in getattr(record, "facts", ())),
                *([target.source] if target else []),
            ):
                yield f"{folder}/{record.id}.toml", None, text
    for path in sorted(data.root.glob("*.csv")):  # tables of somebody's own
        if path.name in data.tables:
            continue
        try:
            columns, _, faults = sheet(path)
            for line, message in faults[:1]:
                raise BadInput(sentence("{line}: {message}", line=line, message=message))
        except BadInput as error:
            data.fail(path.name, error)
            continue
        cells = columns.get("source", ())
        for line, source in enumerate(cells, 2):
            yield path.name, line, source
