"""What officials said in public, statement by statement, with what the sources and the model say of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.display import Displayed
from corridors.errors import UnknownName
from corridors.flow.maxflow import max_flow
from corridors.scenarios import scenario
from corridors.uncertainty.ensemble import ensemble
from corridors.uncertainty.link_ranges import total_range
from corridors.whatif.observed import observed
from corridors.whatif.post_list import posts
from corridors.wording.numbers import significant, span
from corridors.wording.sentences import joined, sentence, translated

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class Statements(Displayed):
    """Statements, in the order of the folder.

    Attributes
    ----------
    rows : tuple of dict
        `id`, `statement` (the text), `date`, `sources` (title, publisher, date, url), `found` (what the sources say),
        `observed` (the rows that bear on it), `model` (what the model says) and `figures` (its numbers).
    """

    SHOWN = ("statement", "found", "model")

    rows: tuple[dict[str, Any], ...]

    def gist(self) -> str:
        """The answer in one line."""
        return f"{len(self.rows)} statements"

    def table(self) -> pd.DataFrame:
        """A row a statement, index `id`."""
        return pd.DataFrame(list(self.rows), columns=["id", "date", "statement", "found", "model"]).set_index("id")

    def to_dict(self) -> list[dict[str, Any]]:
        """As JSON has it: an array."""
        return list(self.rows)


def statements(network: Network, *, language: str = "en") -> Statements:
    """Each statement of the folder with what sources and model say of it.

    Parameters
    ----------
    network : Network
        As loaded; the scenarios that a statement asks for are laid over it.
    language : {"en", "ru", "kk"}
        Of the statement, of what was found and of what the model says.

    Returns
    -------
    Statements
        Empty for a folder without statements.

    Raises
    ------
    UnknownName
        A language that is not there.

    Examples
    --------
    >>> import corridors as co
    >>> first = co.statements(co.load()).rows[0]
    >>> bool(first["sources"]), bool(first["found"]), bool(first["model"])
    (True, True, True)
    """
    if language not in network.about.languages:
        raise UnknownName("language", language, network.about.languages)
    try:
        table = network.extra("statements").astype(object).fillna("")
    except UnknownName:
        return Statements(())
    return Statements(tuple(_row(network, row, language) for row in table.to_dict("records")))


def _row(network: Network, row: dict[str, Any], language: str) -> dict[str, Any]:
    text, figures = _MODELS[row["model"]](network, row)
    named = network.sources.loc[row["source"].split(";"), ["title", "publisher", "date", "url"]]
    return {
        "id": row["statement"],
        "statement": row[f"said_{language}"] or row["said_en"],
        "date": row["date"],
        "sources": named.reset_index().to_dict("records"),
        "found": row[f"found_{language}"] or row["found_en"],
        "observed": [r for name in _names(row, "series") for r in observed(network, series=name).rows],
        "model": translated(text, language),
        "figures": figures,
    }


def _names(row: dict[str, Any], column: str) -> list[str]:
    return [name for name in str(row[column]).split(";") if name]


def _count(network: Network, row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """How many corridors the folder has of each mode, and how each was identified."""
    corridors = [network.corridors[name] for name in _names(row, "corridors")]
    table = pd.DataFrame([{"mode": c.mode, "identification": c.identification} for c in corridors])
    counts = table.value_counts().reset_index(name="corridors").sort_values(["mode", "identification"])
    parts = [
        sentence("{n} {mode} {how}", n=r.corridors, mode=r.mode, how=r.identification) for r in counts.itertuples()
    ]
    text = sentence("{n} corridors are drawn and modelled: {parts}.", n=len(corridors), parts=joined(parts, ", "))
    return text, counts.to_dict("records")


def _flow(network: Network, row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """What a corridor carries in each scenario, with its range, the chance of what was promised, and its bottleneck."""
    target = float(row["mtpa"]) if row["mtpa"] != "" else None
    figures, parts = [], []
    for corridor in _names(row, "corridors"):
        for name in _names(row, "scenarios"):
            state = scenario(network, name)
            best, runs = max_flow(state, corridor), ensemble(state, corridor)
            figure = {"corridor": corridor, "scenario": name, "value_mtpa": best.value_mtpa, "cut": best.cut}
            figure |= {f"{k}_mtpa": getattr(runs, k) for k in ("p05", "p50", "p95")}
            likely = {"middle": significant(runs.p50), "range": span(runs.p05, runs.p95)}
            part = sentence("{name} {middle} Mt/year ({range})", name=name, **likely)
            if target is not None:
                figure["chance"] = runs.probability(target)
                part += sentence(", {target:g} in {chance:.1%} of the draws", target=target, chance=figure["chance"])
            figures.append(figure)
            rest = {"guess": significant(best.value_mtpa), "cut": ", ".join(best.cut)}
            parts.append(part + sentence(", {guess} at best guesses, bottleneck {cut}", **rest))
    return sentence("With the 90 % range in brackets: {parts}.", parts=joined(parts, "; ")), figures


def _growth(network: Network, row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Growth within one definition, beside what the model says can be carried."""
    lines = [line for name in _names(row, "series") for line in observed(network, series=name).growth_lines()]
    text, figures = _flow(network, {**row, "mtpa": ""})
    return joined([*lines, text], " "), figures


def _posts(network: Network, row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Lanes, capacity, overload and cost of the posts by scenario."""
    found = posts(network, scenarios=_names(row, "scenarios"))
    parts, figures = [], []
    for name, t in found.totals.items():
        tonnes = total_range(scenario(network, name), [p["post"] for p in found.posts])
        likely = {"middle": significant(tonnes["p50_mtpa"]), "range": span(tonnes["p05_mtpa"], tonnes["p95_mtpa"])}
        part = sentence(
            "{name}: {t[lanes]} lanes clear {t[capacity_veh_per_day]:,.0f} vehicles a day at best guesses, {middle} "
            "Mt/year ({range}); {t[posts_overloaded]} of the {t[posts_counted]} posts with a count are overloaded",
            name=name, t=t, **likely,
        )  # fmt: skip
        if t["posts_changed"]:
            part += sentence(
                "; works at {t[posts_changed]} posts cost {t[cost_musd]:,.0f} MUSD "
                "({t[cost_low_musd]:,.0f}–{t[cost_high_musd]:,.0f})",
                t=t,
            )
        parts.append(part)
        figures.append({"scenario": name, **t, **tonnes})
    return joined([*parts[:-1], parts[-1] + "."], ". "), figures


def _none(_: Network, _row: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    return "Not modelled.", []


_MODELS: dict[str, Callable[[Network, dict[str, Any]], tuple[str, list[dict[str, Any]]]]] = {
    "count": _count,
    "flow": _flow,
    "growth": _growth,
    "posts": _posts,
    "none": _none,
}
