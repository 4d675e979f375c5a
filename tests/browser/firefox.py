"""Firefox over WebDriver BiDi: opens a page, runs scripts in it, and remembers errors and requests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from plain_websocket import WebSocket

if TYPE_CHECKING:
    from pathlib import Path

PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.active-protocols": 1,
}
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://[\d.]+:\d+)")


def executable() -> str | None:
    """Path of a Firefox on the PATH."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A running Firefox with one page.

    References
    ----------
    W3C, WebDriver BiDi.
    """

    def __init__(self, profile: Path, size: tuple[int, int] = (1440, 900)) -> None:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [str(executable()), "--headless", "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(
            [*command, "--remote-debugging-port", "0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
        self._number = 0
        self.bad: list[str] = []
        try:
            self._socket = WebSocket(f"{self._address()}/session")
            self._ask("session.new", capabilities={})
            self._page = self._ask("browsingContext.getTree")["contexts"][0]["context"]
            self._ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            viewport = {"width": size[0], "height": size[1]}
            self._ask("browsingContext.setViewport", context=self._page, viewport=viewport)
        except BaseException:
            self._process.kill()
            raise

    def _address(self) -> str:
        assert self._process.stderr
        for line in self._process.stderr:
            found = LISTENS.search(line)
            if found:
                return found[1]
        raise AssertionError("Firefox ended before it listened")

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.receive())
            if said.get("type") == "event":
                self._note(said["method"], said["params"])
            elif said.get("id") == self._number:
                assert said["type"] == "success", said
                return said["result"]

    def _note(self, event: str, about: dict[str, Any]) -> None:
        if event == "log.entryAdded" and about["level"] == "error":
            self.bad.append(f"error: {about['text']}")
        elif event == "network.beforeRequestSent":
            url = about["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:", "about:")):
                self.bad.append(f"request: {url}")

    def open(self, path: Path, address: str = "") -> None:
        """Opens a file and waits until the map is drawn."""
        self._ask("browsingContext.navigate", context=self._page, url=f"{path.as_uri()}#{address}", wait="complete")
        self.run("waitFor(() => document.documentElement.dataset.ready === 'yes')")

    def run(self, script: str) -> Any:
        """Value of an expression, as JSON has it; `waitFor(condition)` is there to wait."""
        wait = """const waitFor = async (condition) => {
            for (let i = 0; i < 600; i += 1) {
                if (condition()) return true;
                await new Promise((done) => setTimeout(done, 100));
            }
            throw new Error(`waited in vain: ${condition}`);
        };"""
        whole = f"(async () => {{ {wait} return JSON.stringify((await ({script})) ?? null); }})()"
        said = self._ask("script.evaluate", expression=whole, target={"context": self._page}, awaitPromise=True)
        assert said["type"] == "success", said["exceptionDetails"]["text"]
        return json.loads(said["result"]["value"])

    def close(self) -> None:
        """Ends this Firefox."""
        self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
