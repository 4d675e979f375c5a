"""The shapes of geodata/: what a row of each table and a field of each TOML file may be."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from corridors.wording.sentences import sentence

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
LinkId = Annotated[str, Field(pattern=r"^(rail|road|sea|border|terminal)/[a-z0-9][a-z0-9-]{0,119}$")]
Grade = Literal["A", "B", "C", "D"]
Year = Annotated[int, Field(strict=True, ge=1900, le=2100)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
# More than any place on earth trades: a slip of the pen, and numbers that no solver likes.
MOST_MTPA = 1e5
LANGUAGES = ("en", "ru", "kk")
# Countries, two joined where a link crosses a border; a sea has its own name in capitals.
COUNTRY = r"[A-Z]{2,20}(-[A-Z]{2,20})?"
# A text by which rows are grouped and found: of Latin letters, so that two that look alike are alike.
KEY = r"[!-~]([ -~]{0,198}[!-~])?"
Country = Annotated[str, Field(pattern=f"^{COUNTRY}$")]
Key = Annotated[str, Field(pattern=f"^{KEY}$")]
NODE_KINDS = (
    "station", "junction", "border_station", "border_exit", "city", "post", "port", "dry_port", "sea_gate", "gauge",
    "place",
)  # fmt: skip
# West, south, east, north.
WORLD = (-180.0, -90.0, 180.0, 90.0)
KINDS = ("rail", "road", "sea", "border", "terminal")
ALONG = ("rail", "road", "sea")  # kinds whose links have a length

# Columns of each CSV and their types (dataset/cells.py); "?" may be empty or left out. More columns are kept.
TABLES: dict[str, dict[str, str]] = {
    "sources.csv": {
        "source": "id", "title": "text", "publisher": "text?", "date": "text?", "url": "text?", "licence": "text?",
        "note": "text?",
    },
    "nodes.csv": {
        "node": "id", "name_en": "text", "name_ru": "text?", "name_kk": "text?", "country": "country",
        "kind": "node_kind", "lon": "number", "lat": "number", "grade": "grade", "source": "source",
    },
    "stops.csv": {
        "link": "link", "km": "number", "name_ru": "text?", "kind": "id?", "crossing": "crossing?", "source": "source?",
    },
    "schema/kinds.csv": {
        "kind": "id", "model": "id", "description": "text?", "who_knows_en": "text?", "who_knows_ru": "text?",
        "who_knows_kk": "text?",
    },
    "schema": {
        "attribute": "id", "form": "id?", "unit": "key", "default": "number?", "low": "number?", "high": "number?",
        "min": "number", "max": "number", "whole": "whole?", "source": "source?", "description": "text",
    },
    "facts": {
        "link": "link", "attribute": "id", "value": "number", "low": "number?", "high": "number?", "unit": "key",
        "grade": "grade", "source": "source", "role": "role", "note": "text?",
    },
    "observed.csv": {
        "series": "id", "what": "text", "kind": "watch", "value": "number", "low": "number?", "high": "number?",
        "unit": "key", "grade": "grade", "source": "source", "period": "key?", "link": "link?", "corridor": "id?",
        "year": "year?", "date": "text?", "definition": "text?", "note": "text?",
    },
    "evidence.csv": {
        "link": "link", "year": "year", "value": "number", "low": "number", "high": "number", "unit": "count_unit",
        "counted": "how_counted", "scenario": "id", "grade": "grade", "source": "source", "note": "text?",
    },
    "schema/delay.csv": {
        "status": "id", "unit": "key", "delay": "number", "low": "number", "high": "number", "grade": "grade",
        "source": "source", "description": "text",
    },
    "statements.csv": {
        "statement": "id", "said_en": "text", "said_ru": "text?", "said_kk": "text?", "date": "text",
        "source": "source", "series": "source?", "model": "asked", "corridors": "source?", "scenarios": "source?",
        "mtpa": "number?", "found_en": "text", "found_ru": "text?", "found_kk": "text?",
    },
    "demand.csv": {
        "origin": "id", "destination": "id", "commodity": "key", "mtpa": "number", "low": "number?",
        "high": "number?", "grade": "grade", "source": "source", "note": "text?",
    },
    "cities.csv": {
        "city": "id", "name_en": "text", "name_ru": "text?", "name_kk": "text?", "country": "country?",
        "lon": "number", "lat": "number", "rank": "number", "source": "source", "grade": "grade?",
    },
    "cpmm.csv": {
        "entity": "key", "mode": "mode", "direction": "direction", "indicator": "key", "year": "number",
        "value": "number", "unit": "key", "source": "source", "grade": "grade?", "note": "text?",
    },
    "factors.csv": {
        "factor": "id", "subject": "key", "mode": "kind?", "country": "country?", "value": "number", "low": "number?",
        "high": "number?", "unit": "key", "grade": "grade", "source": "source", "note": "text?",
    },
    "cases.csv": {
        "case": "id", "model": "id", "kind": "case_kind", "function": "text?", "inputs": "text?", "arguments": "text?",
        "expected": "text", "tolerance": "tolerance", "class": "case_class?", "source": "source", "reason": "text?",
    },
    "methods.csv": {
        "method": "id", "kind": "kinds?", "description": "text", "source": "source", "used": "followed?",
        "consulted": "consulted?", "note": "text?",
    },
    "unit_costs.csv": {
        "item": "text", "value": "number", "low": "number?", "high": "number?", "unit": "key", "price_year": "year?",
        "grade": "grade", "source": "source", "note": "text?",
    },
}  # fmt: skip
# Columns that few folders need: a new table does without them.
RARE = {"sources.csv": ("licence", "note"), "stops.csv": ("source",)}


def columns_of(file: str) -> list[str]:
    """Columns of a new table, as in "nodes.csv" or "facts/rail.csv"."""
    return [c for c in TABLES.get(file) or TABLES[file.split("/", maxsplit=1)[0]] if c not in RARE.get(file, ())]


class Shape(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Names(Shape):
    """One text in the three languages; a language that is left out has the English one, and so has a plain text."""

    en: Annotated[str, Field(min_length=1)]
    ru: Annotated[str, Field(min_length=1)]
    kk: Annotated[str, Field(min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _fall_back(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return dict.fromkeys(LANGUAGES, raw)
        return dict.fromkeys(LANGUAGES, raw["en"]) | raw if isinstance(raw, dict) and "en" in raw else raw


class Folder(Shape):
    """What a geodata folder is about: folder.toml.

    `region` is where everything must lie, `window` where the maps look; west, south, east, north in degrees.
    """

    id: str
    title: Names
    countries: tuple[Annotated[str, Field(pattern="^[A-Z]{2}$")], ...] = ()
    languages: Annotated[tuple[Literal["en", "ru", "kk"], ...], Field(min_length=1)] = ("en", "ru", "kk")
    region: tuple[Number, Number, Number, Number] = WORLD
    window: tuple[Number, Number, Number, Number] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Folder:
        for name, box in (("region", self.region), ("window", self.window or WORLD)):
            west, south, east, north = box
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise ValueError(
                    sentence(
                        "{name}: west < east and south < north does not hold: {box}", name=name, box=str(list(box))
                    )
                )
        return self


class Range(Shape):
    """A value with its bounds and the grade of what it rests on."""

    value: Number
    low: Number
    high: Number
    grade: Grade
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                sentence(
                    "low <= value <= high does not hold: {low}, {value}, {high}",
                    low=self.low,
                    value=self.value,
                    high=self.high,
                )
            )
        return self


class Branch(Shape):
    """A side route of a corridor, link by link."""

    name: Names
    route: Annotated[tuple[LinkId, ...], Field(min_length=1)]


class Corridor(Shape):
    """A corridor: its names, how it was identified, and its links in order."""

    id: Id
    code: Key
    mode: Literal["rail", "road"]
    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")] = "#7a1f3d"
    names: Names
    summary: Names
    identification: Literal["sourced", "reconstructed", "inferred"]
    identification_note: str = ""
    variant_of: Id | None = None  # the corridor that this is a part or a longer way of: the two count once
    sources: tuple[str, ...] = ()
    origins: Annotated[tuple[Id, ...], Field(min_length=1)]
    destinations: Annotated[tuple[Id, ...], Field(min_length=1)]
    route: Annotated[tuple[LinkId, ...], Field(min_length=1)]
    branches: tuple[Branch, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, raw: Any) -> Any:
        """A corridor without a code goes by its id, one without a summary by its names."""
        if isinstance(raw, dict) and "id" in raw and "names" in raw:
            return {"code": raw["id"], "summary": raw["names"], **raw}
        return raw

    @model_validator(mode="after")
    def _apart(self) -> Corridor:
        if both := set(self.origins) & set(self.destinations):
            raise ValueError(
                sentence("{places} is origin and destination; leave it in one of them", places=", ".join(sorted(both)))
            )
        return self

    @cached_property
    def links(self) -> tuple[str, ...]:
        """All links once: the route first, then the branches."""
        return tuple(dict.fromkeys([*self.route, *(k for b in self.branches for k in b.route)]))


class Setting(Shape):
    """A fact that a measure or a scenario sets, on one link or several."""

    links: Annotated[tuple[LinkId, ...], Field(min_length=1)]
    attribute: str
    value: Number
    low: Number | None = None
    high: Number | None = None
    grade: Grade
    source: str
    note: str = ""


class Measure(Shape):
    """Something that can be built: what it sets, what it costs, when, and who says so."""

    id: Id
    names: Names
    country: Country
    status: Literal["done", "building", "planned", "proposed", "option"]
    grade: Grade
    sources: tuple[str, ...]
    start: Year | None = None
    finish: Year | None = None
    build_years: Annotated[int, Field(ge=1, le=30)] = 3
    cost_musd: Range | None = None
    corridors: tuple[str, ...] = ()
    size: str = ""
    stated_effect: str = ""
    note: str = ""
    part_of: Id | None = None
    facts: tuple[Setting, ...] = ()

    @model_validator(mode="after")
    def _possible(self) -> Measure:
        if self.cost_musd and self.cost_musd.low < 0:
            raise ValueError(sentence("cost_musd: {cost:g} is below zero", cost=self.cost_musd.low))
        if self.start and self.finish and self.start > self.finish:
            raise ValueError(
                sentence("it starts in {start}, after its end in {finish}", start=self.start, finish=self.finish)
            )
        return self


class Target(Shape):
    """What somebody promised for a corridor."""

    corridor: Id
    mtpa: Annotated[Number, Field(ge=0, le=MOST_MTPA)]
    year: Year
    source: str


class DemandRow(Shape):
    """A demand that a scenario adds or replaces."""

    origin: Id
    destination: Id
    commodity: Key
    mtpa: Annotated[Number, Field(ge=0, le=MOST_MTPA)]


class Scenario(Shape):
    """A state of the network: what is built, and which facts and demands differ."""

    id: Id
    names: Names
    why: Names
    year: Year
    extends: Id | None = None
    build: tuple[Id, ...] = ()
    # Measures of the scenarios that it extends which it does not build.
    leave_out: tuple[Id, ...] = ()
    target: Target | None = None
    facts: tuple[Setting, ...] = ()
    demand: tuple[DemandRow, ...] = ()


class Headline(Shape):
    """What a folder shows first: a corridor, its scenarios, and a link whose official statements stand beside them."""

    id: Id
    corridor: Id
    scenarios: Annotated[tuple[Id, ...], Field(min_length=1)]
    stated_on: LinkId | None = None
    stated_note: Names | None = None
    # The border whose road posts are listed (`country` of its links), and the series of their traffic taken together.
    posts_border: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z]{2})?$")] | None = None
    posts_series: Id | None = None
