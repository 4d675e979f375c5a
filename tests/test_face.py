"""The face: one idiom, the same to a type checker as at run time, examples that run, answers that show themselves."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import corridors as co
from corridors.display import ROWS, as_html, as_text
from corridors.schema import DemandRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.network import Network

ROOT = Path(__file__).parents[1]
FACE = Path(co.__file__).parent
VERBS = sorted(set(co.__all__) - {"Network", "CorridorsError", "from_file", "load", "new", "save_figure"})
# What is asked of a network, besides the network itself.
SUBJECTS = {
    **dict.fromkeys(["max_flow", "ladder", "closures", "plan", "frontier", "ensemble"], "corridor"),
    **dict.fromkeys(["certainty_curve", "find_out", "time_cost_distance", "figure", "footprint"], "corridor"),
    "draw": "corridors", "assign": "demand", "claim": "text", "waiting": "post", "scenario": "name",
    "observed": "subject", "brief": "subject", "to_file": "path",
}  # fmt: skip
PROGRAM = """
from typing import Any, assert_type

import pandas as pd

import corridors as co
from corridors.network import Network

net = co.load()
assert_type(net, Network)
assert_type(co.scenario(net, "today"), Network)
assert_type(co.capacities(net), pd.DataFrame)
assert_type(co.max_flow(net, "rkti").value_mtpa, float)
assert_type(co.max_flow(net, "rkti").bottleneck, pd.DataFrame)
assert_type(co.max_flow(net, "rkti", capacities=co.capacities(net)).cut, tuple[str, ...])
assert_type(co.plan(net, "rkti", target_mtpa=20, by=2030).proven_optimal, bool)
assert_type(co.ensemble(net, "rkti").probability(10), float)
assert_type(co.claim(net, "20 Mt/year", on="rail/zhanaozen-bolashak").mtpa, float)
assert_type(co.waiting(net, "zhaisan").mean_day, dict[str, float])
co.max_flow(net, co.capacities(net), "rkti")  # type: ignore
co.plan(net, "rkti", 20)  # type: ignore
co.no_such_name  # type: ignore[attr-defined]
"""


def test_the_stub_has_what_the_face_opens() -> None:
    tree = ast.parse((FACE / "__init__.pyi").read_text(encoding="utf-8"))
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            assert all(a.name == a.asname for a in node.names), "only `name as name` is seen from outside"
            found |= {a.name: str(node.module).removeprefix("corridors.") for a in node.names}
    listed = next(n.value for n in tree.body if isinstance(n, ast.Assign))
    assert found == co._ROOMS
    assert ast.literal_eval(listed) == co.__all__ == sorted(found) == dir(co)


def test_a_program_outside_is_checked_strictly(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    # As in site-packages: what stands inside the package is not the program's business.
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = True\n[mypy-corridors.*]\nignore_errors = True\n")
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache" / "outside"), "program.py"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(FACE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", VERBS)
def test_one_idiom(name: str) -> None:
    """co.VERB(net, subject, *, options): options go by name only."""
    parameters = list(inspect.signature(getattr(co, name)).parameters.values())
    open_ones = [p for p in parameters if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if name == "compare":
        assert [p.kind for p in open_ones] == [inspect.Parameter.VAR_POSITIONAL]
        return
    subject = [SUBJECTS[name]] if name in SUBJECTS else []
    assert [p.name for p in open_ones] == ["network", *subject]
    assert all(p.default is not p.empty for p in parameters if p.kind is p.KEYWORD_ONLY) or name in (
        "plan",
        "claim",
        "certainty_curve",
    )


@pytest.mark.parametrize("name", co.__all__)
def test_every_name_has_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(co, name)) or ""
    assert re.search(r"^Examples\n-+\n(.*\n)*>>> ", text, re.MULTILINE), f"{name} has no example that runs"


@pytest.mark.parametrize("verb", [co.max_flow, co.ladder, co.closures])
def test_capacities_are_worked_out_where_none_are_given(verb: Callable[..., Any], net: Network) -> None:
    for basis in ("rule", "model"):
        own = verb(net, "rkti", basis=basis)
        given = verb(net, "rkti", capacities=co.capacities(net, basis=basis))
        assert own.to_dict() == given.to_dict()
    assert verb(net, "rkti").value_mtpa != verb(net, "rkti", basis="lower").value_mtpa


def test_a_scenario_brings_its_demand(tiny: Network) -> None:
    more = DemandRow(origin="west", destination="east", commodity="grain", mtpa=0.25)
    today = tiny.scenarios["today"].model_copy(update={"demand": (more,)})
    changed = replace(tiny, scenarios={**tiny.scenarios, "today": today})
    state = co.scenario(changed, "today")
    row = state.demand.set_index(["origin", "destination", "commodity"]).loc[("west", "east", "grain")]
    assert row["mtpa"] == 0.25
    assert sorted(state.demand["origin_of"]) == ["demand.csv", "today"]
    assert tiny.demand["mtpa"].to_list() == [3.0, 0.5]
    assert 0.25 in co.assign(state).demand["mtpa"].to_list()
    assert co.scenario(state, "today").demand.equals(state.demand)


ANSWERS: dict[str, Callable[[Network], Any]] = {
    "Network": lambda n: n,
    "MaxFlow": lambda n: co.max_flow(n, "line"),
    "Ladder": lambda n: co.ladder(n, "line"),
    "Rung": lambda n: co.ladder(n, "line").rungs[0],
    "Assignment": co.assign,
    "TimeCostDistance": lambda n: co.time_cost_distance(n, "line"),
    "Footprint": lambda n: co.footprint(n, "line", draws=20),
    "Closures": lambda n: co.closures(n, "line", pairs=True),
    "Comparison": lambda n: co.compare(n, n),
    "Claim": lambda n: co.claim(n, "1 Mt/year", on="rail/west-fork"),
    "Waiting": lambda n: co.waiting(n, "post"),
    "Plan": lambda n: co.plan(n, "line", target_mtpa=1),
    "Frontier": lambda n: co.frontier(n, "line"),
    "Ensemble": lambda n: co.ensemble(n, "line", draws=30),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_show_themselves(name: str, tiny: Network) -> None:
    answer = ANSWERS[name](tiny)
    assert type(answer).__name__ == name
    text, page = repr(answer), answer._repr_html_()
    assert name in text
    assert len(text.splitlines()) <= 10
    assert max(map(len, text.splitlines())) <= 160
    assert page.count("<table") == 1
    assert page.count("<tr>") <= ROWS + 1
    assert len(page) < 10_000


def test_a_map_shows_one_line_in_a_console(tiny: Network) -> None:
    drawn = co.draw(tiny)
    assert len(repr(drawn)) < 200
    assert "\n" not in repr(drawn)
    assert drawn._repr_html_().startswith("<iframe")


def test_what_is_shown_is_text(tiny: Network) -> None:
    """Names in data are never markup, and never steer a terminal."""
    bad = "<script>alert(1)</script>\x1b[31m\nred"
    flow = replace(co.max_flow(tiny, "line"), scenario=bad, note=bad)
    flow = replace(flow, bottleneck=flow.bottleneck.assign(limit=bad).rename(columns={"grade": "<b>"}))
    for shown in (repr(flow), flow._repr_html_()):
        assert "\x1b" not in shown
    assert len(repr(flow).splitlines()) <= 10
    assert "<script" not in flow._repr_html_()
    assert "<b>" not in flow._repr_html_()


def test_a_table_of_any_size_is_short() -> None:
    many = pd.DataFrame({f"column {k}": [0.5 * k] * 1000 for k in range(60)})
    text = as_text("many", many)
    assert len(text.splitlines()) == ROWS + 3
    assert re.fullmatch(r"… 994 more rows and \d+ more columns in table\(\)", text.splitlines()[-1])
    assert as_html("many", many).count("<tr>") == ROWS + 1
    empty = pd.DataFrame(columns=["a", "b"])
    assert as_text("none", empty) == "none\na  b"
    assert as_text("nothing", pd.DataFrame()) == "nothing"


# What numpydoc would ask beyond what we hold to: further paragraphs and "See Also" where one line says it all; before
# 1.10 also that a summary begins below the quotes, where ruff wants it beside them.
NOT_ASKED = {"ES01", "SA01", "GL01"}


@pytest.mark.parametrize("name", co.__all__)
def test_docstrings_are_numpydoc(name: str) -> None:
    from numpydoc.validate import validate

    about = validate(f"corridors.{name}")
    # A network is made by `load`, never by hand: its attributes are described instead of the parameters of its class.
    unasked = NOT_ASKED | ({"PR01"} if name == "Network" else set())
    assert [f"{code}: {text}" for code, text in about["errors"] if code not in unasked] == []
