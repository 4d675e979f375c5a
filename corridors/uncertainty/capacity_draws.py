"""Capacities of links in many draws: all draws of a block in one call of each capacity model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.capacity import measures_ratio, model_of
from corridors.capacity.stated import capacity_mtpa, statement_grade
from corridors.uncertainty.draws import triangular, uncertain_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from corridors.network import Network

    Floats = NDArray[np.float64]

# Rows of a table in one call: few enough for the processor's own memory, many enough to be quick.
ROWS_AT_ONCE = 100_000
Uniform = Callable[[str], "Floats"]
# Stream, low, value, high and whole of a fact -> its drawn values.
Known = dict[tuple[Any, ...], "Floats"]


@dataclass(frozen=True, eq=False)
class CapacityDraws:
    """Links of one state of a network, ready to be evaluated in any draw of their facts.

    Attributes
    ----------
    links : Index
        Columns of every answer.
    kinds : tuple of _Kind
        The links by kind.
    """

    links: pd.Index
    kinds: tuple[_Kind, ...]

    @classmethod
    def of(cls, network: Network, links: Sequence[str] | pd.Index, basis: str = "rule") -> CapacityDraws:
        """The links of a network, in the order given."""
        wanted = pd.Index(links, dtype=object)
        kind = network.links.loc[wanted, "kind"]
        return cls(wanted, tuple(_kind(network, str(k), wanted, kind == k, basis) for k in kind.unique()))

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Facts that are drawn: link, attribute, value, low, high, whole, shared, stream."""
        tables = [k.facts for k in self.kinds if len(k.facts)]
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["link", "stream", "shared"])

    def only(self, links: Sequence[str]) -> CapacityDraws:
        """Some of the links, in the order given."""
        wanted = pd.Index(links, dtype=object)
        return CapacityDraws(wanted, tuple(k.only(wanted) for k in self.kinds if k.table.index.isin(wanted).any()))

    @cached_property
    def best_guess(self) -> Floats:
        """Mt/year of each link with every fact at its value."""
        out = np.empty(len(self.links))
        for kind in self.kinds:
            out[kind.places] = kind.capacity(None, 1)[0]
        return out

    def capacity(self, uniform: Uniform, draws: int, shared: Known | None = None) -> Floats:
        """Mt/year, shape (draws, links).

        Parameters
        ----------
        uniform : callable
            Name of a stream -> numbers between 0 and 1, one a draw.
        draws : int
            How many.
        shared : dict, optional
            Drawn values of the facts that links share: filled here, and taken from here by further calls with the same
            uniforms of those.
        """
        out = np.empty((draws, len(self.links)))
        for kind in self.kinds if draws else ():
            drawn = kind.drawn(uniform, {} if shared is None else shared)
            step = max(1, ROWS_AT_ONCE // max(len(kind.places), 1))
            for first in range(0, draws, step):
                last = min(first + step, draws)
                some = [values[first:last] for values in drawn]
                out[first:last, kind.places] = kind.capacity(some, last - first)
        return out


@dataclass(frozen=True, eq=False)
class _Kind:
    """Links of one kind: their table, and the facts that move."""

    name: str
    places: NDArray[np.int64]
    table: pd.DataFrame
    stated_grade: NDArray[np.int64]
    ratio: Floats
    basis: str
    used: tuple[str, ...]
    facts: pd.DataFrame

    def only(self, links: pd.Index) -> _Kind:
        """Some of the links, at their places among `links`."""
        own = links[links.isin(self.table.index)]
        at = self.table.index.get_indexer(own)
        return replace(
            self,
            places=links.get_indexer(own),
            table=self.table.loc[own],
            stated_grade=self.stated_grade[at],
            ratio=self.ratio[at],
            facts=self.facts[self.facts["link"].isin(own)],
        )

    @property
    def model(self) -> ModuleType:
        """The capacity model (a module cannot be sent to another process)."""
        return import_module(self.name)

    @cached_property
    def moves(self) -> list[tuple[str, tuple[Any, ...], bool, NDArray[np.int64]]]:
        """Attribute; stream, low, value, high and whole; whether links share it; and the links that it moves."""
        keys = ["attribute", "stream", "low", "value", "high", "whole", "shared"]
        place = {link: k for k, link in enumerate(self.table.index)}
        together: dict[tuple[Any, ...], list[int]] = {}
        for link, *key in self.facts[["link", *keys]].itertuples(index=False):
            together.setdefault(tuple(key), []).append(place[link])
        return [(str(n), tuple(m), shared, np.array(at)) for (n, *m, shared), at in sorted(together.items())]

    def drawn(self, uniform: Uniform, known: Known) -> list[Floats]:
        """Values of each of `moves`, one a draw; of shared facts those that are known, which the others join."""
        values = []
        for _, move, shared, _ in self.moves:
            drawn = known.get(move) if shared else None
            if drawn is None:
                stream, *spread, whole = move
                drawn = triangular(uniform(stream), *spread)
                drawn = np.round(drawn) if whole else drawn
                if shared:
                    known[move] = drawn
            values.append(drawn)
        return values

    def capacity(self, drawn: list[Floats] | None, draws: int) -> Floats:
        """Mt/year, shape (draws, links), given the values of `moves`; with every fact at its value without them."""
        return np.broadcast_to(self.chosen(self.columns(drawn, draws)), (draws, len(self.table)))

    def chosen(self, columns: dict[str, Any]) -> Floats:
        """Mt/year with these facts, modelled or stated as the basis says."""
        return capacity_mtpa(self.model, columns, self.stated_grade, self.basis, self.ratio)

    def columns(self, drawn: list[Floats] | None, draws: int) -> dict[str, Any]:
        """The facts in the draws: columns of shape (draws, links), or (1, links) and (draws, 1) where all are alike."""
        columns: dict[str, Any] = dict(self._columns)
        for (name, _, _, at), values in zip(self.moves, drawn, strict=True) if drawn is not None else ():
            if len(at) == len(self.table):  # a fact that all links share is one column
                columns[name] = values[:, None]
                continue
            if len(columns[name]) != draws or columns[name] is self._columns[name]:
                columns[name] = np.repeat(columns[name], draws, axis=0)
            columns[name][:, at] = values[:, None]
        return columns

    @cached_property
    def _columns(self) -> dict[str, Any]:
        """The facts that the model reads, shape (1, links), the form, and gaps where they are known."""
        found = {n: self.table[n].to_numpy(dtype=float, na_value=np.nan)[None] for n in self.used if n in self.table}
        gaps = {"gaps_km": self.table["gaps_km"].to_list()} if "gaps_km" in self.table else {}
        return found | gaps | {"form": self.table["form"].to_numpy(dtype=object)[None]}


def _kind(network: Network, kind: str, links: pd.Index, own: pd.Series, basis: str) -> _Kind:
    names = links[own.to_numpy()]
    model = model_of(network, kind)
    table = network.table(kind, "value", names)
    letters = network.table(kind, "grade", names)
    used = sorted({n for f in table["form"].unique() for n in model.facts_used(f)} | set(model.STATED))
    return _Kind(
        name=model.__name__,
        places=np.flatnonzero(own.to_numpy()),
        table=table,
        stated_grade=statement_grade(model, table, letters),
        ratio=measures_ratio(network, kind, names),
        basis=basis,
        used=tuple(used),
        facts=uncertain_facts(network, kind, names, used),
    )
