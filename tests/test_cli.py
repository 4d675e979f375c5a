"""The command line: shapes that others rely on, kind errors, exit codes, nothing but the answer on stdout."""

from __future__ import annotations

import csv
import inspect
import io
import json
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from command_line import Done, command_line

import corridors
import corridors.errors
from corridors.cli.app import app
from corridors.cli.menu import FILES, MENU, file_of, page

SQUARE = [[60, 50], [61, 50], [61, 51], [60, 50]]


def run(*args: str, code: int = 0) -> Done:
    done = command_line(*args)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def answer(*args: str, code: int = 0):
    return json.loads(run(*args, "--format", "json", code=code).stdout)


def test_list() -> None:
    rows = answer("list")
    assert len(rows) == 15
    assert {"corridor", "mode", "name_en", "name_ru", "name_kk", "links", "length_km"} <= set(rows[0])
    table = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").stdout)))
    assert [r["corridor"] for r in table] == [r["corridor"] for r in rows]


@pytest.mark.parametrize(
    ("name", "what", "id_"),
    [
        ("rkti", "id", "rkti"),
        ("Rkti", "id", "rkti"),
        ("r5", "id", "north-south"),
        ("border/zhaisan", "link", "border/zhaisan"),
        ("beyneu", "node", "beyneu"),
        ("БЕЙНЕУ", "node", "beyneu"),
        ("Жайсан", "link", "border/zhaisan"),
        ("Жайсаң – Сагарчин", "link", "border/zhaisan"),
        ("sagarchin", "link", "border/zhaisan"),
        ("post-zhaisan", "measure", "post-zhaisan"),
        ("Post Zhaisan - Sagarchin", "measure", "post-zhaisan"),
        ("ANNOUNCED-2030", "scenario", "announced-2030"),
    ],
)
def test_show_finds_any_name(name: str, what: str, id_: str) -> None:
    assert answer("show", name)[what] == id_
    assert len(run("show", name).stdout.splitlines()) >= 3


def test_every_name_of_the_data_is_found(net) -> None:
    """Each name in each language finds something; where several are called so, they are listed."""
    records = {"corridor": net.corridors, "measure": net.measures, "scenario": net.scenarios}
    for what, some in records.items():
        for id_, record in some.items():
            for name in (id_, id_.upper(), record.names.en, record.names.ru.upper(), record.names.kk.lower()):
                assert net.find(name, what) == (what, id_)
    alike = 0
    for what, table in (("link", net.links), ("node", net.nodes)):
        for id_, row in table.iterrows():
            for name in (id_, id_.upper(), row["name_en"], row["name_ru"].upper(), row["name_kk"].lower()):
                with suppress(corridors.errors.BadInput):
                    assert net.find(name, what)[0] == what
                    continue
                alike += 1
    assert alike < 150  # of some two thousand


def test_a_wrong_name_offers_five_near_ones_at_most(net) -> None:
    for name in ("beyne", "Жайсанн", "post", "rail", "zzzzzz", "", "/", "достыкк", "x" * 10_000):
        with pytest.raises(corridors.CorridorsError) as failed:
            net.find(name, "corridor", "link", "node", "measure", "scenario")
        assert len(getattr(failed.value, "near", [])) <= 5
        assert len(str(failed.value)) < 12_000


def test_verbs_take_any_name() -> None:
    assert answer("capacity", "Nur Zholy")[0]["link"] == "border/nur-zholy"
    assert answer("queue", "Жайсаң")["post"] == "border/zhaisan"
    assert answer("flow", "RKTI", "--no-range", "-s", "Announced-2030")["scenario"] == "announced-2030"
    found = answer("why", "Жайсан")
    assert found["link"] == "border/zhaisan"
    lanes = next(a for a in found["attributes"] if a["attribute"] == "lanes")
    assert lanes["grade"]
    assert lanes["what"]
    assert answer("why", "Жайсан", "LANES")["facts"]


def test_why_names_its_source() -> None:
    facts = answer("why", "rail/zhanaozen-bolashak", "stated_mtpa")["facts"]
    assert [f["role"] for f in facts] == ["used", "rival"]
    assert all(f["title"] and f["url"] and f["grade"] == "B" for f in facts)


def test_flow_with_its_range(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = answer("flow", "rkti", "--draws", "400")
    assert found["p05_mtpa"] < found["p50_mtpa"] < found["p95_mtpa"]
    assert "90 % of the draws" in run("flow", "rkti", "--draws", "400").stdout
    assert "p50_mtpa" not in answer("flow", "rkti", "--no-range")


def test_ensemble_and_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    asked = ("ensemble", "rkti", "-s", "announced-2030", "--draws", "500", "--target", "8")
    found = answer(*asked, "--by-year")
    assert {r["year"]: r["probability"] for r in found["by_year"]}[max(r["year"] for r in found["by_year"])] > 0
    chances = [r["probability"] for r in found["by_year"]]
    # A measure may exchange a fact for one of another range, so a year can lose a little.
    assert all(later >= earlier - 0.03 for earlier, later in pairwise(chances))
    assert found["cost_musd"]["p05_musd"] < found["cost_musd"]["p95_musd"]
    assert answer(*asked, "--no-cache") == {k: v for k, v in found.items() if k not in ("by_year", "cost_musd")}
    learnt = answer("evidence", "rkti", "--draws", "500")
    own = [r for r in learnt["counts"] if r["link"] == "rail/zhetybay-zhanaozen"]
    assert own
    assert own[0]["after_p05_mtpa"] >= own[0]["prior_p05_mtpa"]
    assert "before and after" in run("evidence", "rkti", "--draws", "500").stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("ensemble", "rkti", "--by-year"), "add --target"),
        (("ensemble", "all", "--to", "x.png", "--target", "3"), "leave out --target, --to"),
    ],
)
def test_options_of_an_ensemble_that_do_not_go_together(asked: tuple[str, ...], said: str) -> None:
    done = run(*asked, code=2)
    assert done.stdout == ""
    assert said in done.stderr


def test_counts_beside_capacities() -> None:
    found = answer("check", "--evidence")
    assert found["problems"] == []
    keys = {"link", "year", "carried_mtpa", "capacity_mtpa", "low_mtpa", "high_mtpa", "counted", "note", "source"}
    assert len(found["evidence"]) >= 25
    assert all(keys <= set(r) for r in found["evidence"])


def test_check(world: Path) -> None:
    assert answer("check") == {"problems": [], "warnings": []}
    (world / "nodes.csv").unlink()
    problems = answer("check", "--data", str(world), code=2)["problems"]
    assert problems[0]["file"] == "nodes.csv"
    assert problems[0]["line"] is None
    assert "problem in" in run("check", "--data", str(world), code=2).stderr


def test_check_as_csv_has_its_header_always(world: Path) -> None:
    assert run("check", "--data", str(world), "--format", "csv").stdout == "file,line,message,level\n"


def test_check_tells_warnings_from_errors(world: Path) -> None:
    sources = world / "sources.csv"
    sources.write_text(sources.read_text(encoding="utf-8") + "survey-3,Nobody reads me,x,2026,,,\n", encoding="utf-8")
    found = answer("check", "--data", str(world))
    assert found["problems"] == []
    assert [w["file"] for w in found["warnings"]] == ["sources.csv"]
    assert "used nowhere" in run("check", "--data", str(world)).stderr


@pytest.mark.parametrize("args", [("list",), ("flow", "line"), ("capacity",), ("scenarios",), ("map", "line")])
def test_a_broken_folder_stops_every_verb(world: Path, tmp_path: Path, args: tuple[str, ...]) -> None:
    (world / "facts/rail.csv").write_text("link\n", encoding="utf-8")
    more = ("--output", str(tmp_path / "maps")) if args[0] == "map" else ()
    done = run(*args, *more, "--data", str(world), code=2)
    assert done.stdout == ""
    assert "facts/rail.csv" in done.stderr
    assert not (tmp_path / "maps").exists()


def test_capacity() -> None:
    rows = answer("capacity", "rkti")
    assert {
        "link",
        "kind",
        "capacity_mtpa",
        "limit_code",
        "limit_values",
        "limit",
        "model",
        "grade",
        "stated_mtpa",
    } <= set(rows[0])
    one = answer("capacity", "terminal/sarakhs-gauge")
    assert [r["link"] for r in one] == ["terminal/sarakhs-gauge"]


def test_flow() -> None:
    found = answer("flow", "rkti", "--scenario", "announced-2030")
    assert found["corridor"] == "rkti"
    assert found["scenario"] == "announced-2030"
    assert {"link", "capacity_mtpa", "limit_code", "limit_values", "limit", "grade"} <= set(found["cut"][0])
    assert found["value_mtpa"] == pytest.approx(sum(c["capacity_mtpa"] for c in found["cut"]), abs=1e-4)


def test_compare() -> None:
    found = answer("compare", "today", "announced-2030", "--corridor", "rkti")
    assert [r["scenario"] for r in found["summary"]] == ["today", "announced-2030"]
    assert found["summary"][1]["change_mtpa"] > 0
    assert any("incheh-borun-full-infrastructure" in r["why"] for r in found["links"])


def test_plan() -> None:
    found = answer("plan", "rkti", "--target", "20", "--by", "2030", "--interim", "2027:15", code=3)
    keys = {"corridor", "target_mtpa", "reached_mtpa", "missing_mtpa", "cost_musd", "proven_optimal", "measures"}
    assert keys | {"years", "bottleneck"} <= set(found)
    assert set(found["cost_musd"]) == {"value", "low", "high"}
    assert found["proven_optimal"] is True
    assert found["interim"][0]["met"] is False  # nobody builds that in a year


def test_a_target_beyond_all_measures_is_an_answer() -> None:
    found = answer("plan", "rkti", "--target", "500", code=3)
    assert 0 < found["reached_mtpa"] < 500
    assert found["missing"]


@pytest.mark.parametrize(
    "args",
    [
        ("ladder", "rkti"),
        ("tcd", "rkti"),
        ("footprint", "rkti", "--draws", "200"),
        ("closures", "rkti"),
        ("assign",),
        ("claim", "20 Mt/year", "--on", "rail/zhanaozen-bolashak"),
    ],
)
def test_what_if(args: tuple[str, ...]) -> None:
    assert answer(*args)


def test_validate() -> None:
    rows = answer("validate")
    keys = {"case", "model", "kind", "expected", "got", "low", "high", "error_share", "within_tolerance", "source"}
    assert keys <= set(rows[0])
    assert all(r["within_tolerance"] is not False for r in rows if r["kind"] == "formula")


def test_queue() -> None:
    worst = answer("posts", "-s", "today")["posts"][0]
    assert answer("queue", worst["post"])["mean_day"]["utilisation"] == pytest.approx(worst["use"])
    run("queue", "border/saryagash-keles", code=2)


def test_figure_and_map_write_where_told(tmp_path: Path) -> None:
    run("figure", "rkti", "--to", str(tmp_path / "rkti.png"))
    assert (tmp_path / "rkti.png").read_bytes().startswith(b"\x89PNG")
    run("figure", "rkti", "--to", str(tmp_path / "rkti.xyz"), code=2)
    run("map", "rkti", "--scenario", "today", "--output", str(tmp_path / "maps"))
    assert [p.name for p in (tmp_path / "maps").iterdir()] == ["rkti.html"]


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("flow", "rkt"), "did you mean 'rkti'"),
        (("show", "border/akyala"), "did you mean"),
        (("why", "border/zhaisan", "lane"), "did you mean 'lanes'"),
        (("flow", "rkti", "--scenario", "anounced-2030"), "did you mean 'announced-2030'"),
        (("capacity", "rail/nowhere-at-all"), "no corridor"),
        (("capacity", "nur-zhol"), "did you mean 'border/nur-zholy'"),
        (("list", "--data", "/nowhere"), "no folder"),
        (("figure", "rkti", "--to", "/proc/nothing.png"), "nothing was written"),
        (("plan", "rkti", "--target", "20", "--interim", "soon"), "write YEAR:MT"),
        (("claim", "a lot", "--on", "rail/zhanaozen-bolashak"), "no number in it"),
        (("claim", "20"), "a bare number"),
        (("queue", "zhaisa"), "did you mean 'border/zhaisan'"),
        (("survey", "rail/zhanaozen-bolashak", "--data", "geodata"), "--osm FILE"),
    ],
)
def test_a_wrong_name_ends_with_code_2(args: tuple[str, ...], hint: str) -> None:
    done = run(*args, code=2)
    assert hint in done.stderr
    assert done.stdout == ""


def test_every_verb_has_help_and_stands_in_the_readme() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for verb in (verb for _, verbs in MENU.values() for verb in verbs):
        assert f"corridors {verb}" in readme, f"{verb} is not in the README"
        assert run(verb, "--help").stdout.count("\n") > 3


def test_the_menu_tells_every_verb() -> None:
    for file in FILES:
        import_module(f"corridors.cli.{file}")
    said = {}
    for command in app.registered_commands:
        assert command.callback
        verb = command.name or command.callback.__name__
        said[verb] = command.callback.__module__.rsplit(".", 1)[1], inspect.getdoc(command.callback) or ""
    told = {verb: (file, answers) for file, verbs in MENU.values() for verb, answers in verbs.items()}
    assert said.keys() == told.keys()
    for verb, (file, answers) in told.items():
        assert said[verb][0] == file_of(verb, file)
        assert said[verb][1].startswith(answers)
    assert max(map(len, page().splitlines())) <= 85


def test_no_verb_prints_the_menu() -> None:
    menu = run("--help").stdout
    assert run(code=2).stdout == menu
    assert "did you mean 'flow'" in run("flwo", "rkti", code=2).stderr.lower()
    assert run("--version").stdout.strip() == corridors.__version__


def test_headline_is_what_the_folder_names(world: Path) -> None:
    by_default = answer("headline", "--data", str(world))
    assert [r["scenario"] for r in by_default] == ["today"]
    (world / "headline.toml").write_text('corridor = "lane"\nscenarios = ["best"]\nstated_on = "rail/west-fork"\n')
    (row,) = answer("headline", "--data", str(world))
    assert (row["scenario"], row["value_mtpa"]) == ("best", answer("flow", "lane", "--data", str(world))["value_mtpa"])
    shown = run("headline", "--data", str(world)).stdout
    assert "officials state today: 9 (survey-1) and 12 (survey-2) Mt/year" in shown


@pytest.mark.parametrize(
    "feature",
    [
        {"properties": {"kind": "country", "name": 7}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
        {"properties": {"kind": "country"}, "geometry": {"type": "Polygon", "coordinates": []}},
        {"properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[x * 1e300, y] for x, y in SQUARE]]}},
        {"properties": None, "geometry": None},
    ],
)
def test_a_bad_base_map_is_told_before_anything_is_drawn(world: Path, feature: object) -> None:
    (world / "basemap.geojson").write_text(json.dumps({"features": [feature]}))
    problems = answer("check", "--data", str(world), code=2)["problems"]
    assert [p["file"] for p in problems] == ["basemap.geojson"]
    for draw in (("map", "line", "--output"), ("figure", "line", "--to")):
        assert "feature 1" in run(*draw, str(world / "x.png"), "--data", str(world), code=2).stderr
    assert not (world / "x.png").exists()
