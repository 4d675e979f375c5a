"""The program `corridors`: runs the command line; a user's mistake becomes one message and code 2."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout
from typing import NoReturn

INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    from corridors.cli.console import Screen

    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (as long as the program)
    if sys.stdout is None:
        print("stdout is closed, so that an answer has nowhere to go", file=sys.stderr)
        sys.exit(2)
    with redirect_stdout(Screen(sys.stdout, needed=True)), redirect_stderr(Screen(sys.stderr, needed=False)):
        sys.exit(_code())


def _code() -> int:
    """How the program ends: 0, or what stopped it is printed."""
    from corridors.cli import run

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in every package that is installed
    # The libraries make many objects that stay; to look through them over and over takes a tenth of a cold start.
    gc.set_threshold(100_000, 20, 20)
    alone = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, _stop) if alone else None
    try:
        try:
            run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _tell("interrupted; nothing is half written")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        where = {"name": f"{error.filename}: " if error.filename else "", "problem": error.strerror or str(error)}
        _tell("{name}{problem}; nothing was written there", **where)
        return 2
    except Exception as error:
        from corridors.errors import CorridorsError

        if not isinstance(error, CorridorsError):
            raise
        from corridors.cli.language import language

        print(error.into(language()), file=sys.stderr)
        return 2
    finally:
        if alone:
            signal.signal(signal.SIGINT, before)
        gc.freeze()  # all of it is about to go: collecting first would take another tenth
    return 0


def _tell(template: str, **values: str) -> None:
    """Print a message in the language of the answer."""
    from corridors.cli.language import say

    print(say(template, **values), file=sys.stderr)


def _stop(_number: int, _frame: object, _own: int = os.getpid()) -> NoReturn:
    """End as after an error, temporary files gone; a helper process just goes."""
    if os.getpid() != _own:
        os._exit(INTERRUPTED)
    sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
