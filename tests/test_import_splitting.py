"""Lines that meet what stands already: a link of the folder is split where a line ends on it, or it is refused."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from command_line import command_line
from drawn_lines import FIRST, WAY, A, collection, feature, line, table, whole
from shapely.geometry import LineString

import corridors as co
from corridors import dataset
from corridors.errors import CorridorsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return co.new(tmp_path / "own", countries=["UZ"])


def test_a_second_line_joins_the_first(own: Path, tmp_path: Path) -> None:
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    spur = feature(line((67.8402, 40.1202), (68.0, 41.0)), name="Jizzakh – Dustlik")
    (tmp_path / "spur.geojson").write_text(collection(spur))
    co.from_file(tmp_path / "spur.geojson", own, "spur")
    net = co.load(own)
    assert net.corridor("spur").origins == ("jizzakh",)
    assert "rail/jizzakh-dustlik" in net.links.index
    with pytest.raises(CorridorsError, match="stands already"):
        co.from_file(tmp_path / "spur.geojson", own, "spur")


SPUR = [(68.8, 40.8), (69.5, 40.5)]
PARTS = ["rail/tashkent-bekabad", "rail/bekabad-jizzakh"]


@pytest.fixture
def met(own: Path, tmp_path: Path) -> Path:
    """A folder with a line, and a file beside it whose line begins in the middle of the first link."""
    table().to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    (tmp_path / "spur.geojson").write_text(collection(feature(line(*SPUR), name="Bekabad – Spitamen")))
    return own


def add(file: Path, *rows: str) -> None:
    file.write_text(file.read_text() + "".join(f"{r}\n" for r in rows))


def test_a_standing_link_is_split_where_a_line_ends_on_it(met: Path, tmp_path: Path) -> None:
    km = dataset.read(met).drawn_km[WAY[0]]
    done = co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    assert f"{WAY[0]} is split" in done.notes[0]
    assert list(net.links.index) == [*PARTS, WAY[1], "rail/bekabad-spitamen"]
    assert net.corridor("line").route == (*PARTS, WAY[1])
    drawn = dataset.read(met).drawn_km
    assert drawn[PARTS[0]] + drawn[PARTS[1]] == pytest.approx(km, rel=1e-3)
    assert [net.why(p, "tracks")["value"].iloc[0] for p in PARTS] == [2, 2]
    assert tuple(net.links.loc[PARTS[1], ["from_node", "to_node"]]) == ("bekabad", "jizzakh")
    assert done.edit.backup is not None
    kept = json.loads((done.edit.backup / "links/rail.geojson").read_text())
    assert kept["features"][0]["properties"]["link"] == WAY[0]


def test_lengths_gaps_and_stops_go_to_the_right_piece(met: Path, tmp_path: Path) -> None:
    add(
        met / "facts/rail.csv",
        f"{WAY[0]},length_km,200,190,210,km,C,l,used,",
        f"{WAY[0]},loop_gap_km,60,60,60,km,C,l,used,",
    )
    (met / "stops.csv").write_text(
        "link,km,name_ru,kind,crossing\n" + f"{WAY[0]},40,A,station,yes\n{WAY[0]},150,B,,yes\n"
    )
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    first, second = (net.why(p, "length_km").iloc[0] for p in PARTS)
    assert first["value"] + second["value"] == pytest.approx(200, rel=1e-4)
    assert first["low"] / first["value"] == pytest.approx(0.95, rel=1e-4)
    at = first["value"]
    stops = net.stops.set_index("link")["km"]
    assert stops[PARTS[0]] == 40
    assert stops[PARTS[1]] == pytest.approx(150 - at, abs=0.01)
    gaps = [net.why(p, "loop_gap_km")["value"].iloc[0] for p in PARTS]
    assert gaps == pytest.approx([max(40, at - 40), max(150 - at, 50)], abs=0.01)


def test_a_gap_that_may_be_of_either_piece_is_wide(met: Path, tmp_path: Path) -> None:
    add(met / "facts/rail.csv", f"{WAY[0]},loop_gap_km,30,30,30,km,B,l,used,")
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    told = co.load(met).why(PARTS[1], "loop_gap_km").iloc[0]
    assert (told["low"], told["value"], told["high"], told["grade"]) == (1, 30, 30, "D")


def test_a_corridor_against_the_link_has_its_pieces_turned(met: Path, tmp_path: Path) -> None:
    text = (met / "corridors/line.toml").read_text()
    text = text.replace('"tashkent"', '"-"').replace('"samarkand"', '"tashkent"').replace('"-"', '"samarkand"')
    text = text.replace(WAY[0], "-").replace(WAY[1], WAY[0]).replace('"-"', f'"{WAY[1]}"')
    (met / "corridors/back.toml").write_text(text.replace('code = "line"', 'code = "back"'))
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    assert net.corridor("back").route == (WAY[1], *PARTS[::-1])
    assert net.corridor("line").route == (*PARTS, WAY[1])


def test_what_names_a_link_that_would_be_split_is_named_and_nothing_changes(met: Path, tmp_path: Path) -> None:
    (met / "evidence.csv").write_text(
        f"link,year,value,low,high,unit,counted,scenario,grade,source,note\n{WAY[0]},2024,5,4,6,Mt,counted,today,C,l,\n"
    )
    (met / "measures").mkdir(exist_ok=True)
    (met / "measures/wire.toml").write_text(
        f'country = "UZ"\nstatus = "planned"\ngrade = "C"\nsources = ["l"]\n[names]\nen = "Wire"\n[[facts]]\n'
        f'links = ["{WAY[0]}"]\nattribute = "electrified"\nvalue = 1.0\ngrade = "C"\nsource = "l"\n'
    )
    add(met / "facts/rail.csv", f"{WAY[0]},gap_min,30,30,30,minute,C,l,used,")
    before = whole(met)
    with pytest.raises(CorridorsError) as told:
        co.from_file(tmp_path / "spur.geojson", met, "spur")
    for part in (f"measures/wire.toml sets facts of {WAY[0]}", "evidence.csv: 1 row(s)", f"gap_min of {WAY[0]}"):
        assert part in str(told.value)
    assert whole(met) == before


def test_a_dry_run_tells_of_the_split_and_changes_nothing(met: Path, tmp_path: Path) -> None:
    before = whole(met)
    file = str(tmp_path / "spur.geojson")
    done = command_line("import", file, "--into", str(met), "--as", "spur", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert f"{WAY[0]} is split where the line meets it: {PARTS[0]} (" in " ".join(done.stderr.split())
    assert whole(met) == before


def test_two_lines_split_a_link_twice(met: Path, tmp_path: Path) -> None:
    other = feature(line((68.32, 40.46), (68.3, 41.2)), name="Gulistan – Dustlik")
    spur = feature(line(*SPUR), name="Bekabad – Spitamen")
    (tmp_path / "two.geojson").write_text(collection(spur, other))
    way = ["rail/tashkent-bekabad", "rail/bekabad-gulistan", "rail/gulistan-jizzakh"]
    through = feature(line((69.5, 40.5), (68.3, 41.2)), name="Spitamen – Dustlik")
    (tmp_path / "two.geojson").write_text(collection(spur, other, through))
    co.from_file(tmp_path / "two.geojson", met, "two")
    assert co.load(met).corridor("line").route == (*way, WAY[1])


def test_a_line_is_split_where_another_ends_on_it(own: Path, tmp_path: Path) -> None:
    rows = [{"geometry": LineString([(66, 40), (68, 40)])}, {"geometry": LineString([(67, 40.0003), (67, 41)])}]
    table(rows).to_file(tmp_path / "l.geojson", driver="GeoJSON")
    co.from_file(tmp_path / "l.geojson", own, "line")
    net = co.load(own)
    assert len(net.links) == 3
    assert len(net.nodes) == 4
    assert len(net.corridor("line").route) == 2
    assert len(net.corridor("line").branches) == 1


def test_pieces_have_names_in_each_language(met: Path, tmp_path: Path) -> None:
    path = met / "nodes.csv"
    rows = path.read_text().replace("name_en,name_ru,name_kk", "name_en,name_ru,name_kk").splitlines()
    at = rows[0].split(",").index("name_ru")
    called = {"tashkent": "Ташкент", "jizzakh": "Джизак"}
    cells = [r.split(",") for r in rows]
    path.write_text("\n".join(",".join([*r[:at], called.get(r[0], r[at]), *r[at + 1 :]]) for r in cells) + "\n")
    links = json.loads((met / "links/rail.geojson").read_text())
    links["features"][0]["properties"]["name_ru"] = "Ташкент – Джизак"
    (met / "links/rail.geojson").write_text(json.dumps(links))
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    net = co.load(met)
    assert net.links.loc[PARTS, "name_ru"].tolist() == ["Ташкент – Bekabad", "Bekabad – Джизак"]
    assert net.links.loc[PARTS, "name_kk"].tolist() == ["Tashkent – Bekabad", "Bekabad – Jizzakh"]


def test_a_link_is_split_while_others_are_replaced(met: Path, tmp_path: Path) -> None:
    co.from_file(tmp_path / "spur.geojson", met, "spur", replace=True)
    assert co.load(met).corridor("line").route == (*PARTS, WAY[1])
    co.from_file(tmp_path / "spur.geojson", met, "spur", replace=True)
    net = co.load(met)
    assert list(net.links.index) == [*PARTS, WAY[1], "rail/bekabad-spitamen"]


def test_what_is_replaced_is_not_split(met: Path, tmp_path: Path) -> None:
    """A line drawn anew ends short of where it ended: on what it takes the place of, which is no place to split."""
    shorter = feature(line(A, (68.8, 40.8)), name="Tashkent – Bekabad")
    (tmp_path / "shorter.geojson").write_text(collection(shorter))
    co.from_file(tmp_path / "shorter.geojson", met, "line", replace=True)
    assert WAY[0] in co.load(met).links.index


def test_a_folder_of_parquet_takes_a_line_too(met: Path, tmp_path: Path) -> None:
    """Nodes, facts and links as Parquet: the same pieces, corridor and facts as in text, and still Parquet."""
    add(met / "facts/rail.csv", f"{WAY[0]},length_km,200,190,210,km,C,l,used,")
    other = tmp_path / "other"
    shutil.copytree(met, other)
    for name in ("nodes", "facts/rail"):
        pd.read_csv(other / f"{name}.csv").to_parquet(other / f"{name}.parquet", index=False)
        (other / f"{name}.csv").unlink()
    gpd.read_file(other / "links/rail.geojson").to_parquet(other / "links/rail.parquet")
    (other / "links/rail.geojson").unlink()
    done = co.from_file(tmp_path / "spur.geojson", other, "spur")
    assert {"nodes.parquet", "facts/rail.parquet", "links/rail.parquet"} <= set(done.edit.files)
    assert not (other / "nodes.csv").exists()
    co.from_file(tmp_path / "spur.geojson", met, "spur")
    one, two = co.load(met), co.load(other)
    assert one.corridor("line").route == two.corridor("line").route == (*PARTS, WAY[1])
    assert list(one.links.index) == list(two.links.index)
    assert one.links.geometry.geom_equals_exact(two.links.geometry, 1e-5).all()
    columns = ["link", "attribute", "value", "low", "high", "unit", "grade", "source", "role"]
    pd.testing.assert_frame_equal(one.facts[columns], two.facts[columns])
    assert (one.nodes.drop(columns="geometry") == two.nodes.drop(columns="geometry")).all(axis=None)
    assert done.edit.backup is not None
    assert gpd.read_parquet(done.edit.backup / "links/rail.parquet")["link"].tolist() == WAY
    before = whole(other)
    (other / "links/rail.parquet").write_bytes(b"PAR1")
    with pytest.raises(CorridorsError, match="before it is mended"):
        co.from_file(tmp_path / "spur.geojson", other, "again")
    assert {k: v for k, v in whole(other).items() if k != "links/rail.parquet"} == {
        k: v for k, v in before.items() if k != "links/rail.parquet"
    }


def test_lines_that_cross_without_a_node_are_told_with_the_place(own: Path, tmp_path: Path) -> None:
    cross = feature(line((68.5, 41.2), (68.5, 40.2)), name="Sirdaryo – Gulistan")
    (tmp_path / "l.geojson").write_text(collection(FIRST, cross))
    with pytest.raises(CorridorsError, match=r"2 pieces, which cross without a common end at 68\.5000, 40\.\d{4};"):
        co.from_file(tmp_path / "l.geojson", own, "line")
