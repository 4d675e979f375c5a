"""The command line without a new process for each command, so that a hundred commands cost a hundred answers."""

from __future__ import annotations

import gc
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest import mock

from corridors.__main__ import main


@dataclass(frozen=True)
class Done:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def command_line(*args: str) -> Done:
    """Run `corridors ARGS` as the program does."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    gauge = gc.get_threshold()
    with redirect_stdout(out), redirect_stderr(err), mock.patch.object(sys, "argv", ["corridors", *args]):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        finally:
            gc.unfreeze()
            gc.set_threshold(*gauge)
    return Done(code, out.getvalue(), err.getvalue())
