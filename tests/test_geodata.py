"""The data are tested like code: every corridor, measure and scenario, every count that the README promises."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import corridors as co
from corridors.dataset import checks, read
from corridors.network import Network
from corridors.scenarios import build, built
from corridors.schema import TABLES

if TYPE_CHECKING:
    from corridors.network import Network

GEODATA = Path(__file__).parents[1] / "geodata"
CORRIDORS = sorted(p.stem for p in (GEODATA / "corridors").glob("*.toml"))
MEASURES = sorted(p.stem for p in (GEODATA / "measures").glob("*.toml"))
SCENARIOS = sorted(p.stem for p in (GEODATA / "scenarios").glob("*.toml"))
CODES = {"R1", "R2", "R3", "R4", "R5", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"}


def test_thirteen_corridors_and_the_railway(net: Network) -> None:
    assert {c.code for c in net.corridors.values()} == CODES | {"RKTI", "RKTI-BA"}
    assert sum(c.mode == "rail" for c in net.corridors.values() if c.code in CODES) == 5


def test_thirty_posts_on_the_border_with_russia(net: Network) -> None:
    posts = net.links[
        (net.links["kind"] == "border") & (net.links["form"] == "road") & (net.links["neighbour"] == "RU")
    ]
    assert len(posts) == 30
    for column in ("name_en", "other_en", "other_ru", "region_en", "region_ru", "region_kk", "other_region_en"):
        assert (posts[column] != "").all(), column
    assert posts["status"].value_counts().to_dict() == {"multilateral": 17, "bilateral": 13}
    assert (posts["modernisation"] == "funded_2030").sum() == 10


@pytest.mark.parametrize("name", CORRIDORS)
def test_a_corridor_leads_from_its_origins_to_its_destinations(net: Network, name: str) -> None:
    corridor = net.corridor(name)
    assert corridor.origins
    assert corridor.destinations
    assert net.length_km(corridor) > 500
    reach = set(corridor.origins)
    for _ in corridor.links:
        for link in corridor.links:
            ends = set(net.links.loc[link, ["from_node", "to_node"]])
            if ends & reach:
                reach |= ends
    assert set(corridor.destinations) <= reach


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_can_be_built(net: Network, name: str) -> None:
    measure = net.measures[name]
    assert measure.facts or measure.note, "a measure that sets nothing must say why"
    laid = build(net, [name])
    for setting in measure.facts:
        kind = net.link(setting.links[0])["kind"]
        assert (laid.table(kind, links=setting.links)[setting.attribute] == setting.value).all()
    if measure.part_of:
        assert measure.part_of in net.measures


def test_what_is_done_is_so_today(net: Network) -> None:
    """A finished work changes nothing more: its facts are those of today."""
    for measure in net.measures.values():
        for setting in measure.facts if measure.status == "done" else ():
            table = net.table(net.link(setting.links[0])["kind"], links=setting.links)
            assert (table[setting.attribute] == setting.value).all(), (measure.id, setting.attribute)


def test_no_work_lowers_a_capacity(net: Network) -> None:
    today = co.capacities(net)["capacity_mtpa"]
    for name, measure in net.measures.items():
        links = sorted({k for s in measure.facts for k in s.links})
        if links:
            after = co.capacities(build(net, [name]), links=links)["capacity_mtpa"]
            assert (after >= today[links] - 1e-9).all(), name


def test_every_branch_of_a_railway_leads_somewhere(net: Network) -> None:
    """A branch that ends at no other link, origin or destination can carry nothing."""
    for corridor in (c for c in net.corridors.values() if c.mode == "rail"):
        ends = net.links.loc[list(corridor.links), ["from_node", "to_node"]].stack().value_counts()
        assert set(ends.index[ends == 1]) <= {*corridor.origins, *corridor.destinations}, corridor.id


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_can_be_resolved(net: Network, name: str) -> None:
    laid = co.scenario(net, name)
    assert laid.name == name
    table = co.capacities(laid)
    assert table["capacity_mtpa"].between(0, 1e5).all()


def test_the_scenarios_that_users_ask_for(net: Network) -> None:
    assert {
        "today", "roadmap-15mt-2027", "announced-2030", "target-20mt-2030", "target-20mt-kazakhstan-only",
        "posts-10-funded-2030", "posts-30-modernised", "we-wc-four-lanes-2030", "titr-10mt-2027",
    } <= set(net.scenarios)  # fmt: skip


def test_what_was_announced_holds_no_modelling_option(net: Network) -> None:
    assert all(net.measures[m].status != "option" for m in built(net, "announced-2030"))
    options = set(built(net, "target-20mt-2030")) - set(built(net, "announced-2030"))
    assert options
    for name in options:
        measure = net.measures[name]
        assert (measure.status, measure.grade) == ("option", "D")
        assert "modelling option" in measure.names.en
        assert measure.cost_musd
        assert measure.cost_musd.low < measure.cost_musd.value < measure.cost_musd.high


def test_kazakhstan_alone_builds_in_kazakhstan(net: Network) -> None:
    assert all("KZ" in net.measures[m].country for m in built(net, "target-20mt-kazakhstan-only"))


def test_shared_sections_exist_once(net: Network) -> None:
    line = net.links[net.links.geometry.geom_type == "LineString"]
    assert not line.geometry.to_wkb().duplicated().any()
    ends = line[["kind", "from_node", "to_node"]].apply(lambda r: (r["kind"], *sorted(r.iloc[1:])), axis=1)
    assert not ends.duplicated().any()


def test_rail_and_road_follow_alignments(net: Network) -> None:
    """A long link in service is no straight line from city to city."""
    lines = net.links[net.links["kind"].isin(["rail", "road"])]
    open_ = lines.index[[net.table(k).loc[i, "in_service"] == 1 for i, k in lines["kind"].items()]]
    points = lines.loc[open_].geometry.map(lambda g: len(g.coords))
    long_ = net.facts[
        (net.facts["attribute"] == "length_km") & (net.facts["role"] == "used") & (net.facts["value"] > 150)
    ]
    straight = [k for k in long_["link"] if k in points and points[k] < 3]
    assert straight == []


def test_observed_is_never_an_input() -> None:
    code = GEODATA.parent / "corridors"
    rooms = [f for room in ("network", "capacity", "flow") for f in (code / room).rglob("*.py")]
    # Traffic that was counted shares the roads with what is put on them.
    for path in {*rooms, code / "scenarios.py"} - {code / "flow/observed.py", code / "flow/assignment.py"}:
        assert '"observed' not in path.read_text(encoding="utf-8").replace('`extra("observed")`', ""), path


def test_what_is_graded_a_or_b_can_be_opened() -> None:
    data = read(GEODATA)
    checks.check(data)
    assert [p for p in data.problems if p.level == "warning"] == []


def test_a_figure_that_is_a_bound_has_a_width(net: Network) -> None:
    """Who calls a figure an upper or a lower bound knows that the truth lies on one side of it."""
    bound = net.facts["note"].str.contains(r"(?:upper|lower) bound", case=False)
    assert (net.facts["high"] > net.facts["low"])[bound].all(), net.facts[
        bound & (net.facts["high"] <= net.facts["low"])
    ]
    for measure in net.measures.values():
        for setting in measure.facts:
            if re.search("(upper|lower) bound", setting.note):
                assert None not in (setting.low, setting.high), measure.id
                assert setting.low < setting.high, measure.id


def test_factors_stand_once_with_a_range_and_a_unit(net: Network) -> None:
    factors = net.extra("factors")
    assert len(factors) > 40
    assert not factors.duplicated(["factor", "subject", "country"]).any()
    weak = factors[factors["grade"].isin(["C", "D"])]
    assert (weak["low"] <= weak["value"]).all()
    assert (weak["value"] <= weak["high"]).all()
    grids = factors[factors["factor"] == "grid_emission"].set_index("country")["value"]
    assert {"KZ", "RU", "UZ", "TM", "IR", "CN", "AZ"} <= set(grids.index)
    assert grids.between(300, 1000).all()  # g/kWh: between gas and old coal
    assert set(factors["unit"]) <= {
        "g/kWh", "kg/kg", "g/tkm", "1", "GWh/year", "kt/year", "Wh/tkm", "ml/tkm", "l/1000 tkm", "l/h", "kg/h", "kg/t",
        "kg/container", "t/TEU", "TEU/container", "FEU/train", "wagon/train", "t/train", "t/vehicle",
        "t/wagon", "t/truck",
    }  # fmt: skip


def test_every_text_in_three_languages(net: Network) -> None:
    for table in (net.links, net.nodes):
        for column in ("name_en", "name_ru", "name_kk"):
            assert (table[column].str.len() > 0).all()


def test_no_word_mixes_two_alphabets() -> None:
    mixed = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
    for path in GEODATA.rglob("*.*"):
        if path.suffix in (".csv", ".toml", ".geojson"):
            assert not mixed.findall(path.read_text(encoding="utf-8")), path.name


def test_every_column_of_every_table_is_declared() -> None:
    """In the package, which checks its cells, and in the data package, which says to other programs what it means."""
    from frictionless import Package

    told = json.loads((GEODATA / "datapackage.json").read_text(encoding="utf-8"))
    fields = {r["path"]: r["schema"]["fields"] for r in told["resources"]}
    for path in GEODATA.rglob("*.csv"):
        name = path.relative_to(GEODATA).as_posix()
        with path.open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        types = TABLES.get(name) or TABLES[path.parent.name]
        assert sorted(types) == sorted(columns), name
        assert [f["name"] for f in fields[name]] == columns, name
        numbers = {f["name"] for f in fields[name] if f["type"] in ("number", "integer")}
        assert {c for c, t in types.items() if t.startswith("number")} <= numbers, name
        needed = {f["name"] for f in fields[name] if f.get("constraints", {}).get("required")}
        assert {c for c, t in types.items() if not t.endswith("?")} <= needed, name
        assert all(f["description"] for f in fields[name]), name
    report = Package(str(GEODATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_what_a_model_cites_is_a_source() -> None:
    with (GEODATA / "sources.csv").open(encoding="utf-8", newline="") as file:
        known = {row["source"] for row in csv.DictReader(file)}
    cited = set()
    for path in (GEODATA.parent / "corridors" / "capacity").rglob("*.py"):
        for ids in re.findall(r"\[([a-z]\w*(?:-\w+)+(?:,\s+[a-z]\w*(?:-\w+)+)*)\]", path.read_text(encoding="utf-8")):
            cited |= set(re.split(r",\s+", ids))
    assert len(cited) > 10
    assert sorted(cited - known) == []


def test_units_of_the_schema_are_units() -> None:
    import pint

    ureg = pint.UnitRegistry()
    for word in ("veh", "pcu", "wagon", "TEU", "USD"):
        ureg.define(f"{word} = [{word}]")
    ureg.define("Mt = 1e9 kilogram")
    units = set()
    for path in (GEODATA / "schema").glob("*.csv"):
        with path.open(encoding="utf-8") as file:
            units |= {row["unit"] for row in csv.DictReader(file) if "unit" in row}
    assert {"Mt/year", "km"} <= units
    for unit in units:
        text = "dimensionless" if unit == "1" else unit.replace("1/", "dimensionless/")
        assert ureg.parse_units(text) is not None
