"""What was counted, stated and promised: growth within one definition, rivals, results, statements, the picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import command_line

import corridors as co
from corridors.errors import BadInput, DataError, UnknownName
from corridors.whatif.observed import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

SERIES = """series,what,link,corridor,kind,year,period,value,low,high,unit,definition,grade,source,note
line,Join,border/join,line,traffic,2020,year,1,,,Mt,counted,B,survey-2,
line,Join,border/join,line,traffic,2022,year,4,,,Mt,counted,B,survey-2,
line,Join,border/join,line,traffic,2022,year,6,,,Mt,guessed,C,survey-2,
line,Join,border/join,line,traffic,2023,Jan-Mar,2,,,Mt,counted,B,survey-2,
line-target,Join,,line,target,2030,,8,,,Mt/y,minister,B,survey-2,
other,Nothing,,,statement,,,5,,,km,,C,survey-2,
"""


@pytest.fixture
def small(world: Path):
    (world / "observed.csv").write_text(SERIES, encoding="utf-8")
    return co.load(world)


def test_growth_is_that_of_one_definition_and_whole_years(small) -> None:
    rows = co.observed(small, "line").rows
    grown = [(r["year"], r["value"], r["growth"]) for r in rows if r["growth"]]
    assert grown == [(2022, 4.0, {"from_year": 2020, "ratio": 4.0, "per_year_share": 1.0})]


def test_rivals_stand_side_by_side(small) -> None:
    rivals = {(r["year"], r["value"]): [x["value"] for x in r["rivals"]] for r in co.observed(small, "line").rows}
    assert rivals[2022, 4.0] == [6.0]
    assert rivals[2022, 6.0] == [4.0]
    assert rivals[2020, 1.0] == []


def test_a_target_has_its_results_beside_it(small) -> None:
    (target,) = co.observed(small, series="line-target").rows
    assert [(r["year"], r["value"], r["share_of_target"]) for r in target["results"]] == [
        (2022, 4.0, 0.5),
        (2022, 6.0, 0.75),
    ]


def test_names(small) -> None:
    assert {r["series"] for r in co.observed(small).rows} == {"line", "line-target", "other"}
    assert len(co.observed(small, "border/join").rows) == 4
    with pytest.raises(UnknownName, match="did you mean 'line'"):
        co.observed(small, "lime")
    with pytest.raises(UnknownName, match="series"):
        co.observed(small, series="none")
    with pytest.raises(BadInput, match="nothing was counted"):
        co.observed(small, "lane")


def test_the_verb_answers_an_array() -> None:
    rows = json.loads(command_line("observed", "rkti", "--format", "json").stdout)
    assert all(set(COLUMNS) <= set(r) for r in rows)
    years = {r["year"] for r in rows if r["kind"] == "traffic"}
    assert {2013, 2024} <= years
    text = command_line("observed", "--series", "stated-border-length-kz-ru").stdout
    assert all(s in text for s in ("tass-2025-10-09", "7,591", "6,846"))


def test_every_statement_has_sources_findings_and_a_word_of_the_model(net) -> None:
    rows = json.loads(command_line("observed", "--statements", "--format", "json").stdout)
    assert len(rows) >= 7
    for row in rows:
        assert all(row[k] for k in ("sources", "found", "model")), row["id"]
        assert all(s["title"] for s in row["sources"])
    flows = [f for r in rows for f in r["figures"] if "value_mtpa" in f]
    assert flows
    for figure in flows:
        value = co.max_flow(co.scenario(net, figure["scenario"]), figure["corridor"]).value_mtpa
        assert figure["value_mtpa"] == pytest.approx(value, abs=1e-5)
    assert "коридор" in co.statements(net, language="ru").rows[0]["statement"]


def test_a_statement_that_names_nothing_is_a_problem(world: Path) -> None:
    head = "statement,said_en,date,source,model,corridors,scenarios,found_en\n"
    (world / "statements.csv").write_text(f"{head}one,We grow.,2025,survey-2,flow,lime,,Nothing.\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        co.load(world)
    assert "did you mean 'line'" in str(caught.value)
    assert "needs scenarios" in str(caught.value)


def test_the_picture(small, tmp_path: Path) -> None:
    from corridors.figures import observed_figure

    path = co.save_figure(observed_figure(co.observed(small, "line"), "kk"), tmp_path / "line.png")
    assert path.stat().st_size > 10_000
    with pytest.raises(BadInput, match="nothing to draw"):
        observed_figure(co.observed(small, series="other"))
