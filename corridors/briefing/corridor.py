"""The brief of a corridor: what it carries, what stops it, what it would take, and what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.briefing.document import Box, Document, Heading, Paragraph, Table, runs
from corridors.briefing.emitted import emitted
from corridors.briefing.subject import SHEET_IN, Subject, joined, text
from corridors.briefing.unknown import unknown
from corridors.capacity.sensitivity import capacity_range
from corridors.figures import figure
from corridors.flow.bottlenecks import ladder
from corridors.flow.maxflow import max_flow
from corridors.flow.time_cost_distance import time_cost_distance
from corridors.planning.plan import plan
from corridors.scenarios import build
from corridors.uncertainty.ensemble import ensemble
from corridors.whatif.asked import aimed_at

if TYPE_CHECKING:
    from corridors.briefing.document import Block, Text
    from corridors.schema import Corridor, Target

RUNGS = 5
WAITS = 6
JOURNEY = ("transit_speed_kmh", "sailing_speed_kmh", "cost_usd_per_tkm")
MOST_CITED = 4


def document(about: Subject, corridor: Corridor) -> Document:
    """The brief of a corridor."""
    name = getattr(corridor.names, about.language)
    target = aimed_at(about.network, about.main, corridor)
    values: dict[str, Any] = {"name": name, "scenario": about.scenario_name(about.main)}
    question = (
        about.word("question_text", **values, target=about.given(target.mtpa))
        if target
        else about.word("question_open", **values)
    )
    cited = about.promised(target) if target else ()
    options = {**about.sampling, "target_mtpa": target.mtpa if target else None}
    runs_of = {s: ensemble(about.state(s), corridor, **options) for s in about.scenarios}
    blocks = [
        Heading(about.word("question")),
        Paragraph(
            runs(text(question, cited), " " + about.word("route", route=getattr(corridor.summary, about.language)))
        ),
        *_answer(about, runs_of, target),
        *_stops(about, corridor, runs_of[about.main]),
        *_ladder(about, corridor),
        *(_plan(about, corridor, target) if target else ()),
        *_time(about, corridor),
        *emitted(about, corridor),
        *unknown(about, corridor, runs_of[about.main]),
        Box(about.word("box_title"), about.word("box", draws=about.whole(about.draws))),
    ]
    subtitle = f"{about.word('kind')} · {about.scenario_name(about.main)}"
    return Document(
        name, subtitle, about.language, tuple(blocks), tuple(about.notes), about.foot(), about.word("notes")
    )


def _answer(about: Subject, found: dict[str, Any], target: Target | None) -> list[Block]:
    main = found[about.main]
    values = {k: about.number(getattr(main, k)) for k in ("p05", "p50", "p95")}
    answer = about.word("answer_text", **values, guess=about.number(main.best_guess_mtpa))
    if target:
        chance = about.percent(main.probability(target.mtpa))
        answer += " " + about.word("answer_target", target=about.given(target.mtpa), chance=chance)
    blocks: list[Block] = [Heading(about.word("answer")), Paragraph(runs(answer))]
    if len(found) > 1:
        headings = [about.word(k) for k in ("scenario", "likely", "range", "guess")]
        headings += [about.word("chance", target=about.given(target.mtpa))] if target else []
        rows = []
        for name, each in found.items():
            cells = [about.number(each.p50), about.span(each.p05, each.p95), about.number(each.best_guess_mtpa)]
            cells += [about.percent(each.probability(target.mtpa))] if target else []
            rows.append(runs(about.scenario_name(name), *cells))
        blocks.append(Table(tuple(headings), tuple(rows), tuple(range(1, len(headings)))))
    return blocks


def _stops(about: Subject, corridor: Corridor, found: Any) -> list[Block]:
    state = about.state(about.main)
    flow = max_flow(state, corridor)
    sheet = figure(state, corridor, flow=flow, language=about.language, size_in=SHEET_IN)
    picture = about.picture(sheet, about.word("map_caption", scenario=about.scenario_name(about.main)))
    links = list(flow.cut)
    drivers = capacity_range(state, links=links) if links else None
    rows = []
    for link, r in flow.bottleneck.iterrows():
        by = [drivers.loc[link, f"driver_{k}"] for k in (1, 2, 3)] if drivers is not None else []
        notes = about.cited(state, str(link), ["stated_mtpa", "stated_wagons_per_day", *map(str, by)])
        cells = (about.number(r["capacity_mtpa"]), about.limit(r), about.country(r["country"]))
        rows.append(runs(about.link_name(str(link)), *cells, text(str(r["grade"]), notes)))
    headings = tuple(about.word(k) for k in ("link", "mtpa", "limit", "country", "grade"))
    often = about.word("often", links=joined(about, found.cut_frequency.head(4).items()))
    return [
        picture,
        Heading(about.word("stops")),
        Paragraph(runs(about.word("stops_text"))),
        Table(headings, tuple(rows), (1,), (0.3, 0.1, 0.3, 0.15, 0.15)),
        Paragraph(runs(often)),
    ]


def _ladder(about: Subject, corridor: Corridor) -> list[Block]:
    state = about.state(about.main)
    rungs = ladder(state, corridor).table()
    rungs = rungs[rungs["rung"] <= RUNGS]
    rows = []
    for r in rungs.to_dict("records"):
        cells = (
            about.number(r["corridor_mtpa"]),
            about.link_name(r["link"]),
            about.limit(r),
            about.country(r["country"]),
        )
        rows.append(runs(str(r["rung"]), *cells, text(str(r["grade"]), about.cited(state, r["link"], most=2))))
    headings = tuple(about.word(k) for k in ("step", "corridor_mtpa", "link", "limit", "country", "grade"))
    table = Table(headings, tuple(rows), (0, 1), (0.1, 0.11, 0.22, 0.31, 0.14, 0.12))
    return [Heading(about.word("ladder")), Paragraph(runs(about.word("ladder_text"))), table]


def _plan(about: Subject, corridor: Corridor, target: Target) -> list[Block]:
    start = about.state("today")
    found = plan(start, corridor, target_mtpa=target.mtpa, by=target.year)
    cost = {k: about.number(v) for k, v in found.cost_musd.items()}
    by = about.word("by", year=target.year)
    values = {"target": about.given(target.mtpa), "by": by, "cost": cost["value"], **cost}
    if found.missing_mtpa > 0:
        said = about.word("plan_short", **values, reached=about.given(found.reached_mtpa))
    else:
        proof = (
            about.word("proven") if found.proven_optimal else about.word("unproven", gap=about.percent(found.gap_share))
        )
        said = about.word("plan_text", **values, proof=proof, scenario=about.scenario_name("today"))
    said += f" {about.word('plan_unknown', n=len(found.cost_unknown))}" if found.cost_unknown else ""
    head: list[Block] = [Heading(about.word("plan")), Paragraph(runs(said))]
    if found.measures.empty:
        return head
    runs_of = ensemble(build(start, found.measures.index), corridor, **about.sampling)
    shown = {k: about.number(getattr(runs_of, k)) for k in ("p05", "p50", "p95")}
    chance = about.word("plan_chance", **shown, chance=about.percent(runs_of.probability(target.mtpa)))
    rows = [_measure(about, str(m), r) for m, r in found.measures.iterrows()]
    headings = tuple(about.word(k) for k in ("measure", "country", "finish", "cost", "grade"))
    table = Table(headings, tuple(rows), (2, 3), (0.42, 0.16, 0.1, 0.18, 0.14))
    return [*head, table, Paragraph(runs(chance))]


def _measure(about: Subject, measure: str, row: Any) -> tuple[Text, ...]:
    known = about.network.measures[measure]
    cost = about.word("cost_unknown")
    if row["cost_musd"] is not None and row["cost_musd"] == row["cost_musd"]:
        value, low, high = (about.whole(row[f"cost_{k}musd"]) for k in ("", "low_", "high_"))
        cost = f"{value} ({low}–{high})"
    finish = "–" if row["finish"] is None or row["finish"] != row["finish"] else f"{row['finish']:.0f}"
    notes = tuple(dict.fromkeys(n for s in known.sources for n in about.notes.cite(s, known.grade)))
    name = getattr(known.names, about.language)
    return runs(name, about.country(known.country), finish, cost, text(known.grade, notes))


def _time(about: Subject, corridor: Corridor) -> list[Block]:
    found = time_cost_distance(about.state(about.main), corridor)
    values = {"h": found.h, "low": found.low_h, "high": found.high_h, "km": found.km, "usd": found.usd_per_t}
    values |= {"swod": found.speed_without_delay_kmh, "swd": found.speed_with_delay_kmh}
    journey = text(about.word("time_text", **{k: about.whole(v) for k, v in values.items()}), _journey(about, found))
    steps = found.steps[(found.steps["waiting_h"] > 0) & found.steps["kind"].isin(["border", "terminal"])]
    rows = []
    for link, r in steps.sort_values("waiting_h", ascending=False).head(WAITS).iterrows():
        measured = about.word("yes" if r["measured"] else "no")
        cells = (about.number(r["waiting_h"]), about.span(r["waiting_low_h"], r["waiting_high_h"]), measured)
        notes = about.notes.cite(r["waiting_source"], str(r["waiting_grade"]))
        rows.append(runs(about.link_name(str(link)), *cells, text(str(r["waiting_grade"]), notes)))
    headings = tuple(about.word(k) for k in ("link", "wait", "wait_range", "measured", "grade"))
    return [
        Heading(about.word("time")),
        Paragraph(runs(journey)),
        Table(headings, tuple(rows), (1, 2), (0.4, 0.12, 0.18, 0.15, 0.15)),
    ]


def _journey(about: Subject, found: Any) -> tuple[int, ...]:
    """Notes to the sources of speeds and rates on the way, the most used first."""
    facts = about.state(about.main).facts
    used = facts[facts["link"].isin(found.steps.index) & (facts["role"] == "used") & facts["attribute"].isin(JOURNEY)]
    often = used.groupby(["source", "grade"]).size().sort_values(ascending=False, kind="stable")
    notes = dict.fromkeys(n for source, grade in often.index for n in about.notes.cite(source, str(grade)))
    return tuple(notes)[:MOST_CITED]
