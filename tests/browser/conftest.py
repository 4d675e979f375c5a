"""A Chromium without a network for the tests of the map: a page that asks for anything, or errs, fails the test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from typing import TYPE_CHECKING

from browser import FLAGS, executable

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = {"width": 1440, "height": 900}
# On a machine that does much else a page is slow, not wrong.
PATIENCE_MS = 90_000


@pytest.fixture(scope="session")
def chrome() -> Iterator:
    """A running Chromium."""
    path = executable()
    if path is None:
        pytest.skip("no Chromium; tests/browser/chromium.sh installs one")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[f for f in FLAGS if f != "--headless"])
        yield browser
        browser.close()


class Watched:
    """A page with a record of what must not happen.

    It is opened without motion unless a test asks for it, so that nothing is looked at half-way.
    """

    def __init__(self, chrome, **options) -> None:
        usual = {"viewport": SIZE, "accept_downloads": True, "reduced_motion": "reduce"}
        self.context = chrome.new_context(**usual | options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.bad: list[str] = []
        self.asked: list[str] = []  # what it asked of the one host that a test allows it to ask; nothing answers
        self.host = "nowhere.invalid"
        self.page.on("pageerror", lambda e: self.bad.append(f"error: {e}"))
        self.page.on("console", self._heard)
        self.page.on("dialog", lambda d: (self.bad.append(f"dialog: {d.message}"), d.dismiss()))
        self.page.route("**/*", self._allow)

    def _heard(self, message) -> None:
        if message.type == "error" and self.host not in message.location["url"]:
            self.bad.append(f"console: {message.text}")

    def _allow(self, route) -> None:
        if route.request.url.startswith(("file:", "data:", "blob:", "about:")):
            route.continue_()
        elif self.host in route.request.url:
            self.asked.append(route.request.url)
            route.abort()
        else:
            self.bad.append(f"request: {route.request.url}")
            route.abort()

    def open(self, path: Path, address: str = ""):
        """Opens a map and waits until it is drawn."""
        self.page.goto(f"{path.as_uri()}#{address}")
        self.page.wait_for_selector("html[data-ready=yes]")
        return self.page


@pytest.fixture
def watched(chrome) -> Iterator[Watched]:
    """One watched page at desk size."""
    one = Watched(chrome)
    yield one
    one.context.close()
    assert not one.bad, one.bad


@pytest.fixture
def watch(chrome) -> Iterator:
    """Makes watched pages of other sizes or settings."""
    made: list[Watched] = []

    def make(**options) -> Watched:
        made.append(Watched(chrome, **options))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert not one.bad, one.bad


@pytest.fixture(scope="session")
def everything(net, tmp_path_factory) -> Path:
    """The map of all corridors and scenarios."""
    import corridors as co

    return co.draw(net).save(tmp_path_factory.mktemp("maps") / "index.html")


@pytest.fixture(scope="session")
def rkti(net, tmp_path_factory) -> Path:
    """The map of one railway."""
    import corridors as co

    shown = ["today", "target-20mt-kazakhstan-only", "announced-2030", "target-20mt-2030"]
    return co.draw(net, "rkti", scenarios=shown).save(tmp_path_factory.mktemp("maps") / "rkti.html")
