"""The data as the page carries them: like things as tables, what repeats only once. Edition 3.

The block `corridors-data` of a page is one JSON object. What it holds, by key:

=============  ====================================================================================================
key            content
=============  ====================================================================================================
made           `edition` of this shape, `version` of the program, `data`: hash of everything else in the block
title, words   texts in the order en, ru, kk; `languages` offered, `language` of the opening
style          colours, bounds of classes, widths, markers
links          table: `id`, `kind`, `form`, `n` (three names), `ends` (places in `nodes`), `country`, `g` (encoded
               polyline, `decimals` digits, latitude first), `k` (which of its points suffice below zoom 8, six to a
               letter), `v` (set of measures as bits -> capacity Mt/year, place in `limits`, grade, modelled, stated),
               `own` (the same for scenarios with facts of their own), `m` (measures by bit), `clash` (sets that
               contradict themselves), `t` (set -> km, moving h, h, USD/t), `facts` (places in the list `facts`),
               `range`, `wait`, `post`, `forward` (share of that direction), `src`, `note`
facts          rows: place in `attributes`, value, low, high, grade, places in `sources`, 1 for a rival, note
defaults       rows: kind, form, then as `facts`
nodes          table: `id`, `n`, `at` (latitude, longitude), `kind`
measures       `id`, `n`, `status`, `cost` (USD million: value, low, high, grade, note), `sets` (links, then as `facts`)
scenarios      `id`, `n`, `year`, `build` (places in `measures`), `ready` (their years), `target`
corridors      `id`, `code`, `n`, `mode`, `colour`, `from` and `to` (places in `nodes`), `route` and `links` (places)
flows, wanted  scenario -> Mt/year by link: demand as assigned (negative: more goes against the link), and as wished
ranges         `draws`, `seed`, by state: middle and 90 % interval of links, rungs and chances
posts          the road posts of the border by scenario; frontier: cost against capacity by corridor
basemap        `land`, `water`: encoded rings; `home`, `names`
=============  ====================================================================================================

A table is `{"size": n, "columns": {name: list or {"of": [...], "at": [...]}}}`: values by row, null where a row has
none, or the different values once and each row's place among them.
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
