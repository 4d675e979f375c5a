"""The Overpass service through osmnx: piece by piece, politely, every answer kept so that none is asked for twice."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import socket
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from corridors.errors import BadInput
from corridors.exchange.survey.answers import Busy, Rubbish, checked
from corridors.exchange.survey.extract import ROAD_VALUES, Extract, LonLat, merged
from corridors.exchange.survey.features import from_features
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CELL_DEG = 0.5
MARGIN_SHARE = 0.15  # of the distance between two places: how far aside a line may swing
MARGIN_DEG = 0.15
MOST_CELLS = 400
TRIES = 4
LONGEST_PAUSE_S = 120.0
PAUSES_S = (5.0, 15.0, 40.0)
TAGS: dict[str, dict[str, Any]] = {
    "rail": {"railway": True},
    "road": {"highway": sorted(ROAD_VALUES), "barrier": "border_control", "place": ["city", "town"]},
}


def ask(
    mode: str,
    places: Sequence[LonLat],
    url: str,
    cache: Path | None,
    timeout_s: float,
    progress: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
) -> Extract:
    """The map around some places from an Overpass server.

    The area is asked in cells of half a degree. Each answer is kept in `cache`; a run that was broken off goes on where
    it stopped.

    Parameters
    ----------
    places : sequence of (lon, lat)
        At least two.
    url : str
        The interface, as in "https://overpass.example/api".
    cache : path, optional
        A folder; the user's cache if left out.
    timeout_s : float
        Longest wait for one answer.

    Raises
    ------
    BadInput
        The server cannot be reached, stays busy, or answers with no map; what was fetched is kept.
    """
    if not re.match(r"https?://[^\s/]", url):
        raise BadInput(sentence("--overpass {url!r} is no address; it begins with https://", url=url[:80]))
    if len(places) < 2:
        raise BadInput(sentence("a name is looked up in a file; with --overpass give every place as a node or lon,lat"))
    cells = _cells(places)
    kept = cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "corridors" / "overpass"
    extracts: list[Extract] = []
    with _osmnx(url, kept, timeout_s) as osmnx:
        for number, cell in enumerate(cells, 1):
            try:
                progress(f"asking {_host(url)}: piece {number} of {len(cells)}")
                extracts += _cell(osmnx, mode, cell, timeout_s, progress, pause)
            except KeyboardInterrupt:
                raise BadInput(sentence("broken off; {resume}", resume=_resume(number - 1, len(cells), kept))) from None
            except BadInput as error:
                raise BadInput(
                    sentence(
                        "{host}: {problem}; {resume}",
                        host=_host(url),
                        problem=error.args[0],
                        resume=_resume(number - 1, len(cells), kept),
                    )
                ) from None
    if not extracts:
        raise BadInput(
            sentence(
                "{host} has no {mode} between these places; are they longitude, latitude?", host=_host(url), mode=mode
            )
        )
    whole = merged(mode, extracts)
    whole.origin = _host(url)
    return whole


def _host(url: str) -> str:
    return re.sub(r"^https?://([^/]*@)?", "", url).split("/")[0][:80]


def _resume(done: int, every: int, kept: Path) -> str:
    return sentence(
        "{done} of {every} pieces are kept in {kept}: the same command goes on from there",
        done=done,
        every=every,
        kept=kept,
    )


def _cells(places: Sequence[LonLat]) -> list[shapely.Polygon]:
    """The area around the straight way, cut along a fixed grid, so that another survey asks the same pieces."""
    line = shapely.LineString(places)
    margin = MARGIN_DEG + MARGIN_SHARE * max(math.dist(a, b) for a, b in pairwise(places))
    area = line.buffer(margin)
    west, south, east, north = (math.floor(v / CELL_DEG) for v in area.bounds)
    grid = [
        shapely.box(x * CELL_DEG, y * CELL_DEG, (x + 1) * CELL_DEG, (y + 1) * CELL_DEG)
        for x in range(west, east + 1)
        for y in range(south, north + 1)
    ]
    cells = [c for c in grid if c.intersects(area)]
    if len(cells) > MOST_CELLS:
        raise BadInput(
            sentence(
                "{count} pieces of half a degree are too many to ask of a public server; fetch the country "
                "as .osm.pbf and give it with --pbf, or survey in parts",
                count=len(cells),
            )
        )
    return cells


def _cell(
    osmnx: Any,
    mode: str,
    cell: shapely.Polygon,
    timeout_s: float,
    progress: Callable[[str], None],
    pause: Callable[[float], None],
) -> list[Extract]:
    """One piece, asked again where the server is busy; none where it is empty."""
    for attempt in range(TRIES):
        try:
            table = osmnx.features_from_polygon(cell, TAGS[mode])
        except Busy as busy:
            wait = PAUSES_S[min(attempt, len(PAUSES_S) - 1)] if busy.pause_s is None else busy.pause_s
            if attempt == TRIES - 1 or wait > LONGEST_PAUSE_S:
                raise BadInput(sentence("busy ({busy}){later}", busy=str(busy), later=_later(wait))) from None
            progress(f"the server is busy ({busy}); asking again in {wait:.0f} s")
            pause(wait)
        except json.JSONDecodeError:  # an answer that was kept by half
            progress(f"left out {_drop_broken(Path(osmnx.settings.cache_folder))} answers that were kept by half")
        except Rubbish as error:
            raise BadInput(error.args[0]) from None
        except Exception as error:  # whatever the network does, it is no fault of the program
            if type(error).__name__ == "InsufficientResponseError":
                return []
            raise BadInput(_plainly(error, timeout_s)) from None
        else:
            return [from_features(mode, _rows(table), origin="overpass")]
    raise BadInput(sentence("stays busy; try again later, or another server"))


def _later(wait: float) -> str:
    return (
        sentence("; it asks for {wait:.0f} s, try again after that", wait=wait)
        if wait > LONGEST_PAUSE_S
        else sentence("; try again later")
    )


def _rows(table: Any) -> Iterator[tuple[str, dict[str, Any], Any]]:
    tags = table.drop(columns="geometry").to_dict("records")
    for (element, number), about, shape in zip(table.index, tags, table.geometry, strict=True):
        yield f"{element}/{number}", about, shape


def _drop_broken(folder: Path) -> int:
    """Delete answers that cannot be read: a run was broken off while one was written."""
    count = 0
    for path in folder.glob("*.json"):
        if re.fullmatch("[0-9a-f]{40}", path.stem):
            try:
                json.loads(path.read_text(encoding="utf-8"))
            except ValueError:
                path.unlink()
                count += 1
    return count


def _plainly(error: Exception, timeout_s: float) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return sentence(
            "no answer within {timeout_s:.0f} s; raise --timeout, or try another server", timeout_s=timeout_s
        )
    if name in ("ChunkedEncodingError", "ContentDecodingError"):
        return sentence("broke off in the middle of its answer ({name}); try again", name=name)
    if name in ("ConnectionError", "SSLError", "gaierror"):
        return sentence("cannot be reached ({name}); is the address right, and the network up?", name=name)
    return sentence("the download failed ({name}: {reason})", name=name, reason=" ".join(str(error).split())[:160])


@contextlib.contextmanager
def _osmnx(url: str, cache: Path, timeout_s: float) -> Iterator[Any]:
    """The package osmnx, set up for one server; its settings, and the names that it looks up itself, are put back."""
    try:
        import osmnx
    except ImportError:
        raise BadInput(sentence("this needs the package osmnx: pip install 'corridors[osm]'")) from None
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            sentence("--cache {cache}: cannot be written: {reason}", cache=cache, reason=error.strerror)
        ) from None
    settings, lookup = osmnx.settings, socket.getaddrinfo
    own = {
        "overpass_url": url.rstrip("/").removesuffix("/interpreter"), "use_cache": True, "cache_folder": str(cache),
        "requests_timeout": timeout_s, "max_query_area_size": 1e12, "http_user_agent": "corridors (survey, osmnx)",
        "requests_kwargs": {"hooks": {"response": checked(timeout_s)}},
        "overpass_rate_limit": _has_status(url, timeout_s),
    }  # fmt: skip
    before = {k: getattr(settings, k) for k in own}
    try:
        for key, value in own.items():
            setattr(settings, key, value)
        yield osmnx
    finally:
        for key, value in before.items():
            setattr(settings, key, value)
        socket.getaddrinfo = lookup


def _has_status(url: str, timeout_s: float) -> bool:
    """Whether the server tells when it has room; without that osmnx would wait a minute before each question."""
    import requests

    try:
        answer = requests.get(f"{url.rstrip('/').removesuffix('/interpreter')}/status", timeout=min(timeout_s, 30.0))
    except requests.Timeout:
        return False
    except requests.RequestException as error:
        raise BadInput(sentence("{host} {problem}", host=_host(url), problem=_plainly(error, timeout_s))) from None
    lines = answer.text[:5000].split("\n")
    return answer.ok and len(lines) > 4 and bool(re.match(r"\d+ slots? |Slot |Currently ", lines[4]))
