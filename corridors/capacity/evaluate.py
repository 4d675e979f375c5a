"""Capacities of a whole network: each kind of link by its model, then stated against modelled."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corridors.capacity.limits import with_sentences
from corridors.capacity.stated import of_table
from corridors.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from corridors.network import Network

# Links at a time, so that memory does not grow with the network.
BLOCK = 20_000
FIRST = [
    "kind",
    "capacity_mtpa",
    "limit_code",
    "limit_values",
    "limit",
    "model",
    "grade",
    "modelled_mtpa",
    "stated_mtpa",
    "basis",
    "stated_share",
]


def capacities(network: Network, *, basis: str = "rule", links: Sequence[str] | None = None) -> pd.DataFrame:
    """Capacity of links, Mt/year of both directions together, each with what limits it.

    Parameters
    ----------
    network : Network
        Any state of the world.
    basis : {"rule", "stated", "model", "lower"}
        Which figure the flow uses where officials state one: by the rule (a statement of grade A or B for border
        posts and terminals, the model elsewhere), the statement wherever there is one, the model always, or the lower.
    links : sequence of str, optional
        Only these, in this order.

    Returns
    -------
    DataFrame
        Index `link`: `kind`, `capacity_mtpa`, `limit_code` (see `corridors.wording.limits`), `limit_values` (a dict:
        the numbers of that code, units in the names), `limit` (the same in English), `model`, `grade` (the worst among
        the facts it rests on), `modelled_mtpa`, `stated_mtpa` (NaN = nothing stated), `basis` ("model" or "stated"),
        `stated_share` (stated over modelled).

    Raises
    ------
    UnknownName
        A link, a model or a basis that is not there.

    Examples
    --------
    >>> import corridors as co
    >>> posts = co.capacities(co.load(), links=["border/zhaisan", "border/syrym"])
    >>> posts["kind"].to_list(), (posts["capacity_mtpa"] > 0).all()
    (['border', 'border'], np.True_)
    """
    wanted = network.links.index if links is None else network.link_ids(links)
    kinds = network.links.loc[wanted, "kind"]
    parts = [
        detail(network, kind, basis, own[i : i + BLOCK])[FIRST]
        for kind in kinds.unique()
        for own in (wanted[(kinds == kind).to_numpy()],)
        for i in range(0, len(own), BLOCK)
    ]
    if not parts:
        return pd.DataFrame(columns=FIRST, index=wanted)
    return pd.concat(parts).reindex(wanted).rename_axis("link")


def detail(network: Network, kind: str, basis: str = "rule", links: Iterable[str] | None = None) -> pd.DataFrame:
    """`capacities` of one kind of link, with everything that its model answers (pairs a day, occupancy ...)."""
    wanted = network.links.index if links is None else pd.Index(dict.fromkeys(links), dtype=network.links.index.dtype)
    own = wanted[(network.links["kind"].reindex(wanted) == kind).to_numpy()]
    model = model_of(network, kind)
    facts, grades = (network.table(kind, what, own) for what in ("value", "grade"))
    out = of_table(model, facts, grades, basis, network.schema[kind], measures_ratio(network, kind, own))
    out = with_sentences(out, facts)
    modelled = out["modelled_mtpa"].to_numpy(dtype=float)
    share = out["stated_mtpa"].to_numpy(dtype=float) / np.where(modelled > 0, modelled, np.nan)
    out = out.assign(kind=kind, model=model.__name__.rsplit(".", 1)[-1], stated_share=share)
    return out[[*FIRST, *(c for c in out if c not in FIRST)]]


def model_of(network: Network, kind: str) -> ModuleType:
    """The model that answers for a kind of link, as schema/kinds.csv says."""
    name = str(network.kinds.loc[kind, "model"])
    module = _model(name) if name in _files() else None
    if module is None or not hasattr(module, "KIND"):
        known = [f for f in _files() if hasattr(_model(f), "KIND")]
        raise UnknownName("capacity model", name, known)
    return module


def _model(name: str) -> ModuleType:
    return import_module(f"{__package__}.{name}")


@cache
def _files() -> list[str]:
    return [m.name for m in iter_modules([str(Path(__file__).parent)])]


def measures_ratio(network: Network, kind: str, links: pd.Index) -> np.ndarray:
    """Per link, the modelled figure with measures over that without; 1 where measures restate it or change nothing.

    A statement is as old as the equipment it was made of: when measures change the equipment, it grows in proportion.
    """
    model = model_of(network, kind)
    old = network.replaced()
    if old.empty:
        return np.ones(len(links))
    old = old[old["link"].isin(links) & old["origin"].isin(["stated", "default"])]
    ratio = np.ones(len(links))
    restated = set(old.loc[old["attribute"].isin(model.STATED), "link"])
    old = old[~old["link"].isin(restated) & ~old["attribute"].isin([*model.STATED, "in_service", "extension_mtpa"])]
    if old.empty:
        return ratio
    changed = pd.Index(old["link"].unique())
    now = network.table(kind, "value", changed)
    before = now.copy()
    for attribute, rows in old.groupby("attribute", sort=False):
        before.loc[rows["link"], str(attribute)] = rows["value"].to_numpy(dtype=float)
    for frame in (now, before):
        frame["in_service"] = 1.0
        if "extension_mtpa" in frame:
            frame["extension_mtpa"] = 0.0
    new, was = (model.capacity(t)["modelled_mtpa"].to_numpy() for t in (now, before))
    by_link = pd.Series(np.where(was > 0, new / np.where(was > 0, was, 1.0), 1.0), index=changed)
    return by_link.reindex(links).fillna(1.0).to_numpy()
