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
from corridors.errors import BadInput, did_you_mean, near
from corridors.schema import COUNTRY, KEY, Corridor, Shape
from corridors.wording.sentences import Written, sentence

COLOUR = {"colour": sentence("is no colour; write it like '#1b9e77'")}
# What is wrong with a value, by pydantic's name for it; most are its own words.
REASONS = {
    "too_short": sentence("is empty; name one at least"),
    "tuple_type": sentence("must be a list"),
    "string_type": sentence("Input should be a valid string"),
    "int_type": sentence("Input should be a valid integer"),
    "float_type": sentence("Input should be a valid number"),
    "finite_number": sentence("Input should be a finite number"),
    "string_too_short": sentence("String should have at least 1 character"),
}
# What a pattern of schema.py is for, by a part of it.
KINDS_OF_PATTERN = {"link": "^(rail|", "colour": "#", "country": COUNTRY, "key": KEY}
# Names of files that Windows keeps for itself, and the page of all corridors.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
# A corridor may name each link of a continent; no other record is long.
MAX_BYTES, MAX_BYTES_OF_LINKS = 1024 * 1024, 64 * 1024 * 1024
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
    text = read_text(path, MAX_BYTES_OF_LINKS if shape is Corridor else MAX_BYTES)
    if found := LONG_KEY.search(QUIET.sub(lambda quiet: "q" if quiet[0][0] != "#" else "", text)):
        raise BadInput(sentence("no TOML: key {key}… has more than {most} parts", key=found[0][:20], most=MOST_PARTS))
    try:
        content = tomllib.loads(text)
        bad = [t for t in _texts(content) if not clean(t)]
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        raise BadInput(sentence("no TOML: {reason}", reason=str(error)[:200])) from None
    if bad:
        return None, [([], sentence("{text} holds control characters", text=short(bad[0])))]
    if (name or path.stem).lower() in RESERVED:
        what = (
            sentence("the page of all maps")
            if path.stem == "index"
            else sentence("a name that Windows keeps for itself")
        )
        return None, [
            ([], sentence("{name!r} is {what}; give the file another name", name=name or path.stem, what=what))
        ]
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
    where = Written(".".join(map(str, error["loc"])))
    if where == "id":
        return [], sentence("the name of the file may hold a-z, 0-9 and '-' only")
    keys = [k for k in error["loc"] if isinstance(k, str)]
    if error["type"] == "missing":
        return _way(error["loc"][:-1], None), sentence("{where} is missing", where=where)
    if error["type"] == "extra_forbidden":
        close = near(keys[-1], shape.model_fields) if len(error["loc"]) == 1 else []
        hint = did_you_mean(close) if close else sentence("leave it out")
        return _way(error["loc"], None), sentence("{where}: no such field; {hint}", where=where, hint=hint)
    message = _reason(error, error.get("ctx", {}))
    if where:
        message = sentence("{where}: {message}", where=where, message=message)
    return _way(error["loc"], error["input"]), message


def _reason(error: dict[str, Any], limits: dict[str, Any]) -> str:
    """What is wrong with the value of a field."""
    value, what = short(error["input"]), error["type"]
    if what == "string_pattern_mismatch":
        kind = next((k for k, p in KINDS_OF_PATTERN.items() if p in limits["pattern"]), "id")
        rule = (WORDS | COLOUR)[kind]
        return sentence("{value} {rule}{foreign}", value=value, rule=rule, foreign=foreign(error["input"]))
    if what == "literal_error":
        words, _, last = limits["expected"].rpartition(" or ")  # each list has two words at least
        values = {"value": value, "words": words, "last": last, "foreign": foreign(error["input"])}
        return sentence("{value}: input should be {words} or {last}{foreign}", **values)
    return limits["error"].args[0] if what == "value_error" else REASONS.get(what) or _limit(limits) or error["msg"]


def _limit(limits: dict[str, Any]) -> str:
    """What pydantic says of a value beyond a limit or of another shape, in its own words."""
    if "ge" in limits:
        return sentence("Input should be greater than or equal to {least:g}", least=limits["ge"])
    if "le" in limits:
        return sentence("Input should be less than or equal to {most:g}", most=limits["le"])
    if "class_name" in limits:
        return sentence("Input should be a valid dictionary or instance of {shape}", shape=limits["class_name"])
    return ""


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
