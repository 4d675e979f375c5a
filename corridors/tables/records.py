"""TOML files as frozen records: every field that is wrong, named in plain words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corridors.errors import BadInput, near
from corridors.shapes import Shape
from corridors.tables.cells import clean, short
from corridors.tables.text import read_text


def read_record(path: Path, shape: type[Shape]) -> tuple[Shape | None, list[tuple[str, str]]]:
    """The record of a file, or none and what is wrong: where to look in the text, and the message.

    Raises
    ------
    BadInput
        The file is missing, too large, not UTF-8, or no TOML.
    """
    try:
        told = tomllib.loads(read_text(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadInput(f"no TOML: {error}") from None
    if bad := [t for t in _texts(told) if not clean(t)]:
        return None, [("", f"{short(bad[0])} holds control characters")]
    try:
        return shape.model_validate({**told, "id": path.stem}), []
    except ValidationError as error:
        return None, [_words(dict(e), shape) for e in error.errors()]


def _texts(told: Any) -> list[str]:
    if isinstance(told, dict):
        return [t for v in told.values() for t in _texts(v)]
    if isinstance(told, list):
        return [t for v in told for t in _texts(v)]
    return [told] if isinstance(told, str) else []


def _words(error: dict[str, Any], shape: type[Shape]) -> tuple[str, str]:
    where = ".".join(map(str, error["loc"]))
    if where == "id":
        return "", "the name of the file may hold a-z, 0-9 and '-' only"
    keys = [k for k in error["loc"] if isinstance(k, str)]
    if error["type"] == "missing":
        return "", f"{where} is missing"
    if error["type"] == "extra_forbidden":
        close = near(keys[-1], shape.model_fields) if len(error["loc"]) == 1 else []
        hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else "; leave it out"
        return f"{keys[-1]} =", f"{where}: no such field{hint}"
    told = {"too_short": "is empty; name one at least", "tuple_type": "must be a list"}.get(error["type"])
    said = told or error["msg"].removeprefix("Value error, ")
    return (f"{keys[-1]} =" if keys else ""), f"{where}: {said}" if where else said
