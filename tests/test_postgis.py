"""The export into a database, against a real PostgreSQL with PostGIS that the tests start for themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import sqlalchemy
from sqlalchemy.pool import NullPool

import corridors as co
from corridors.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corridors.network import Network

KILLED = 9
MISSING = "NO PostgreSQL WITH PostGIS: the export into a database is not tested; sh tests/postgis.sh installs it"


def programs() -> Path | None:
    """Where initdb and pg_ctl of a server with PostGIS are."""
    for place in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (Path("/usr/share/postgresql") / place.parent.name / "extension/postgis.control").is_file():
            return place
    return None


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a database on a server of the tests' own, without PostGIS in it yet; gone afterwards."""
    place = programs()
    user = "postgres" if os.getuid() == 0 else ""  # a server does not run as root
    if place is None or (user and shutil.which("runuser") is None):
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="corridors-pg-"))
    if user:
        shutil.chown(folder, user)

    def run(*words: str) -> None:
        as_user = ["runuser", "-u", user, "--"] if user else []
        subprocess.run([*as_user, *words], check=True, capture_output=True, text=True, cwd=folder, timeout=120)

    data = str(folder / "data")
    run(str(place / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync")
    how = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(str(place / "pg_ctl"), "-D", data, "-w", "-o", how, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        run(str(place / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_a_database_without_postgis_is_refused(server: str, tiny: Network) -> None:
    with pytest.raises(BadInput, match="CREATE EXTENSION postgis"):
        co.to_file(tiny, server)


def test_the_same_tables_stand_in_the_database(server: str, tiny: Network) -> None:
    engine = sqlalchemy.create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE EXTENSION IF NOT EXISTS postgis"))
    for _ in range(2):  # a second export takes the place of the first
        assert "schema corridors" in co.to_file(tiny, server, corridor="line", scenarios=["today", "best"])
    links = gpd.read_postgis("SELECT * FROM corridors.links", engine, geom_col="geometry").set_index("link")
    expected = co.capacities(co.scenario(tiny, "best"), links=list(tiny.corridor("line").links))["capacity_mtpa"]
    assert links["capacity_mtpa_best"].reindex(expected.index).tolist() == pytest.approx(expected.tolist())
    assert links.crs == 4326
    with engine.connect() as connection:
        ask = lambda text: connection.execute(sqlalchemy.text(text)).scalar()  # noqa: E731
        assert ask("SELECT count(*) FROM corridors.answers") == 2 * len(links)
        assert ask("SELECT count(*) FROM corridors.facts") > 0
        assert ask("SELECT count(*) FROM corridors.sources") > 0
        km = ask("SELECT ST_Length(geometry::geography) / 1000 FROM corridors.links WHERE link = 'rail/west-fork'")
        assert km == pytest.approx(tiny.table("rail").loc["rail/west-fork", "length_km"], rel=0.1)
        assert "CC BY 4.0" in ask("SELECT text FROM corridors.about WHERE name = 'licence'")
    engine.dispose()


def test_a_killed_export_leaves_the_database_as_it_was(server: str, tiny: Network) -> None:
    """All tables in one transaction: before each statement in turn the process that writes them is killed."""
    engine = sqlalchemy.create_engine(server.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)

    def standing() -> list[int]:
        with engine.begin() as connection:
            tables = ("links", "nodes", "facts", "defaults", "sources", "answers", "about")
            return [len(connection.execute(sqlalchemy.table(t, schema="corridors").select()).all()) for t in tables]

    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE EXTENSION IF NOT EXISTS postgis"))
    co.to_file(tiny, server, corridor="line", scenarios=["today", "best"])
    new = standing()
    co.to_file(tiny, server, corridor="line", scenarios=["today"])
    old = standing()
    assert old != new
    for statement in range(0, 400, 7):
        process = os.fork()
        if not process:
            killed_before(statement, lambda: co.to_file(tiny, server, corridor="line", scenarios=["today", "best"]))
        ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        assert ended in (0, KILLED)
        assert standing() == (new if ended == 0 else old)
        if ended == 0:
            break
    assert statement > 14


def killed_before(statement: int, work: Callable[[], object]) -> None:
    """Do the work and end this process, by force before its nth statement."""
    count = 0

    def watch(*_: object) -> None:
        nonlocal count
        if count == statement:
            os._exit(KILLED)
        count += 1

    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", watch)
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)
