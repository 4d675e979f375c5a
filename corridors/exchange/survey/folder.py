"""A geodata folder as a survey sees it: nodes, links, countries, region; one with problems can still be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corridors import dataset
from corridors.dataset import WGS84, Geodata
from corridors.exchange.survey.countries import Countries
from corridors.schema import WORLD

if TYPE_CHECKING:
    from pathlib import Path

    from corridors.exchange.survey.extract import LonLat

SAME_NODE_KM = 0.7


@dataclass
class Folder:
    """What a folder has already, as far as a new line has to fit in.

    Attributes
    ----------
    nodes : dict
        Node -> row of nodes.csv.
    links : dict
        Link -> (from node, to node, geometry).
    countries : Countries
    region : tuple
        West, south, east, north: where everything must lie.
    """

    nodes: dict[str, dict[str, Any]]
    links: dict[str, tuple[str, str, Any]]
    countries: Countries
    region: tuple[float, float, float, float] = WORLD

    @property
    def places(self) -> dict[str, LonLat]:
        """Node -> (lon, lat)."""
        return {n: (float(r["lon"]), float(r["lat"])) for n, r in self.nodes.items()}

    def node_near(self, mode: str, lon: float, lat: float) -> str:
        """A node that ends links of a mode and stands at a place; "" if none does."""
        used = {n for k, ends in self.links.items() if k.startswith(f"{mode}/") for n in ends[:2]}
        best, best_km = "", SAME_NODE_KM
        for node, row in self.nodes.items():
            if abs(float(row["lat"]) - lat) < 0.02 and node in used:
                km = WGS84.inv(lon, lat, float(row["lon"]), float(row["lat"]))[2] / 1000
                best, best_km = (node, km) if km <= best_km else (best, best_km)
        return best


def read_folder(root: Path) -> tuple[Geodata, Folder]:
    """A folder as far as it can be read: one with problems can be mended by a survey."""
    data = dataset.read(root)
    ground = dataset.read_basemap(root)
    rows: list[dict[str, Any]] = data.tables["nodes.csv"].drop(columns="line").to_dict("records")
    links = data.links
    drawn = zip(links["from_node"], links["to_node"], links["geometry"], strict=True)
    folder = Folder(
        {r["node"]: r for r in rows},
        dict(zip(links["link"], drawn, strict=True)),
        Countries(ground, data.about.countries[0] if len(data.about.countries) == 1 else ""),
        data.about.region,
    )
    return data, folder
