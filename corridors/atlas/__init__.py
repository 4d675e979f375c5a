"""The interactive map: a network and answers in, one HTML file out that needs no other file and no network."""

from corridors.atlas.answers import answer
from corridors.atlas.drawing import Atlas, draw

__all__ = ["Atlas", "answer", "draw"]
