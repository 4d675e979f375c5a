"""What limits a link reads the same on the page and in the package: every code, in three languages."""

from __future__ import annotations

import pytest

from corridors.cartography.words import words
from corridors.schema import LANGUAGES
from corridors.wording.limits import limit_sentence, limits, yes_no

ASK = """([language, asked]) => {
    const { data } = corridorsAtlas;
    corridorsAtlas.setLanguage(data.words, data.languages, language);
    return asked.map((limit) => corridorsAtlas.limitWords(limit));
}"""
# Numbers that take each form of a Russian word.
NUMBERS = (1.0, 2.0, 2.5, 5.0, 11.0, 21.0, 104.0)


def some_values(names: list[str], number: float) -> dict[str, object]:
    """Values of a code: one number everywhere, the name of a fact, and yes where the number is odd."""
    return {n: "lanes" if n == "fact" else number % 2 == 1 if n in yes_no() else number for n in names}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences(watched, rkti, language):
    asked = [[code, some_values(one["values"], n)] for code, one in limits().items() for n in NUMBERS]
    shown = watched.open(rkti).evaluate(ASK, [language, asked])
    fact = words()["attr_lanes"][LANGUAGES.index(language)]
    for (code, values), text in zip(asked, shown, strict=True):
        named = values | ({"fact": fact} if "fact" in values else {})
        # The page keeps Mt/year on one line.
        assert text.replace("\u2060", "") == limit_sentence(code, named, language)
