"""The shape of the data of a page, edition 6: every key, what it holds and in which unit.

This is what `payload` makes and what the scripts of the page work with; `packed` says how it stands in the two
blocks of a page. `made.edition` changes when the shape does. `Page.model_validate(data)` checks it, and
`Page.model_json_schema()` gives the same as JSON Schema. What stands in lists is spoken of by its place: a link by its
place in `links`, a source in `sources`, a measure in `measures`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Place = Annotated[int, Field(ge=0)]
Texts = Annotated[list[str], Field(min_length=3, max_length=3)]
Number = float | int | None
# p05, p50, p95, Mt/year.
Three = Annotated[list[Number], Field(min_length=3, max_length=3)]
GradeOrNone = Literal["A", "B", "C", "D", ""]


class Shape(BaseModel):
    """Refuses unknown keys: what is not described here is not in the data."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Made(Shape):
    """What the page was made with."""

    edition: Literal[7]
    version: str
    data: Annotated[
        str, Field(description="Hash of everything that draws depend on: facts, links, measures, scenarios.")
    ]


class Target(Shape):
    """What a scenario aims at."""

    c: Annotated[str, Field(description="Id of the corridor.")]
    mtpa: float
    year: int
    src: list[Place]


class Scenario(Shape):
    """A state of the network."""

    id: str
    n: Texts
    why: Texts
    year: int
    build: list[Place]
    ready: Annotated[list[int], Field(description="Year by whose end each measure of `build` is there.")]
    target: Target | None = None


class CorridorShape(Shape):
    """A corridor; `route` and `links` are places of links, `from` and `to` of nodes."""

    id: str
    code: str
    mode: Literal["rail", "road"]
    colour: str
    n: Texts
    summary: Texts
    sure: str
    sure_why: str
    variant_of: Annotated[str, Field(description="The corridor with which it counts as one.")] = ""
    src: list[Place]
    origins: Annotated[list[Place], Field(alias="from")]
    to: list[Place]
    route: list[Place]
    links: list[Place]


class MeasureShape(Shape):
    """A measure; what is empty is left out."""

    id: str
    n: Texts
    country: str
    status: str
    grade: str
    src: list[Place] = []
    start: int | None = None
    finish: int | None = None
    cost: Annotated[list[Any], Field(description="Million USD: value, low, high, grade, note.")] = []
    corridors: list[str] = []
    effect: str = ""
    note: str = ""
    part_of: str | None = None
    touches: Annotated[list[str], Field(description="Ids of the links whose facts it sets.")] = []
    sets: Annotated[list[list[Any]], Field(description="links, attribute, value, low, high, grade, sources.")] = []


class CorridorRange(Shape):
    """How sure the capacity of a corridor is."""

    rungs: Annotated[list[Three], Field(description="Of the corridor, then with each rung of its ladder relieved.")]
    cut: Annotated[list[list[float]], Field(description="Link and share of the draws in which it is in the cut.")]
    chance: Annotated[list[list[float]], Field(description="Target (Mt/year) and probability that it is reached.")]


class Ranges(Shape):
    """Ranges given what was carried; state "" is the network as loaded, a scenario has what it changes."""

    draws: int
    seed: int
    links: dict[str, dict[str, Three]]
    corridors: dict[str, dict[str, CorridorRange]]
    changes: Annotated[
        dict[str, list[tuple[str, str, Number, Number, Number]]],
        Field(description="Of corridors: state, other state, and how much more the other carries."),
    ]


class PostRow(Shape):
    """A road post; `in` has a row a scenario, in the order of `state`."""

    link: Place
    grade: GradeOrNone
    states: Annotated[dict[str, list[Number]], Field(alias="in")]


class PostsShape(Shape):
    """The road posts of the border that the folder's headline names, worst first."""

    state: list[str]
    total: list[str]
    scenarios: list[str]
    rows: list[PostRow]
    totals: dict[str, list[Number]]


class Page(Shape):
    """Everything that a page knows."""

    made: Made
    language: str
    languages: list[str]
    title: Texts
    words: dict[str, Texts]
    style: Annotated[dict[str, Any], Field(description="Colours, class bounds, widths: see cartography/style.py.")]
    basemap: Annotated[dict[str, Any], Field(description="Outlines as encoded polylines, and names.")]
    cities: Annotated[list[list[Any]], Field(description="Latitude, longitude, rank, names.")]
    credits: list[str]
    home: Annotated[list[str], Field(description="Countries that the folder is about.")]
    decimals: int
    far_below: float
    far_bits: int
    years: Annotated[list[int], Field(min_length=2, max_length=2)]
    links: Annotated[
        list[dict[str, Any]],
        Field(
            description="id, kind, form, n (names), ends (nodes), country, "
            "o (path of SVG in Web Mercator, 2**far_bits units a pixel of zoom 0, as fine as needed below zoom "
            "`far_below`), g (encoded polyline, latitude first, as fine as it is written), facts, post, and by "
            "set of measures (bits over the groups `m`): v (capacity in Mt/year, place of its limit, grade, "
            "modelled, stated), "
            "t (km, moving h, h, USD/t; at borders and terminals least and most h of waiting); own: the same as v by "
            "scenario with facts of its own; clash: sets that contradict each other; range: likely low and high "
            "today, and what drives it; wait: hours by lanes."
        ),
    ]
    attributes: list[dict[str, str]]
    defaults: list[list[Any]]
    limits: Annotated[list[list[Any]], Field(description="Code of wording/limits.json and its values.")]
    measures: list[MeasureShape]
    scenarios: list[Scenario]
    corridors: list[CorridorShape]
    cpmm: dict[str, list[list[Any]]]
    flows: Annotated[
        dict[str, list[Number]], Field(description="Demand assigned to links, Mt/year; negative = backward.")
    ]
    wanted: Annotated[dict[str, list[Number]], Field(description="The same if no link were too narrow; no sign.")]
    ranges: Ranges | None
    posts: PostsShape | None
    frontier: Annotated[
        dict[str, list[list[Any]]],
        Field(description="By corridor: cost, low, high (million USD), Mt/year, measures, how many without a cost."),
    ]
    nodes: list[dict[str, Any]]
    sources: Annotated[list[list[str]], Field(description="Id, title, publisher, date, address.")]
    newest: str
    tiles: dict[str, str] | None
