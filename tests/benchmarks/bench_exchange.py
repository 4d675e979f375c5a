"""Export and re-import of a chain of 100,000 links: out and in within a minute of the processor for each format.

python tests/benchmarks/bench_exchange.py [LINKS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry import LineString

import corridors as co
from corridors.exchange.addition import Addition
from corridors.exchange.folder_edit import put

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_S = 60.0  # for 100,000 links
LINKS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def chain(count: int) -> Addition:
    """A zigzag through Asia: links of 4 km, one stated fact each."""
    step = np.arange(count + 1)
    lon, lat = 60 + 20 * (step % 400) / 400, 40 + 10 * step / (count + 1)
    lon = np.where((step // 400) % 2 == 0, lon, 140 - lon)
    spots = np.column_stack([lon, lat]).round(5)
    about = {"country": "KZ", "source": "made"}
    nodes = [
        {"node": f"n{i}", "name_en": f"N{i}", "kind": "station", "grade": "C", **about, "lon": x, "lat": y}
        for i, (x, y) in enumerate(spots.tolist())
    ]
    names = [f"rail/n{i}-n{i + 1}" for i in range(count)]
    links = [
        {"link": k, "name_en": f"L{i}", "from_node": f"n{i}", "to_node": f"n{i + 1}", **about}
        | {"geometry": LineString(spots[i : i + 2])}
        for i, k in enumerate(names)
    ]
    facts = [{"link": k, "attribute": "tracks", "value": 1, "unit": "1", "grade": "B", "source": "made"} for k in names]
    line = {"mode": "rail", "names": "Long", "identification": "sourced", "origins": ["n0"]}
    line |= {"destinations": [f"n{count}"], "route": names}
    return Addition(links, nodes, facts, (), [{"source": "made", "title": "Made up"}], {"long": line})


def timed(name: str, work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    done = work()
    seconds = time.process_time() - start
    print(f"{name:32} {seconds:7.1f} s", flush=True)
    return done, seconds


def main() -> int:
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        root = co.new(place / "own")
        timed("put into a folder", lambda: put(root, chain(LINKS)))
        net, base = timed("load", lambda: co.load(root))
        for ending in ("gpkg", "geojson", "parquet"):
            path = place / f"long.{ending}"
            _, out = timed(f"export .{ending}", lambda path=path: co.to_file(net, path, corridor="long"))
            back = co.new(place / f"back-{ending}")
            _, into = timed(f"import .{ending}", lambda path=path, back=back: co.from_file(path, back, "long"))
            both = out + into
            print(f"{'  both':32} {both:7.1f} s, {both / base:.1f} times loading", flush=True)
            slow += [ending] if both > MOST_S * LINKS / 100_000 else []
    print(f"slower than {MOST_S:g} s for 100,000 links: {', '.join(slow) or 'none'}")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
