"""A copy of the tiny world, for tests to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
GEODATA = HERE.parent / "geodata"


def make_world(folder: Path) -> Path:
    """A copy of the tiny world, with the schema that the package has."""
    root = folder / "world"
    shutil.copytree(HERE / "world", root)
    shutil.copytree(GEODATA / "schema", root / "schema")
    # Defaults cite sources of the real folder; the tiny one knows two.
    for path in (root / "schema").glob("*.csv"):
        text = path.read_text(encoding="utf-8").splitlines()
        if path.name == "kinds.csv":
            continue
        at = text[0].split(",").index("source")
        rows = [text[0]]
        for line in text[1:]:
            head, tail = line.split(",")[: at + 1], ",".join(line.split(",")[at + 1 :])
            head[at] = "survey-2" if head[at] else ""
            rows.append(",".join([*head, tail]))
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return root
