"""The vendored browser parts are the files that the manifest says, with their licences, and ask for nothing."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlparse

import pytest

VENDOR = Path(__file__).parents[1] / "corridors" / "atlas" / "vendor"
PARTS = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
IDS = [part["file"] for part in PARTS]
KNOWN_LICENCES = {"MIT": "MIT License", "BSD-2-Clause": "BSD 2-Clause License"}
# Hosts that stand in the code as XML namespaces, credits and comments; none of them is ever asked.
QUIET_HOSTS = {"www.w3.org", "leafletjs.com", "bugs.chromium.org", "bugzilla.mozilla.org"}


def sha256(name: str) -> str:
    """Hash of a file of the vendor folder."""
    return hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()


def test_manifest_names_every_file():
    told = {"manifest.json"} | {p["file"] for p in PARTS} | {p["licence_file"] for p in PARTS}
    assert {p.name for p in VENDOR.iterdir()} == told


@pytest.mark.parametrize("part", PARTS, ids=IDS)
def test_hash(part):
    assert sha256(part["file"]) == part["sha256"]
    assert sha256(part["licence_file"]) == part["licence_sha256"]


@pytest.mark.parametrize("part", PARTS, ids=IDS)
def test_licence(part):
    text = (VENDOR / part["licence_file"]).read_text(encoding="utf-8")
    assert text.startswith(KNOWN_LICENCES[part["licence"]])
    assert "Copyright" in text


@pytest.mark.parametrize("part", PARTS, ids=IDS)
def test_version_and_home(part):
    assert re.fullmatch(r"\d+\.\d+\.\d+", part["version"])
    assert urlparse(part["homepage"]).hostname in {"github.com", "leafletjs.com"}


@pytest.mark.parametrize("part", PARTS, ids=IDS)
def test_asks_for_nothing(part):
    text = (VENDOR / part["file"]).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert {urlparse(u).hostname for u in re.findall(r"https?://[^\s\"'`)<>]+", text)} <= QUIET_HOSTS
    if part["file"].endswith(".css"):
        assert "url(" not in text
        assert "@import" not in text
