"""The house: imports point down and in no circle, nothing heavy at start-up, no file without its first sentence."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1] / "corridors"
FLOORS = {
    "wording": 0,
    "errors": 1, "units": 1, "schema": 1, "atomic_write": 1,
    "extras": 2, "dataset": 2, "display": 2,
    "cartography": 3, "facts": 3, "names": 3,
    "network": 4,
    "scenarios": 5,
    "capacity": 6,
    "flow": 7,
    "uncertainty": 8,
    "whatif": 9, "cases": 9,
    "planning": 10,
    "atlas": 11, "figures": 11, "exchange": 11, "report": 11,
    "briefing": 12,
    "__init__": 13,
    "cli": 14, "__main__": 15,
}  # fmt: skip
FILES = sorted(HOUSE.rglob("*.py"))
MODULES = {p.relative_to(HOUSE.parent).with_suffix("").parts: p for p in FILES}
MODULES |= {parts[:-1]: p for parts, p in MODULES.items() if parts[-1] == "__init__"}
TESTS = sorted(Path(__file__).parent.rglob("test_*.py"))


def room(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def names_imported(path: Path) -> set[str]:
    """What a file imports of the package, wherever in the file, with the dots that lead to it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{a.name}" for a in node.names}
    return {n for n in found if n.split(".")[0] == "corridors"}


def imported(path: Path) -> set[str]:
    """Rooms of the package that a file imports."""
    return {[*n.split("."), "__init__"][1] for n in names_imported(path)}


def files_imported(path: Path) -> set[Path]:
    """Files of the package that a file imports, those of a folder that are imported by their names among them."""
    parts = [n.split(".") for n in names_imported(path)]
    return {MODULES.get(tuple(p)) or MODULES[tuple(p[:-1])] for p in parts} - {path}


def circle(arrows: dict[Any, set[Any]]) -> list[Any]:
    """What leads back to its beginning, if anything does."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return error.args[1]
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    for other in imported(path) - {own, "__version__"}:
        floor = FLOORS.get(other, FLOORS["__init__"])
        sideways = "" if floor != FLOORS[own] else " (same floor)"
        assert floor < FLOORS[own], f"{path.name} imports {other}{sideways}"


def test_imports_go_in_no_circle() -> None:
    """Nor do those that only types need: what two files share lies below both."""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    found = circle({path: files_imported(path) for path in FILES})
    assert not found, " -> ".join(str(p.relative_to(HOUSE)) for p in reversed(found))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_file_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, f"{path} does not say what it is"
    assert said.split("\n\n")[0].rstrip().endswith((".", ":")), f"{path}: its first paragraph is no sentence"


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature and docstring."""
    inner = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return inner[-1].end_lineno - inner[0].lineno + 1 if inner else 0


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_functions_are_short() -> None:
    lines = {(path, node.name): body_lines(node) for path in FILES for node in functions(path)}
    long = [f"{path.relative_to(HOUSE)}: {name}" for (path, name), n in lines.items() if n > 45]
    assert not long, f"above 45 lines: {long}"
    ordered = sorted(lines.values())
    assert ordered[len(ordered) // 2] <= 7
    assert ordered[len(ordered) * 9 // 10] <= 22


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_compiled_loop_uses_nothing_of_another_file(path: Path) -> None:
    """Its machine code is kept until its own file changes, whatever becomes of the others."""
    loops = [
        n for n in functions(path) if any(isinstance(d, ast.Name) and d.id == "compiled" for d in n.decorator_list)
    ]
    used = {n.id for loop in loops for line in loop.body for n in ast.walk(line) if isinstance(n, ast.Name)}
    imports = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
    brought = {a.name for node in imports if (node.module or "").startswith("corridors") for a in node.names}
    assert not used & brought, f"{path.name}: {', '.join(sorted(used & brought))}"


def checks(node: ast.AST) -> bool:
    """Whether something in here asserts, or expects an error."""
    return any(
        isinstance(n, ast.Assert)
        or (isinstance(n, ast.Attribute) and (n.attr in ("raises", "warns") or n.attr.startswith("assert_")))
        for n in ast.walk(node)
    )


@pytest.mark.parametrize("path", TESTS, ids=lambda p: p.stem)
def test_tests_assert(path: Path) -> None:
    """A test asserts or expects an error, itself or through a function of its own file."""
    known = {node.name: node for node in functions(path)}
    for name, node in known.items():
        called = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        found = checks(node) or any(checks(known[c]) for c in called & set(known))
        assert found or not name.startswith("test_"), f"{path.name}: {name} checks nothing"


def test_pre_commit_runs_what_lint_runs() -> None:
    root = HOUSE.parent
    hooks = re.findall(r"entry: \.venv/bin/(.*)", (root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE).group(1)
    steps = re.findall(r"\$\(BIN\)/(.*)", lint)
    assert hooks == [s.removesuffix(" notebooks/*.ipynb") for s in steps]


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "geopandas", "folium", "shapely", "rich.console", "ortools", "matplotlib")
    code = (
        "import sys; sys.argv = ['corridors', '--help']\n"
        "from corridors.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "plan" in done.stdout
    assert done.stderr.strip() == "[]"


def test_only_the_command_line_surveys() -> None:
    for path in FILES:
        if room(path) not in ("exchange", "cli"):
            assert "exchange" not in imported(path), path


def written(path: Path) -> str:
    """What a file of code holds beside comments and docstrings: the texts of Python, all of JavaScript and CSS."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)
    tree = ast.parse(text)
    bare = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return "\n".join(
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and n not in bare
    )


CODE = {p: written(p) for p in [*FILES, *HOUSE.glob("atlas/web/**/*.js"), *HOUSE.glob("atlas/web/**/*.css")]}


@pytest.mark.parametrize("what", ["corridors", "links", "nodes", "measures", "scenarios", "countries", "lakes"])
def test_no_name_of_the_data_in_code(net, what: str) -> None:
    """A place, a corridor or a scenario is data; only "today", the state as loaded, is known to the code."""
    areas = json.loads((net.root / "basemap.geojson").read_text(encoding="utf-8"))["features"]
    about = [f["properties"] for f in areas]
    names = {
        "links": [*net.links.index, *(k.split("/")[1] for k in net.links.index)],
        "nodes": net.nodes.index,
        "countries": [p["name"] for p in about if p["kind"] == "country"],
        "lakes": [p["name"] for p in about if p["kind"] == "lake"],
    }
    known = {str(n) for n in names.get(what, getattr(net, what, ()))} - {"today", ""}
    assert known
    for path, text in CODE.items():
        words = set(re.findall(r"[\w/][\w/-]*", text))
        found = {n for n in known if n in words or (" " in n and n in text)}
        assert not found, f"{path.relative_to(HOUSE)} names {', '.join(sorted(found))}; put it into geodata/"
