"""What every brief needs: the network in its scenarios, ranges, words and numbers of its language, notes to sources."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Any

from corridors import __version__
from corridors.briefing.document import Notes, Picture, Text
from corridors.cartography.words import words
from corridors.dataset.fingerprint import data_hash
from corridors.errors import UnknownName
from corridors.scenarios import scenario
from corridors.schema import LANGUAGES
from corridors.wording.limits import limit_sentence
from corridors.wording.numbers import number, significant, span
from corridors.wording.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.figure import Figure

    from corridors.network import Network
    from corridors.schema import Target

DPI = 220
# Of a map on a page of this width: its letters are no smaller there than those of the notes.
SHEET_IN = (8.4, 6.7)
MOST_SOURCES = 4


@dataclass(frozen=True)
class Subject:
    """A network, the scenarios asked for, a language, and the draws."""

    network: Network
    scenarios: tuple[str, ...]
    language: str
    draws: int
    seed: int
    cached: bool
    _states: dict[str, Network] = field(default_factory=dict, compare=False, repr=False)

    def state(self, name: str) -> Network:
        """The network in a scenario."""
        if name not in self._states:
            plain = name == "today" and name not in self.network.scenarios
            self._states[name] = self.network if plain else scenario(self.network, name)
        return self._states[name]

    @property
    def main(self) -> str:
        """The scenario that the brief is about."""
        return self.scenarios[-1]

    @cached_property
    def notes(self) -> Notes:
        """The notes of the document."""
        return Notes(self.network.sources, self.language)

    @property
    def sampling(self) -> dict[str, Any]:
        """Options of an ensemble."""
        return {"draws": self.draws, "seed": self.seed, "cached": self.cached}

    def word(self, key: str, **values: object) -> str:
        """A text of the brief."""
        return word(f"brief_{key}", self.language, **values)

    def shared(self, key: str, otherwise: str = "") -> str:
        """A word that maps and figures use too: of an attribute, a unit, a country."""
        known = words().get(key)
        return known[LANGUAGES.index(self.language)] if known else otherwise

    def number(self, value: float | None, digits: int = 2) -> str:
        """A number with so many significant digits."""
        if value is None or isnan(value):
            return number(None)
        return significant(value, digits, self.language)

    def given(self, value: float | None) -> str:
        """A number as somebody stated it: three meaningful digits, no zeros at the end."""
        return number(value, None, self.language)

    def whole(self, value: float | None) -> str:
        """A whole number."""
        return number(value, 0, self.language)

    def span(self, low: float, high: float) -> str:
        """A range."""
        return span(low, high, 2, self.language)

    def percent(self, share: float | None) -> str:
        """A share in per cent."""
        if share is None or isnan(share):
            return number(None)
        few = 0 < share < 0.01 or 0.99 < share < 1
        return f"{number(100 * share, 1 if few else 0, self.language)} %"

    def scenario_name(self, name: str) -> str:
        """What a scenario is called."""
        known = self.network.scenarios.get(name)
        return getattr(known.names, self.language) if known else name

    def year(self, name: str) -> str:
        """Its year."""
        known = self.network.scenarios.get(name)
        return str(known.year) if known else ""

    def link_name(self, link: str) -> str:
        """What a link is called."""
        about = self.network.links.loc[link]
        return str(about[f"name_{self.language}"] or about["name_en"] or link)

    def country(self, code: str) -> str:
        """Countries of a link, as in KZ-TM."""
        return " – ".join(self.shared(f"country_{c}", c) for c in code.split("-"))

    def limit(self, row: Any) -> str:
        """What limits a link, in words."""
        return limit_sentence(row["limit_code"], row["limit_values"], self.language)

    def cited(
        self, network: Network, link: str, attributes: Iterable[str] = (), most: int = MOST_SOURCES
    ) -> tuple[int, ...]:
        """Notes to the sources of a link's facts: of these attributes first, then of others that somebody states."""
        facts = network.facts[(network.facts["link"] == link) & (network.facts["role"] == "used")]
        wanted = facts[facts["attribute"].isin(list(attributes))]
        stated = facts[(facts["origin"] != "default") & facts["grade"].isin(["A", "B", "C"])].sort_values("grade")
        found: list[int] = []
        for r in [*wanted.itertuples(), *stated.itertuples()]:
            if len(found) < most:
                found += [n for n in self.notes.cite(r.source, r.grade) if n not in found]
        return tuple(found)

    def promised(self, target: Target) -> tuple[int, ...]:
        """Notes to what was promised; its grade is that of `observed.csv`, none where it stands only in a scenario."""
        try:
            known = self.network.extra("observed")
        except UnknownName:
            return self.notes.cite(target.source, "")
        rows = known[(known["kind"] == "target") & (known["source"] == target.source)]
        return self.notes.cite(target.source, str(rows["grade"].iloc[0]) if len(rows) else "")

    def foot(self) -> str:
        """Version, data, seed and credits."""
        known = {"version": __version__, "hash": data_hash(self.network.root)[:16]}
        return self.word("foot", **known, draws=number(self.draws, 0, self.language), seed=self.seed)

    def picture(self, sheet: Figure, caption: str) -> Picture:
        """A figure of the package as a picture of the document."""
        out = io.BytesIO()
        sheet.savefig(out, format="png", dpi=DPI)
        width, height = sheet.get_size_inches()
        return Picture(out.getvalue(), caption, float(height / width))


def joined(about: Subject, shares: Iterable[tuple[str, float]]) -> str:
    """Links with their shares, in one line."""
    return "; ".join(f"{about.link_name(link)} ({about.percent(share)})" for link, share in shares)


def text(value: str, notes: tuple[int, ...] = ()) -> Text:
    """A run with notes."""
    return Text(value, notes)
