"""What a corridor emits, as a section of its brief: CO2 of a tonne and of a year, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.briefing.document import Heading, Paragraph, Table, runs
from corridors.briefing.subject import text
from corridors.flow.cut import worst
from corridors.whatif.footprint import footprint

if TYPE_CHECKING:
    from corridors.briefing.document import Block, Text
    from corridors.briefing.subject import Subject
    from corridors.schema import Corridor
    from corridors.whatif.footprint import Footprint

DRAWS = 2000
# By part of the emissions: what it is called here, the factors that it rests on, and the fact of links.
PARTS = {
    "rail, electric": ("emits_electric", ("energy_gross", "grid_loss", "grid_emission"), ""),
    "rail, diesel": ("emits_diesel", ("fuel_gross", "fuel_emission_wtw"), ""),
    "road": ("emits_road", ("intensity_wtw",), ""),
    "sea": ("emits_sea", (), "emission_g_per_tkm"),
    "terminals and borders": ("emits_points", ("handling_emission", "idling_emission"), ""),
    "empty returns": ("emits_empty", ("empty_running",), "wagon_tare_t"),
}


def emitted(about: Subject, corridor: Corridor) -> list[Block]:
    """Kilograms of CO2 a tonne and thousand tonnes a year with their ranges, and their parts by rail, road and sea."""
    found = footprint(about.state(about.main), corridor, draws=min(about.draws, DRAWS), seed=about.seed)
    values: dict[str, Any] = {"km": about.whole(found.km), "mtpa": about.number(found.mtpa)}
    for name, key in (("kg", "kg_per_t"), ("rate", "g_per_tkm"), ("kt", "kt_per_year")):
        row = found.totals.loc[key]
        values |= {name: about.number(row["p50"]), f"{name}_range": about.span(row["p05"], row["p95"])}
    parts = found.modes[found.modes["kg_per_t"] > 0]
    rows = [_part(about, found, str(name), r) for name, r in parts.iterrows()]
    headings = tuple(about.word(k) for k in ("emits_part", "emits_kg", "range", "emits_share", "grade"))
    return [
        Heading(about.word("emits")),
        Paragraph(runs(about.word("emits_text", **values))),
        Table(headings, tuple(rows), (1, 2, 3), (0.4, 0.14, 0.18, 0.13, 0.15)),
        Paragraph(runs(about.word("emits_without"))),
    ]


def _part(about: Subject, found: Footprint, name: str, row: Any) -> tuple[Text, ...]:
    """One part with its range, its share, and the sources of its factors."""
    key, factors, attribute = PARTS[name]
    used = found.factors[found.factors["factor"].isin(factors)]
    cited = list(zip(used["source"], used["grade"], strict=True))
    if attribute:
        facts = about.state(about.main).facts_of(found.legs.index, [attribute])
        facts = facts[facts["role"] == "used"]
        cited += list(zip(facts["source"], facts["grade"], strict=True))
    notes = dict.fromkeys(n for source, grade in cited for n in about.notes.cite(source, grade))
    share = row["kg_p50"] / found.modes["kg_p50"].sum()
    cells = (about.number(row["kg_p50"]), about.span(row["kg_p05"], row["kg_p95"]), about.percent(share))
    return runs(about.word(key), *cells, text(worst(g for _, g in cited), tuple(notes)))
