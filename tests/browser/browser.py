"""Finds the Chromium that the browser tests drive, and says how to start it without a network."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """Path of a Chromium: one on the PATH, else playwright's own, else None.

    The environment variable CHROMIUM overrules both.
    """
    told = os.environ.get("CHROMIUM")
    if told:
        return told
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return playwrights_own()


def playwrights_own() -> str | None:
    """Path of the Chromium that `playwright install chromium` put away, if it did."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as play:
        path = play.chromium.executable_path
    return path if path and Path(path).exists() else None


if __name__ == "__main__":
    found = executable()
    if found is None:
        sys.exit("no Chromium found; tests/browser/chromium.sh installs one")
    print(found)
