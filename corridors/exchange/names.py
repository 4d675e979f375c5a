"""Ids out of names in any script: a-z, 0-9 and '-', none of them taken."""

from __future__ import annotations

import re
from collections.abc import Container

LONGEST = 60


def slug(text: str) -> str:
    """An id out of a name; "" if nothing of it can be written in Latin letters.

    >>> slug("Жаңаөзен – Болашақ"), slug("Überholbahnhof 2")
    ('zhangaozen-bolashaq', 'uberholbahnhof-2')
    """
    from anyascii import anyascii

    return re.sub("[^a-z0-9]+", "-", anyascii(text).lower())[:LONGEST].strip("-")


def free(name: str, taken: Container[str]) -> str:
    """The name, or the first of name-2, name-3, … that is not taken.

    >>> free("halle", {"halle", "halle-2"})
    'halle-3'
    """
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
