"""TOML files as frozen records: every field that is wrong, named in plain words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corridors.dataset.cells import WORDS, clean, foreign, short
from corridors.dataset.text import read_text
from corridors.errors import BadInput, near
from corridors.schema import COUNTRY, KEY, Shape

COLOUR = {"colour": "is no colour; write it like '#1b9e77'"}
# What a pattern of schema.py is for, by a part of it.
KINDS_OF_PATTERN = {"link": "^(rail|", "colour": "#", "country": COUNTRY, "key": KEY}
# Names of files that Windows keeps for itself, and the page of all corridors.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
MAX_BYTES = 4 * 1024 * 1024  # a corridor of 100,000 links has 2 MiB; a hostile file of 4 is read in some seconds
MOST_PARTS = 16
# Texts and comments, in which a dot joins no keys; and a key of too many parts, which the reader cannot take.
QUIET = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' + r"'''.*?'''" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'|#[^\n]*", re.DOTALL
)
LONG_KEY = re.compile(rf"(?<![\w-])[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++){{{MOST_PARTS}}}")


def read_record(path: Path, shape: type[Shape], name: str = "") -> tuple[Shape | None, list[tuple[list[str], str]]]:
    """The record of a file, or none and what is wrong: patterns that lead to its line one by one, and the message.

    Parameters
    ----------
    path : Path
        A TOML file.
    shape : type
        What it must be.
    name : str, optional
        Its id; by default the name of the file.

    Raises
    ------
    BadInput
        The file is missing, too large, not UTF-8, or no TOML.
    """
    text = read_text(path, MAX_BYTES)
    if found := LONG_KEY.search(QUIET.sub(lambda quiet: "q" if quiet[0][0] != "#" else "", text)):
        raise BadInput(f"no TOML: key {found[0][:20]}… has more than {MOST_PARTS} parts")
    try:
        content = tomllib.loads(text)
        bad = [t for t in _texts(content) if not clean(t)]
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise BadInput(f"no TOML: {str(error)[:200]}") from None
    if bad:
        return None, [([], f"{short(bad[0])} holds control characters")]
    if (name or path.stem).lower() in RESERVED:
        what = "the page of all maps" if path.stem == "index" else "a name that Windows keeps for itself"
        return None, [([], f"{name or path.stem!r} is {what}; give the file another name")]
    try:
        return shape.model_validate({**content, "id": name or path.stem}), []
    except ValidationError as error:
        return None, [_words(dict(e), shape) for e in error.errors()]


def _texts(content: Any) -> list[str]:
    if isinstance(content, dict):
        return [t for k, v in content.items() for t in (k, *_texts(v))]
    if isinstance(content, list):
        return [t for v in content for t in _texts(v)]
    return [content] if isinstance(content, str) else []


def _words(error: dict[str, Any], shape: type[Shape]) -> tuple[list[str], str]:
    where = ".".join(map(str, error["loc"]))
    if where == "id":
        return [], "the name of the file may hold a-z, 0-9 and '-' only"
    keys = [k for k in error["loc"] if isinstance(k, str)]
    if error["type"] == "missing":
        return _way(error["loc"][:-1], None), f"{where} is missing"
    if error["type"] == "extra_forbidden":
        close = near(keys[-1], shape.model_fields) if len(error["loc"]) == 1 else []
        hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else "; leave it out"
        return _way(error["loc"], None), f"{where}: no such field{hint}"
    reason = {"too_short": "is empty; name one at least", "tuple_type": "must be a list"}.get(error["type"])
    if error["type"] == "string_pattern_mismatch":
        pattern = error["ctx"]["pattern"]
        kind = next((k for k, p in KINDS_OF_PATTERN.items() if p in pattern), "id")
        reason = f"{short(error['input'])} {(WORDS | COLOUR)[kind]}{foreign(error['input'])}"
    if error["type"] == "literal_error":
        reason = f"{short(error['input'])}: {error['msg'].lower()}{foreign(error['input'])}"
    message = reason or error["msg"].removeprefix("Value error, ")
    return _way(error["loc"], error["input"]), f"{where}: {message}" if where else message


def _way(loc: Sequence[str | int], value: Any) -> list[str]:
    """Patterns that lead to a field in its file, in turn: the way to the third [[facts]] passes two others."""
    way: list[str] = []
    for i, step in enumerate(loc):
        turn = loc[i + 1] if i + 2 < len(loc) else None
        if isinstance(step, str):
            key = rf"^\[*{re.escape(step)}\b" if i == 0 else rf"\b{re.escape(step)}\b"
            way += [key] * (turn + 1 if isinstance(turn, int) else 1)
    listed = isinstance(value, str) and bool(loc) and isinstance(loc[-1], int)
    return [*way, re.escape(f'"{value}"')] if listed else way
