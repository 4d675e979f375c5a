"""What leaves in a file: the links with their answers, nodes, facts, sources, and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from corridors.capacity import capacities
from corridors.cartography.credits import CITIES, OSM, credits_of
from corridors.dataset.fingerprint import data_hash
from corridors.errors import BadInput
from corridors.exchange import bundle
from corridors.scenarios import scenario
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network

TODAY = "today"
LINKS_AT_ONCE = 20_000
NAMES = ("name_en", "name_ru", "name_kk", "kind", "form", "from_node", "to_node", "country", "source")
LICENCES = {
    OSM: "lines and stations: © OpenStreetMap contributors, ODbL 1.0 (https://www.openstreetmap.org/copyright)",
    CITIES: "places: GeoNames, CC BY 4.0",
}
DEFAULT = ("kind", "form", "attribute", "value", "low", "high", "unit", "grade", "source")
FACTS = "facts: cited from the sources that are listed; their compilation is CC BY 4.0"
UNITS = "capacities in million tonnes a year, both directions together; coordinates WGS 84"


@dataclass(frozen=True)
class Layers:
    """Tables of an export.

    Attributes
    ----------
    links : GeoDataFrame
        A row a link: `link`, names, ends, `position` in the route of the corridor, the facts that are used by
        attribute, and of each scenario `capacity_mtpa_…`, `limit_…`, `grade_…`.
    nodes : GeoDataFrame
    facts, defaults, sources, answers : DataFrame
        Long: a row a fact that somebody stated; a row an attribute that holds where nobody stated one (grade D); a row
        a source; a row a link and scenario.
    about : dict
        Title, licence, version, hash of the data, scenarios, and all that a folder needs to have the links again.
    """

    links: gpd.GeoDataFrame
    nodes: gpd.GeoDataFrame
    facts: pd.DataFrame
    defaults: pd.DataFrame
    sources: pd.DataFrame
    answers: pd.DataFrame
    about: dict[str, str]


def layers(network: Network, corridor: str | None = None, scenarios: Sequence[str] = ()) -> Layers:
    """Tables of a corridor or of everything.

    Parameters
    ----------
    network : Network
        As loaded, or a state of it, which is then answered for as it stands.
    corridor : str, optional
        Id or code; all links if left out.
    scenarios : sequence of str, optional
        Whose answers; the network as it stands by default.

    Raises
    ------
    UnknownName
        No such corridor or scenario.
    BadInput
        There is no link.
    """
    chosen = network.corridor(corridor) if corridor else None
    names = list(chosen.links if chosen else network.links.index)
    if not names:
        raise BadInput(sentence("{folder} has no link to export; `corridors import` brings some", folder=network.root))
    states = {s: scenario(network, s) for s in dict.fromkeys(scenarios)} or {network.name: network}
    answers = pd.concat([_answers(net, name, names) for name, net in states.items()], ignore_index=True)
    kept = bundle.make(network, names)
    nodes = network.nodes.loc[kept["nodes"]["node"]].reset_index(names="node")
    wide, assumed = _tables(network, names)
    facts = network.explicit
    facts = facts[facts["link"].isin(names) & (facts["origin"] != "default")]
    cells = {*facts["source"], *nodes["source"], *assumed}
    cited = {s for cell in cells for s in str(cell).split(";")}
    sources = network.sources[network.sources.index.isin(cited)].reset_index(names="source")
    links = _links(network, names, answers, wide)
    if chosen:
        place = {k: i for i, k in enumerate(chosen.route, 1)}
        links.insert(1, "position", links["link"].map(place).fillna(0).astype(int))  # 0: on a branch
    about = _about(network, chosen, list(states), links, nodes, kept)
    return Layers(links, nodes, facts.reset_index(drop=True), _defaults(network, names), sources, answers, about)


def _tables(network: Network, names: list[str]) -> tuple[pd.DataFrame, set[str]]:
    """The facts that are used, a row a link and a column an attribute that some link has; and their sources."""
    kinds, parts, sources = network.links["kind"].reindex(names), [], set()
    for kind in kinds.unique():
        own = list(kinds.index[kinds == kind])
        for some in (own[i : i + LINKS_AT_ONCE] for i in range(0, len(own), LINKS_AT_ONCE)):
            parts.append(network.table(kind, links=some).drop(columns=["form", "gaps_km"], errors="ignore"))
            cells = network.table(kind, "source", some)[parts[-1].columns].to_numpy(dtype=object)
            sources |= {s for column in cells.T for s in pd.unique(column[pd.notna(column)])}
    wide = pd.concat(parts).reindex(names).dropna(axis=1, how="all")
    return wide[sorted(wide)], sources


def _defaults(network: Network, names: list[str]) -> pd.DataFrame:
    """What is assumed of links of which nobody states it: once an attribute, not once a link."""
    kinds = network.links.loc[names, "kind"].unique()
    rows = pd.concat([network.schema[k].reset_index().assign(kind=k) for k in sorted(kinds)], ignore_index=True)
    rows = rows[rows["default"].notna()].rename(columns={"default": "value"}).assign(grade="D")
    return rows[[*DEFAULT, "description"]].reset_index(drop=True)


def _answers(network: Network, name: str, links: list[str]) -> pd.DataFrame:
    """Capacity of each link in one state, with its reason in words."""
    table = capacities(network, links=links)
    shown = table[["capacity_mtpa", "limit", "grade", "modelled_mtpa", "stated_mtpa", "basis"]]
    return shown.reset_index(names="link").assign(scenario=name)


def _links(network: Network, names: list[str], answers: pd.DataFrame, wide: pd.DataFrame) -> gpd.GeoDataFrame:
    shown = network.links.loc[names]
    out = shown[[c for c in NAMES if c in shown]].astype(str).reset_index(names="link")
    for name, its in answers.groupby("scenario", sort=False):
        rows = its.set_index("link").loc[names]
        mark = str(name).replace("-", "_")
        out[f"capacity_mtpa_{mark}"] = rows["capacity_mtpa"].to_numpy(dtype=float)
        out[f"limit_{mark}"] = rows["limit"].astype(str).to_numpy()
        out[f"grade_{mark}"] = rows["grade"].astype(str).to_numpy()
    out = pd.concat([out, wide.reset_index(drop=True)], axis=1).copy()
    # Files that hold lines only: a post is a line of no length.
    shapes = np.array(shown.geometry, dtype=object)
    point = shapely.get_type_id(shapes) == 0
    shapes[point] = [shapely.LineString([p.coords[0]] * 2) for p in shapes[point]]
    return gpd.GeoDataFrame(out, geometry=shapes, crs="EPSG:4326")


def _about(
    network: Network, chosen: Any, states: list[str], links: gpd.GeoDataFrame, nodes: gpd.GeoDataFrame, kept: Any
) -> dict[str, str]:
    from corridors import __version__

    due = credits_of(network.sources, [*links.get("source", ()), *nodes["source"]])
    return {
        "title": chosen.names.en if chosen else network.about.title.en,
        "licence": "; ".join([*(LICENCES[k] for k in due if k in LICENCES), FACTS]),
        "units": UNITS,
        "scenarios": ", ".join(states),
        "made_by": f"corridors {__version__}",
        "version": __version__,
        "data_sha256": data_hash(network.root),
        bundle.KEY: bundle.text(kept),
    }
