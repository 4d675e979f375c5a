"""Survey of one line from a generated .osm.pbf: time must grow no faster than the file, memory stay under 1 GB.

    python tests/benchmarks/bench_survey.py [MB ...]      # 10 and 100 if left out; 500 takes some minutes to generate

The file has what a country file has: hundreds of houses and fields to each piece of railway, in no useful order.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

LINE_KM = 400
BATCH = 200_000
MOST_MB = 1024


def generate(path: Path, size_mb: float, seed: int = 1) -> None:
    """Nodes first, then ways, as exports are sorted; the line from west to east is spread over the whole file."""
    import osmium

    mutable, rng = osmium.osm.mutable, np.random.default_rng(seed)
    # A house of five nodes takes about 25 bytes.
    houses = int(size_mb * 1e6 / 25)
    line = np.column_stack([np.linspace(60, 65, LINE_KM), 45 + 0.05 * np.sin(np.linspace(0, 30, LINE_KM))])
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for i, (lon, lat) in enumerate(line.tolist(), 1):
            writer.add_node(mutable.Node(id=i, location=(lon, lat)))
        first = LINE_KM + 1
        for start in range(0, houses, BATCH):
            count = min(BATCH, houses - start)
            corners = np.repeat(np.column_stack([rng.uniform(60, 65, count), rng.uniform(44, 46, count)]), 5, axis=0)
            corners += rng.uniform(0, 2e-4, corners.shape)
            for i, (lon, lat) in enumerate(corners.tolist(), first + 5 * start):
                writer.add_node(mutable.Node(id=i, location=(lon, lat)))
        for i in range(LINE_KM - 1):
            tags = {"railway": "rail", "gauge": "1520", "usage": "main", "maxspeed": "100"}
            writer.add_way(mutable.Way(id=i + 1, nodes=[i + 1, i + 2], tags=tags))
        for i in range(houses):
            nodes = list(range(first + 5 * i, first + 5 * i + 5))
            kind = {"railway": "rail", "service": "spur"} if i % 500 == 0 else {"building": "yes"}
            writer.add_way(mutable.Way(id=LINE_KM + i, nodes=[*nodes, nodes[0]], tags=kind))


def survey(path: Path) -> tuple[float, float]:
    """Seconds of the processor and megabytes of one survey in a process of its own."""
    start = _spent()
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from corridors.exchange.survey import read_extracts\n"
        "from corridors.exchange.survey.tracks import tracks\n"
        "from corridors.exchange.survey.route import route\n"
        "way = route(tracks(read_extracts([Path(sys.argv[1])], 'rail'), 'rail'), [(60.0, 45.0), (65.0, 44.95)])\n"
        "assert way.length_km > 390, way.length_km\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return _spent() - start, float(done.stdout)


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(sizes: list[float]) -> int:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"made-{size:g}.osm.pbf"
            generate(path, size)
            real = path.stat().st_size / 1e6
            seconds, megabytes = survey(path)
            again, _ = survey(path)
            rows.append((real, seconds, megabytes))
            print(f"{real:7.1f} MB: {seconds:6.1f} s of the processor, {megabytes:5.0f} MB; kept {again:4.1f} s")
            path.unlink()
    rate = [seconds / real for real, seconds, _ in rows]
    good = max(m for _, _, m in rows) < MOST_MB and (len(rate) == 1 or rate[-1] < 1.3 * rate[0])
    print(f"peak of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main([float(a) for a in sys.argv[1:]] or [10, 100]))
