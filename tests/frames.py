"""Wide tables made of the schema's defaults, for the tests of the capacity models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

SCHEMA = Path(__file__).parents[1] / "geodata" / "schema"


def schema(kind: str) -> pd.DataFrame:
    """The dictionary of a kind, index attribute."""
    return pd.read_csv(SCHEMA / f"{kind}.csv", dtype={"form": str}, keep_default_na=True).set_index("attribute")


def frame(kind: str, form: str = "", rows: int = 1, **values: object) -> pd.DataFrame:
    """Rows of defaults with some values replaced; lengths are 200 km unless given."""
    known = schema(kind)
    known = known[known["form"].isna() | (known["form"] == form)]
    table = pd.DataFrame({name: np.full(rows, default, dtype=float) for name, default in known["default"].items()})
    table["form"] = form
    if "length_km" in table:
        table["length_km"] = 200.0
    return table.assign(**values)


FORMS = [
    ("rail", ""),
    ("road", ""),
    ("border", "road"),
    ("border", "rail"),
    ("terminal", "gauge"),
    ("terminal", "port"),
    ("sea", ""),
]
