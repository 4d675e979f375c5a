"""A corridor or a whole network as arrays: nodes numbered, links as tails and heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corridors.network import Network


@dataclass(frozen=True)
class Graph:
    """Links as arrays over numbered nodes; sorted by name, so that the order of the tables does not matter."""

    nodes: tuple[str, ...]
    links: tuple[str, ...]
    tail: np.ndarray
    head: np.ndarray

    def numbers(self, nodes: Sequence[str]) -> np.ndarray:
        """Numbers of some nodes; those that no link touches are left out."""
        at = {n: i for i, n in enumerate(self.nodes)}
        return np.array([at[n] for n in nodes if n in at], dtype=np.int64)


def graph(network: Network, links: Sequence[str]) -> Graph:
    """The given links of a network as arrays."""
    names = tuple(sorted(dict.fromkeys(links)))
    ends = network.links.loc[list(names), ["from_node", "to_node"]]
    nodes = tuple(sorted(set(ends["from_node"]) | set(ends["to_node"])))
    at = {n: i for i, n in enumerate(nodes)}
    tail, head = (np.array([at[n] for n in ends[c]], dtype=np.int64) for c in ("from_node", "to_node"))
    return Graph(nodes, names, tail, head)
