"""Whatever a model says about a limit, the map says in three languages: models run on random and extreme facts."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from frames import FORMS, frame, schema

from corridors import capacity
from corridors.atlas.limits import PASSENGER, limit_of, patterns
from corridors.capacity import BASES, of_table
from corridors.cartography.words import said_by_models, words

ROWS = 4000
# Some words come only where one fact is unusual, others where many are.
ODDS = (0.02, 0.08, 0.3)
MODELS = Path(capacity.__file__).parent
# It writes documents, and says nothing about a link.
NO_MODEL = {"pages.py"}


def extreme(kind: str, form: str, odds: float, random: np.random.Generator) -> pd.DataFrame:
    """Rows in which each fact is mostly as usual, and otherwise anywhere, at its bounds, beyond them, or unknown."""
    table, known = frame(kind, form, ROWS), schema(kind)
    for name in table.columns.intersection(known.index):
        rows = known.loc[[name]]
        least, most, usual = rows["min"].min(), rows["max"].max(), rows["default"].iloc[0]
        tried = [
            least,
            most,
            usual,
            0.0,
            0.5,
            1.0,
            2.0,
            4.0,
            -1.0,
            most * 10,
            np.nan,
            random.uniform(least, most, ROWS),
        ]
        pick = [np.broadcast_to(value, ROWS) for value in tried]
        other = np.choose(random.integers(len(pick), size=ROWS), pick)
        table[name] = np.where(random.random(ROWS) < odds, other, table[name])
    return table


@pytest.fixture(scope="module")
def said() -> list[str]:
    """Every limit that the models say on such tables."""
    random = np.random.default_rng(1)
    found: set[str] = set()
    for (kind, form), odds in product(FORMS, ODDS):
        model = import_module(f"corridors.capacity.{kind}")
        table = extreme(kind, form, odds, random)
        grades = pd.DataFrame("A", index=table.index, columns=table.columns.drop("form"))
        ratio = random.choice([1.0, 1.5], size=ROWS)
        with np.errstate(all="ignore"):
            for basis, bounds in product(BASES, (None, schema(kind))):
                found |= set(of_table(model, table, grades, basis, bounds, ratio)["limit"])
    return sorted(found)


def test_every_limit_is_translated(said):
    unknown = [phrase for phrase in said if not limit_of(phrase)[0]]
    assert not unknown, "add the words to the limits in atlas/strings.json, with their translations"


def test_every_phrase_is_said(said):
    """A phrase that no model says any more is taken out of strings.json; else the tables above do not reach it."""
    keys = {str(limit_of(phrase)[0]) for phrase in said}
    assert keys == {key for key in said_by_models() if key.startswith("limit_")} - {PASSENGER}
    assert any(phrase.startswith(said_by_models()[PASSENGER]) for phrase in said)


def test_a_phrase_has_one_key(said):
    for phrase in said:
        rest = phrase.removeprefix(said_by_models()[PASSENGER])
        assert sum(bool(p.fullmatch(rest)) for p in patterns().values()) == 1, phrase


def test_translations_fill_the_same_holes():
    for key, phrase in said_by_models().items():
        if "{" in phrase:
            assert set(re.findall(r"{\w+}", phrase)) == set(re.findall(r"{\w+}", words()[key][1])), key


def test_every_wording_in_the_sources_is_reached(said):
    """Prose in a model is part of a limit, so the tables above must reach it: no branch with new words stays unseen."""
    together = "\n".join(said)
    for file in sorted(p for p in MODELS.glob("*.py") if p.name not in NO_MODEL):
        for text in prose(ast.parse(file.read_text(encoding="utf-8"))):
            fit = r"\S+".join(re.escape(part) for part in re.split(r"{.*?}", text))
            assert re.search(fit, together), f"{file.name}: {text!r} is said by no table of this test"


def prose(tree: ast.AST) -> list[str]:
    """Texts with a space in them that are neither documentation nor the message of an error."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        told = isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        if told:
            apart |= {id(part) for part in ast.walk(node)}
    texts = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in apart)
    return [n.value for n in texts if isinstance(n.value, str) and " " in n.value.strip()]
