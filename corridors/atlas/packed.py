"""The data as the page carries them: links and nodes as tables, and each different fact once.

`payload_schema` describes the data; the block `corridors-data` of a page has the same with three changes. `links` and
`nodes` are tables, `{"size": n, "columns": {name: column}}`; a column is the values by row, null where a row has none,
or `{"of": values, "at": places}`: the different values once, and each row's place among them. `facts` is a list of all
different facts, and the `facts` of a link are places in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corridors.atlas.entries import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLES = ("links", "nodes")


def packed(data: dict[str, Any]) -> dict[str, Any]:
    """What `payload` made, as it stands in the page; web/core/unpack.js is the other direction.

    >>> packed({"links": [{"id": "a", "facts": [[1, 2.5]]}, {"id": "b", "facts": [[1, 2.5]]}], "nodes": []})["facts"]
    [[1, 2.5]]
    """
    facts = Shelf()
    links = [link | {"facts": [facts.put(row) for row in link.get("facts", ())]} for link in data["links"]]
    tables = {name: table(links if name == "links" else data[name]) for name in TABLES}
    return data | tables | {"facts": facts.things}


def unpacked(block: dict[str, Any]) -> dict[str, Any]:
    """What `packed` began with.

    >>> data = {"links": [{"id": "a", "facts": [[1, 2.5]]}], "nodes": [{"id": "b"}]}
    >>> unpacked(packed(data)) == data
    True
    """
    rows = {name: rows_of(block[name]) for name in TABLES}
    links = [link | {"facts": [block["facts"][i] for i in link["facts"]]} for link in rows["links"]]
    return {k: v for k, v in block.items() if k != "facts"} | rows | {"links": links}


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
