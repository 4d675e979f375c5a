"""Numbers and texts as people read them: signs of each language, what is unknown, what cannot be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.wording.numbers import number, rounded
from corridors.wording.printable import one_line, printable
from corridors.wording.words import texts, translations


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (0, "en", "0"),
        (11.46, "en", "11.5"),
        (11.46, "ru", "11,5"),
        (1234, "en", "1,234"),
        (1234, "ru", "1234"),
        (12345, "ru", "12\u00a0345"),
        (1234567, "kk", "1\u00a0234\u00a0567"),
        (10, "en", "10"),
        (0.125, "en", "0.13"),
        (-3.5, "kk", "\u22123,5"),
        (-0.001, "en", "0"),
        (1e300, "en", f"{int(1e300):,}"),
        (float("inf"), "en", "–"),
        (float("nan"), "ru", "–"),
        (None, "kk", "–"),
    ],
)
def test_number(value, language, text):
    assert number(value, language=language) == text


def test_columns_keep_their_zeros():
    assert [number(v, 2, fixed=True) for v in (2, 1234.5, -0.004)] == ["2.00", "1,234.50", "0.00"]


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_number_is_near_its_value(value, decimals):
    text = number(value, decimals).replace(",", "").replace("\u2212", "-")
    assert abs(float(text) - value) <= 0.5 * 10**-decimals + 1e-3 * abs(value) * 1e-12


@given(st.floats(), st.integers(0, 6))
def test_rounded_is_a_number_of_json(value, digits):
    short = rounded(value, digits)
    assert short is None or abs(short - value) <= 10**-digits + abs(value) * 1e-15


@given(st.text())
def test_nothing_that_steers_a_terminal_is_printed(text):
    assert all(c == "\n" or c.isprintable() for c in printable(text))
    assert "\n" not in one_line(text, 20)
    assert len(one_line(text, 20)) <= 20


def test_a_draw_has_one_word_in_each_language() -> None:
    told = " ".join(text for known in (texts(), translations()) for each in known.values() for text in each.values())
    assert "испытани" in told
    assert "розыгрыш" not in told
    assert "есептердің 90" not in told
