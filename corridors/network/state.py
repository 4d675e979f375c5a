"""One state of the world: nodes, links and facts; find, table, why, overlay."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.display import as_html
from corridors.errors import UnknownName
from corridors.facts import Completion, attribute_of, laid_over, overlay_rows
from corridors.names import Known, find
from corridors.names import known as known_names
from corridors.network.other_tables import other_table
from corridors.network.wide import cells, coded, gaps
from corridors.schema import KINDS, Corridor, Folder, Headline, Measure, Scenario
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import geopandas as gpd

SIDES = ("value", "low", "high", "grade", "source")


@dataclass(frozen=True)
class Network:
    """Nodes, links and everything known about the links, in one state of the world.

    Attributes
    ----------
    name : str
        The scenario; "today" as loaded.
    nodes : GeoDataFrame
        Index `node`; names, country, kind, lon, lat, grade, source, geometry (EPSG:4326).
    links : GeoDataFrame
        Index `link`; kind, form, names, from_node, to_node, country, geometry (EPSG:4326).
    facts : DataFrame
        Long: a row a fact, its `role` used, rival or replaced; complete: what nobody stated is a default of grade D. Of
        a network of more than 20,000 links it is made when first asked for; `table` does not need it.
    demand : DataFrame
        What is known to be sent: origin, destination, commodity, mtpa, source; of a scenario with what it adds.

    Examples
    --------
    >>> import corridors as co
    >>> net = co.load()
    >>> net.table("border").loc["border/zhaisan", "form"]
    'road'
    >>> net.why("border/zhaisan", "lanes")["role"].iloc[0]
    'used'
    """

    name: str
    root: Path
    nodes: gpd.GeoDataFrame
    links: gpd.GeoDataFrame
    facts: pd.DataFrame
    schema: dict[str, pd.DataFrame]
    kinds: pd.DataFrame
    corridors: dict[str, Corridor]
    measures: dict[str, Measure]
    scenarios: dict[str, Scenario]
    sources: pd.DataFrame
    stops: pd.DataFrame
    demand: pd.DataFrame
    about: Folder
    headline: Headline | None = None
    _wide: dict[tuple[str, str], pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    # Tables of the folder that no fact depends on: the same for every state of the network.
    _extra: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if isinstance(self.facts, Completion):
            object.__setattr__(self, "_later", self.facts)
            object.__delattr__(self, "facts")

    def __getattr__(self, name: str) -> Any:
        # The long table of a large network takes gigabytes, and few answers need it.
        later = self.__dict__.get("_later")
        if name == "facts" and later is not None:
            object.__setattr__(self, "facts", later.whole())
            return self.__dict__["facts"]
        raise AttributeError(f"{type(self).__name__!r} has no {name!r}")

    def __repr__(self) -> str:
        count = self.links["kind"].value_counts()
        parts = ", ".join(f"{count[k]} {k}" for k in KINDS if k in count)
        return f"<Network {self.name!r}: {len(self.corridors)} corridors, {len(self.links)} links ({parts})>"

    def _repr_html_(self) -> str:
        stated = self.explicit[self.explicit["origin"] == "stated"].merge(self.links["kind"], on="link")
        count = pd.DataFrame(
            {"links": self.links["kind"].value_counts(), "stated facts": stated["kind"].value_counts()}
        )
        return as_html(repr(self), count.reindex([k for k in KINDS if k in count.index]).rename_axis("kind"))

    def table(self, kind: str, what: str = "value", links: Sequence[str] | None = None) -> pd.DataFrame:
        """Facts of one kind of link, wide: a row a link, a column an attribute.

        Parameters
        ----------
        kind : str
            rail, road, sea, border or terminal.
        what : {"value", "low", "high", "grade", "source"}
            Which side of each fact.
        links : sequence of str, optional
            Only these, in this order.

        Returns
        -------
        DataFrame
            Index `link`; a column for every attribute of the schema (NaN where unknown), `form`, and for rail
            `gaps_km`, the distances between crossing points as a tuple (empty where not known).

        Raises
        ------
        UnknownName
            No such kind, side or link.
        """
        if kind not in self.schema:
            raise UnknownName("kind of link", kind, self.schema)
        if what not in SIDES:
            raise UnknownName("side of a fact", what, SIDES)
        every = self.links.index
        if links is not None:
            asked = pd.Index(links, name=every.name, dtype=every.dtype)
            # A look at the links that are asked for, not at all: they may be a block of a million.
            strange = asked[(self.links["kind"].reindex(asked) != kind).to_numpy()]
            if len(strange):
                raise UnknownName(sentence("{kind} link", kind=kind), min(strange), every[self.links["kind"] == kind])
            if "facts" not in self.__dict__:
                return self._pivot(kind, what, asked)
        if (kind, what) not in self._wide:
            self._wide[kind, what] = self._pivot(kind, what, every[self.links["kind"] == kind])
        wide = self._wide[kind, what]
        return (wide if links is None else wide.loc[list(links)]).copy()

    def _pivot(self, kind: str, what: str, own: pd.Index) -> pd.DataFrame:
        """One side of the facts of some links of a kind."""
        names = self.schema[kind].index.unique().rename(None)
        if "facts" in self.__dict__:
            found = cells(self.facts[what], self._codes(), own, names)
        else:
            found = self.__dict__["_later"].cells(kind, what, own)
        wide = pd.DataFrame(found, index=own, columns=names)
        wide["form"] = self.links.loc[own, "form"]
        if kind == "rail":
            length = wide["length_km"] if what == "value" else self.table("rail", links=list(own))["length_km"]
            wide["gaps_km"] = gaps(self.stops, length)
        return wide

    def _codes(self) -> pd.DataFrame:
        if ("", "codes") not in self._wide:
            attributes = pd.Index(dict.fromkeys(a for table in self.schema.values() for a in table.index))
            self._wide["", "codes"] = coded(self.facts, self.links.index, attributes)
        return self._wide["", "codes"]

    def why(self, link: str, attribute: str) -> pd.DataFrame:
        """Who says so: the fact that is used, then its rivals and what it replaced.

        Returns
        -------
        DataFrame
            value, low, high, unit, grade, source, role, note, origin; with title, publisher, date, url of the source.

        Raises
        ------
        UnknownName
            A link or attribute that is not there.
        """
        row = self.link(link)
        link, kind, attribute = str(row.name), row["kind"], str(attribute).strip().lower()
        if attribute not in self.schema[kind].index:
            raise UnknownName(attribute_of(kind), attribute, self.schema[kind].index)
        rows = self.facts_of([link], [attribute])
        order = rows["role"].map({"used": 0, "rival": 1, "replaced": 2})
        rows = rows.assign(order=order).sort_values("order", kind="stable").drop(columns="order")
        first = rows["source"].str.split(";").str[0]
        known = self.sources[["title", "publisher", "date", "url"]].reindex(first).set_axis(rows.index)
        return rows.join(known.fillna("")).drop(columns=["link", "attribute"]).reset_index(drop=True)

    def find(self, name: object, *whats: str) -> tuple[str, str]:
        """What is called so, and its id.

        Parameters
        ----------
        name : str
            An id, a code, or a name in any of the languages, in any case.
        *whats : {"corridor", "link", "post", "node", "measure", "scenario"}
            What it may be; what comes first counts first.

        Raises
        ------
        UnknownName
            Nothing is called so; at most five near names are offered.
        BadInput
            Several are.

        Examples
        --------
        >>> import corridors as co
        >>> co.load().find("Rkti", "link", "corridor")
        ('corridor', 'rkti')
        """
        ids = {"corridor": self.corridors, "measure": self.measures, "scenario": self.scenarios}
        tables = {"link": self.links.index, "node": self.nodes.index}
        for what in whats:
            if what != "post" and name in {**ids, **tables}[what]:
                return what, str(name)
        return find(self._names, name, whats)

    @cached_property
    def _names(self) -> Known:
        return known_names(self.corridors, self.links, self.nodes, self.measures, self.scenarios)

    def link(self, name: str) -> pd.Series:
        """One row of `links`, found as `find` does; its `name` is the id."""
        return self.links.loc[self.find(name, "link")[1]]

    def link_ids(self, names: Iterable[str]) -> pd.Index:
        """Ids of some links, each once, found as `find` does."""
        return pd.Index(list(dict.fromkeys(self.find(n, "link")[1] for n in names)), name="link", dtype=object)

    def corridor(self, name: str) -> Corridor:
        """A corridor, found as `find` does."""
        return self.corridors[self.find(name, "corridor")[1]]

    def length_km(self, corridor: Corridor) -> float:
        """Kilometres of a corridor's main route (posts and terminals have none)."""
        rows = self.facts_of(corridor.route, ["length_km"])
        rows = rows[rows["role"] == "used"]
        return float(rows.set_index("link")["value"].reindex(corridor.route).sum())

    def extra(self, name: str) -> pd.DataFrame:
        """Another table of the folder, as in `extra("observed")`; numbers as numbers where a column has only such."""
        if name not in self._extra:
            self._extra[name] = other_table(self.root, name)
        return self._extra[name].copy()

    def facts_of(self, links: Iterable[str] | None = None, attributes: Iterable[str] | None = None) -> pd.DataFrame:
        """`facts` of some links and attributes (of all by default), without making those of a large network whole."""
        own, names = (None if some is None else pd.Index(list(some), dtype=object) for some in (links, attributes))
        if "facts" not in self.__dict__:
            return self.__dict__["_later"].whole(names, own)
        rows = self.facts if own is None else self.facts[self.facts["link"].isin(own)]
        return rows if names is None else rows[rows["attribute"].isin(names)]

    @property
    def explicit(self) -> pd.DataFrame:
        """Facts that somebody stated or laid over others, and those they replace; of a small network all facts."""
        return self.facts if "facts" in self.__dict__ else self.__dict__["_later"].stated

    def with_explicit(self, facts: pd.DataFrame, name: str) -> Network:
        """The network with other `explicit` facts."""
        if "facts" in self.__dict__:
            return replace(self, name=name, facts=facts, _wide={})
        return self.with_fields(name=name, facts=replace(self.__dict__["_later"], stated=facts), _wide={})

    def replaced(self) -> pd.DataFrame:
        """Facts that others were laid over; none in a network as loaded."""
        if ("", "replaced") not in self._wide:
            self._wide["", "replaced"] = self.explicit[self.explicit["role"] == "replaced"]
        return self._wide["", "replaced"]

    def with_fields(self, **changes: Any) -> Network:
        """The same network with other fields, its facts not made whole for that."""
        if "facts" in self.__dict__:
            return replace(self, **changes)
        same = {f.name: self.__dict__[f.name] for f in fields(self) if f.name != "facts"}
        return type(self)(**{**same, "facts": self.__dict__["_later"], **changes})

    def overlay(self, facts: pd.DataFrame, name: str | None = None) -> Network:
        """The same network with other facts laid over it.

        Parameters
        ----------
        facts : DataFrame
            Columns link, attribute, value; low, high, unit, grade, source, note, origin where known.
        name : str, optional
            Name of the new network.

        Returns
        -------
        Network
            A new one. A fact that was used before stands beside the new one as "replaced".

        Raises
        ------
        Conflict
            Two rows give one fact different values.
        UnknownName
            A link or attribute that is not there.
        BadInput
            A value outside the bounds of the schema.
        """
        if facts.empty:
            return self.with_fields(name=name or self.name)
        new = overlay_rows(self.links, self.schema, facts)
        old = self.facts if "facts" in self.__dict__ else self.__dict__["_later"].beside(new)
        return self.with_explicit(laid_over(old, new), name or self.name)
