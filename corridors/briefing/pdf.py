"""A brief as PDF: A4, with the fonts embedded that come with matplotlib and have the letters of Kazakh."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import get_data_path
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import CondPageBreak, Image, KeepTogether, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus import Table as Grid

from corridors.briefing.document import Box, Heading, Paragraph, Picture, Table, shown
from corridors.wording.words import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corridors.briefing.document import Block, Document, Note, Text

REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
MARGIN = 1.8 * cm
# A frame keeps six points free on either side.
WIDTH = A4[0] - 2 * MARGIN - 12
TOGETHER = 7  # rows of a table that is not divided
ROOM = 3.6 * cm  # what a heading needs below it on its page
PADDING = 9  # points beside the text of a cell
PAGE_WIDTH = 1.6 * cm  # of the number of the page
INK, GREY, LINE, SHADE = (colors.HexColor(c) for c in ("#1b4965", "#5b6875", "#9fb3c8", "#f0f4f8"))


def written(document: Document) -> bytes:
    """The document as a file."""
    _register()
    story: list[Any] = [Flow(_plain(document.title), _style("title")), Flow(_plain(document.subtitle), _style("sub"))]
    for section in _sections(document.blocks):
        flows = [flow for block in section for flow in _block(block)]
        story += (
            [KeepTogether(flows)] if isinstance(section[-1], Table) and len(section[-1].rows) <= TOGETHER else flows
        )
    story += _heading(document.sources)
    story += [Flow(f'<a name="n{n}"/>[{n}] {_note(note)}', _style("note")) for n, note in enumerate(document.notes, 1)]

    def foot(canvas: Any, page: Any) -> None:
        canvas.saveState()
        line = Flow(_plain(document.foot), _style("foot"))
        _, height = line.wrapOn(canvas, WIDTH - PAGE_WIDTH, MARGIN)
        line.drawOn(canvas, MARGIN + 6, 1.2 * cm - height)
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(GREY)
        number = word("brief_page", document.language, n=page.page)
        canvas.drawRightString(MARGIN + 6 + WIDTH, 0.9 * cm, number)
        canvas.restoreState()

    out = io.BytesIO()
    margins = {"leftMargin": MARGIN, "rightMargin": MARGIN, "topMargin": 1.6 * cm, "bottomMargin": 1.7 * cm}
    about = {"title": document.title, "author": "corridors", "lang": document.language, "invariant": 1}
    SimpleDocTemplate(out, pagesize=A4, **margins, **about).build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


@cache
def _register() -> None:
    """Fonts of matplotlib, embedded with the letters that are used."""
    folder = Path(get_data_path()) / "fonts" / "ttf"
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


@cache
def _style(name: str) -> ParagraphStyle:
    base: dict[str, Any] = {"fontName": REGULAR, "fontSize": 9, "leading": 12.6, "spaceAfter": 5}
    how: dict[str, dict[str, Any]] = {
        "text": {},
        "title": {"fontName": BOLD, "fontSize": 16, "leading": 20, "textColor": INK, "spaceAfter": 2},
        "sub": {"textColor": GREY, "spaceAfter": 8},
        "heading": {
            "fontName": BOLD,
            "fontSize": 11,
            "leading": 14,
            "textColor": INK,
            "spaceBefore": 7,
            "spaceAfter": 3,
        },
        "bullet": {"leftIndent": 12, "bulletIndent": 2, "spaceAfter": 2},
        "caption": {"fontSize": 7.5, "leading": 10, "textColor": GREY},
        "cell": {"fontSize": 7.5, "leading": 9.6, "spaceAfter": 0},
        "number": {"fontSize": 7.5, "leading": 9.6, "spaceAfter": 0, "alignment": 2},
        "head": {"fontName": BOLD, "fontSize": 7.5, "leading": 9.6, "spaceAfter": 0},
        "head-number": {"fontName": BOLD, "fontSize": 7.5, "leading": 9.6, "spaceAfter": 0, "alignment": 2},
        "box": {"fontSize": 8, "leading": 11, "spaceAfter": 0},
        "foot": {"fontSize": 6.5, "leading": 8, "textColor": GREY, "spaceAfter": 0},
        "note": {"fontSize": 7, "leading": 9, "spaceAfter": 1, "leftIndent": 16, "firstLineIndent": -16},
    }
    return ParagraphStyle(name, **(base | how[name]))


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks that belong together: a heading, what it says, and its first table; every other block by itself."""
    known: list[Block] = []
    for block in blocks:
        if known and isinstance(block, (Paragraph, Table)):
            known.append(block)
            if isinstance(block, Paragraph):
                continue
            yield known
            known = []
        else:
            yield from ([k] for k in known)
            known = [block] if isinstance(block, Heading) else []
            if not known:
                yield [block]
    yield from ([k] for k in known)


def _block(block: object) -> list[Any]:
    if isinstance(block, Heading):
        return _heading(block.text)
    if isinstance(block, Paragraph):
        mark = {"bulletText": "•"} if block.bullet else {}
        return [Flow(_runs(block.runs), _style("bullet" if block.bullet else "text"), **mark)]
    if isinstance(block, Picture):
        picture = Image(io.BytesIO(block.png), width=WIDTH, height=WIDTH * block.ratio)
        return [KeepTogether([picture, Flow(_plain(block.caption), _style("caption"))])]
    if isinstance(block, Box):
        said = Flow(f"<b>{_plain(block.title)}.</b> {_plain(block.text)}", _style("box"))
        frame = [("BOX", (0, 0), (-1, -1), 0.6, LINE), ("BACKGROUND", (0, 0), (-1, -1), SHADE)]
        return [Spacer(1, 6), Grid([[said]], colWidths=[WIDTH], style=frame)]
    if isinstance(block, Table):
        return [_table(block), Spacer(1, 5)]
    raise TypeError(type(block).__name__)


def _heading(text: str) -> list[Any]:
    # Not `keepWithNext`, which would take a long table to the next page whole.
    return [CondPageBreak(ROOM), Flow(_plain(text), _style("heading"))]


def _table(table: Table) -> Grid:
    shares = table.widths or tuple(1 / len(table.headings) for _ in table.headings)
    heads = ["head-number" if i in table.numeric else "head" for i in range(len(shares))]
    lines: list[list[Any]] = [[Flow(_plain(h), _style(s)) for h, s in zip(table.headings, heads, strict=True)]]
    style = ["number" if i in table.numeric else "cell" for i in range(len(shares))]
    lines += [[Flow(_runs([c]), _style(s)) for c, s in zip(row, style, strict=True)] for row in table.rows]
    look = [
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return Grid(lines, colWidths=_widths(table.headings, shares), style=look, repeatRows=1)


def _widths(headings: Sequence[str], shares: Sequence[float]) -> list[float]:
    """Widths of columns in points: shares of the page, but no word of a heading is broken."""
    head = _style("head")
    words = [max(shown(h).split() or [""], key=len) for h in headings]
    least = [stringWidth(w, head.fontName, head.fontSize) + PADDING for w in words]
    wide = [max(WIDTH * s, few) for s, few in zip(shares, least, strict=True)]
    spare = sum(wide) - sum(least)
    too_wide = min(sum(wide) - WIDTH, spare)
    return [w - (w - few) * too_wide / (spare or 1) for w, few in zip(wide, least, strict=True)]


def _runs(parts: Iterable[Text]) -> str:
    return "".join(_plain(p.text) + _marks(p.notes) for p in parts)


def _marks(notes: tuple[int, ...]) -> str:
    links = ", ".join(f'<a href="#n{n}" color="#1b4965">[{n}]</a>' for n in notes)
    return f'<super rise="2.5" size="5.5"> {links}</super>' if notes else ""


def _note(note: Note) -> str:
    link = f'; <a href="{escape(note.url)}" color="#1b4965">{_plain(note.address)}</a>' if note.url else ""
    return _plain(note.text) + link


def _plain(text: str) -> str:
    return escape(shown(text), quote=False)
