"""The notebooks as pages, in the order in which one reads them; the site runs them."""

from __future__ import annotations

import json
from pathlib import Path

from pages import markdown

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
# Those who begin read these first; a notebook that is not named here comes after them.
FIRST = ("the-thirteen-corridors", "what-stops-20-mt", "the-thirty-posts", "how-sure-are-we", "what-to-find-out-first")


def pages(_: Path) -> dict[str, str]:
    """Each notebook, and a page that lists them."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"), key=lambda p: (FIRST.index(p.stem) if p.stem in FIRST else 9, p.stem))
    made = {f"tutorials/{p.name}": p.read_text(encoding="utf-8") for p in paths}
    lines = [
        "# Tutorials",
        "",
        "Notebooks that begin with a question and run as they stand: `notebooks/` in the repository.",
        "",
    ]
    lines += [f"- [{_question(p)}]({p.name})" for p in paths]
    return made | {
        "tutorials/index.md": "\n".join([*lines, "", markdown.toctree([p.name for p in paths], "hidden"), ""])
    }


def _question(path: Path) -> str:
    cell = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    return "".join(cell["source"]).splitlines()[0].removeprefix("# ")
