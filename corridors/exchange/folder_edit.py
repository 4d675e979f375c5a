"""Puts nodes, links, facts, stops and a corridor into a geodata folder: all or nothing, and with a backup."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corridors import dataset
from corridors.atomic_write import beside, scratch
from corridors.dataset import checks
from corridors.dataset.unfinished import BACKUPS, begin, locked, undo
from corridors.errors import BadInput, Problem
from corridors.exchange import parquet_text
from corridors.exchange.folder_files import file_texts
from corridors.exchange.splitting import split_texts
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corridors.exchange.addition import Addition

SHOWN = 12  # problems that one message lists


@dataclass(frozen=True)
class Edit:
    """What was done: the files that changed, and the folder that keeps what they were."""

    root: Path
    files: tuple[str, ...]
    backup: Path | None


def put(root: str | Path, addition: Addition, *, replace: bool = False, dry_run: bool = False) -> Edit:
    """Put things into a geodata folder, or leave it exactly as it was.

    Parameters
    ----------
    root : path
        The folder; it may have problems of its own, as long as the change adds none.
    addition : Addition
        What shall stand there.
    replace : bool
        Whether links and corridors that stand already may be replaced; refused otherwise.
    dry_run : bool
        Check everything, write nothing.

    Returns
    -------
    Edit
        `files`, relative to the folder, and `backup`, the folder with what they were (None if nothing changed).

    Raises
    ------
    BadInput
        A link or corridor stands already, or the folder would have problems that it does not have now: each is named.
    """
    root = Path(root)
    with _alone(root):
        undo(root)
        with parquet_text.as_text(root) as plain:
            texts = _texts(plain, addition, replace)
            faults = _new_problems(plain, texts)
        if faults:
            more = [sentence(" * and {count:,} more", count=len(faults) - SHOWN)] if len(faults) > SHOWN else []
            lines = [sentence(" * {problem}", problem=parquet_text.in_place(root, p).text) for p in faults[:SHOWN]]
            title = sentence("{root} stays as it is; with this it would have:", root=root)
            raise BadInput(joined([title, *lines, *more], "\n"))
        texts = {parquet_text.standing(root, name): text for name, text in texts.items()}
        backup = _swap(root, texts) if texts and not dry_run else None
    return Edit(root, tuple(texts), backup)


def _texts(root: Path, addition: Addition, replace: bool) -> dict[str, str]:
    """File -> its new text: of the links that are split, then of all that is added."""
    if not addition.splits:
        return file_texts(root, addition, replace)
    texts = split_texts(root, addition.splits)
    with _trial(root, texts) as trial:
        return texts | file_texts(trial, addition, replace)


def _new_problems(root: Path, texts: Mapping[str, str]) -> list[Problem]:
    """Problems that a folder would have with other texts and does not have as it stands."""
    had = Counter((p.file, p.message) for p in _problems(root))
    with _trial(root, texts) as trial:
        found = _problems(trial)
    new = []
    for problem in found:
        key = (problem.file, problem.message)
        had[key] -= 1
        if had[key] < 0:
            new.append(problem)
    return new


@contextmanager
def _trial(root: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    """A copy of a folder with other texts, for as long as it is looked at."""
    with scratch() as place:
        trial = place / "folder"
        shutil.copytree(root, trial, ignore=shutil.ignore_patterns(BACKUPS, ".*"))
        for name, text in texts.items():
            (trial / name).parent.mkdir(parents=True, exist_ok=True)
            (trial / name).write_text(text, encoding="utf-8", newline="\n")
        yield trial


def _problems(root: Path) -> list[Problem]:
    data = dataset.read(root)
    checks.check(data)
    return data.errors


def _swap(root: Path, texts: Mapping[str, str]) -> Path:
    """Put texts in place; what was there before is kept, and comes back if anything fails on the way."""
    backup = _free(root / BACKUPS / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ"))
    try:
        copies = begin(root, backup, texts)
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            with beside(root / name) as new:
                parquet_text.write(text, root / name, new)
    except BaseException:
        undo(root)
        raise
    copies.rename(backup)
    return backup


def _free(path: Path) -> Path:
    """A name that is not taken."""
    at, number = path, 1
    while at.exists():
        number += 1
        at = path.with_name(f"{path.name}-{number}")
    return at


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One change at a time."""
    if not root.is_dir():
        raise BadInput(sentence("no folder {root!r}; `corridors new {root}` makes one", root=str(root)))
    with locked(root):
        yield
