"""Checks of numbers: the dictionary of attributes, the facts, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from corridors.checks.words import unknown
from corridors.shapes import KINDS
from corridors.tables import Geodata

OWN_SOURCES = ("project-estimate", "computed", "")


def schema(data: Geodata) -> None:
    kinds = data.tables["schema/kinds.csv"]
    for kind in set(KINDS) - set(kinds.get("kind", ())):
        data.bad("schema/kinds.csv", None, f"kind {kind!r} has no row; say which model answers for it")
    for kind in KINDS:
        for row in data.tables[f"schema/{kind}.csv"].itertuples():
            numbers = [row.min, row.low, row.default, row.high, row.max]
            given = [n for n in numbers if not np.isnan(n)]
            if given != sorted(given):
                message = f"{row.attribute!r}: min <= low <= default <= high <= max does not hold: {numbers}"
                data.bad(f"schema/{kind}.csv", row.line, message)


def all_facts(data: Geodata) -> pd.DataFrame:
    """Facts of every kind in one frame, with the file they stand in and what the schema says of the attribute."""
    facts = pd.concat([data.tables[f"facts/{k}.csv"].assign(kind=k, file=f"facts/{k}.csv") for k in KINDS])
    schema = pd.concat([data.tables[f"schema/{k}.csv"].drop_duplicates("attribute").assign(kind=k) for k in KINDS])
    known = schema[["kind", "attribute", "unit", "min", "max"]].rename(columns={"unit": "its_unit"})
    return facts.merge(known, on=["kind", "attribute"], how="left")


def facts(data: Geodata, kind_of: dict[str, str]) -> None:
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
        (facts["link"].map(kind_of) != facts["kind"], lambda r: unknown("link", r.link, own[r.kind])),
        (~known, lambda r: unknown("attribute", r.attribute, attributes[r.kind])),
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


def sources(data: Geodata) -> None:
    """Every source that is named exists, and every source that exists is named somewhere in the folder."""
    known = data.tables["sources.csv"]
    ids = set(known["source"])
    named: set[str] = set()

    def name(file: str, line: int | None, text: str) -> None:
        for source in str(text).split(";"):
            named.add(source)
            if source not in ids and source not in OWN_SOURCES:
                data.bad(file, line, unknown("source in sources.csv", source, ids))

    for file, frame in data.tables.items():
        if "source" in frame and file != "sources.csv":
            for row in frame.drop_duplicates("source").itertuples():
                name(file, None if file.endswith("geojson") else row.line, row.source)
    for folder, records in data.records.items():
        for record in records.values():
            file = f"{folder}/{record.id}.toml"
            cited = [*getattr(record, "sources", ()), *(s.source for s in getattr(record, "facts", ()))]
            target = getattr(record, "target", None)
            for text in [*cited, *([target.source] if target else [])]:
                name(file, None, text)
    for path in sorted(data.root.glob("*.csv")):  # tables that only some answers read: cases, cpmm, cities
        if path.name not in data.tables:
            text = pd.read_csv(path, dtype=str, keep_default_na=False)
            for line, source in enumerate(text.get("source", ()), 2):
                name(path.name, line, source)
    for row in known[~known["source"].isin(named)].itertuples():
        data.bad("sources.csv", row.line, f"source {row.source!r} is used nowhere; use it or delete the row")
