"""The program `corridors`: runs the command line and turns a user's mistake into one message and code 2."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    from corridors.cli import run

    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in every package that is installed
    # The libraries make many objects that stay; to look through them over and over takes a tenth of a cold start.
    gc.set_threshold(100_000, 20, 20)
    try:
        run(sys.argv[1:])
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        print(f"{error.filename or 'a file'}: {error.strerror or error}; nothing was written there", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        from corridors.errors import CorridorsError

        if not isinstance(error, CorridorsError):
            raise
        print(error, file=sys.stderr)
        sys.exit(2)
    finally:
        gc.freeze()  # all of it is about to go: collecting first would take another tenth


if __name__ == "__main__":
    main()
