"""Geometry from OpenStreetMap into a geodata folder: find a line, put it where a coarser one was."""

from __future__ import annotations

from corridors.exchange.survey.alignment import osm_alignment
from corridors.exchange.survey.placement import replace_geometry

__all__ = ["osm_alignment", "replace_geometry"]
