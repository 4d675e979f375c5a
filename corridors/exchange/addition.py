"""What shall stand in a geodata folder: an addition, and the links that are split for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Split:
    """A link and what it becomes.

    Attributes
    ----------
    link : str
    ends : tuple of str
        Its first and its last node.
    pieces : sequence of dict
        link, name_en, from_node, to_node, and geometry from the first node to the second; in the link's direction.
    km : sequence of float
        How long each is drawn.
    """

    link: str
    ends: tuple[str, str]
    pieces: Sequence[Row]
    km: Sequence[float]

    @property
    def names(self) -> list[str]:
        """The pieces' links."""
        return [str(p["link"]) for p in self.pieces]


@dataclass(frozen=True)
class Addition:
    """What shall stand in a folder.

    Attributes
    ----------
    links : sequence of dict
        The properties of a feature of links/<kind>.geojson (link, name_en, from_node, to_node, country, source, …)
        and `geometry`, a shapely LineString in degrees from the first node to the second. A link that stands already
        keeps its other properties.
    nodes, sources : sequence of dict
        Rows of nodes.csv and sources.csv; one whose node or source stands already is left out.
    facts : sequence of dict
        Rows of facts/<kind>.csv; the kind is that of the link. Where another source has a fact that is "used", the new
        row becomes its rival; a row of the same link, attribute and source is replaced.
    stops : sequence of dict
        Rows of stops.csv; all earlier stops of the links that are named here go.
    corridors : dict
        Id -> fields of corridors/<id>.toml.
    splits : sequence of Split
        Links of the folder that are split first: everything else is put into what that leaves.
    """

    links: Sequence[Row] = ()
    nodes: Sequence[Row] = ()
    facts: Sequence[Row] = ()
    stops: Sequence[Row] = ()
    sources: Sequence[Row] = ()
    corridors: Mapping[str, Row] = field(default_factory=dict)
    splits: Sequence[Split] = ()
