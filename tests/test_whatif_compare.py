"""Scenarios side by side, and what a claim means on a link."""

from __future__ import annotations

from dataclasses import replace

import pytest

import corridors as co
from corridors import scenarios
from corridors.errors import BadInput, UnknownName
from corridors.report import as_json
from corridors.whatif.claim_parser import parse
from corridors.whatif.compare import compare

NAMES = ("announced-2030", "target-20mt-2030")


def test_any_number_of_scenarios(net) -> None:
    states = [net, *(co.scenario(net, n) for n in NAMES)]
    found = co.compare(*states, corridor="rkti")
    assert found.scenarios == ("today", *NAMES)
    assert list(found.summary["scenario"]) == ["today", *NAMES]
    for state, row in zip(states, found.summary.to_dict("records"), strict=True):
        flow = co.max_flow(state, "rkti")
        assert row["capacity_mtpa"] == flow.value_mtpa
        assert row["bottleneck"] == flow.cut
    assert found.summary["change_mtpa"].iloc[0] == 0
    assert found.summary["cost_musd"].is_monotonic_increasing
    link = found.links.loc["terminal/incheh-borun-gauge"]
    assert link["why"] == ("incheh-borun-extension-4mt", "incheh-borun-full-infrastructure")
    assert set(found.links.index) <= set(net.corridor("rkti").links)
    assert as_json(found.to_dict()) == as_json(co.compare(*states, corridor="rkti").to_dict())


def test_alike_and_all_corridors(net) -> None:
    found = compare(net, net, flows=False)
    assert found.links.empty
    assert found.scenarios == ("today", "today (2)")
    assert len(found.summary) == 2 * len(net.corridors)


def test_part_of_a_whole_is_not_paid_twice(net) -> None:
    row = compare(net, co.scenario(net, "announced-2030"), corridor="rkti", flows=False).summary.iloc[1]
    built = set(net.scenarios["announced-2030"].build)
    whole = {m.part_of for m in net.measures.values() if m.id in built and m.part_of in built}
    assert whole
    assert row["cost_musd"] < sum(net.measures[m].cost_musd.value for m in built if net.measures[m].cost_musd)


def test_what_was_built_in_python_is_paid_too(net) -> None:
    built = scenarios.build(net, ["mangystau-uzen-3-loops"])
    row = compare(net, built, corridor="rkti", flows=False).summary.iloc[1]
    assert row["cost_musd"] == net.measures["mangystau-uzen-3-loops"].cost_musd.value


def test_what_cannot_be_compared(net, tiny) -> None:
    with pytest.raises(BadInput, match="two scenarios"):
        compare(net)
    with pytest.raises(BadInput, match="one world"):
        compare(net, tiny)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("20 Mt/year", 20, "mt_per_year"),
        ("20 млн т", 20, "mt_per_year"),
        ("2,5 million tonnes a year", 2.5, "mt_per_year"),
        ("1,500 trucks/day", 1500, "trucks_per_day"),
        ("1 500 грузовиков в сутки", 1500, "trucks_per_day"),
        ("15 pairs a day", 15, "pairs_per_day"),
        ("12 пар поездов", 12, "pairs_per_day"),
        ("500 thousand tonnes", 500, "kt_per_year"),
        ("4160 t/day", 4160, "t_per_day"),
        ("120 wagons per day", 120, "wagons_per_day"),
        ("2e1 Mt", 20, "mt_per_year"),
        ("20 bn t", 20_000, "mt_per_year"),
        ("20 миллионов тонн", 20, "mt_per_year"),
        ("0.1 млн т/сут", 0.1, "mt_per_day"),
        ("1.5 thousand wagons a day", 1500, "wagons_per_day"),
        ("4000 машин в сутки", 4000, "vehicles_per_day"),
        ("750 vehicles per day", 750, "vehicles_per_day"),
        ("тәулігіне 4000 көлік", 4000, "vehicles_per_day"),
        ("25\u2009000 грузовых автомобилей в сутки", 25_000, "trucks_per_day"),
        ("100 тыс. контейнеров", 100_000, "containers_per_year"),
        ("2 million TEU", 2_000_000, "teu_per_year"),
        ("1,2 млн ДФЭ", 1_200_000, "teu_per_year"),
        ("20 млн т/год", 20, "mt_per_year"),
        ("жылына 20 млн тонна", 20, "mt_per_year"),
        ("20,000 tonnes a month", 20_000, "t_per_month"),
        ("10 trains a week", 10, "trains_per_week"),
        ("15 жұп пойыз", 15, "pairs_per_day"),
    ],
)
def test_claims_are_read(text: str, amount: float, unit: str) -> None:
    assert parse(text) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-5 Mt/year", "below zero"),
        ("20-25 Mt", "two numbers"),
        ("20 to 25 Mt", "two numbers"),
        ("20", "a bare number"),
        ("20 million", "a bare number"),
        ("5 billion USD", "money"),
        ("$5 billion", "money"),
        ("500 млрд тенге", "money"),
        ("3 млн пассажиров", "passengers"),
        ("7 passenger trains a day", "passengers"),
        ("300 млрд т-км", "tonne-kilometres"),
        ("300 billion tonne-km", "tonne-kilometres"),
        ("7 590 км", "a length"),
        ("20 % of the trucks", "a share"),
        ("20 flights", "not known"),
    ],
)
def test_claims_that_would_be_misread(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parse(text)


@pytest.mark.parametrize("amount", [-5.0, float("nan"), float("inf")])
def test_claims_that_are_no_amount(net, amount: float) -> None:
    with pytest.raises(BadInput, match="zero or more"):
        co.claim(net, amount, on="rail/zhanaozen-bolashak")


def test_a_mass_a_day_is_carried_every_day(net) -> None:
    assert co.claim(net, "0.1 Mt/day", on="rail/zhanaozen-bolashak").mtpa == pytest.approx(36.5)
    assert co.claim(net, "1000 t/day", on="rail/zhanaozen-bolashak").mtpa == pytest.approx(0.365)


def test_claim_by_hand(net) -> None:
    found = co.claim(net, "20 Mt/year", on="rail/zhanaozen-bolashak", scenarios=["today", "announced-2030"])
    row = net.table("rail").loc["rail/zhanaozen-bolashak"]
    pair = found.units["t_per_pair"]
    days = row["working_days"] / row["monthly_unevenness"]
    assert found.units["pairs_per_day"] == pytest.approx(20e6 / (pair * days))
    assert found.scenarios.loc["today", "share"] == pytest.approx(20 / found.scenarios.loc["today", "capacity_mtpa"])
    assert any("pairs a day" in line for line in found.lines)
    back = co.claim(net, f"{found.units['pairs_per_day']} pairs/day", on="rail/zhanaozen-bolashak")
    assert back.mtpa == pytest.approx(20)
    trains = co.claim(net, "30 trains/day", on="rail/zhanaozen-bolashak")
    assert trains.mtpa == pytest.approx(co.claim(net, "15 pairs/day", on="rail/zhanaozen-bolashak").mtpa)


def test_a_claim_on_links_of_every_kind_and_form(net) -> None:
    kinds = net.links.groupby(["kind", "form"]).head(4)
    assert len(kinds) > 20
    for link in kinds.index:
        found = co.claim(net, 1.0, on=link, draws=50)
        assert as_json(found.to_dict())


def test_a_claim_begins_with_its_verdict(net) -> None:
    found = co.claim(net, "2 million TEU", on="rkti", scenarios=["today", "announced-2030"])
    assert found.low_mtpa < found.mtpa < found.high_mtpa
    assert found.scenarios.loc["today", "capacity_mtpa"] == pytest.approx(co.max_flow(net, "rkti").value_mtpa)
    assert found.verdict.startswith("2 million TEU")
    small = co.claim(net, "1000 t/day", on="rail/zhanaozen-bolashak")
    assert "%" in small.verdict
    assert "likely" in small.verdict


def test_vehicles_carry_what_their_trucks_carry(net) -> None:
    post = net.table("border").loc["border/zhaisan"]
    found = co.claim(net, "750 vehicles per day", on="border/zhaisan")
    days = post["working_days"]
    assert found.mtpa == pytest.approx(750 * post["truck_share"] * post["payload_t"] * days / 1e6)


def test_claims_that_cannot_be_read(net) -> None:
    with pytest.raises(BadInput, match="no number"):
        co.claim(net, "a lot", on="rail/zhanaozen-bolashak")
    with pytest.raises(BadInput, match="parsecs"):
        co.claim(net, "20 parsecs", on="rail/zhanaozen-bolashak")
    with pytest.raises(BadInput, match="period 'yaer' is not known"):
        co.claim(net, "20 Mt/yaer", on="rail/zhanaozen-bolashak")
    with pytest.raises(BadInput, match=r"mean nothing on rail/zhanaozen-bolashak; use .*--on"):
        co.claim(net, "20 trucks/day", on="rail/zhanaozen-bolashak")
    with pytest.raises(UnknownName, match="did you mean"):
        co.claim(net, "20 Mt", on="rail/zhanaozen-bolashk")


def test_a_cost_that_nobody_knows_is_named(net) -> None:
    later = co.scenario(net, "announced-2030")
    name = next(m for m in net.scenarios["announced-2030"].build if "rkti" in net.measures[m].corridors)
    silent = net.measures[name].model_copy(update={"cost_musd": None})
    found = co.compare(net, replace(later, measures={**net.measures, name: silent}), corridor="rkti", flows=False)
    before = co.compare(net, later, corridor="rkti", flows=False).summary["cost_unknown"].tolist()
    assert before[0] == ()
    assert found.summary["cost_unknown"].tolist() == [(), tuple(sorted({name, *before[1]}))]
    assert name not in before[1]
    assert name in found.to_dict()["summary"][1]["cost_unknown"]
