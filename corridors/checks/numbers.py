"""Checks of numbers: the dictionary of attributes, the facts, what was counted, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from corridors.checks.words import unknown
from corridors.errors import BadInput
from corridors.shapes import KINDS
from corridors.tables import Geodata, read_csv

OWN_SOURCES = ("project-estimate", "computed", "")
MODELS = Path(__file__).parents[1] / "capacity"


def schema(data: Geodata) -> None:
    """Every kind of link has a model, every attribute bounds in order."""
    kinds = data.tables["schema/kinds.csv"]
    for kind in KINDS:
        if not data.knows("schema/kinds.csv", kind):
            data.bad("schema/kinds.csv", None, f"kind {kind!r} has no row; say which model answers for it")
    models = sorted(p.stem for p in MODELS.glob("*.py"))
    for row in kinds.itertuples():
        if row.kind not in KINDS:
            data.bad("schema/kinds.csv", row.line, unknown("kind of link", row.kind, KINDS))
        if row.model not in models:
            data.bad("schema/kinds.csv", row.line, unknown("model in corridors/capacity", row.model, models))
    for kind in KINDS:
        table = data.tables[f"schema/{kind}.csv"]
        order = table[["min", "low", "default", "high", "max"]]
        # Where a default stands, its bounds must stand as well; where none stands, only the outer ones matter.
        steps = order.bfill(axis=1).diff(axis=1).iloc[:, 1:]
        half = order["default"].notna() & (order["low"].isna() | order["high"].isna())
        for row in table[(steps < 0).any(axis=1) | half].itertuples():
            told = ", ".join(
                "–" if pd.isna(n) else f"{n:g}" for n in (row.min, row.low, row.default, row.high, row.max)
            )
            message = f"{row.attribute!r}: min <= low <= default <= high <= max does not hold: {told}"
            data.bad(f"schema/{kind}.csv", row.line, message)


def all_facts(data: Geodata) -> pd.DataFrame:
    """Facts of every kind in one frame, with the file they stand in and what the schema says of the attribute."""
    facts = pd.concat([data.tables[f"facts/{k}.csv"].assign(kind=k, file=f"facts/{k}.csv") for k in KINDS])
    schema = pd.concat([data.tables[f"schema/{k}.csv"].drop_duplicates("attribute").assign(kind=k) for k in KINDS])
    known = schema[["kind", "attribute", "unit", "min", "max"]].rename(columns={"unit": "its_unit"})
    return facts.merge(known, on=["kind", "attribute"], how="left")


def facts(data: Geodata, kind_of: dict[str, str]) -> None:
    """Every fact is of a link and an attribute that are there, in their unit and bounds, and stands once."""
    facts = all_facts(data)
    least, most = facts[["value", "low", "high"]].min(axis=1), facts[["value", "low", "high"]].max(axis=1)
    key = ["link", "attribute"]
    used = facts[facts["role"] == "used"]
    known = facts["its_unit"].notna()
    attributes = {k: set(data.tables[f"schema/{k}.csv"]["attribute"]) for k in KINDS}
    own = {k: [n for n, v in kind_of.items() if v == k] for k in KINDS}
    vague = facts["grade"].isin(["C", "D"]) & (facts["role"] == "used") & (facts["low"].isna() | facts["high"].isna())
    paired = pd.MultiIndex.from_frame(facts[key]).isin(pd.MultiIndex.from_frame(used[key]))
    wrong: list[tuple[Any, Callable[[Any], str]]] = [
        (_lost(data, facts, kind_of), lambda r: unknown("link", r.link, own[r.kind])),
        (_nameless(data, facts, known), lambda r: unknown("attribute", r.attribute, attributes[r.kind])),
        (_misfit(data, facts), lambda r: f"{r.attribute!r} is no attribute of {r.link}, which has another form"),
        (
            known & (facts["unit"] != facts["its_unit"]),
            lambda r: f"{r.attribute} is in {r.unit!r}; the schema has {r.its_unit!r}",
        ),
        (
            (least < facts["min"]) | (most > facts["max"]),
            lambda r: f"{r.attribute!r} = {r.value:g} (or its bounds) outside {r.min:g} .. {r.max:g}",
        ),
        (
            (facts["low"] > facts["value"]) | (facts["high"] < facts["value"]),
            lambda r: f"low <= value <= high does not hold: {r.low:g}, {r.value:g}, {r.high:g}",
        ),
        (vague, lambda r: f"{r.attribute}: a fact of grade {r.grade} needs low and high"),
        (
            (facts["role"] == "used") & facts.duplicated([*key, "role"]),
            lambda r: f"{r.link} {r.attribute} is 'used' twice; make one a 'rival'",
        ),
        (~paired, lambda r: f"{r.link} {r.attribute} has a rival but none that is 'used'"),
    ]
    for mask, words in wrong:
        for row in facts[mask].itertuples():
            data.bad(str(row.file), int(row.line), words(row))


def _lost(data: Geodata, facts: pd.DataFrame, kind_of: dict[str, str]) -> pd.Series:
    there = facts["link"].map(kind_of) == facts["kind"]
    for i in facts.index[~there]:
        there[i] = data.knows(f"links/{facts.at[i, 'kind']}.geojson", facts.at[i, "link"])
    return ~there


def _nameless(data: Geodata, facts: pd.DataFrame, known: pd.Series) -> pd.Series:
    there = known.copy()
    for i in facts.index[~known]:
        there[i] = data.knows(f"schema/{facts.at[i, 'kind']}.csv", facts.at[i, "attribute"])
    return ~there


def _misfit(data: Geodata, facts: pd.DataFrame) -> pd.Series:
    """Facts whose attribute belongs to links of another form only."""
    form = facts["link"].map(data.links.drop_duplicates("link").set_index("link")["form"])
    schema = pd.concat([data.tables[f"schema/{k}.csv"].assign(kind=k) for k in KINDS])
    may_be = pd.MultiIndex.from_frame(schema[["kind", "attribute", "form"]])
    here = [pd.MultiIndex.from_arrays([facts["kind"], facts["attribute"], f]) for f in (form, [""] * len(facts))]
    return form.notna() & facts["its_unit"].notna() & ~(here[0].isin(may_be) | here[1].isin(may_be))


def ranges(data: Geodata) -> None:
    """low <= value <= high of what was observed and of demand; demand is between two places and not below zero."""
    for file, value in (("observed.csv", "value"), ("demand.csv", "mtpa")):
        table = data.tables[file]
        for row in table[(table["low"] > table[value]) | (table["high"] < table[value])].to_dict("records"):
            told = ", ".join("–" if pd.isna(n) else f"{n:g}" for n in (row["low"], row[value], row["high"]))
            data.bad(file, row["line"], f"low <= {value} <= high does not hold: {told}")
    demand = data.tables["demand.csv"]
    for row in demand[(demand["mtpa"] < 0) | (demand["low"] < 0)].itertuples():
        data.bad(
            "demand.csv", row.line, f"{row.mtpa:g} Mt/year (or its low) is below zero; swap origin and destination"
        )
    for row in demand[demand["origin"] == demand["destination"]].itertuples():
        data.bad("demand.csv", row.line, f"{row.origin!r} is origin and destination")


def sources(data: Geodata, whole: bool) -> None:
    """Every source that is named exists; in a folder that was read whole, every source that exists is named."""
    known = data.tables["sources.csv"]
    named: set[str] = set()
    for file, line, text in _cited(data):
        for source in text.split(";"):
            named.add(source)
            if source not in OWN_SOURCES and not data.knows("sources.csv", source):
                data.bad(file, line, unknown("source in sources.csv", source, known["source"]), f'"{source}"')
    for row in known[~known["url"].str.match(r"https?://|$")].itertuples():
        data.bad("sources.csv", row.line, f"url {str(row.url)[:60]!r} does not begin with http:// or https://")
    if whole and not data.unread:
        for row in known[~known["source"].isin(named)].itertuples():
            data.bad("sources.csv", row.line, f"source {row.source!r} is used nowhere; use it or delete the row")


def _cited(data: Geodata) -> Iterator[tuple[str, int | None, str]]:
    """All citations of the folder: file, line, sources joined by ';'."""
    for file, frame in data.tables.items():
        if "source" in frame and file != "sources.csv":
            text = frame["source"].fillna("").astype(str)
            for i in text.drop_duplicates().index:
                yield file, int(frame.at[i, "line"]) if "line" in frame else None, text[i]
    for folder, records in data.records.items():
        for record in records.values():
            target = getattr(record, "target", None)
            for text in (
                *getattr(record, "sources", ()),
                *(s.source for s in getattr(record, "facts", ())),
                *([target.source] if target else []),
            ):
                yield f"{folder}/{record.id}.toml", None, text
    for path in sorted(data.root.glob("*.csv")):  # tables that only some answers read: cases, cpmm, cities
        if path.name in data.tables:
            continue
        try:
            cells = read_csv(path).get("source", ())
        except BadInput as error:
            data.unread.add(path.name)
            data.bad(path.name, None, str(error).removeprefix(path.name).lstrip(": "))
            continue
        for line, source in enumerate(cells, 2):
            yield path.name, line, source
