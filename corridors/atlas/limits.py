"""What limits a link, said in words by a capacity model, as a key of the strings and the numbers that go into it."""

from __future__ import annotations

import re

BLOCK = r"(?P<block>automatic|semi-automatic) block"
NUMBER = r"(?P<n>\S+)"
# The words of the models; the key is an entry of strings.json. A phrase that is not here is shown as it is.
PHRASES = {
    "limit_gap": rf"gap of {NUMBER} km between crossing points, {BLOCK}",
    "limit_insert": rf"{NUMBER} km of single track between double-track stretches, {BLOCK}",
    "limit_headway": rf"headway of {NUMBER} min, {BLOCK}",
    "limit_stations": rf"{NUMBER} km between stations of a double track, {BLOCK}",
    "limit_post": rf"{NUMBER} lanes of (?P<m>\S+) min a vehicle",
    "limit_post_other": rf"{NUMBER} lanes of (?P<m>\S+) min a vehicle on the other side",
    "limit_tracks": rf"{NUMBER} tracks, each held (?P<m>\S+) h a train",
    "limit_ships_sea": rf"{NUMBER} ships, (?P<m>\S+) h a round trip, mostly at sea",
    "limit_ships_port": rf"{NUMBER} ships, (?P<m>\S+) h a round trip, mostly in port",
    "limit_berths": rf"{NUMBER} berths",
    "limit_transshipment": rf"transshipment of {NUMBER} wagons a day",
    "limit_bogies": rf"bogie change of {NUMBER} wagons a day",
    "limit_yard": rf"tracks of the yard \({NUMBER}\)",
    "limit_lanes": rf"{NUMBER} lanes",
    "limit_two_lanes": r"two-lane road",
    "limit_one_lane": r"one lane",
    "limit_no_trucks": r"no trucks in the traffic",
    "limit_closed": r"not in service",
    "limit_stated": r"officially stated capacity",
    "limit_stated_extended": r"officially stated capacity, extended",
    "limit_stated_works": r"officially stated capacity, changed by works",
}
PASSENGER = "other trains take all paths: "
COMPILED = {key: re.compile(pattern) for key, pattern in PHRASES.items()}


def limit_of(words: str) -> list[object]:
    """Key and numbers of a phrase; an empty key and the phrase itself where it is not known.

    >>> limit_of("gap of 38 km between crossing points, semi-automatic block")
    ['limit_gap', {'block': 'semi', 'n': 38.0}]
    >>> limit_of("other trains take all paths: two-lane road")
    ['limit_two_lanes', {'passenger': 1}]
    >>> limit_of("the moon")
    ['', {'text': 'the moon'}]
    """
    rest = words.removeprefix(PASSENGER)
    for key, pattern in COMPILED.items():
        match = pattern.fullmatch(rest)
        if match is None:
            continue
        said: dict[str, object] = {}
        for name, text in sorted(match.groupdict().items()):
            if name == "block":
                said["block"] = "semi" if text.startswith("semi") else "auto"
                continue
            try:
                said[name] = float(text)
            except ValueError:
                return ["", {"text": words}]
        return [key, said | ({"passenger": 1} if rest != words else {})]
    return ["", {"text": words}]
