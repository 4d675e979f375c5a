"""Published cases: all are run or say why not, all formulas agree, predictions are shown and never asserted."""

from __future__ import annotations

import pytest

from corridors.cases import passed, real_sections, validate

KEYS = ("case", "model", "kind", "expected", "got", "low", "high", "error_share", "within_tolerance", "source")


@pytest.fixture(scope="module")
def rows(net):
    return validate(net)


def test_every_case_is_there(net, rows) -> None:
    assert {r["case"] for r in rows} == set(net.extra("cases")["case"])
    assert all(k in r for r in rows for k in KEYS)
    assert len({r["case"] for r in rows}) >= 46


def test_formulas_agree(rows) -> None:
    wrong = [(r["case"], r["quantity"]) for r in rows if r["kind"] == "formula" and r["within_tolerance"] is False]
    assert wrong == []
    assert passed(rows)


def test_what_is_not_run_says_why(rows) -> None:
    for row in rows:
        assert row["got"] is not None or row["reason"], (row["case"], row["quantity"])


def test_predictions_carry_their_range(rows) -> None:
    real = [r for r in rows if r["function"] == "predict" and r["got"] is not None and r["low"] is not None]
    assert len(real) >= 10
    for row in real:
        assert row["low"] <= row["got"] <= row["high"]
        assert row["inside"] == (row["low"] <= row["expected"] <= row["high"])
        # A miss is explained.
        assert row["within_tolerance"] or row["reason"]


def test_a_wrong_number_is_noticed(rows) -> None:
    spoilt = [dict(r, within_tolerance=False) if r["case"] == "bpr" else r for r in rows]
    assert not passed(spoilt)


def test_real_sections_are_counted_honestly(rows) -> None:
    real = [r for r in rows if r["kind"] == "real" and r["low"] is not None]
    found = real_sections(rows)
    assert found["predictions"] + found["too_wide"] == len(real) >= 15
    assert found["inside"] == sum(r["inside"] and r["high"] <= 10 * r["low"] for r in real)
    # What follows from a statement by arithmetic is no prediction.
    assert not any(r["counts"] for r in rows if r["function"] == "arithmetic" or "utilisation" in r["quantity"])
    assert {"real-altynkol-zhetygen", "real-bam-tyya-severobaikalsk"} <= {r["case"] for r in real}
    # A miss says why.
    assert all(r["reason"] for r in real if not r["inside"])


def test_a_range_wider_than_tenfold_is_no_prediction(rows) -> None:
    wide = [dict(r, low=1.0, high=11.0, counts=False) if r["case"] == "real-ganyushkino" else r for r in rows]
    assert real_sections(wide)["predictions"] < real_sections(rows)["predictions"]


def test_real_sections_hold(rows) -> None:
    """The mark of the models: four of five published figures within the range, half of them within a quarter."""
    found = real_sections(rows)
    assert found["predictions"] >= 15
    assert found["inside"] >= 0.8 * found["predictions"]
    assert found["median_error_share"] <= 0.25
