"""The data as the page carries them: what the first picture needs before the rest, tables by column, each fact once.

`payload_schema` describes the data. A page has them in two blocks: `corridors-lines` with what `FIRST` and
`FIRST_COLUMNS` name, and `corridors-data` with the rest. `links` and `nodes` are tables,
`{"size": n, "columns": {name: column}}`; a column is the values by row, null where a row has none, or
`{"of": values, "at": places}`: the different values once, and each row's place among them. `facts` is a list of all
different facts, and the `facts` of a link are places in it. `opening` repeats what the first picture shows of the
links: `looks`, what they are drawn by, each once; `at`, which of them a link has; `box`, round all that is shown.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.atlas.entries import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLES = ("links", "nodes")
# What the lines need to be drawn as the page opens.
FIRST = ("far_bits", "language", "languages", "style")
FIRST_COLUMNS = ("o",)
NUMBERS = re.compile(r"-?\d+")


def packed(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What `payload` made, as it stands in the page; web/core/unpack.js is the other direction.

    >>> data = {"links": [{"id": "a", "facts": [[1, 2.5]]}, {"id": "b", "facts": [[1, 2.5]]}], "nodes": []}
    >>> packed(data | {"scenarios": [], "corridors": []})[1]["facts"]
    [[1, 2.5]]
    """
    facts = Shelf()
    links = [link | {"facts": [facts.put(row) for row in link.get("facts", ())]} for link in data["links"]]
    first = {k: data[k] for k in FIRST if k in data} | {"opening": opening(data)}
    rest = {k: v for k, v in data.items() if k not in FIRST}
    drawn, other = table(links), table(data["nodes"])
    columns = drawn["columns"]
    early, late = ({k: c for k, c in columns.items() if (k in FIRST_COLUMNS) == now} for now in (True, False))
    return (
        first | {"links": drawn | {"columns": early}},
        rest | {"links": drawn | {"columns": late}, "nodes": other, "facts": facts.things},
    )


def opening(data: dict[str, Any]) -> dict[str, Any]:
    """What is drawn before anything is chosen, by capacity (null: measures clash); what lies abroad recedes."""
    links, corridors = data["links"], data["corridors"]
    if not data["scenarios"]:
        return {"looks": [], "at": [], "box": None, "corridors": 0}
    scenario, home = data["scenarios"][0], data.get("home", [])
    built = {m for m, ready in zip(scenario["build"], scenario["ready"], strict=True) if ready <= scenario["year"]}
    inside = set(corridors[0]["links"]) if len(corridors) == 1 else set(range(len(links)))

    def look(place: int, link: dict[str, Any]) -> list[Any]:
        bits = sum(1 << i for i, group in enumerate(link.get("m", ())) if built.intersection(group))
        capacity = link.get("own", {}).get(scenario["id"], link["v"]).get(str(bits), [None])[0]
        abroad = bool(home) and not set(home).intersection(link["country"].split("-"))
        return [link["kind"], link["form"], capacity, int(abroad and len(corridors) != 1), int(place in inside)]

    looks = Shelf()
    at = [looks.put(look(i, link)) for i, link in enumerate(links)]
    box = _box([links[i]["o"] for i in sorted(inside)])
    return {"looks": looks.things, "at": at, "box": box, "corridors": len(corridors)}


def _box(paths: Sequence[str]) -> list[int] | None:
    """Left, top, right and bottom of paths, in their units."""
    lines = [np.array(NUMBERS.findall(one), dtype=int).reshape(-1, 2).cumsum(axis=0) for one in paths]
    if not lines:
        return None
    points = np.concatenate(lines)
    return [int(v) for v in (*points.min(axis=0), *points.max(axis=0))]


def unpacked(first: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    """What `packed` began with.

    >>> data = {"links": [{"id": "a", "facts": [[1, 2.5]], "g": "xy"}], "nodes": [{"id": "b"}], "home": ["KZ"]}
    >>> unpacked(*packed(data | {"scenarios": [], "corridors": []})) == data | {"scenarios": [], "corridors": []}
    True
    """
    links = rest["links"] | {"columns": first["links"]["columns"] | rest["links"]["columns"]}
    rows = [link | {"facts": [rest["facts"][i] for i in link["facts"]]} for link in rows_of(links)]
    data = {k: v for k, v in (first | rest).items() if k not in ("facts", "opening")}
    return data | {"links": rows, "nodes": rows_of(rest["nodes"])}


def rows_of(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """A table as rows again."""
    by_name = {
        name: column if isinstance(column, list) else [column["of"][i] for i in column["at"]]
        for name, column in columns["columns"].items()
    }
    return [
        {name: column[i] for name, column in by_name.items() if column[i] is not None} for i in range(columns["size"])
    ]


def table(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows as columns, each in the shorter of two ways.

    >>> table([{"a": "a long text", "b": 1}, {"a": "a long text"}, {"a": "a long text"}])
    {'size': 3, 'columns': {'a': {'of': ['a long text'], 'at': [0, 0, 0]}, 'b': [1, None, None]}}
    """
    names = sorted({name for row in rows for name in row})
    return {"size": len(rows), "columns": {name: _column([row.get(name) for row in rows]) for name in names}}


def _column(values: list[Any]) -> Any:
    texts = [json.dumps(v, ensure_ascii=False, sort_keys=True) for v in values]
    once = list(dict.fromkeys(texts))
    place = {text: i for i, text in enumerate(once)}
    at = [place[text] for text in texts]
    longer = sum(map(len, texts)) > sum(map(len, once)) + len(json.dumps(at, separators=(",", ":"))) + 10
    first = dict(zip(reversed(texts), reversed(values), strict=True))
    return {"of": [first[text] for text in once], "at": at} if longer else values
