"""A brief as a Word document: A4, fonts that every office has, with the letters of Kazakh."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from corridors.briefing.document import Box, Heading, Paragraph, Picture, Table, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.briefing.document import Document, Note, Text

FONT = "Arial"
WIDTH_CM = 17.0
INK, LINE, SHADE = RGBColor(0x1B, 0x49, 0x65), "9FB3C8", "E8EEF3"
TAGS = {"en": "en-GB", "ru": "ru-RU", "kk": "kk-KZ"}


def written(document: Document) -> bytes:
    """The document as a file."""
    made = docx.Document()
    _styles(made, document)
    made.add_paragraph(shown(document.title), style="Title")
    made.add_paragraph(shown(document.subtitle), style="Subtitle")
    for block, following in pairwise((*document.blocks, None)):
        _block(made, block)
        if isinstance(block, Paragraph) and isinstance(following, Table):
            made.paragraphs[-1].paragraph_format.keep_with_next = True
    made.add_paragraph(shown(document.sources), style="Heading 1")
    for n, note in enumerate(document.notes, 1):
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(0.7), Cm(-0.7)
        line.add_run(f"[{n}] {shown(note.text)}{'; ' if note.url else ''}").font.size = Pt(8)
        if note.url:
            _link(line, note)
    foot = made.sections[0].footer.paragraphs[0]
    foot.add_run(f"{shown(document.foot)} · ").font.size = Pt(7.5)
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    run = foot.add_run("1")
    run.font.size = Pt(7.5)
    number.append(run._r)
    foot._p.append(number)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _link(line: Any, note: Note) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(note.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = line.add_run(shown(note.address))
    run.font.size, run.font.color.rgb = Pt(8), INK
    link.append(run._r)
    line._p.append(link)


def _styles(made: Any, document: Document) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    made.core_properties.title, made.core_properties.author = shown(document.title), "corridors"
    sizes = {"Normal": 10, "Title": 20, "Subtitle": 11, "Heading 1": 13, "List Bullet": 10}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
        if name not in ("Normal", "List Bullet"):
            style.font.color.rgb, style.font.italic = INK, False
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), TAGS[document.language])
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)


def _block(made: Any, block: object) -> None:
    if isinstance(block, Heading):
        made.add_paragraph(shown(block.text), style="Heading 1")
    elif isinstance(block, Paragraph):
        _fill(made.add_paragraph(style="List Bullet" if block.bullet else "Normal"), block.runs)
    elif isinstance(block, Picture):
        made.add_picture(io.BytesIO(block.png), width=Cm(WIDTH_CM))
        made.paragraphs[-1].paragraph_format.keep_with_next = True
        made.add_paragraph().add_run(shown(block.caption)).font.size = Pt(8.5)
    elif isinstance(block, Table):
        _table(made, block)
    elif isinstance(block, Box):
        frame = made.add_table(rows=1, cols=1)
        cell = frame.rows[0].cells[0]
        _shade(cell)
        cell.paragraphs[0].add_run(f"{shown(block.title)}. ").bold = True
        cell.paragraphs[0].add_run(shown(block.text))
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(9)


def _fill(paragraph: Any, parts: Iterable[Text], size: float | None = None) -> None:
    for part in parts:
        said = paragraph.add_run(shown(part.text))
        marks = [paragraph.add_run(f" [{n}]") for n in part.notes]
        for mark in marks:
            mark.font.superscript = True
        if size is not None:
            for run in (said, *marks):
                run.font.size = Pt(size)


def _table(made: Any, table: Table) -> None:
    grid = made.add_table(rows=1, cols=len(table.headings))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = table.widths or tuple(1 / len(table.headings) for _ in table.headings)
    for cell, heading in zip(grid.rows[0].cells, table.headings, strict=True):
        _shade(cell)
        run = cell.paragraphs[0].add_run(shown(heading))
        run.bold, run.font.size = True, Pt(8.5)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in table.rows:
        added = grid.add_row()
        whole = OxmlElement("w:cantSplit")
        added._tr.get_or_add_trPr().append(whole)
        for cell, part in zip(added.cells, row, strict=True):
            _fill(cell.paragraphs[0], [part], 8.5)
    for column, share in zip(grid.columns, widths, strict=True):
        column.width = Cm(WIDTH_CM * share)
    for line in grid.rows:
        for i, cell in enumerate(line.cells):
            cell.width = Cm(WIDTH_CM * widths[i])
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            if i in table.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _shade(cell: Any) -> None:
    fill = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
        fill.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(fill)
