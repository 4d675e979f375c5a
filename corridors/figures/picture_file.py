"""Whether a picture can be written where it shall stand, known before it is drawn."""

from __future__ import annotations

from pathlib import Path

from corridors.atomic_write import check_writable
from corridors.errors import BadInput
from corridors.wording.sentences import sentence

ENDINGS = (".pdf", ".png", ".svg")


def check_picture_file(path: str | Path) -> Path:
    """The path of a picture that can be written.

    Parameters
    ----------
    path : path
        Where to; the ending says which kind of file.

    Raises
    ------
    BadInput
        Another ending, a folder, or a folder that is not there.
    OSError
        The folder cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in ENDINGS:
        what = sentence("a {kind} file", kind=kind) if kind else sentence("a file without ending")
        raise BadInput(
            sentence("{path}: cannot draw {what}; use {known}", path=path, what=what, known=", ".join(ENDINGS))
        )
    if not path.parent.is_dir():
        raise BadInput(sentence("{path}: no folder {folder}; make it first", path=path, folder=path.parent))
    if path.is_dir():
        raise BadInput(sentence("{path}: is a folder; name a file", path=path))
    check_writable(path.parent)
    return path
