"""The house: imports point down, nothing heavy at start-up, no file without its first sentence."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "corridors"
FLOORS = {
    "errors": 0, "units": 0, "schema": 0, "atomic_write": 0, "wording": 0,
    "dataset": 1,
    "cartography": 2, "facts": 2,
    "network": 3,
    "scenarios": 4,
    "capacity": 5,
    "flow": 6,
    "uncertainty": 7,
    "whatif": 8, "cases": 8,
    "planning": 9,
    "atlas": 10, "figures": 10, "exchange": 10, "report": 10,
    "__init__": 11,
    "cli": 12, "__main__": 13,
}  # fmt: skip
FILES = sorted(HOUSE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Rooms of the package that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] == "corridors"}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "corridors":
            tails = [f"{node.module}.{a.name}" for a in node.names]
            found |= set(tails) if node.module == "corridors" else {node.module}
    return {[*n.split("."), "__init__"][1] for n in found}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_point_down(path: Path) -> None:
    own = room(path)
    for other in imported(path) - {own, "__version__"}:
        floor = FLOORS.get(other, FLOORS["__init__"])
        sideways = "" if floor != FLOORS[own] else " (same floor)"
        assert floor < FLOORS[own], f"{path.name} imports {other}{sideways}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_file_opens_with_a_sentence(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert said, f"{path} does not say what it is"
    assert said.split("\n\n")[0].rstrip().endswith((".", ":")), f"{path}: its first paragraph is no sentence"


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
