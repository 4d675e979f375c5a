"""Formulas as MathML, which browsers draw themselves: no script, no font and no picture from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from latex2mathml.converter import convert

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Offer the renderer that conf.py chooses."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))


def _inline(translator: Any, node: Element) -> None:
    _put(translator, node, "inline")


def _block(translator: Any, node: Element) -> None:
    _put(translator, node, "block")


def _put(translator: Any, node: Element, display: str) -> None:
    from docutils.nodes import SkipNode

    translator.body.append(convert(node.astext(), display=display))
    raise SkipNode
