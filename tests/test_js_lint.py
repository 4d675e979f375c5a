"""Scripts and styles of the map pass linter and formatter, and never turn a string into markup or code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
WEB = REPO / "corridors" / "atlas" / "web"
SCRIPTS = sorted(WEB.rglob("*.js"))
# Each of these makes markup or code out of text; labels are built with createElement and textContent instead.
FORBIDDEN = {
    "innerHTML": r"\.innerHTML\b",
    "outerHTML": r"\.outerHTML\b",
    "insertAdjacentHTML": r"\binsertAdjacentHTML\b",
    "document.write": r"\bdocument\s*\.\s*write(ln)?\b",
    "eval": r"\beval\s*\(",
    "new Function": r"\bnew\s+Function\b",
    "setTimeout of a string": r"\bset(Timeout|Interval)\s*\(\s*[\"'`]",
    "a request": r"\b(fetch\s*\(|XMLHttpRequest\b|sendBeacon\b|WebSocket\b|EventSource\b|importScripts\b)",
    "bindPopup of a string": r"\bbind(Popup|Tooltip)\s*\(\s*[\"'`]",
}


def linter() -> str | None:
    """The biome program: beside this Python, as its wheel puts it there, or on the PATH."""
    beside = Path(sys.executable).parent / "biome"
    return str(beside) if beside.exists() else shutil.which("biome")


def test_lint():
    biome = linter()
    if biome is None:
        pytest.skip("biome is not installed; it comes with the development requirements on Linux (x86_64)")
    assert SCRIPTS
    run = subprocess.run(
        [
            biome,
            "check",
            "--error-on-warnings",
            "--colors=off",
            "--max-diagnostics=200",
            "corridors/atlas/web",
            "tests/page",
        ],
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_no_text_becomes_code(script):
    text = script.read_text(encoding="utf-8")
    found = [
        f"{script.name}:{text.count(chr(10), 0, m.start()) + 1} {name}"
        for name, pattern in FORBIDDEN.items()
        for m in re.finditer(pattern, text)
    ]
    assert not found, "\n".join(found)
