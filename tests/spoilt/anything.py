"""Bytes and numbers of any file, spoilt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

BYTES = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n\n", b'"', b",", b"{", b"]", b"\xd0", b"\x1b[2J",
    b"." * 50, b"[" * 3000,
)  # fmt: skip


def some_bytes(path: Path, dice: Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 2, 5, 40))):
        at, to = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        step = dice.randrange(6)
        if step == 0 and at < len(data):
            data[at] = dice.randrange(256)
        elif step == 1:
            data[at:at] = dice.choice(BYTES)
        elif step == 2:
            del data[at : at + dice.randrange(20)]
        elif step == 3:
            del data[at:]
        elif step == 4:
            data[at:at] = data[at : min(to, at + 3000)]
        else:
            data[at:to] = bytes(reversed(data[at:to]))
    path.write_bytes(bytes(data))


def a_number(path: Path, dice: Random) -> None:
    text = path.read_text("utf-8")
    found = list(re.finditer(r"(?<![\w.-])-?\d+(\.\d+)?", text))
    if found:
        hit = dice.choice(found)
        size = 10 ** dice.uniform(-8, 12) if dice.random() < 0.5 else float(hit.group()) * dice.uniform(0.3, 3)
        new = dice.choice(
            [
                f"{dice.choice((-1, 1)) * size:g}",
                f"{size:g}",
                f"{size:.0f}",
                f"{size:.0f}",
                "0",
                "-1",
                "1e400",
                "0.1",
                "1e5",
            ]
        )
        path.write_text(text[: hit.start()] + new + text[hit.end() :], "utf-8")
