"""What limits each link, for people: the values of its code and the English sentence, added once at the edge."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corridors.wording.limits import limit_sentence, limits, shown_values, yes_no

# Columns of a model that only serve the codes of faulty facts.
OF_FAULTS = ["fact", "fact_value", "fact_min", "fact_max"]


def with_sentences(answer: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """A table of `of_table` with `limit_values` (a dict a row) and `limit` (English).

    Parameters
    ----------
    answer : DataFrame
        As `of_table` gives it.
    facts : DataFrame
        The wide table that the model answered, row for row: a value that is no result of the model is a fact.
    """
    values: list[dict[str, Any]] = [{} for _ in range(len(answer))]
    for code, rows in answer.reset_index(drop=True).groupby("limit_code", observed=True).groups.items():
        for name in limits()[str(code)]["values"]:
            column = (answer if name in answer else facts)[name].to_numpy()[rows]
            for row, value in zip(rows, column.tolist(), strict=True):
                values[row][name] = value >= 0.5 if name in yes_no() else value
    codes = answer["limit_code"].astype(str)
    text = _sentences(codes, values)
    rest = answer.drop(columns=OF_FAULTS, errors="ignore")
    cells = pd.Series(values, index=answer.index, dtype=object).to_numpy()
    return rest.assign(limit_code=codes, limit_values=cells, limit=text)


def _sentences(codes: pd.Series, values: list[dict[str, Any]]) -> list[str]:
    """The English sentence of each row; rows that show the same numbers share one."""
    known: dict[tuple[Any, ...], str] = {}
    text = []
    for code, own in zip(codes, values, strict=True):
        shown = (code, *shown_values(own).values())
        if shown not in known:
            known[shown] = limit_sentence(code, own)
        text.append(known[shown])
    return text
