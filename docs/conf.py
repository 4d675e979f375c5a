"""Settings of the documentation site; `make docs` builds it without a network."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "tests")]

import corridors  # noqa: E402 (found by the line above)

project = "corridors"
author = "the corridors developers"
copyright = f"2026, {author}"  # noqa: A001 (the name that Sphinx reads)
version = release = corridors.__version__

extensions = [
    "sphinx.ext.autodoc",
    "numpydoc",
    "myst_nb",
    "sphinx_design",
    "pages",
]
exclude_patterns = ["_build", "pages", "README.md"]
templates_path: list[str] = []
# Maps and schemas that `pages` makes go to the site as they are.
html_extra_path = ["made/files"]

html_theme = "pydata_sphinx_theme"
html_title = "corridors"
html_theme_options = {
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "logo": {"text": "corridors"},
}
html_show_sourcelink = False
html_copy_source = False
html_math_renderer = "mathml"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "off" if os.environ.get("CORRIDORS_DOCS_DRAFT") else "cache"
nb_execution_cache_path = str(HERE / "_build" / "notebooks")
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_execution_show_tb = True

autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
