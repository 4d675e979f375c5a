"""A sheet of paper: its size and fonts, text that is only ever text, and files that come out the same."""

from __future__ import annotations

import contextlib
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from corridors.atomic_write import beside
from corridors.cartography import style
from corridors.cartography.words import words
from corridors.errors import UnknownName
from corridors.figures.picture_file import check_picture_file
from corridors.schema import LANGUAGES
from corridors.wording.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.figure import Figure
    from matplotlib.text import Text

A4_LANDSCAPE_IN = (11.69, 8.27)
PRINT_DPI = 300
# The screen's widths on paper: one corridor, and all of them on one sheet.
PT_PER_PX = 1.2
PT_PER_PX_ALL = 0.45
# What each kind of file would otherwise say about today and about the machine.
METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": "corridors"},
    ".pdf": {"CreationDate": None, "ModDate": None, "Creator": "corridors", "Producer": None},
}


@contextlib.contextmanager
def settings() -> Iterator[None]:
    """Matplotlib as it is out of the box, whatever the user's settings: a picture is the same everywhere."""
    import matplotlib

    with matplotlib.rc_context():
        keep = ("backend", "interactive")
        plain = {k: v for k, v in matplotlib.rcParamsDefault.items() if not k.startswith(keep)}
        matplotlib.rcParams.update(plain)
        matplotlib.rcParams.update(
            {
                "font.family": "DejaVu Sans",
                "svg.hashsalt": "corridors",
                "svg.fonttype": "path",
                "pdf.fonttype": 42,
                "text.usetex": False,
                "text.parse_math": False,
                "axes.formatter.use_mathtext": False,
                "axes.unicode_minus": True,
            }
        )
        yield


def new_sheet(size_in: tuple[float, float] = A4_LANDSCAPE_IN) -> Figure:
    """An empty sheet with its own canvas; pyplot's list of open figures stays as it was."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = Figure(figsize=size_in, dpi=100, facecolor="white")
    FigureCanvasAgg(sheet)
    # A notebook draws figures of pyplot by itself, and others only if they say how.
    sheet._repr_png_ = lambda: _png(sheet)  # type: ignore[attr-defined]
    return sheet


def _png(sheet: Figure) -> bytes:
    buffer = BytesIO()
    sheet.savefig(buffer, format="png")
    return buffer.getvalue()


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib import font_manager, ft2font

    return frozenset(ft2font.FT2Font(font_manager.findfont("DejaVu Sans")).get_charmap())


def shows(character: str) -> bool:
    """Whether the font has a character."""
    return ord(character) in _glyphs()


def put(on: Any, x: float, y: float, text: object, **how: Any) -> Text:
    """Write a text on axes or a figure. Data never become formulas: `$...$` is printed as it stands."""
    return on.text(x, y, one_line(text, how.pop("most", 160), shows), parse_math=False, **how)


def extent(label: Text) -> Any:
    """Box of a text in pixels, as it will be drawn."""
    sheet: Any = label.get_figure(root=True)
    return label.get_window_extent(sheet.canvas.get_renderer())


def put_within(on: Any, x: float, y: float, text: object, width_px: float, **how: Any) -> Text:
    """Like `put`, in a smaller size or shortened until it is no wider than `width_px`."""
    label = put(on, x, y, text, most=400, **how)
    size = first = float(label.get_fontsize())
    while extent(label).width > width_px:
        if size > 0.7 * first:
            size *= 0.95
            label.set_fontsize(size)
        elif len(label.get_text()) > 8:
            label.set_text(label.get_text().rstrip("…")[:-3] + "…")
        else:
            break
    return label


def width_pt(mtpa: float, everything: bool = False) -> float:
    """Width of a line on paper, linear in Mt a year; thinner where all corridors share the sheet."""
    return (PT_PER_PX_ALL if everything else PT_PER_PX) * style.width_px(mtpa)


def word(key: str, language: str, **values: object) -> str:
    """A word of the picture in one of the three languages; `UnknownName` for another language."""
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    text = words()[key][LANGUAGES.index(language)]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def save_figure(fig: Figure, path: str | Path) -> Path:
    """Write a figure as png (300 dpi), svg or pdf: all of it or nothing, and the same bytes each time.

    Parameters
    ----------
    fig : Figure
        From `figure`, `tcd_figure` or `frontier_figure`.
    path : path
        Where to; the ending says which kind of file.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    BadInput
        As `check_picture_file`.

    Examples
    --------
    >>> import corridors as co
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     written = co.save_figure(co.figure(co.load(), "astana-kostanay"), Path(folder) / "road.svg")
    ...     written.name
    'road.svg'
    """
    path = check_picture_file(path)
    kind = path.suffix.lower()
    made = BytesIO()  # drawn in memory: a file that a full disk broke off would be left open
    with settings():
        fig.savefig(made, format=kind[1:], dpi=PRINT_DPI, metadata=METADATA[kind])
    with beside(path) as new:
        new.write_bytes(made.getvalue())
    return path
