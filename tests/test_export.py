"""Out to every format and back: the same figures, the same ids, the same corridor; who is owed a credit is inside."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import frictionless
import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from command_line import command_line

import corridors as co
from corridors.errors import BadInput, UnknownName
from corridors.exchange import exporting

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.network import Network

STATES = ("today", "best")
READ_BACK = ("r.gpkg", "r.parquet", "r.fgb", "r.geojson", "r.kml", "r.shp.zip", "r.gmns.zip", "r.csv.zip")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, tiny: Network) -> Path:
    """The corridor `line` of the tiny world in every format."""
    place = tmp_path_factory.mktemp("out")
    for name in (*READ_BACK, "r.xlsx"):
        co.to_file(tiny, place / name, corridor="line", scenarios=STATES)
    return place


def about(path: Path) -> str:
    """What a file says about itself."""
    name = path.name
    if name.endswith(".zip"):
        return zipfile.ZipFile(path).read("datapackage.json").decode()
    if name.endswith(".gpkg"):
        return repr(sqlite3.connect(path).execute("SELECT name, text FROM about").fetchall())
    if name.endswith(".parquet"):
        return repr(pq.read_schema(path).metadata)
    if name.endswith(".fgb"):
        return repr(pyogrio.read_info(path)["layer_metadata"])
    if name.endswith(".xlsx"):
        return repr([[c.value for c in row] for row in openpyxl.load_workbook(path)["about"]])
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*READ_BACK, "r.xlsx"])
def test_every_file_says_whose_it_is(name: str, out: Path) -> None:
    told = about(out / name)
    for word in ("licence", "CC BY 4.0", "data_sha256", co.__version__, "million tonnes a year", "WGS 84"):
        assert word in told, word


def test_credit_to_openstreetmap_where_it_is_due(net: Network, tmp_path: Path) -> None:
    co.to_file(net, tmp_path / "r.geojson", corridor="rkti")
    assert "© OpenStreetMap contributors, ODbL" in json.loads((tmp_path / "r.geojson").read_text("utf-8"))["licence"]


def test_none_where_it_is_not(out: Path) -> None:
    assert "OpenStreetMap" not in json.loads((out / "r.geojson").read_text("utf-8"))["licence"]


@pytest.mark.parametrize("name", READ_BACK)
def test_others_read_the_same_figures(name: str, out: Path, tiny: Network) -> None:
    links = tiny.corridor("line").links
    if name.endswith((".gmns.zip", ".csv.zip")):
        file = "link.csv" if "gmns" in name else "links.csv"
        found: Any = pd.read_csv(io.BytesIO(zipfile.ZipFile(out / name).read(file)))
    else:
        path = out / name
        found = gpd.read_parquet(path) if name.endswith("parquet") else gpd.read_file(path, **(
            {"layer": "links"} if name.endswith("gpkg") else {}))  # fmt: skip
    assert set(found["link"]) == set(links)
    column = "cap_2" if name.endswith("shp.zip") else "capacity_mtpa_best"
    expected = co.capacities(co.scenario(tiny, "best"), links=list(links))["capacity_mtpa"]
    got = found.set_index("link")[column].astype(float)
    assert got.reindex(expected.index).tolist() == pytest.approx(expected.tolist())


@pytest.mark.parametrize("name", READ_BACK)
def test_an_own_export_comes_back_as_the_same_corridor(name: str, out: Path, tiny: Network, tmp_path: Path) -> None:
    own = co.new(tmp_path / "own")
    co.from_file(out / name, own, "line")
    back = co.load(own)
    was, now = tiny.corridor("line"), back.corridor("line")
    assert (now.route, now.branches, now.names, now.origins) == (was.route, was.branches, was.names, was.origins)
    columns = ["link", "attribute", "value", "low", "high", "grade", "source", "role"]
    for net in (tiny, back):
        assert net.links.loc[list(was.links), "kind"].notna().all()
    told = [n.facts[n.facts["link"].isin(was.links) & (n.facts["origin"] == "stated")][columns] for n in (tiny, back)]
    pd.testing.assert_frame_equal(
        told[0].reset_index(drop=True), told[1].merge(told[0][["link", "attribute"]].drop_duplicates()), check_like=True
    )
    one, other = (co.capacities(n, links=list(was.links))["capacity_mtpa"] for n in (tiny, back))
    assert other.reindex(one.index).tolist() == pytest.approx(one.tolist())  # its own defaults came along
    drawn = [n.links.loc[list(was.links)].geometry.reset_index(drop=True) for n in (tiny, back)]
    assert drawn[0].geom_equals_exact(drawn[1], 1e-5).all()


def test_a_value_changed_in_the_file_counts(out: Path, tmp_path: Path) -> None:
    told = json.loads((out / "r.geojson").read_text("utf-8"))
    first = next(f for f in told["features"] if f["properties"]["link"] == "rail/west-fork")
    first["properties"]["length_km"] = 75
    first["geometry"]["coordinates"][0][1] += 0.001
    (tmp_path / "r.geojson").write_text(json.dumps(told), encoding="utf-8")
    own = co.new(tmp_path / "own")
    co.from_file(tmp_path / "r.geojson", own, "line")
    facts = co.load(own).why("rail/west-fork", "length_km")
    assert (facts["value"][0], facts["source"][0], facts["role"].tolist()[:2]) == (75, "r", ["used", "rival"])
    assert co.load(own).links.loc["rail/west-fork"].geometry.coords[0][1] == pytest.approx(50.001)


def test_gmns_keeps_to_its_specification(out: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(out / "r.gmns.zip") as packed:
        packed.extractall(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    required = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in package["resources"]}
    assert {"node_id", "x_coord", "y_coord"} <= required["node"]
    assert {"link_id", "from_node_id", "to_node_id", "directed"} <= required["link"]
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


# What version 0.97 of the specification says of its own columns; others are free.
NEEDED = {"required": True}
SPECIFIED: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "node": {
        "node_id": ("any", NEEDED), "name": ("string", {}), "x_coord": ("number", NEEDED), "y_coord": ("number", NEEDED),
        "z_coord": ("number", {}), "node_type": ("string", {}), "ctrl_type": ("string", {}), "zone_id": ("any", {}),
        "parent_node_id": ("any", {}),
    },
    "link": {
        "link_id": ("any", NEEDED), "name": ("string", {}), "from_node_id": ("any", NEEDED), "to_node_id": ("any", NEEDED),
        "directed": ("boolean", NEEDED), "geometry_id": ("any", {}), "geometry": ("any", {}), "parent_link_id": ("any", {}),
        "dir_flag": ("integer", {"enum": [1, -1, 0]}), "length": ("number", {"minimum": 0}),
        "grade": ("number", {"minimum": -100, "maximum": 100}), "facility_type": ("string", {}),
        "capacity": ("number", {"minimum": 0}), "free_speed": ("number", {"minimum": 0, "maximum": 200}),
        "lanes": ("integer", {"minimum": 0}), "bike_facility": ("string", {}), "ped_facility": ("string", {}),
        "parking": ("string", {}), "allowed_uses": ("string", {}), "toll": ("number", {}), "jurisdiction": ("string", {}),
        "row_width": ("number", {"minimum": 0}),
    },
    "config": {"version_number": ("number", {}), "id_type": ("string", {"enum": ["string", "integer"]})},
}  # fmt: skip


@pytest.mark.parametrize("table", SPECIFIED)
def test_gmns_of_the_whole_folder_keeps_to_the_columns_of_the_specification(
    table: str, net: Network, tmp_path: Path
) -> None:
    co.to_file(net, tmp_path / "r.gmns.zip")
    with zipfile.ZipFile(tmp_path / "r.gmns.zip") as packed:
        packed.extract(f"{table}.csv", tmp_path)
    columns = pd.read_csv(tmp_path / f"{table}.csv", nrows=0).columns
    kinds = {c: SPECIFIED[table].get(c, ("any", {})) for c in columns}
    fields = [{"name": c, "type": kind, "constraints": limits} for c, (kind, limits) in kinds.items()]
    assert all(c in columns for c, (_, limits) in SPECIFIED[table].items() if limits == NEEDED)
    schema = frictionless.Schema.from_descriptor({"fields": fields, "missingValues": ["NaN", ""]})
    resource = frictionless.Resource(path=f"{table}.csv", basepath=str(tmp_path), schema=schema)
    report = resource.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


@pytest.mark.parametrize("name", ["r.csv.zip", "r.shp.zip"])
def test_tables_keep_to_their_data_package(name: str, out: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(out / name) as packed:
        packed.extractall(tmp_path)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_qgis_finds_a_style(out: Path) -> None:
    base = sqlite3.connect(out / "r.gpkg")
    rows = base.execute("SELECT f_table_name, styleName, useAsDefault, styleQML FROM layer_styles").fetchall()
    assert [(r[0], r[2]) for r in rows] == [("links", 1)]
    assert rows[0][3].count("<range ") == rows[0][3].count("<symbol ") == 5
    assert "capacity_mtpa_today" in rows[0][3]
    assert {t[0] for t in base.execute("SELECT table_name FROM gpkg_contents")} >= {
        "links",
        "nodes",
        "facts",
        "sources",
        "answers",
    }


@pytest.fixture
def hostile(world: Path) -> Network:
    """A network whose names are formulas."""
    for path in (world / "links" / "rail.geojson", world / "sources.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("West – Fork", "=1+1").replace("survey-1,", "survey-1,=HYPERLINK(1) ", 1), encoding="utf-8"
        )
    return co.load(world)


def test_no_formula_runs_in_a_workbook(hostile: Network, tmp_path: Path) -> None:
    co.to_file(hostile, tmp_path / "r.xlsx", corridor="line")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = [c for sheet in book for row in sheet for c in row]
    assert {c.data_type for c in cells} <= {"s", "inlineStr", "n", "b"}
    formula = [c for c in cells if isinstance(c.value, str) and c.value.startswith("=")]
    assert formula
    assert all(c.quotePrefix for c in formula)
    assert book.sheetnames == ["about", "links", "nodes", "answers", "facts", "defaults", "sources"]


def test_no_formula_runs_in_a_table(hostile: Network, tmp_path: Path) -> None:
    for name in ("r.csv.zip", "r.gmns.zip"):
        co.to_file(hostile, tmp_path / name, corridor="line")
        with zipfile.ZipFile(tmp_path / name) as packed:
            for member in (m for m in packed.namelist() if m.endswith(".csv")):
                cells = [c for row in csv.reader(io.StringIO(packed.read(member).decode())) for c in row]
                assert not [c for c in cells if c.startswith(("=", "@", "\t"))], member


@pytest.mark.parametrize(
    ("to", "message"),
    [("r.dxf", "the ending says"), ("r.zip", "the ending says"), ("no/where/r.gpkg", "make it first"),
     ("postgresql://nobody:secret@127.0.0.1:1/x", "nobody:\\*\\*\\*@127.0.0.1:1/x"), ("postgresql", "no address of a database")],
)  # fmt: skip
def test_where_it_cannot_be_written(
    to: str, message: str, tiny: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=message) as caught:
        co.to_file(tiny, to)
    assert "secret" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_wrong_name_writes_nothing(tiny: Network, tmp_path: Path) -> None:
    for how in ({"corridor": "lin"}, {"scenarios": ["bets"]}):
        with pytest.raises(UnknownName):
            co.to_file(tiny, tmp_path / "r.gpkg", **how)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_file(tiny: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r.csv.zip").write_text("old")

    def broken(layers: Any, path: Path) -> None:
        path.write_text("half")
        raise OSError("disk full")

    monkeypatch.setitem(exporting.WRITERS, ".csv.zip", broken)
    with pytest.raises(OSError, match="disk full"):
        co.to_file(tiny, tmp_path / "r.csv.zip")
    assert [p.read_text() for p in tmp_path.iterdir()] == ["old"]


def test_the_verb(tmp_path: Path, world: Path) -> None:
    done = command_line("export", "line", "--to", str(tmp_path / "r.geojson"), "--data", str(world), "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["file"].endswith("r.geojson")
    assert command_line("export", "--to", str(tmp_path / "all.gpkg"), "--data", str(world)).returncode == 0


@pytest.mark.parametrize(
    ("package", "args", "extra"),
    [("pyarrow", ["export", "--to", "r.parquet"], "formats"), ("openpyxl", ["export", "--to", "r.xlsx"], "formats"),
     ("sqlalchemy", ["export", "--to", "postgresql://x/y"], "formats"), ("ciw", ["queue", "zhaisan", "--simulate"], "simulate")],
)  # fmt: skip
def test_a_missing_extra_says_what_brings_it(package: str, args: list[str], extra: str, tmp_path: Path) -> None:
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").write_text("raise ImportError('not here')\n")
    code += f"sys.argv = ['corridors', *{args!r}]\nfrom corridors.__main__ import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert f"pip install 'corridors[{extra}]'" in done.stderr


def test_networks_for_geopandas_and_networkx(tiny: Network) -> None:
    graph = co.to_networkx(tiny)
    assert graph.edges["west", "fork", "rail/west-fork"]["length_km"] == 74
    assert set(graph.nodes) >= {"west", "fork"}
    assert graph.number_of_edges() == len(tiny.links)
    assert isinstance(tiny.nodes, gpd.GeoDataFrame)
    assert "leaflet" in tiny.links.explore().get_root().render().lower()
