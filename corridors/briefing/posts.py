"""The brief of the road posts of the border: which are overloaded, and what works would change."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.briefing.document import Box, Document, Heading, Paragraph, Table, runs
from corridors.briefing.subject import SHEET_IN, Subject, joined, text
from corridors.figures.posts_map import posts_figure
from corridors.uncertainty.post_ranges import post_ranges
from corridors.whatif.post_list import STATE, posts

if TYPE_CHECKING:
    from corridors.briefing.document import Block, Text
    from corridors.uncertainty.post_ranges import PostRanges
    from corridors.whatif.post_list import Posts

FACTS = ("lanes", "traffic_veh_per_day", "stated_veh_per_day")
# What nobody knows of most posts, so that the default answers.
ASSUMED = ("lanes", "service_time_truck_min", "service_time_car_min")


def document(about: Subject) -> Document:
    """The brief of the posts."""
    names = list(dict.fromkeys(["today", *about.scenarios]))
    later = [n for n in names if n != "today"]
    found = posts(about.network, scenarios=names)
    counted = pd.Series({p["post"]: p["carried_veh_per_day"] for p in found.posts}, dtype=float)
    ranges = {n: post_ranges(about.state(n), counted, **about.sampling) for n in names}
    key, values = (
        ("posts_question", {"scenario": about.scenario_name(later[-1])}) if later else ("posts_question_now", {})
    )
    overloaded = [p for p in found.posts if (p["use"] or 0) > 1]
    blocks: list[Block] = [
        Heading(about.word("question")),
        Paragraph(runs(about.word(key, **values))),
        Heading(about.word("answer")),
        Paragraph(_answer(about, found, ranges["today"])),
        *_chances(about, ranges["today"]),
        *(Paragraph(runs(_later(about, n, found.totals[n], ranges[n])), bullet=True) for n in later),
        _map(about, found),
        _table(about, found, ranges["today"], later[-1] if later else None),
        Heading(about.word("unknown")),
        Paragraph(runs(text(about.word("posts_unknown"), _assumed(about)))),
        Heading(about.word("find_out")),
        *(Paragraph(runs(line), bullet=True) for line in _first(about, found.posts, overloaded)),
        Box(about.word("box_title"), about.word("posts_box", draws=about.whole(about.draws))),
    ]
    subtitle = f"{about.word('kind')} · {about.scenario_name(about.main)}"
    return Document(
        about.word("posts_title"), subtitle, about.language, tuple(blocks), tuple(about.notes), about.foot(),
        about.word("notes"),
    )  # fmt: skip


def _answer(about: Subject, found: Posts, ranges: PostRanges) -> tuple[Text, ...]:
    now = next(iter(found.totals.values()))
    whole = {"lanes": "lanes", "capacity": "capacity_veh_per_day", "carried": "carried_veh_per_day"}
    values = {k: about.whole(now[v]) for k, v in whole.items()}
    counts = {"posts": now["posts"], "counted": now["posts_counted"], "overloaded": now["posts_overloaded"]}
    between = {"low": about.whole(ranges.together["p05"]), "high": about.whole(ranges.together["p95"])}
    said = about.word("posts_answer", **values, **counts, **between, use=about.percent(now["use"]))
    together = found.together
    return runs(text(said, about.notes.cite(together.get("source", ""), str(together.get("grade", "")))))


def _chances(about: Subject, ranges: PostRanges) -> list[Block]:
    """How likely it is that a post is overloaded, where its traffic was counted."""
    chance = ranges.posts["chance"].dropna().sort_values(ascending=False, kind="stable")
    names = joined(about, [(str(post), float(share)) for post, share in chance.items()])
    return [Paragraph(runs(about.word("posts_chance", posts=names)))] if names else []


def _map(about: Subject, found: Posts) -> Block:
    use = pd.Series({p["post"]: p["use"] for p in found.posts}, dtype=float)
    sheet = posts_figure(about.network, use, language=about.language, title=about.word("posts_title"), size_in=SHEET_IN)
    return about.picture(sheet, about.word("posts_map", scenario=about.scenario_name("today")))


def _first(about: Subject, known: Any, overloaded: list[dict[str, Any]]) -> list[str]:
    """Which numbers are worth asking for: of posts that look overloaded, lanes that are assumed, traffic."""
    kinds = about.network.kinds
    who = str(kinds.loc["border", f"who_knows_{about.language}"]) if f"who_knows_{about.language}" in kinds else ""
    names = "; ".join(p[f"name_{about.language}"] or p["name_en"] for p in overloaded)
    counts = {"lanes": sum(p["lanes_grade"] == "D" for p in known), "traffic": sum(_nothing(p["use"]) for p in known)}
    lines = [about.word("posts_ask_overloaded", posts=names)] if names else []
    lines += [about.word(f"posts_ask_{k}", n=n) for k, n in counts.items() if n]
    return [*lines, *([about.word("posts_ask_who", who=who)] if who and lines else [])]


def _nothing(use: float | None) -> bool:
    return use is None or isnan(use)


def _later(about: Subject, name: str, total: dict[str, Any], ranges: PostRanges) -> str:
    whole = {"lanes": "lanes", "capacity": "capacity_veh_per_day", "cost": "cost_musd"}
    whole |= {"low": "cost_low_musd", "high": "cost_high_musd"}
    values = {k: about.whole(total[v]) for k, v in whole.items()}
    values |= {f"clears_{k}": about.whole(ranges.together[p]) for k, p in (("low", "p05"), ("high", "p95"))}
    counts = {"changed": total["posts_changed"], "overloaded": total["posts_overloaded"]}
    counts["unknown"] = len(total["cost_unknown"])
    return about.word("posts_later", scenario=about.scenario_name(name), **values, **counts)


def _table(about: Subject, found: Posts, ranges: PostRanges, later: str | None) -> Table:
    state = about.state("today")
    headings = [about.word(k) for k in ("post", "lanes", "clears", "range", "counted", "use")]
    headings += [about.word("later")] if later else []
    rows = []
    for post in found.posts:
        name = post[f"name_{about.language}"] or post["name_en"]
        lanes, clears, counted = (about.whole(post[k]) for k in ("lanes", *STATE[1:3]))
        between = about.span(*ranges.posts.loc[post["post"], ["p05", "p95"]])
        cells = [lanes, clears, between, counted, about.percent(post["use"])]
        cells += [_after(about, post["scenarios"][later])] if later else []
        notes = _sources(about, state, post)
        notes += _works(about, post["scenarios"][later]["measures"]) if later else ()
        rows.append(runs(name, *cells, text(str(post["lanes_grade"]), tuple(dict.fromkeys(notes)))))
    shares = (
        (0.18, 0.105, 0.125, 0.13, 0.125, 0.115, 0.13, 0.09) if later else (0.29, 0.11, 0.14, 0.16, 0.11, 0.1, 0.09)
    )
    return Table((*headings, about.word("grade")), tuple(rows), tuple(range(1, len(headings))), shares)


def _after(about: Subject, then: dict[str, Any]) -> str:
    return f"{about.whole(then['lanes'])}; {about.whole(then['capacity_veh_per_day'])}" if then["measures"] else "–"


def _sources(about: Subject, state: Any, post: dict[str, Any]) -> tuple[int, ...]:
    facts = state.facts[(state.facts["link"] == post["post"]) & (state.facts["role"] == "used")]
    used = facts[facts["attribute"].isin(FACTS) & (facts["origin"] != "default")]
    notes = tuple(n for r in used.itertuples() for n in about.notes.cite(r.source, r.grade))
    return notes or _assumed(about, ("lanes",))


def _assumed(about: Subject, attributes: tuple[str, ...] = ASSUMED) -> tuple[int, ...]:
    known = about.network.schema["border"]["source"].reindex(list(attributes)).dropna()
    return tuple(dict.fromkeys(n for source in known for n in about.notes.cite(source, "D")))


def _works(about: Subject, measures: Any) -> tuple[int, ...]:
    known = [about.network.measures[m] for m in measures if m in about.network.measures]
    return tuple(n for m in known for s in m.sources[:1] for n in about.notes.cite(s, m.grade))
