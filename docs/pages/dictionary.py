"""The data dictionary: attributes of each kind of link, tables, files, grades and sources, printed from the folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from corridors import load
from corridors.dataset import data_folder
from pages import markdown
from pages.markdown import plain

INDEX = """# Data dictionary

What every attribute, table and file of a geodata folder means: printed from `geodata/schema/`,
`geodata/datapackage.json` and `geodata/sources.csv`. How the data were collected, and what is weak, is in
[the data](data.md).

"""
BOUNDS = """The default stands where nobody states a value: it has grade D, and its bounds are the range from
which uncertainty is drawn. A value outside the accepted bounds is an error that `corridors check` reports.

"""


def pages(_: Path) -> dict[str, str]:
    """An entry for each attribute, each table and each source."""
    net = load()
    models = dict(zip(net.kinds.index, net.kinds["description"], strict=True)) if "kind" not in net.kinds else {}
    made = {f"dictionary/{kind}.md": _kind(kind, table, models.get(kind, "")) for kind, table in net.schema.items()}
    made["dictionary/tables.md"] = _tables()
    made["dictionary/sources.md"] = _sources(net.sources)
    made["dictionary/data.md"] = "```{include} ../../../geodata/README.md\n```\n"
    names = [*net.schema, "tables", "sources", "data"]
    return made | {"dictionary/index.md": INDEX + markdown.toctree(names) + "\n"}


def _kind(kind: str, schema: pd.DataFrame, about: str) -> str:
    rows = schema.reset_index()
    lines = [f"# Attributes: {kind}", "", plain(about), "", f"The model: [](../models/{kind}.rst).", "", BOUNDS]
    for name, same in rows.groupby("attribute", sort=False):
        lines += [
            markdown.anchor("attribute", f"{kind}/{name}"),
            f"## {name}",
            "",
            *map(_attribute, same.to_dict("records")),
        ]
    return "\n".join(lines)


def _attribute(row: dict[Any, Any]) -> str:
    form = f" (form {row['form']})" if row["form"] and not pd.isna(row["form"]) else ""
    unit = "" if str(row["unit"]) == "1" else f" {row['unit']}"
    if pd.isna(row["default"]):
        value = "No default: unknown where nobody states it."
    else:
        value = f"Default {row['default']:g}{unit}, grade D, range {row['low']:g} to {row['high']:g}."
    given = [s for s in str(row["source"] or "").split(";") if s and s != "nan"]
    source = f" Source of the default: {', '.join(f'{{source}}`{s}`' for s in given)}." if given else ""
    accepted = f" Accepted: {row['min']:g} to {row['max']:g}{unit}."
    return f"{plain(row['description'])}{plain(form)}.\n\n{plain(value)}{source}{accepted}\n"


def _tables() -> str:
    package = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    lines = ["# Tables", "", "Every CSV file, column by column, as `datapackage.json` describes it to other tools.", ""]
    for resource in package["resources"]:
        lines += [f"## {resource['path']}", "", plain(resource.get("description", "")), ""]
        rows = [_column(f) for f in resource.get("schema", {}).get("fields", ())]
        lines += [markdown.table(["column", "type", "unit", "must be", "meaning"], rows), ""]
    return "\n".join(lines)


def _column(field: dict[str, Any]) -> list[str]:
    rules = field.get("constraints", {})
    shown = ["required"] if rules.get("required") else []
    shown += [f"{k} {v}" for k, v in rules.items() if k in ("minimum", "maximum")]
    shown += ["one of " + ", ".join(map(str, rules["enum"]))] if "enum" in rules else []
    unit, meaning = field.get("unit", ""), field.get("description", "")
    return [f"`{field['name']}`", field["type"], plain(unit), plain("; ".join(shown)), plain(meaning)]


def _sources(sources: pd.DataFrame) -> str:
    lines = ["# Sources", "", f"The {len(sources)} sources that facts and defaults rest on.", ""]
    for name, row in sources.iterrows():
        known = [plain(row[k]) for k in ("title", "publisher", "date", "licence", "note") if plain(row[k])]
        url = f" <{row['url']}>" if isinstance(row["url"], str) and row["url"].startswith("http") else ""
        lines += [markdown.anchor("source", str(name)), f"`{name}`", f": {'; '.join(known)}.{url}", ""]
    return "\n".join(lines)
