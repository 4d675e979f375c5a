"""Parquet files, spoilt."""

from __future__ import annotations

import json
import math
import struct
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from spoilt.texts import ODD, VALUES, places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

# Columns of other types: values and type for so many rows.
COLUMNS: tuple[Callable[[int], tuple[list[Any], Any]], ...] = (
    lambda n: ([str(i) for i in range(n)], pa.string()),
    lambda n: (list(range(n)), pa.int64()),
    lambda n: ([-(10.0**i) for i in range(n)], pa.float64()),
    lambda n: ([True] * n, pa.bool_()),
    lambda n: ([None] * n, pa.null()),
    lambda n: ([b"\xff"] * n, pa.binary()),
    lambda n: ([["a"]] * n, pa.list_(pa.string())),
    lambda n: ([{"a": 1}] * n, pa.struct([("a", pa.int8())])),
    lambda n: ([[("a", 1)]] * n, pa.map_(pa.string(), pa.int8())),
    lambda n: ([datetime(2026, 1, 1)] * n, pa.timestamp("ns")),
    lambda n: ([Decimal("1e30")] * n, pa.decimal256(60, 2)),
    lambda n: ([2**63] * n, pa.uint64()),
)
SHAPES = (
    shapely.Point(60, 50), shapely.LineString(), shapely.LineString([(60, 50), (60, 50)]),
    shapely.LineString([(1e300, 50), (60, 1e-300)]),
    shapely.LineString([(60, 50, 1), (61, 51, 2)]), shapely.MultiLineString([[(60, 50), (61, 51)]]),
    shapely.box(60, 50, 61, 51),
)  # fmt: skip
NOWHERE = shapely.to_wkb(shapely.LineString([(62, 50), (60, 50)])).replace(
    struct.pack("<d", 62), struct.pack("<d", math.nan)
)


def a_column(path: Path, dice: Random) -> None:
    """A column that is gone, called otherwise, there twice, of another type, or rows in another order."""
    table = pq.read_table(path)
    at = dice.randrange(table.num_columns)
    name, rows = table.column_names[at], table.num_rows
    step = dice.randrange(7)
    if step == 0:
        table = table.drop_columns([name])
    elif step == 1:
        new = dice.choice((*table.column_names, "", "line", "geometry", "a" * 30_000, "\x1b[31m"))
        table = table.rename_columns([new if c == name else c for c in table.column_names])
    elif step == 2:
        table = table.append_column(dice.choice((name, "x", "line")), table.column(at))
    elif step == 3:
        table = table.slice(0, dice.randrange(rows + 1))
    elif step == 4:
        table = pa.concat_tables([table] * dice.choice((2, 3)))
    elif step == 5:
        table = table.take(dice.choices(range(rows), k=rows))
    else:
        table = table.set_column(at, name, pa.array(*dice.choice(COLUMNS)(rows)))
    pq.write_table(table, path, compression=dice.choice(("snappy", "zstd", "none")))


def cells(path: Path, dice: Random) -> None:
    """Cells of a column that hold something else of its type."""
    table = pq.read_table(path)
    at = dice.randrange(table.num_columns)
    kind, cells = table.schema.field(at).type, table.column(at).to_pylist()
    odd = (None, -1, 0, 1e308, -1e-320, math.nan, math.inf) if pa.types.is_floating(kind) else (None, *ODD)
    odd = (None, -1, 0, 2**62) if pa.types.is_integer(kind) else odd
    odd = (
        (None, b"", b"\x00", b"\x01\x02" * 40, NOWHERE, *map(shapely.to_wkb, SHAPES))
        if pa.types.is_binary(kind)
        else odd
    )
    for i in dice.sample(range(len(cells)), min(len(cells), dice.choice((1, 1, 3)))):
        cells[i] = dice.choice(odd)
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array(cells, type=kind)), path)


def about_shapes(path: Path, dice: Random) -> None:
    """What the file says of its shapes: their column, their system of coordinates, nothing, nonsense."""
    table = pq.read_table(path)
    told = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    here, key = dice.choice(list(places(told)) or [(told, "version")])
    here[key] = dice.choice((*VALUES[:10], "geometry", "EPSG:3857", {}, []))
    geo = dice.choice((json.dumps(told).encode(), b"", b"{", b"\xff", b"[" * 3000))
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), b"geo": geo}), path)
