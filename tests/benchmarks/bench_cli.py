"""Marks of the command line: start-up, a cold flow, the map of everything, as ratios in one run.

A cold start is a new process with its bytecode at hand, as every start after the first one is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def seconds(*command: str) -> float:
    """Median wall time of a whole process, after one that writes the bytecode."""
    taken = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=ENVIRONMENT)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    bare = seconds("-c", "pass")
    geo = seconds("-c", "import geopandas")
    help_ = seconds("-m", "corridors", "--help")
    flow = seconds("-m", "corridors", "flow", "rkti")
    with tempfile.TemporaryDirectory() as folder:
        drawn = seconds("-m", "corridors", "map", "index", "--output", folder)
        size = (Path(folder) / "index.html").stat().st_size / 1024
    print(f"{'what':36}{'seconds':>9}{'ratio':>8}  against")
    print(f"{'corridors --help':36}{help_:9.3f}{help_ / bare:8.1f}  python -c pass (mark: 5)")
    print(f"{'corridors flow rkti, cold':36}{flow:9.3f}{flow / geo:8.1f}  import geopandas (mark: 2)")
    print(f"{'corridors map, everything':36}{drawn:9.3f}{drawn / flow:8.1f}  cold flow (mark: 3)")
    print(f"{'size of the map of everything, KiB':36}{size:9.0f}")


if __name__ == "__main__":
    main()
