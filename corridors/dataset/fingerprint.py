"""The hash by which an answer names the data that it rests on."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".csv", ".toml", ".geojson", ".parquet")


def data_hash(root: Path) -> str:
    """SHA-256 of a folder's data files, by name and content."""
    found = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in SUFFIXES and p.is_file()):
        name = path.relative_to(root)
        if name.parts[0] != "backups":
            found.update(os.fsencode(f"{name.as_posix()}\0") + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
