"""What the tags and the shape of the tracks say of one link, as rows of facts with range, grade and elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corridors.exchange.survey import tags as told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corridors.exchange.survey.extract import Tags
    from corridors.exchange.survey.parallel import Beside
    from corridors.exchange.survey.route import Route

GRADE = "C"  # mapped is reported; that the mapped value holds for the whole link is derived
LENGTH_ERROR = 0.02
ENOUGH = 0.3  # of the length must be tagged before the tags speak for the link
WHOLE = 0.95  # a share of the length that counts as all of it
FEW_IDS = 4
SIDES = ("value", "low", "high")


@dataclass(frozen=True)
class Along:
    """A part of the way: the ways that it follows, and for how long each."""

    route: Route
    start: float
    end: float

    @property
    def km(self) -> float:
        """Its length."""
        return self.end - self.start

    def weights(self) -> np.ndarray:
        """Kilometres of each step of the route that lie in the part."""
        km = self.route.km
        return np.clip(np.minimum(km[1:], self.end) - np.maximum(km[:-1], self.start), 0.0, None)

    def ways(self) -> list[str]:
        """Ids of the ways, in order, each once."""
        inside = self.weights() > 0
        ids = self.route.tracks.extract.way_ids
        return list(dict.fromkeys(ids[w] for w in self.route.way[inside].tolist()))

    def values(self, of: Callable[[Tags], float]) -> tuple[np.ndarray, np.ndarray]:
        """A tag as a number, way by way, and the kilometres of each."""
        weights, tags = self.weights(), self.route.tracks.extract.way_tags
        used = np.unique(self.route.way[weights > 0])
        km = np.bincount(self.route.way, weights=weights, minlength=len(tags))[used]
        return np.array([of(tags[w]) for w in used.tolist()], dtype=float), km


def facts(
    link: str, along: Along, beside: Beside | None, stops_km: Sequence[float], source: str
) -> list[dict[str, Any]]:
    """Rows of facts of a link.

    Parameters
    ----------
    beside : Beside, optional
        What lies beside the way, for rail.
    stops_km : sequence of float
        Crossing points of the link, from its first node (km).
    """
    near = LENGTH_ERROR * along.km
    said = [Said("length_km", along.km, along.km - near, along.km + near, "km", "length of the mapped way")]
    if beside is not None:
        said += [*_tracks(along, beside), *_gap(along, beside, stops_km), *_rail(along)]
    else:
        said += _road(along)
    about = {"link": link, "grade": GRADE, "source": source, "role": "used"}
    ids = _ids(along.ways())
    return [
        {**about, **row._asdict(), **{k: round(getattr(row, k), 2) for k in SIDES}, "note": f"{row.note}; {ids}"}
        for row in said
    ]


class Said(NamedTuple):
    """One thing that the map says of a link."""

    attribute: str
    value: float
    low: float
    high: float
    unit: str
    note: str


def _ids(ways: list[str]) -> str:
    more = f" and {len(ways) - FEW_IDS} more ways" if len(ways) > FEW_IDS else ""
    return ", ".join(ways[:FEW_IDS]) + more


def _tracks(along: Along, beside: Beside) -> Iterator[Said]:
    share = beside.share(along.start, along.end)
    inside = (beside.km >= along.start) & (beside.km <= along.end)
    if share >= WHOLE:
        seen = np.fmax(beside.tracks[inside], beside.tagged[inside])
        whole = float(np.clip(np.floor(np.quantile(seen, 1 - WHOLE)), 2, 4))
        most = float(np.clip(np.median(seen), whole, 4))
        yield Said("tracks", whole, 2.0, most, "1", "running lines beside each other on the map")
        return
    note = "one running line on the map" if share < 0.02 else f"second track on {share:.0%} of the length on the map"
    yield Said("tracks", 1.0, 1.0, 1.0, "1", note)
    yield Said("double_track_share", share, max(0.0, share - 0.05), min(1.0, share + 0.05), "1", note)


def _gap(along: Along, beside: Beside, stops_km: Sequence[float]) -> Iterator[Said]:
    """Longest distance between crossing points, where the map has sidings and so shows where there are none."""
    if beside.share(along.start, along.end) >= WHOLE or not beside.sidings_km:
        return
    gaps = np.diff(np.unique([0.0, *stops_km, along.km]))
    gaps = gaps[gaps > 0.2]
    if len(gaps):
        note = f"longest of {len(gaps)} gaps between stations and loops on the map; low is their mean"
        most, mean = (max(float(g), 1.0) for g in (gaps.max(), gaps.mean()))
        yield Said("loop_gap_km", most, mean, most, "km", note)


def _rail(along: Along) -> Iterator[Said]:
    yield from _wire(along)
    values, km = along.values(lambda t: float(max(told.gauges(t), default=float("nan"))))
    if (known := np.isfinite(values)).any():
        common = _commonest(values[known], km[known])
        low, high = float(values[known].min()), float(values[known].max())
        yield Said("gauge_mm", common, low, high, "mm", _tagged(km, known))
    yield from _speed(along)
    values, km = along.values(told.block)
    known = np.isfinite(values)
    if km[known].sum() >= WHOLE * km.sum():
        note = f"train control that goes with automatic block, {_tagged(km, known)}"
        yield Said("automatic_block", 1.0, 0.0, 1.0, "1", note)


def _road(along: Along) -> Iterator[Said]:
    values, km = along.values(told.lanes)
    known = np.isfinite(values)
    if km[known].sum() >= ENOUGH * km.sum():
        few = _fewest(values[known], km[known])
        low = few if km[known].sum() >= WHOLE * km.sum() else min(few, 2.0)
        mean = float(np.average(values[known], weights=km[known]))
        yield Said("lanes", few, low, max(mean, few), "1", f"fewest of both directions, {_tagged(km, known)}")
    yield from _speed(along)
    if (paved := _share(along, told.paved)) is not None:
        yield Said("paved_share", *paved[:3], "1", f"paved on {paved[0]:.0%} of the length, {paved[3]}")


def _fewest(values: np.ndarray, km: np.ndarray) -> float:
    """The fewest lanes on a stretch that counts: a kilometre, or a twentieth of the length."""
    for value in np.unique(values):
        if km[values <= value].sum() >= min(1.0, 0.05 * km.sum()):
            return float(value)
    return float(values.min())


def _share(along: Along, of: Callable[[Tags], float]) -> tuple[float, float, float, str] | None:
    """Share of the length for which something holds, its bounds if what is not tagged is all no or all yes."""
    values, km = along.values(of)
    known = np.isfinite(values)
    if km[known].sum() < ENOUGH * km.sum():
        return None
    good, doubt = float(km[known] @ values[known]), float(km[~known].sum())
    share = good / float(km[known].sum())
    return share, good / km.sum(), (good + doubt) / km.sum(), _tagged(km, known)


def _wire(along: Along) -> Iterator[Said]:
    """Trains run under wire where all of the length has it; the range is open where the tags leave that open."""
    if (wire := _share(along, told.electrified)) is None:
        return
    share, low, high, tagged = wire
    value = float(share >= WHOLE)
    sure = low >= WHOLE or high < WHOLE
    note = f"under wire on {share:.0%} of the length, {tagged}"
    yield Said("electrified", value, value if sure else 0.0, value if sure else 1.0, "1", note)


def _speed(along: Along) -> Iterator[Said]:
    values, km = along.values(told.speed_kmh)
    known = np.isfinite(values)
    if km[known].sum() >= ENOUGH * km.sum():
        mean = float(km[known].sum() / (km[known] / values[known]).sum())
        note = f"mean over the running time, {_tagged(km, known)}"
        yield Said("max_speed_kmh", mean, float(values[known].min()), float(values[known].max()), "km/hour", note)


def _commonest(values: np.ndarray, km: np.ndarray) -> float:
    different, index = np.unique(values, return_inverse=True)
    return float(different[np.argmax(np.bincount(index, weights=km))])


def _tagged(km: np.ndarray, known: np.ndarray) -> str:
    return f"tagged on {km[known].sum() / max(km.sum(), 1e-9):.0%}"
