"""geodata/ as typed tables: the one reader of files, which notes every problem and goes on."""

from corridors.dataset.features import BASEMAP, read_basemap
from corridors.dataset.folder import read, scenario_id
from corridors.dataset.geodata import WGS84, Geodata
from corridors.dataset.packaged import data_folder, file_of
from corridors.dataset.parquet import parquet_of, read_table
from corridors.dataset.text import read_csv

__all__ = [
    "BASEMAP", "WGS84", "Geodata", "data_folder", "file_of", "parquet_of", "read", "read_basemap", "read_csv",
    "read_table", "scenario_id",
]  # fmt: skip
