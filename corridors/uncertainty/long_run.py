"""Long runs in a folder: parts as Parquet with seed, version and a hash of the inputs; a broken run goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors import __version__
from corridors.atomic_write import beside
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.graph import corridor_of, graph
from corridors.flow.reduction import Reduction, reduced
from corridors.scenarios import as_stated
from corridors.uncertainty import cache
from corridors.uncertainty.backends import Span, Workers, in_spans
from corridors.uncertainty.capacity_draws import CapacityDraws
from corridors.uncertainty.conditioning import posterior
from corridors.uncertainty.ensemble import MOST_DRAWS
from corridors.uncertainty.posterior import BLOCK, Posterior, weighed
from corridors.uncertainty.weighted import NEAR_MTPA, effective, quantiles
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from corridors.network import Network
    from corridors.schema import Corridor

    Floats = NDArray[np.float64]

# Draws in one file.
PART = 100_000


@dataclass(frozen=True, eq=False, repr=False)
class LongRun(Displayed):
    """A run that stands in a folder.

    Attributes
    ----------
    inputs : str
        Hash of all that the draws depend on.
    value_mtpa, weight : float array
        A capacity and a weight a draw, given what was carried.
    resumed : int
        Draws that stood there already.
    """

    corridor: str
    scenario: str
    draws: int
    seed: int
    version: str
    inputs: str
    folder: str
    value_mtpa: Floats
    weight: Floats
    resumed: int
    target_mtpa: float | None = None

    def gist(self) -> str:
        """The answer in one line."""
        low, middle, high = quantiles(self.value_mtpa, self.weight, [0.05, 0.5, 0.95])
        return f"{self.corridor}, {self.scenario}: {middle:.2g} Mt/year, {low:.2g}–{high:.2g} in {self.draws:,} draws"

    def table(self) -> pd.DataFrame:
        """Three quantiles."""
        import pandas as pd

        found = quantiles(self.value_mtpa, self.weight, [0.05, 0.5, 0.95])
        return pd.DataFrame({"quantile": ["p05", "p50", "p95"], "capacity_mtpa": found})

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it (without the draws)."""
        simple = "corridor scenario draws seed version inputs folder resumed target_mtpa"
        low, middle, high = map(float, quantiles(self.value_mtpa, self.weight, [0.05, 0.5, 0.95]))
        reached = None
        if self.target_mtpa is not None:
            enough = self.value_mtpa >= self.target_mtpa - NEAR_MTPA
            reached = float(self.weight[enough].sum() / self.weight.sum())
        found = {"p05": low, "p50": middle, "p95": high, "effective_draws": effective(self.weight)}
        return {**{k: getattr(self, k) for k in simple.split()}, **found, "probability_of_target": reached}


def long_run(
    network: Network,
    corridor: str | Corridor,
    folder: Path,
    *,
    draws: int,
    seed: int = 1,
    basis: str = "rule",
    target_mtpa: float | None = None,
    workers: Workers = 1,
) -> LongRun:
    """An ensemble whose draws are kept in a folder as they are made: what stands there is not made again.

    Parameters
    ----------
    folder : Path
        For files part-0000000.parquet and on: draw, capacity_mtpa, weight; their metadata say what they are of.
    draws : int
        How many, made up to whole blocks; more of them later are added to those that stand.
    seed, basis, target_mtpa, workers
        As `corridors.ensemble`.

    Raises
    ------
    BadInput
        The folder holds another run, Parquet is not installed, or a number of draws that makes no sense.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise BadInput(sentence("draws = {draws}; ask for one or more, at most {most:,}", draws=draws, most=MOST_DRAWS))
    chosen = corridor_of(network, corridor)
    post = posterior(as_stated(network), seed, basis)
    about = {
        "corridor": chosen.id,
        "scenario": str(network.name),
        "seed": str(seed),
        "version": __version__,
        "inputs": cache.key_of(network, "long run", chosen, seed, basis, post.counts),
    }
    spans = [(k, min(k + PART, draws)) for k in range(0, draws, PART)]
    known = {span: _read(folder, span, about) for span in spans}
    lacking = [span for span, part in known.items() if part is None]
    folder.mkdir(parents=True, exist_ok=True)
    for span, part in _made(_case(network, chosen, post, basis), lacking, workers):
        _write(folder, span, part, about)
        known[span] = part
    parts = [part for part in known.values() if part is not None]
    value, weight = (np.concatenate([p[k] for p in parts]) for k in (0, 1))
    resumed = draws - sum(last - first for first, last in lacking)
    options: dict[str, Any] = {"value_mtpa": value, "weight": weight, "resumed": resumed, "target_mtpa": target_mtpa}
    return LongRun(**{**about, "seed": seed}, folder=str(folder), draws=draws, **options)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class _Case:
    """What every block shares."""

    posterior: Posterior
    capacity: CapacityDraws
    shape: Reduction


def _case(network: Network, corridor: Corridor, post: Posterior, basis: str) -> _Case:
    g = graph(network, corridor.links)
    shape = reduced(g.tail, g.head, g.positions(corridor.origins), g.positions(corridor.destinations))
    return _Case(post, CapacityDraws.of(network, [str(k) for k in g.links], basis), shape)


def _block(case: _Case, first: int, last: int) -> tuple[Floats, Floats]:
    """A capacity and a weight a draw."""
    block = weighed(case.posterior, first, last)
    return case.shape.value(case.capacity.capacity(block.given, last - first)), block.weight


def _made(case: _Case, spans: list[Span], workers: Workers) -> Any:
    """Parts as they become whole, in order, each with its span."""
    pieces = [(k, min(k + BLOCK, last)) for first, last in spans for k in range(first, last, BLOCK)]
    found = iter(in_spans(_block, case, pieces, workers))
    for first, last in spans:
        own = [next(found) for _ in range(first, last, BLOCK)]
        yield (first, last), (np.concatenate([p[0] for p in own]), np.concatenate([p[1] for p in own]))


def _path(folder: Path, span: Span) -> Path:
    return folder / f"part-{span[0] // PART:07d}.parquet"


def _write(folder: Path, span: Span, part: tuple[Floats, Floats], about: dict[str, str]) -> None:
    arrow, parquet = _parquet()
    table = arrow.table({"draw": np.arange(*span), "capacity_mtpa": part[0], "weight": part[1]})
    with beside(_path(folder, span)) as path:
        parquet.write_table(table.replace_schema_metadata({f"corridors.{k}": v for k, v in about.items()}), path)


def _read(folder: Path, span: Span, about: dict[str, str]) -> tuple[Floats, Floats] | None:
    """A part that stands in the folder and is whole; None if it has to be made."""
    arrow, parquet = _parquet()
    path = _path(folder, span)
    if not path.is_file():
        return None
    try:
        table = parquet.read_table(path)
    except (OSError, arrow.ArrowInvalid):
        return None
    known = {k.decode(): v.decode() for k, v in (table.schema.metadata or {}).items()}
    other = [k for k, v in about.items() if known.get(f"corridors.{k}") != v]
    if other:
        raise BadInput(
            sentence(
                "{path} is of another run ({keys} differ); name another folder, or empty this one",
                path=path,
                keys=joined(other, ", "),
            )
        )
    if table.num_rows < span[1] - span[0]:
        return None
    rows = span[1] - span[0]
    return table["capacity_mtpa"].to_numpy()[:rows], table["weight"].to_numpy()[:rows]


def _parquet() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise BadInput(sentence('long runs are kept as Parquet: pip install "corridors[formats]"')) from None
    return pyarrow, pyarrow.parquet
