"""The how-to pages and the first five minutes run as they stand; what is public is on a page that is made."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest
from command_line import command_line

DOCS = Path(__file__).parents[1] / "docs"
BLOCK = re.compile(
    r"```(?P<kind>\{code-block\} \w+|\w+)\n(?::caption: (?P<file>[^\n]+)\n\n)?(?P<text>.*?)```", re.DOTALL
)
MORE = " (a row more)"
PAGES = [DOCS / "start.md", *sorted((DOCS / "how-to").glob("*.md"))]


def follow(page: Path) -> None:
    """Write the files of a page, run its commands and its Python, in order."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        kind, file, text = block["kind"], block["file"], block["text"]
        if file:
            path = Path(file.removesuffix(MORE))
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text(encoding="utf-8") if file.endswith(MORE) else ""
            path.write_text(before + text, encoding="utf-8")
        elif kind == "console":
            for line in text.splitlines():
                done = command_line(*shlex.split(line.removeprefix("$ corridors ")))
                assert done.returncode == 0, f"{line}: {done.stderr}"
        elif kind == "python":
            exec(compile(text, page.name, "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "[the folder of your own]" in page.read_text(encoding="utf-8"):
        follow(DOCS / "how-to" / "own-folder.md")
    follow(page)
    assert BLOCK.search(page.read_text(encoding="utf-8")) or page.stem == "index"


def test_verbs_names_and_attributes_are_on_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quicker than the site, which is held to the same against its inventory."""
    pytest.importorskip("genson")
    monkeypatch.syspath_prepend(DOCS)
    monkeypatch.setenv("CORRIDORS_DOCS_DRAFT", "1")
    from pages import api, command_line_pages, dictionary

    import corridors as co
    from corridors.cli.menu import MENU

    (tmp_path / "files").mkdir()
    made = {**api.pages(tmp_path), **command_line_pages.pages(tmp_path, []), **dictionary.pages(tmp_path)}
    for verb in [v for _, verbs in MENU.values() for v in verbs]:
        assert f"```{{std:verb}} {verb}\n" in made[f"command-line/{verb}.md"]
    for name in co.__all__:
        assert f":: corridors.{name}\n" in made[f"api/{name}.rst"]
    for kind, table in co.load().schema.items():
        for attribute in table.index:
            assert f"```{{std:attribute}} {kind}/{attribute}\n" in made[f"dictionary/{kind}.md"]
    for module in [m for m in sys.modules if m.split(".")[0] == "pages"]:
        monkeypatch.delitem(sys.modules, module)
