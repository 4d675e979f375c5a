"""A surveyed way is tested before it is accepted: length, ends, stations, gaps, detour, borders, region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.dataset import WGS84
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

# Published over found: what a survey may be off by, the mistakes of publishers among it.
BAND = {"rail": (0.85, 1.18), "road": (0.85, 1.2)}
SHORT_KM = 6.0  # a short link is published to a kilometre or so
ENDS_KM = {"rail": 2.0, "road": 2.0}  # as `corridors check` holds links to their nodes
STATION_KM = 5.0
DETOUR = {"rail": 2.5, "road": 2.5}  # along the way over straight; mountains reach 2
DETOUR_KM = 30.0
JUMP_KM = {"rail": 60.0, "road": 60.0}  # between neighbouring points of a mapped way; the steppe has long straights


@dataclass(frozen=True)
class Finding:
    """One test of a way: what was found, what may be, and whether it holds."""

    link: str
    test: str
    found: str
    allowed: str
    good: bool


@dataclass(frozen=True)
class Verdict:
    """All tests of a way.

    >>> Verdict([Finding("rail/a-b", "ends", "9.0 km", "at most 2 km", False)]).reasons
    ['rail/a-b: ends 9.0 km (at most 2 km)']
    """

    findings: Sequence[Finding]

    @property
    def accepted(self) -> bool:
        """Whether every test holds."""
        return all(f.good for f in self.findings)

    @property
    def reasons(self) -> list[str]:
        """What does not hold."""
        bad = (f for f in self.findings if not f.good)
        return [sentence("{link}: {test} {found} ({allowed})", **vars(f)) for f in bad]

    def rows(self) -> list[dict[str, Any]]:
        """A row a test."""
        return [
            {
                "link": f.link,
                "test": f.test,
                "found": f.found,
                "allowed": f.allowed,
                "verdict": "accepted" if f.good else "refused",
            }
            for f in self.findings
        ]


def judge_length(link: str, mode: str, found_km: float, published_km: float | None) -> list[Finding]:
    """Length along the way against the published one."""
    if not published_km:
        return []
    low, high = BAND[mode]
    share = published_km / max(found_km, 1e-9)
    good = low <= share <= high or abs(published_km - found_km) <= min(SHORT_KM, published_km)
    allowed = sentence(
        "published {km:g} km; published over found {low:g} .. {high:g}", km=published_km, low=low, high=high
    )
    found = sentence("{km:.1f} km, {share:.2f}", km=found_km, share=share)
    return [Finding(link, sentence("length"), found, allowed, good)]


def judge_ends(link: str, mode: str, aside_km: Sequence[float], names: Sequence[str]) -> list[Finding]:
    """Distance of the way from the places that it shall join."""
    most = ENDS_KM[mode]
    rows = zip(names, aside_km, strict=True)
    return [
        Finding(link, sentence("distance from {name}", name=n), _km(km), at_most_km(most), km <= most) for n, km in rows
    ]


def _km(km: float) -> str:
    return sentence("{n:.1f} km", n=km)


def at_most_km(most: float) -> str:
    """What a test of distances allows."""
    return sentence("at most {most:g} km", most=most)


def judge_shape(link: str, mode: str, xy: np.ndarray, length_km: float) -> list[Finding]:
    """Jumps between neighbouring points, and how much longer than straight the way is."""
    lon, lat = xy.T
    steps = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2] / 1000
    straight = WGS84.inv(*xy[0], *xy[-1])[2] / 1000
    jump, detour = float(np.max(steps)), length_km / max(straight, 1e-9)
    winding = detour <= DETOUR[mode] or length_km - straight <= DETOUR_KM
    return [
        Finding(
            link,
            sentence("longest step without a point"),
            _km(jump),
            at_most_km(JUMP_KM[mode]),
            jump <= JUMP_KM[mode],
        ),
        Finding(
            link,
            sentence("detour"),
            sentence("{detour:.2f} times the straight line", detour=detour),
            sentence("at most {most:g}", most=DETOUR[mode]),
            winding,
        ),
    ]


def judge_borders(link: str, expected: Sequence[str], crossed: Sequence[str], near: Container[str]) -> list[Finding]:
    """Countries that the way passes, against those of its ends.

    Parameters
    ----------
    expected : sequence of str
        Countries of the places asked for, in order.
    crossed : sequence of str
        Countries that the way passes, in order; empty where no base map tells.
    near : container of str
        Countries so near to its ends that a base map cannot tell them apart there.
    """
    if not crossed or not all(expected):
        return []
    also = [c for c in dict.fromkeys(crossed) if c not in expected and c not in near]
    missing = [c for c in dict.fromkeys(expected) if c not in crossed and c not in near]
    told = "–".join(crossed)
    if missing:
        told = sentence("{crossed}, not {missing}", crossed=told, missing=", ".join(missing))
    return [Finding(link, sentence("countries"), told, "–".join(dict.fromkeys(expected)), not also and not missing)]


def judge_region(link: str, xy: np.ndarray, region: tuple[float, float, float, float]) -> list[Finding]:
    """Whether the way stays inside the region of the folder."""
    west, south, east, north = region
    (lon, lat), (lon_most, lat_most) = xy.min(axis=0), xy.max(axis=0)
    good = west <= lon and lon_most <= east and south <= lat and lat_most <= north
    found = f"{lon:.2f}, {lat:.2f} .. {lon_most:.2f}, {lat_most:.2f}"
    return [Finding(link, sentence("region"), found, f"{west:g}, {south:g} .. {east:g}, {north:g}", bool(good))]
