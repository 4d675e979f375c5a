"""What a brief says of the doubt in its answer: assumptions, counts, and what to find out first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.briefing.document import Heading, Paragraph, Table, runs
from corridors.briefing.subject import Subject, text
from corridors.errors import UnknownName
from corridors.uncertainty.find_out import found_in

if TYPE_CHECKING:
    import pandas as pd

    from corridors.briefing.document import Block, Text
    from corridors.schema import Corridor
    from corridors.uncertainty.ensemble_result import Ensemble

FACTS = 6
COUNTS_CITED = 4


def unknown(about: Subject, corridor: Corridor, found: Ensemble) -> list[Block]:
    """What the answer assumes, what was counted, and which facts are worth asking for."""
    state = about.state(about.main)
    facts = state.facts[(state.facts["role"] == "used") & state.facts["link"].isin(corridor.links)]
    grades = facts["grade"].value_counts()
    values = {"n": about.whole(len(facts)), **{g: about.whole(grades.get(g, 0)) for g in "ABCD"}}
    used = found.evidence[found.evidence["used"]]
    counts = text(about.word("counts_in", n=len(used)), _counted(about, corridor, used))
    left_out = found.evidence.loc[~found.evidence["used"], "link"]
    names = "; ".join(dict.fromkeys(about.link_name(k) for k in left_out))
    doubt = f" {about.word('counts_out', links=names)}" if names else ""
    return [
        Heading(about.word("unknown")),
        Paragraph(runs(about.word("unknown_text", **values))),
        Paragraph(runs(counts, doubt)),
        *_first(about, found),
    ]


def _counted(about: Subject, corridor: Corridor, used: pd.DataFrame) -> tuple[int, ...]:
    """Notes to the sources of counts: on the corridor first, the newest first."""
    try:
        known = about.network.extra("evidence")
    except UnknownName:
        return ()
    rows = known[known["link"].isin(used["link"])].assign(own=lambda t: t["link"].isin(corridor.links))
    rows = rows.sort_values(["own", "year"], ascending=False, kind="stable")
    sources = list(dict.fromkeys(zip(rows["source"], rows["grade"], strict=True)))[:COUNTS_CITED]
    return tuple(dict.fromkeys(n for source, grade in sources for n in about.notes.cite(source, str(grade))))


def _first(about: Subject, runs_of: Ensemble) -> list[Block]:
    found = found_in(runs_of, FACTS)
    worth = found.facts[found.facts["narrows_by_mtpa"] > found.chance_mtpa]
    values = {"width": about.number(found.width_mtpa), "chance": about.number(found.chance_mtpa, 1)}
    if worth.empty:
        return [Heading(about.word("find_out")), Paragraph(runs(about.word("find_out_none", **values)))]
    headings = tuple(about.word(k) for k in ("fact", "value", "narrows", "who", "grade"))
    rows = tuple(_fact(about, str(name), r) for name, r in worth.iterrows())
    return [
        Heading(about.word("find_out")),
        Paragraph(runs(about.word("find_out_text", **values))),
        Table(headings, rows, (1, 2), (0.34, 0.18, 0.13, 0.22, 0.13)),
    ]


def _fact(about: Subject, name: str, row: Any) -> tuple[Text, ...]:
    """A fact that moves the answer: of a link, or a default that many links share."""
    plain, _, measure = name.partition(" (")
    owner, _, attribute = plain.rpartition("/")
    where = about.word("many")
    if owner in about.network.links.index:
        where = about.link_name(owner)
    if known := about.network.measures.get(measure.removesuffix(")")):
        where += f" ({getattr(known.names, about.language)})"
    unit = "" if row["unit"] in ("1", "") else " " + about.shared("unit_" + row["unit"], row["unit"])
    value = f"{about.given(row['value'])} ({about.given(row['low'])}–{about.given(row['high'])}){unit}"
    notes = about.notes.cite(row["source"], row["grade"])
    what = f"{about.shared(f'attr_{attribute}', attribute)}: {where}"
    who = str(row[f"who_knows_{about.language}"])
    return runs(what, value, about.number(row["narrows_by_mtpa"]), who, text(row["grade"], notes))
