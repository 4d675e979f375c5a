"""What the tags of a way say: in service or not, main track or siding, gauge, speed, wire, lanes, surface."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from corridors.exchange.survey.extract import ROAD_CLASSES, Tags

NOT_IN_SERVICE = ("construction", "proposed", "planned", "disused", "abandoned", "razed", "dismantled", "demolished")
OTHER_RAIL = ("tram", "subway", "light_rail", "monorail", "funicular", "miniature", "narrow_gauge", "preserved")
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
# How much longer than main track a way may seem before another one is taken: a kilometre of siding counts as three.
RAIL_SERVICE = {"": 1.0, "crossover": 1.2, "siding": 3.0, "yard": 6.0, "spur": 10.0}
RAIL_USAGE = {"main": 1.0, "branch": 1.05, "": 1.1}  # others: industrial, tourism, military, test
OTHER_USAGE = 4.0
ROAD_COST = {"motorway": 0.8, "trunk": 0.85, "primary": 1.0, "secondary": 1.15, "tertiary": 1.4}
SMALL_ROAD = 2.0
OTHER_REFERENCE = 2.0  # where a reference number is asked for, a kilometre without it counts as two
PAVED = re.compile(r"asphalt|concrete.*|paved|paving_stones|chipseal|metal|sett|cobblestone.*")
UNPAVED = re.compile(r"unpaved|gravel|fine_gravel|compacted|dirt|earth|ground|sand|grass|mud|pebblestone|ice|soil")
MPH = 1.609344
# Systems that need a track that reports itself free, section by section.
BLOCK_KEYS = (
    "railway:etcs",
    "railway:lzb",
    "railway:ctc",
    "railway:alsn",
    "railway:als",
    "railway:atc",
    "railway:klub",
)


@dataclass(frozen=True)
class Use:
    """What a way is good for: whether trains or lorries run on it, and at what cost per kilometre.

    Attributes
    ----------
    left_out : str
        Why the way is no part of any route; "" if it may be.
    cost : float
        Kilometres that one kilometre of it counts as.
    main : bool
        Running line, not a siding, yard or crossover.
    one_way : {-1, 0, 1}
        Direction in which it may be used: 0 both.
    """

    left_out: str = ""
    cost: float = 1.0
    main: bool = True
    one_way: int = 0


def use(mode: str, tags: Tags, reference: str = "") -> Use:
    """What a way is good for.

    Examples
    --------
    >>> use("rail", {"railway": "construction"}).left_out
    'railway=construction'
    >>> use("rail", {"railway": "rail", "service": "siding"})
    Use(left_out='', cost=3.0, main=False, one_way=0)
    >>> use("road", {"highway": "motorway"}).one_way
    1
    """
    found = _rail(tags) if mode == "rail" else _road(tags)
    if reference and not found.left_out:
        marks = {_plain(r) for r in tags.get("ref", "").split(";")}
        if _plain(reference) not in marks:
            return Use("", found.cost * OTHER_REFERENCE, found.main, found.one_way)
    return found


def _plain(reference: str) -> str:
    return re.sub(r"[\s\-–]", "", reference).casefold()


def _rail(tags: Tags) -> Use:
    kind = tags.get("railway", "")
    if out := _not_in_service("railway", tags):
        return Use(out)
    if kind != "rail":
        return Use(f"railway={kind}" if kind in OTHER_RAIL else "no track")
    service, usage = tags.get("service", ""), tags.get("usage", "")
    cost = RAIL_SERVICE.get(service, RAIL_SERVICE["spur"])
    # A siding that says "usage=main" is a siding none the less.
    cost *= RAIL_USAGE.get(usage, OTHER_USAGE) if not service else 1.0
    return Use("", cost, not service and usage in RAIL_USAGE)


def _not_in_service(key: str, tags: Tags) -> str:
    """As in "railway=disused"; lifecycle keys and "disused=yes" say the same."""
    if tags.get(key) in NOT_IN_SERVICE:
        return f"{key}={tags[key]}"
    for state in NOT_IN_SERVICE:
        if tags.get(state) in YES or (f"{state}:{key}" in tags and key not in tags):
            return f"{key}={state}"
    if tags.get("operational_status") in ("closed", "disused", "abandoned"):
        return f"operational_status={tags['operational_status']}"
    return ""


def _road(tags: Tags) -> Use:
    if out := _not_in_service("highway", tags):
        return Use(out)
    kind = tags.get("highway", "")
    grade, link = kind.removesuffix("_link"), kind.endswith("_link")
    if not kind or (grade not in ROAD_CLASSES and kind not in ("unclassified", "road")):
        return Use(f"highway={kind}" if kind else "no road")
    for key in ("hgv", "motor_vehicle", "vehicle", "access"):
        if key in tags and tags[key] not in ("no", "private", "agricultural", "forestry"):
            break
        if key in tags:
            return Use(f"{key}={tags[key]}")
    oneway = tags.get("oneway", "")
    implied = grade == "motorway" or tags.get("junction") in ("roundabout", "circular")
    one_way = -1 if oneway in ("-1", "reverse") else int(oneway in YES or (implied and oneway not in NO))
    return Use("", ROAD_COST.get(grade, SMALL_ROAD) + 0.2 * link, not link, one_way)


def gauges(tags: Tags) -> frozenset[int]:
    """Gauges of a track in mm; empty where it is not tagged.

    >>> sorted(gauges({"gauge": "1435;1520 mm"}))
    [1435, 1520]
    """
    return frozenset(int(g) for g in re.findall(r"\b\d{3,4}\b", tags.get("gauge", "")))


def speed_kmh(tags: Tags) -> float:
    """Greatest speed of a way (km/h), the lower of its directions; NaN where it is not tagged as a number.

    >>> speed_kmh({"maxspeed": "100 km/h"}), speed_kmh({"maxspeed:forward": "160", "maxspeed:backward": "140"})
    (100.0, 140.0)
    """
    told = [tags[k] for k in ("maxspeed", "maxspeed:forward", "maxspeed:backward") if k in tags]
    found = [_speed(t) for t in (told[:1] if "maxspeed" in tags else told)]
    return min(found, default=float("nan"))


def _speed(text: str) -> float:
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*(mph|km/h|kmh)?\s*", text.split(";", maxsplit=1)[0])
    kmh = float(match[1]) * (MPH if match[2] == "mph" else 1.0) if match else float("nan")
    return kmh if 5 <= kmh <= 500 else float("nan")


def electrified(tags: Tags) -> float:
    """1 under wire or over a third rail, 0 if tagged as neither, NaN where it is not tagged."""
    told = tags.get("electrified", "")
    if told in ("contact_line", "rail", "4th_rail", "ground-level_power_supply", "yes"):
        return 1.0
    return 0.0 if told == "no" else float("nan")


def block(tags: Tags) -> float:
    """1 where the tags name a system that goes with automatic block, NaN where they say nothing of it."""
    if any(tags.get(k, "no") not in ("no", "none", "0", "") for k in BLOCK_KEYS):
        return 1.0
    return float("nan")


def tagged_tracks(tags: Tags) -> float:
    """Tracks of the line as one way tells: `tracks`, or `passenger_lines`; NaN where neither is a number."""
    return next((_count(tags[k], 8) for k in ("tracks", "passenger_lines") if k in tags), float("nan"))


def _count(text: str, most: int) -> float:
    return float(text) if re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= most else float("nan")


def lanes(tags: Tags) -> float:
    """Lanes of both directions together; a one-way road has as many again beside it.

    >>> lanes({"highway": "trunk", "lanes": "2"}), lanes({"highway": "motorway", "lanes": "2"})
    (2.0, 4.0)
    """
    count = _count(tags.get("lanes", ""), 16)
    if not np.isfinite(count):
        both = [_count(tags.get(f"lanes:{d}", ""), 8) for d in ("forward", "backward")]
        count = sum(both)
    return count * 2 if _road(tags).one_way and tags.get("junction") not in ("roundabout", "circular") else count


def paved(tags: Tags) -> float:
    """1 with a sealed or stone surface, 0 without, NaN where it is not tagged."""
    surface = tags.get("surface", "")
    if PAVED.fullmatch(surface):
        return 1.0
    return 0.0 if UNPAVED.fullmatch(surface) else float("nan")


def name_of(tags: Tags, language: str = "") -> str:
    """A name in a language, or the name there is."""
    keys = [f"name:{language}"] if language else []
    keys += ["int_name", "name"] if language == "en" else ["name", "int_name", "name:en", "name:ru"]
    return next((tags[k].strip() for k in keys if tags.get(k, "").strip()), "")


def names_of(tags: Tags) -> list[str]:
    """Every name of a place, in any language."""
    named = [v for k, v in tags.items() if k in NAMES or k.startswith(("name:", "alt_name:", "old_name:"))]
    return [n.strip() for v in named for n in v.split(";") if n.strip()]


NAMES = ("name", "int_name", "alt_name", "old_name", "official_name", "short_name", "uic_name", "loc_name", "ref_name")
