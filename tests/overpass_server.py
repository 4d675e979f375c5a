"""A real HTTP server on loopback that plays an Overpass server, in good health and in bad."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

STATUS = """Connected as: 2130706433
Current time: 2026-11-28T06:00:00Z
Announced endpoint: none
Rate limit: 2
2 slots available now.
Currently running queries (pid, space limit, time limit, start time):
"""
Part = Callable[["Player"], None]


class Player(BaseHTTPRequestHandler):
    """Answers with the next part of the play; the last one stays."""

    server: Stage

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send(200, STATUS.encode(), "text/plain")

    def do_POST(self) -> None:
        told = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.query = parse_qs(told)["data"][0]
        self.server.asked.append(self.query)
        parts = self.server.parts
        (parts.pop(0) if len(parts) > 1 else parts[0])(self)

    def send(
        self, code: int, body: bytes, kind: str = "application/json", length: int | None = None, **more: str
    ) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(length or len(body)), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Stage(ThreadingHTTPServer):
    """The server, the parts that it will play, and what it was asked."""

    daemon_threads = True

    def __init__(self, parts: list[Part]) -> None:
        super().__init__(("127.0.0.1", 0), Player)
        self.parts, self.asked = parts, []  # type: list[Part], list[str]

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is part of the play."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"

    @property
    def queries(self) -> list[str]:
        return [q for q in self.asked if "poly" in q]


@contextmanager
def stage(*parts: Part) -> Iterator[Stage]:
    """A server that plays these parts, one a question."""
    server = Stage(list(parts))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def good(nodes: dict[int, tuple[float, float]], ways: dict[int, tuple[tuple[int, ...], dict[str, str]]]) -> Part:
    """All elements with a node in the piece that is asked for."""

    def play(player: Player) -> None:
        poly = re.search(r"poly:'([^']+)'", player.query)
        assert poly
        told = [float(v) for v in poly[1].split()]
        lat, lon = told[::2], told[1::2]
        inside = {n for n, (x, y) in nodes.items() if min(lon) <= x <= max(lon) and min(lat) <= y <= max(lat)}
        own = {w: row for w, row in ways.items() if inside & set(row[0])}
        used = {n for refs, _ in own.values() for n in refs}
        elements: list[dict[str, Any]] = [
            {"type": "node", "id": n, "lon": nodes[n][0], "lat": nodes[n][1]} for n in sorted(used)
        ]
        elements += [{"type": "way", "id": w, "nodes": list(refs), "tags": tags} for w, (refs, tags) in own.items()]
        player.send(200, json.dumps({"version": 0.6, "elements": elements}).encode())

    return play


def answer(code: int, body: bytes, kind: str = "application/json", **headers: str) -> Part:
    """One fixed answer."""
    return lambda player: player.send(code, body, kind, **headers)


def half(body: bytes = b'{"version": 0.6, "elements": [') -> Part:
    """Breaks off in the middle."""
    return lambda player: player.send(200, body, length=10_000)


def slow(seconds: float) -> Part:
    """Answers after a while."""

    def play(player: Player) -> None:
        time.sleep(seconds)
        player.send(200, b'{"elements": []}')

    return play


def drip(seconds: float) -> Part:
    """Sends a byte now and then, for long."""

    def play(player: Player) -> None:
        player.send(200, b"{", length=1 << 30)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            player.wfile.write(b" " * 65536)
            time.sleep(0.1)

    return play
