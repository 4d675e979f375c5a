"""The Overpass service, in good health and in bad, played by a real server on loopback."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from osm_maps import steppe
from overpass_server import Part, answer, drip, good, half, slow, stage

from corridors.errors import BadInput
from corridors.exchange.new_folder import new
from corridors.exchange.survey import Wish, overpass, survey_line
from corridors.exchange.survey.overpass import ask

if TYPE_CHECKING:
    from pathlib import Path

PLACES = [(60.02, 45.0), (60.3, 45.0)]
MAP = steppe()
PIECES = 0.5  # degrees, where a test needs several pieces
GOOD = good(MAP.nodes, MAP.ways)


@pytest.fixture(autouse=True)
def few_pieces(monkeypatch):
    monkeypatch.setattr(overpass, "CELL_DEG", 2.0)


def asked(server, cache: Path, timeout: float = 20, places=PLACES, mode: str = "rail"):
    waits: list[float] = []
    said: list[str] = []
    found = ask(mode, places, server.url, cache, timeout, said.append, waits.append)
    return found, waits, said


def test_a_map_from_a_server(tmp_path):
    with stage(GOOD) as server:
        found, waits, said = asked(server, tmp_path)
    assert {"way/100", "way/104", "way/107"} <= set(found.way_ids)
    assert not waits
    assert said[0].endswith(f"piece 1 of {len(server.queries)}")
    assert server.asked[0] == "/api/status"
    assert found.origin == f"127.0.0.1:{server.server_address[1]}"


def test_nothing_is_asked_twice(tmp_path):
    with stage(GOOD) as server:
        asked(server, tmp_path)
        count = len(server.queries)
        asked(server, tmp_path)
        assert len(server.queries) == count


def test_a_line_from_a_server_into_a_folder(tmp_path):
    own = new(tmp_path / "own", countries=["KZ"])
    with stage(GOOD) as server:
        wish = Wish("60.0,45.0", "60.6,45.0", "rail", "line")
        found = survey_line(own, wish, lambda mode, places: asked(server, tmp_path / "c", places=places)[0])
    assert found.edit
    assert sum(r["length_km"] for r in found.links) == pytest.approx(47.3, abs=0.1)


def test_a_name_needs_a_file(tmp_path):
    own = new(tmp_path / "own", countries=["KZ"])
    with stage(GOOD) as server, pytest.raises(BadInput, match="node or lon,lat"):
        survey_line(own, Wish("West", "60.6,45.0", "rail", "line"), lambda m, p: asked(server, tmp_path, places=p)[0])
    assert not server.queries


@pytest.mark.parametrize(
    ("busy", "wait"),
    [(answer(429, b"", Retry_After="7"), 7), (answer(504, b"<html>"), 5), (answer(503, b""), 5)],
    ids=["429", "504", "503"],
)
def test_a_busy_server_is_asked_again(tmp_path, busy, wait):
    with stage(busy, GOOD) as server:
        found, waits, said = asked(server, tmp_path)
    assert waits == [wait]
    assert found.way_ids
    assert any(f"asking again in {wait} s" in s for s in said)


BAD: dict[str, tuple[Part, str]] = {
    "always busy": (answer(504, b"<html>"), "busy .504 Gateway Timeout.; try again later"),
    "busy for hours": (answer(429, b"", Retry_After="9999"), "asks for 9999 s"),
    "page": (answer(200, b"<html><h1>Log in</h1> to the wifi</html>", "text/html"), "no map: Log in to the wifi"),
    "bad request": (answer(400, b"<html><p>Error: line 1</p>", "text/html"), "400 Bad Request: Error: line 1"),
    "half": (half(), "broke off in the middle"),
    "rubbish": (answer(200, b"\x00\xff\x1b[31m" * 9), "no map"),
    "a list": (answer(200, b"[1, 2]"), "no map"),
    "out of time": (answer(200, b'{"elements": [], "remark": "runtime error: Query timed out"}'), "broke off: runtime"),
    "empty": (answer(200, b'{"elements": []}'), "has no rail between"),
    "slow": (slow(3), "no answer within 1 s"),
    "drips": (drip(4), "not whole within 1 s"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_server_in_bad_health(tmp_path, case):
    part, says = BAD[case]
    with stage(part) as server, pytest.raises(BadInput, match=says) as error:
        asked(server, tmp_path, timeout=1)
    assert "\x1b" not in str(error.value)


def test_a_run_that_breaks_off_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(overpass, "CELL_DEG", PIECES)
    with stage(GOOD, GOOD, answer(200, b"<html>")) as server:
        with pytest.raises(BadInput, match=r"2 of \d+ pieces are kept in .*: the same command goes on"):
            asked(server, tmp_path)
        count = len(server.queries)
        server.parts[:] = [GOOD]
        found, _, said = asked(server, tmp_path)
        assert len(server.queries) == count + len(said) - 2
    assert found.way_ids


def test_cancelled_half_way(tmp_path, monkeypatch):
    monkeypatch.setattr(overpass, "CELL_DEG", PIECES)

    def cancelled(text: str) -> None:
        if "piece 3" in text:
            raise KeyboardInterrupt

    with stage(GOOD) as server, pytest.raises(BadInput, match=r"broken off; 2 of \d+ pieces are kept"):
        ask("rail", PLACES, server.url, tmp_path, 20, cancelled)


def test_an_answer_that_was_kept_by_half(tmp_path):
    with stage(GOOD) as server:
        asked(server, tmp_path)
        kept = next(tmp_path.glob("*.json"))
        kept.write_text(kept.read_text()[:30])
        found, _, said = asked(server, tmp_path)
    assert found.way_ids
    assert any("kept by half" in s for s in said)


def test_no_server_and_no_address(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url, says in ((f"http://127.0.0.1:{port}/api", "cannot be reached"), ("file:///etc/passwd", "no address")):
        with pytest.raises(BadInput, match=says):
            ask("rail", PLACES, url, tmp_path, 2, print)


def test_too_large_an_area_is_not_asked_of_a_server(tmp_path, monkeypatch):
    monkeypatch.setattr(overpass, "CELL_DEG", PIECES)
    with stage(GOOD) as server, pytest.raises(BadInput, match="--pbf"):
        asked(server, tmp_path, places=[(40.0, 40.0), (90.0, 60.0)])


def test_settings_of_osmnx_are_put_back(tmp_path):
    import osmnx

    def settings() -> dict[str, object]:
        return {k: v for k, v in vars(osmnx.settings).items() if not k.startswith("_")}

    before, lookup = settings(), socket.getaddrinfo
    with stage(GOOD) as server:
        asked(server, tmp_path)
    assert settings() == before
    assert socket.getaddrinfo is lookup
