"""How sure the answers are: the grades of the facts, the headline with its ranges, counts, and published cases."""

from __future__ import annotations

from pathlib import Path

import corridors as co
from corridors.cases import real_sections
from corridors.schema import KINDS
from corridors.uncertainty.learnt import learnt
from corridors.wording.numbers import significant, span
from pages import markdown
from pages.markdown import plain

# Enough for the two digits that the table of counts shows.
DRAWS = 1000
TEXT = """# How sure are we?

An answer here is the median and the 90 % range of ten thousand draws of all facts within their bounds, weighted by
what was really carried, beside the value with every fact at its best guess. The ranges are only as good as the models;
published cases show how good they are.

## The headline

{headline}

## What the facts rest on

A is an official document or a measurement, B an official statement or a named medium, C arithmetic, analogy or a weak
source, D an assumption. What is not stated is a default of grade D with wide bounds.

{grades}

## Capacity and what was carried

The model must allow what was counted. A count that it can hardly explain is left out of the weights and listed: either
the model or a fact is wrong there. Counts along the headline's corridor, with {draws:,} draws:

{counts}

## Predicted and published, on real sections

{sections}

{summary} `corridors validate` prints the whole comparison, the textbook cases included.
"""


def pages(_: Path) -> dict[str, str]:
    """One page."""
    net = co.load()
    cases = co.validate(net)
    found = real_sections(cases)
    summary = f"{found['inside']} of {found['predictions']} figures lie within the range; "
    summary += f"the median error is {found['median_error_share']:.0%}."
    parts = {"headline": _headline(net), "grades": _grades(net), "counts": _counts(net), "sections": _sections(cases)}
    return {"confidence.md": TEXT.format(**parts, summary=summary, draws=DRAWS)}


def _headline(net: co.Network) -> str:
    chosen, rows = net.headline, []
    for name in chosen.scenarios if chosen else ():
        runs = co.ensemble(co.scenario(net, name), chosen.corridor)
        middle = f"**{significant(runs.p50)}**"
        guess = significant(runs.best_guess_mtpa)
        limits = "; ".join(f"{link} {share:.0%}" for link, share in runs.cut_frequency.head(3).items())
        rows.append([plain(net.scenarios[name].names.en), middle, span(runs.p05, runs.p95), guess, plain(limits)])
    return markdown.table(
        ["scenario", "Mt/year, median", "90 % range", "best guess", "bottleneck, share of draws"], rows
    )


def _grades(net: co.Network) -> str:
    used = net.facts[net.facts["role"] == "used"].merge(net.links["kind"], left_on="link", right_index=True)
    count = used.groupby(["kind", "grade"]).size().unstack(fill_value=0)
    rows = [[kind, *(str(count.loc[kind].get(g, 0)) for g in "ABCD")] for kind in KINDS if kind in count.index]
    return markdown.table(["kind of link", "A", "B", "C", "D"], rows)


def _counts(net: co.Network) -> str:
    rows = []
    links = net.corridor(net.headline.corridor).links if net.headline else None
    for r in learnt(net, links=links, draws=DRAWS).counts.reset_index().to_dict("records"):
        before, after = span(r["prior_p05_mtpa"], r["prior_p95_mtpa"]), span(r["after_p05_mtpa"], r["after_p95_mtpa"])
        used = "used" if r["used"] else "left out"
        rows.append([f"`{r['link']}`", plain(r["year"]), significant(r["carried_mtpa"]), before, after, used])
    return markdown.table(["link", "year", "carried, Mt", "capacity before, Mt/year", "after", ""], rows)


def _sections(cases: list[dict[str, object]]) -> str:
    rows = []
    for r in cases:
        if r["kind"] == "real" and r["low"] is not None and isinstance(r["got"], float):
            ours = f"{r['got']:.4g} ({r['low']:.4g}–{r['high']:.4g})"
            place = ("inside" if r["inside"] else "outside") if r["counts"] else "too wide to count"
            rows.append([f"`{r['case']}`", plain(r["quantity"]), f"{r['expected']:.4g}", ours, place])
    return markdown.table(["case", "quantity", "published", "predicted", ""], rows)
