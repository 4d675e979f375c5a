"""Pages that are made from the package and its data: verbs, names, attributes, models, figures, notebooks."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages import api, command_line_pages, confidence, dictionary, gallery, mathml, models, tutorials
from pages.examples import DRAFT, groups, run

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# The longest first, so that the processes end together; the examples of the command line are run among them.
MAKERS = (gallery, confidence, tutorials, models, dictionary, api)
SLOW = (gallery, confidence)


def write(made: Path) -> None:
    """Write every page that is made, anew."""
    shutil.rmtree(made, ignore_errors=True)
    (made / "files").mkdir(parents=True)
    chosen = [m for m in MAKERS if not (DRAFT and m in SLOW)]
    with ProcessPoolExecutor() as pool:
        texts = pool.map(_pages, [m.__name__ for m in chosen], [made] * len(chosen))
        examples = [e for several in pool.map(run, groups()) for e in several]
        for name, text in {
            **command_line_pages.pages(made, examples),
            **dict(i for t in texts for i in t.items()),
        }.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _pages(maker: str, made: Path) -> dict[str, str]:
    return import_module(maker).pages(made)


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls: the kinds of thing that pages describe, MathML, and the pages themselves."""
    for kind, what in {"verb": "verb", "attribute": "schema attribute", "source": "source"}.items():
        app.add_crossref_type(kind, kind, objname=what)
    mathml.setup(app)
    app.connect("config-inited", lambda app, _: write(Path(app.srcdir) / "made"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
