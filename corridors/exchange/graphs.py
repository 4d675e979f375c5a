"""A network as a networkx graph, for whoever goes on with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.extras import needs

if TYPE_CHECKING:
    import networkx as nx

    from corridors.network import Network


def to_networkx(network: Network) -> nx.MultiGraph:
    """The network as an undirected graph with a key per link.

    Parameters
    ----------
    network : Network
        Any state.

    Returns
    -------
    networkx.MultiGraph
        Nodes with the columns of `network.nodes`; edges keyed by link with those of `network.links` and the facts in
        use, units in the names.

    Raises
    ------
    BadInput
        The package networkx is missing.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> graph = co.to_networkx(net)
    >>> graph.number_of_edges() == len(net.links)
    True
    """
    graph = needs("networkx", "formats").MultiGraph(name=network.name, crs="EPSG:4326")
    graph.add_nodes_from(network.nodes.to_dict("index").items())
    used = network.facts[network.facts["role"] == "used"]
    known: dict[str, dict[str, float]] = {}
    for link, attribute, value in zip(used["link"], used["attribute"], used["value"], strict=True):
        known.setdefault(link, {})[attribute] = value
    for link, row in network.links.to_dict("index").items():
        graph.add_edge(row["from_node"], row["to_node"], key=link, **row, **known.get(str(link), {}))
    return graph
