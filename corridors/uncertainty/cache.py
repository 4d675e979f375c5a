"""What was drawn once, kept in the user's cache folder under a hash of all that it depends on."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.atomic_write import beside
from corridors.errors import UnknownName

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.network import Network

Arrays = dict[str, "np.ndarray"]
# All that is kept; the oldest goes first.
MOST_BYTES = 300_000_000
# Changes whenever the same inputs give other draws.
EDITION = "7"


def key_of(network: Network, *parts: object) -> str:
    """A name for what depends on a state of a network and on some more."""
    text = sha256("/".join([EDITION, *map(repr, parts)]).encode())
    text.update(repr((sorted(network.corridors.items()), sorted(network.scenarios.items()))).encode())
    text.update(repr(sorted(network.measures.items())).encode())
    tables = [network.facts, network.links.drop(columns="geometry"), network.stops, network.kinds]
    with suppress(UnknownName):
        tables.append(network.extra("evidence"))
    for table in [*tables, *network.schema.values()]:
        text.update(pd.util.hash_pandas_object(table.astype(str), index=True).to_numpy().tobytes())
    return text.hexdigest()[:40]


def key_of_parts(*parts: object) -> str:
    """A name for what depends on some things that tell themselves apart in text."""
    return sha256("/".join([EDITION, *map(repr, parts)]).encode()).hexdigest()[:40]


def kept(key: str) -> Arrays | None:
    """What is kept under a name; nothing if it cannot be read."""
    try:
        with np.load(_folder() / f"{key}.npz", allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, KeyError):
        return None


def keep(key: str, arrays: Arrays) -> None:
    """Keep arrays under a name; a folder that cannot be written keeps nothing."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        with beside(_folder() / f"{key}.npz") as path:
            np.savez(path, **arrays)  # type: ignore[arg-type]
        _sweep()
    except OSError:
        return


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("corridors", appauthor=False) / "draws"


def _sweep() -> None:
    files = sorted(_folder().glob("*.npz"), key=lambda p: p.stat().st_mtime, reverse=True)
    total = 0
    for path in files:
        total += path.stat().st_size
        if total > MOST_BYTES:
            path.unlink(missing_ok=True)
