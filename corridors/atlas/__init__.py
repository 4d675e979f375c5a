"""The interactive map: a network and answers in, one HTML file out that needs no other file and no network."""

from corridors.atlas.drawing import Atlas, draw
from corridors.atlas.results import answer

__all__ = ["Atlas", "answer", "draw"]
