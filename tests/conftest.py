"""Fixtures: the tiny world that every test can hold in the head, and the data that come with the package.

The world (rail in double lines, road in single ones)::

                north                              post | post-other
              //     \\\\                          /
    west == fork      join | join-exit == east  town
              \\\\     //
                south
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from tiny_world import make_world

# Colours and widths of the caller's terminal are not the tests' business.
os.environ.update(NO_COLOR="1", TERM="dumb", COLUMNS="160", MPLBACKEND="Agg")
# Draws are kept in a cache folder of the tests' own, which goes with them.
_CACHE = tempfile.TemporaryDirectory(prefix="corridors-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name
# A busy machine is no failure; CI tries the same examples each time, everybody else new ones.
settings.register_profile("calm", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("calm")
HERE = Path(__file__).parent
GEODATA = HERE.parent / "geodata"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A folder with the tiny world, to be spoilt at will."""
    return make_world(tmp_path)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory):
    """The tiny world as a network."""
    import corridors as co

    return co.load(make_world(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="session")
def net():
    """The data that come with the package, as a network."""
    import corridors as co

    return co.load()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty folder of one's own, to be surveyed into."""
    import corridors as co

    return co.new(tmp_path / "own", countries=["KZ"])


@pytest.fixture
def find(tmp_path: Path):
    """What finds a line on the map of the steppe."""
    from osm_maps import finder, steppe

    return finder(steppe().xml(tmp_path / "steppe.osm"))
