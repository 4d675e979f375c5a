"""geodata/ as typed tables: the one reader of files, which notes every problem and goes on."""

from corridors.tables.features import GROUND, WGS84, read_ground
from corridors.tables.folder import Geodata, read
from corridors.tables.text import read_csv

__all__ = ["GROUND", "WGS84", "Geodata", "read", "read_csv", "read_ground"]
