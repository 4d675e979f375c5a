"""A brief as one HTML file that asks no host for anything."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from corridors.briefing.document import Box, Heading, Paragraph, Picture, Table, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridors.briefing.document import Document, Note, Text

STYLE = """
body{font:16px/1.5 "Segoe UI","Noto Sans","DejaVu Sans",Arial,sans-serif;color:#1d2733;max-width:52rem;margin:2rem auto;
padding:0 1rem}h1{font-size:1.6rem;line-height:1.25;margin:0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem;color:#1b4965}
.sub{color:#5b6875;margin:.2rem 0 1.2rem}table{border-collapse:collapse;width:100%;font-size:.85rem;margin:.6rem 0}
th{text-align:left;border-bottom:2px solid #1b4965;padding:.3rem .4rem;vertical-align:bottom}
td{border-bottom:1px solid #d5dbe1;padding:.3rem .4rem;vertical-align:top}td.n{white-space:nowrap}.n{text-align:right}
figure{margin:1rem 0}img{width:100%;height:auto}figcaption{font-size:.85rem;color:#5b6875}
.box{border:1px solid #9fb3c8;background:#f3f7fa;padding:.6rem .9rem;font-size:.9rem;margin:1.4rem 0}
sup a{text-decoration:none;color:#1b4965}ol{font-size:.82rem;overflow-wrap:anywhere}
footer{font-size:.78rem;color:#5b6875;border-top:1px solid #d5dbe1;margin-top:1.5rem;padding-top:.5rem}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}tr,figure,.box{break-inside:avoid}}
"""


def written(document: Document) -> bytes:
    """The document as a file."""
    body = [f"<h1>{_plain(document.title)}</h1>", f'<p class="sub">{_plain(document.subtitle)}</p>']
    body += [_block(b) for b in document.blocks]
    notes = "".join(f'<li id="n{n}">{_note(note)}</li>' for n, note in enumerate(document.notes, 1))
    body += [f"<h2>{_plain(document.sources)}</h2>", f"<ol>{notes}</ol>", f"<footer>{_plain(document.foot)}</footer>"]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    head += f"<title>{_plain(document.title)}</title><style>{STYLE}</style>"
    lines = "\n".join(["<!doctype html>", f'<html lang="{document.language}"><head>{head}</head><body>', *body])
    return f"{lines}\n</body></html>\n".encode()


def _block(block: object) -> str:
    if isinstance(block, Heading):
        return f"<h2>{_plain(block.text)}</h2>"
    if isinstance(block, Paragraph):
        return f"<ul><li>{_runs(block.runs)}</li></ul>" if block.bullet else f"<p>{_runs(block.runs)}</p>"
    if isinstance(block, Picture):
        source = f"data:image/png;base64,{b64encode(block.png).decode()}"
        caption = _plain(block.caption)
        return f'<figure><img src="{source}" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    if isinstance(block, Box):
        return f'<div class="box"><strong>{_plain(block.title)}.</strong> {_plain(block.text)}</div>'
    if isinstance(block, Table):
        return _table(block)
    raise TypeError(type(block).__name__)


def _table(table: Table) -> str:
    kind = [' class="n"' if i in table.numeric else "" for i in range(len(table.headings))]
    head = "".join(f"<th{k}>{_plain(h)}</th>" for h, k in zip(table.headings, kind, strict=True))
    rows = ["".join(f"<td{k}>{_runs([c])}</td>" for c, k in zip(row, kind, strict=True)) for row in table.rows]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{r}</tr>' for r in rows)}</tbody></table>"


def _runs(parts: Iterable[Text]) -> str:
    return "".join(_plain(p.text) + _marks(p.notes) for p in parts)


def _marks(notes: tuple[int, ...]) -> str:
    return "<sup>" + ", ".join(f'<a href="#n{n}">[{n}]</a>' for n in notes) + "</sup>" if notes else ""


def _note(note: Note) -> str:
    link = f'; <a href="{escape(note.url)}" rel="noreferrer">{_plain(note.address)}</a>' if note.url else ""
    return _plain(note.text) + link


def _plain(text: str) -> str:
    return escape(shown(text))
