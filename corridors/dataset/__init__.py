"""geodata/ as typed tables: the one reader of files, which notes every problem and goes on."""

from corridors.dataset.features import GROUND, WGS84, read_ground
from corridors.dataset.folder import Geodata, read
from corridors.dataset.text import read_csv

__all__ = ["GROUND", "WGS84", "Geodata", "read", "read_csv", "read_ground"]
