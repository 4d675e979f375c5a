"""The notebooks run from top to bottom, open with a question, and every figure they make leaves a picture."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_its_figures_are_seen(path: Path, tmp_path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    first = book.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "?" in first.source
    NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    drawn = [c for c in book.cells if c.cell_type == "code" and "figure(" in c.source.splitlines()[-1]]
    for cell in drawn:
        shown = {kind for out in cell.outputs for kind in out.get("data", {})}
        assert "image/png" in shown, f"no picture below: {cell.source}"


def test_there_are_figures_to_look_for() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in NOTEBOOKS)
    assert "frontier_figure(" in text
    assert "ensemble_figure(" in text
    assert "find_out_figure(" in text
    assert "certainty_figure(" in text
