"""The brief of all corridors: what each carries, and what limits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.briefing.document import Box, Document, Heading, Paragraph, Table, runs
from corridors.briefing.subject import SHEET_IN, Subject, text
from corridors.figures import figure
from corridors.flow.maxflow import max_flow
from corridors.uncertainty.ensemble import ensembles
from corridors.whatif.asked import asked, counted

if TYPE_CHECKING:
    from corridors.briefing.document import Block
    from corridors.whatif.asked import Asked

CITED = 2  # sources of a link in the bottleneck


def document(about: Subject) -> Document:
    """The brief of all corridors."""
    main = about.scenario_name(about.main)
    question = about.word("all_question", scenario=main)
    blocks: list[Block] = [Heading(about.word("question")), Paragraph(runs(question)), *_answer(about)]
    for name in about.scenarios[:-1]:
        blocks += [Heading(about.scenario_name(name)), _table(about, name)]
    blocks.append(Box(about.word("box_title"), about.word("box", draws=about.whole(about.draws))))
    title = getattr(about.network.about.title, about.language)
    subtitle = f"{about.word('kind')} · {about.word('all_title')} · {main}"
    return Document(
        title, subtitle, about.language, tuple(blocks), tuple(about.notes), about.foot(), about.word("notes")
    )


def _answer(about: Subject) -> list[Block]:
    names = list(about.network.corridors)
    found = ensembles(about.state(about.main), names, **about.sampling)
    standing = asked(about.network, about.state(about.main), {k: e.p50 for k, e in found.items()})
    order = sorted((e for e in found.values() if e.p95 > 0), key=lambda e: e.p50)
    closed = [getattr(about.network.corridor(e.corridor).names, about.language) for e in found.values() if not e.p95]
    said = {"least": order[0], "most": order[-1]}
    values = {k: getattr(about.network.corridor(e.corridor).names, about.language) for k, e in said.items()}
    values |= {f"{k}_mtpa": about.number(e.p50) for k, e in said.items()}
    sheet = figure(about.state(about.main), language=about.language, size_in=SHEET_IN)
    return [
        Heading(about.word("answer")),
        Paragraph(runs(about.word("all_answer", n=counted(about.network, names), **values))),
        *([Paragraph(runs(_short(about, names, standing)))] if standing else []),
        *([Paragraph(runs(about.word("all_closed", corridors="; ".join(closed))))] if closed else []),
        about.picture(sheet, about.scenario_name(about.main)),
        Heading(about.scenario_name(about.main)),
        _table(about, about.main),
        *(_asked(about, standing) if standing else []),
    ]


def _short(about: Subject, names: list[str], standing: list[Asked]) -> str:
    """How many corridors carry less than is asked, and which lacks most; variants of one count as that one."""
    short = [a.corridor for a in standing if a.short_mtpa > 0]
    values: dict[str, object] = {"n": counted(about.network, names)}
    values["known"] = counted(about.network, [a.corridor for a in standing])
    if not short:
        return about.word("all_enough", **values)
    name = getattr(about.network.corridor(short[0]).names, about.language)
    missing = about.number(standing[0].short_mtpa)
    return about.word("all_short", **values, short=counted(about.network, short), name=name, missing=missing)


def _asked(about: Subject, standing: list[Asked]) -> list[Block]:
    """Corridors of which something is asked, those that lack most first."""
    demand = dict.fromkeys(n for s in about.network.demand["source"] for n in about.notes.cite(s))
    rows = []
    for each in standing:
        name = getattr(about.network.corridor(each.corridor).names, about.language)
        what = about.word("target_in", year=each.target.year) if each.target else ""
        what = what or about.word("demand_at", link=about.link_name(each.link))
        notes = about.promised(each.target) if each.target else ()
        figures = (about.given(each.mtpa) if each.target else about.number(each.mtpa), about.number(each.has_mtpa))
        short = about.number(each.short_mtpa) if each.short_mtpa > 0 else "–"
        rows.append(runs(name, text(what, notes), *figures, short))
    headings = tuple(about.word(k) for k in ("corridor", "asked_of", "asked_mtpa", "has_mtpa", "short_mtpa"))
    table = Table(headings, tuple(rows), (2, 3, 4), (0.3, 0.34, 0.12, 0.12, 0.12))
    return [Heading(about.word("asked")), Paragraph(runs(text(about.word("asked_text"), tuple(demand)))), table]


def _table(about: Subject, name: str) -> Table:
    """A corridor a row."""
    state = about.state(name)
    found = ensembles(state, list(about.network.corridors), **about.sampling)
    rows = []
    for each in found.values():
        corridor = about.network.corridor(each.corridor)
        cut = max_flow(state, corridor).bottleneck
        limits = [text(about.link_name(str(link)), about.cited(state, str(link), most=CITED)) for link in cut.index]
        notes = tuple(dict.fromkeys(n for t in limits for n in t.notes))
        links = text("; ".join(t.text for t in limits), notes)
        figures = (about.number(each.p50), about.span(each.p05, each.p95), about.number(each.best_guess_mtpa))
        grade = max(cut["grade"], default="–")
        rows.append(runs(getattr(corridor.names, about.language), *figures, links, grade))
    headings = tuple(about.word(k) for k in ("corridor", "likely", "range", "guess", "bottleneck", "grade"))
    return Table(headings, tuple(rows), (1, 2, 3), (0.25, 0.11, 0.14, 0.14, 0.26, 0.1))
