"""Names as people write them: any case, any of the three languages, other names and codes, as on the map."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from corridors.errors import LONGEST, MOST_NEAR, BadInput, UnknownName
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from corridors.schema import Corridor, Measure, Scenario

# What -> id -> everything else that it is called.
Known = dict[str, dict[str, list[str]]]
LANGUAGES = ("en", "ru", "kk")
APART = re.compile(r"[\W_]+")
# Kazakh letters as a Russian keyboard has them.
RUSSIAN = str.maketrans("әғқңөұүһі", "агкноуухи")


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """A name without what people leave out or write otherwise: case, accents, hyphens, quotes, Kazakh letters.

    >>> plain("Ақтау – Құрық") == plain("актау-курык"), plain("«R5»"), plain("Үйтас ё")
    (True, 'r5', 'уитас е')
    """
    letters = unicodedata.normalize("NFKD", text.casefold().translate(RUSSIAN))
    return APART.sub(" ", "".join(c for c in letters if not unicodedata.combining(c))).strip()


def known(
    corridors: Mapping[str, Corridor],
    links: pd.DataFrame,
    nodes: pd.DataFrame,
    measures: Mapping[str, Measure],
    scenarios: Mapping[str, Scenario],
) -> Known:
    """All names of a network; a road post is a link and a post."""
    of_links = {str(k): list(_of_link(str(k), row)) for k, row in _rows(links)}
    road = links.index[(links["kind"] == "border") & (links["form"] == "road")]
    return {
        "corridor": {k: [c.code, *_of(c)] for k, c in corridors.items()},
        "link": of_links,
        "post": {k: of_links[k] for k in map(str, road)},
        "node": {str(k): [row[f"name_{n}"] for n in LANGUAGES] for k, row in _rows(nodes)},
        "measure": {k: _of(m) for k, m in measures.items()},
        "scenario": {k: _of(s) for k, s in scenarios.items()},
    }


def _rows(table: pd.DataFrame) -> Iterable[tuple[Any, dict[str, Any]]]:
    texts = table[[c for c in table if c.startswith(("name_", "other_"))]]
    return zip(table.index, texts.to_dict("records"), strict=True)


def _of(record: Any) -> list[str]:
    return [getattr(record.names, n) for n in LANGUAGES]


def _of_link(link: str, row: Mapping[str, Any]) -> Iterable[str]:
    """Last part of the id, names, and for a crossing, which is called after two places, each of them."""
    kind, _, tail = link.partition("/")
    yield tail
    for key in (f"{part}_{n}" for part in ("name", "other") for n in LANGUAGES):
        name = row.get(key)
        if isinstance(name, str) and name:
            yield name
            if kind == "border":
                yield from re.split(r"\s[-–—]\s", name)


def find(names: Known, name: object, whats: Sequence[str]) -> tuple[str, str]:
    """What something is, and its id.

    Parameters
    ----------
    names : dict
        As `known` gives them.
    name : str
        An id, a code, or a name in any language.
    whats : sequence of str
        What it may be, what comes first counting first; ids count before names.

    Raises
    ------
    UnknownName
        Nothing is called so; at most five near names are offered.
    BadInput
        Several things of one kind are.
    """
    for what in whats:
        if name in names[what]:
            return what, str(name)
    wanted = plain(str(name)[:LONGEST])
    for what in whats if wanted else ():
        found = [i for i, others in names[what].items() if wanted in map(plain, (i, *others))]
        # What stands behind a place (its exit, its port) is called after it.
        first = min(found, key=len, default="")
        if first and all(i.startswith(f"{first}-") for i in found if i != first):
            return what, first
        if found:
            some: str = ", ".join(found[:MOST_NEAR])
            if more := len(found[MOST_NEAR:]):
                some = sentence("{some} and {more} more", some=some, more=more)
            called = {"what": what, "name": str(name), "some": some}
            raise BadInput(sentence("several are called {name!r} ({what}): {some}; say which", **called))
    missing: str = whats[0]
    for other in whats[1:-1]:
        missing = sentence("{what}, {other}", what=missing, other=other)
    if len(whats) > 1:
        missing = sentence("{what} or {other}", what=missing, other=whats[-1])
    ids = [i for w in whats for i in names[w]]
    raise UnknownName(missing, name, ids, nearest=_near(wanted, [names[w] for w in whats]))


def _near(wanted: str, names: Sequence[Mapping[str, Sequence[str]]]) -> list[str]:
    """Ids of what is called nearly so."""
    ids: dict[str, list[str]] = {}
    for some in names:
        for i, others in some.items():
            for called in {plain(t) for t in (i, *others)}:
                ids.setdefault(called, []).append(i)
    close = get_close_matches(wanted, list(ids), n=2 * MOST_NEAR, cutoff=0.6)
    return list(dict.fromkeys(i for called in close for i in ids[called]))[:MOST_NEAR]
