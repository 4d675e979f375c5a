"""Where all that is printed goes: no sign that steers a terminal, in the letters that the console has."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TextIO

from corridors.wording.printable import STEERING, encodable, printable

WIDE = 160  # a pipe has no width of its own
NARROW = 40


class Screen(io.TextIOBase):
    """stdout or stderr, made safe: texts of data, names of files and messages of libraries all pass here.

    Parameters
    ----------
    stream : TextIO
        Where it goes.
    needed : bool
        Whether the program is of no use without it: stdout carries the answer, stderr only remarks.

    Raises
    ------
    SystemExit
        Who read the answer has gone, as `head` does: that is no mistake.
    BadInput
        The answer cannot be written, as on a full disk.
    """

    def __init__(self, stream: TextIO, *, needed: bool) -> None:
        self._stream, self._needed = stream, needed

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """Of the console."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def writable(self) -> bool:
        """Always."""
        return True

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Of the stream."""
        return self._stream.fileno()

    def write(self, text: str) -> int:
        """Print a text for people."""
        if not isinstance(text, str):
            raise TypeError("texts only")
        self._do(lambda: self._stream.write(encodable(printable(text), self.encoding)))
        return len(text)

    def write_data(self, text: str, mark: bool = False) -> None:
        """Print CSV or JSON: UTF-8 whatever the console has, with a byte order mark if asked for."""
        data = STEERING.sub(printable("\0"), text)
        raw = getattr(self._stream, "buffer", None)
        self._do(self._stream.flush)
        self._do(
            (lambda: raw.write(data.encode("utf-8-sig" if mark else "utf-8")))
            if raw
            else (lambda: self._stream.write(data))
        )

    def flush(self) -> None:
        """Let everything out."""
        self._do(self._stream.flush)

    def _do(self, step: object) -> None:
        try:
            step()  # type: ignore[operator]
        except OSError as error:
            self._forget()
            if not self._needed:
                return
            if isinstance(error, BrokenPipeError):
                sys.exit(0)
            from corridors.errors import BadInput
            from corridors.wording.sentences import sentence

            problem = error.strerror or error
            raise BadInput(sentence("the answer cannot be printed: {problem}", problem=str(problem))) from None

    def _forget(self) -> None:
        """What waits to be written goes nowhere, so that the end of the program does not try once more."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def width() -> int:
    """Letters in a line: COLUMNS, or as wide as the window."""
    return max(shutil.get_terminal_size((WIDE, 24)).columns, NARROW)


def write_data(text: str, mark: bool = False) -> None:
    """Print CSV or JSON on stdout, with a byte order mark if asked for."""
    if isinstance(sys.stdout, Screen):
        sys.stdout.write_data(text, mark)
    else:
        sys.stdout.write(text)


@contextmanager
def at_work(text: str, after_s: float = 5.0) -> Iterator[None]:
    """Tell a person at a terminal, once, that an answer takes its time; logs and pipes get nothing."""
    timer = Timer(after_s, lambda: print(text, file=sys.stderr)) if sys.stderr.isatty() else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
