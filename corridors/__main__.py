"""The program `corridors`: runs the command line and turns a user's mistake into one message and code 2."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    from corridors.cli import app
    from corridors.errors import CorridorsError

    try:
        app()
    except CorridorsError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        print(f"{error.filename or 'a file'}: {error.strerror or error}; nothing was written there", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
