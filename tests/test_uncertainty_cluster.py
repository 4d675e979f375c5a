"""A cluster, one of whose workers is killed, and a run that broke off: the same bytes as here and in one go."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import numpy as np
import pytest

import corridors as co
from corridors.errors import BadInput
from corridors.uncertainty import long_run as room
from corridors.uncertainty.backends import in_spans
from corridors.uncertainty.long_run import long_run

distributed = pytest.importorskip("distributed")
SPANS = [(k, k + 10) for k in range(0, 120, 10)]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def cluster():
    """Two workers on this machine, each a process of its own."""
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as started:
        yield started


def slowly(what: float, first: int, last: int) -> np.ndarray:
    """Some work that takes a while."""
    time.sleep(0.3)
    return what * np.arange(first, last) ** 0.5


def test_a_killed_worker_costs_time_and_nothing_else(cluster) -> None:
    here = np.concatenate(list(in_spans(slowly, 3.0, SPANS)))
    pids = cluster.scheduler.workers and [w.pid for w in cluster.workers.values()]
    parts = []
    for k, part in enumerate(in_spans(slowly, 3.0, SPANS, cluster.scheduler_address)):
        parts.append(part)
        if k == 1:
            os.kill(pids[0], signal.SIGKILL)
    assert np.concatenate(parts).tobytes() == here.tobytes()


def test_an_ensemble_on_a_cluster_is_that_of_one_process(cluster, tiny) -> None:
    one = co.ensemble(tiny, "line", draws=5000, seed=3, cached=False)
    many = co.ensemble(tiny, "line", draws=5000, seed=3, cached=False, workers=cluster.scheduler_address)
    assert many.value_mtpa.tobytes() == one.value_mtpa.tobytes()
    assert many.weight.tobytes() == one.weight.tobytes()
    assert many.to_dict() == one.to_dict()


def test_no_scheduler_there(tiny, monkeypatch) -> None:
    monkeypatch.setattr("corridors.uncertainty.backends.WAIT_S", 0.2)
    with pytest.raises(BadInput, match="no Dask scheduler answers"):
        co.ensemble(tiny, "line", draws=5000, cached=False, workers="tcp://127.0.0.1:9")


def test_a_run_that_broke_off_goes_on(tiny, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(room, "PART", 2000)
    whole = long_run(tiny, "line", tmp_path / "whole", draws=7000, seed=2)
    assert whole.resumed == 0
    assert len(list((tmp_path / "whole").glob("part-*.parquet"))) == 4
    broken, write = tmp_path / "broken", room._write

    def breaks_off(folder, span, part, about) -> None:
        if span[0] >= 2 * room.PART:
            raise KeyboardInterrupt
        write(folder, span, part, about)

    monkeypatch.setattr(room, "_write", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        long_run(tiny, "line", broken, draws=7000, seed=2)
    monkeypatch.setattr(room, "_write", write)
    again = long_run(tiny, "line", broken, draws=7000, seed=2, target_mtpa=10)
    assert again.resumed == 2 * room.PART
    assert again.value_mtpa.tobytes() == whole.value_mtpa.tobytes()
    assert again.weight.tobytes() == whole.weight.tobytes()
    plain = co.ensemble(tiny, "line", draws=7000, seed=2, cached=False)
    assert again.value_mtpa.tobytes() == plain.value_mtpa.tobytes()
    assert again.to_dict()["p50"] == pytest.approx(plain.p50)
    assert again.to_dict()["probability_of_target"] == pytest.approx(plain.probability(10))


def test_a_folder_of_another_run_is_refused_and_a_torn_part_made_anew(tiny, tmp_path) -> None:
    first = long_run(tiny, "line", tmp_path, draws=3000, seed=2)
    with pytest.raises(BadInput, match=r"another run.*seed"):
        long_run(tiny, "line", tmp_path, draws=3000, seed=3)
    with pytest.raises(BadInput, match=r"another run.*scenario"):
        long_run(co.scenario(tiny, "better"), "line", tmp_path, draws=3000, seed=2)
    part = next(tmp_path.glob("part-*.parquet"))
    part.write_bytes(part.read_bytes()[:200])
    assert long_run(tiny, "line", tmp_path, draws=3000, seed=2).value_mtpa.tobytes() == first.value_mtpa.tobytes()
