"""Mutations of a small world: one to three at a time, undone afterwards."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from spoilt.anything import a_number, some_bytes
from spoilt.packed import a_column, about_shapes, cells
from spoilt.texts import a_cell, a_line, features, rows_and_columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FILES = ("/dev/null", "/dev/zero", "nowhere", ".", "/proc/self/mem", "/")
NAMES = (b"index.toml", b"con.toml", b"A B.toml", b"\xff.toml", b"a" * 200 + b".toml", b".toml", b"-.toml")
WAYS: dict[str, list[Callable[[Path, Random], None]]] = {
    ".csv": [some_bytes, a_number, a_number, rows_and_columns, a_cell, a_cell],
    ".toml": [some_bytes, a_number, a_number, a_line, a_line],
    ".geojson": [some_bytes, a_number, features, features],
    ".parquet": [some_bytes, a_column, a_column, cells, about_shapes],
}


class Spoiler:
    """A world that stays as it is, and one that is spoilt and made whole again."""

    def __init__(self, pristine: Path, root: Path) -> None:
        self.pristine, self.root, self.touched = pristine, root, set[Path]()
        self.files = sorted(p for p in pristine.rglob("*") if p.is_file())

    def spoil(self, dice: Random) -> str:
        """Do one to three mutations; what was done."""
        return "; ".join(self._once(dice) for _ in range(dice.choice((1, 1, 1, 2, 3))))

    def undo(self) -> None:
        for path in self.touched:
            away(path)
            before = self.pristine / path.relative_to(self.root)
            if before.is_dir():
                shutil.copytree(before, path)
            elif before.exists():
                shutil.copyfile(before, path)
        self.touched.clear()

    def _once(self, dice: Random) -> str:
        path = self.root / dice.choice(self.files).relative_to(self.pristine)
        if any(path.is_relative_to(t) for t in self.touched):
            return f"{path.name} once more"
        ways = WAYS[path.suffix]
        at = dice.randrange(len(ways) + 1)
        self.touched.add(path)
        if at == len(ways):
            self._file(path, dice)
        else:
            ways[at](path, dice)
        return f"{'file' if at == len(ways) else ways[at].__name__} of {path.relative_to(self.root)}"

    def _file(self, path: Path, dice: Random) -> None:
        """A file that is another one, gone, there twice, a folder, a link, a pipe, or empty."""
        step = dice.randrange(8)
        if step == 0:
            path.write_bytes(dice.choice(self.files).read_bytes())
        elif step == 1:
            extra = Path(os.fsdecode(os.path.join(os.fsencode(path.parent), dice.choice(NAMES))))  # noqa: PTH118 (bytes)
            shutil.copyfile(path, extra)
            self.touched.add(extra)
        elif step == 2 and path.parent != self.root:
            self.touched = {t for t in self.touched if not t.is_relative_to(path.parent)} | {path.parent}
            shutil.rmtree(path.parent)
            path.parent.write_text("no folder") if dice.random() < 0.5 else None
        else:
            path.unlink()
            if step == 3:
                path.mkdir()
            elif step == 4:
                path.symlink_to(dice.choice(FILES))
            elif step == 5:
                os.mkfifo(path)
            elif step == 6:
                path.touch()


def away(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
