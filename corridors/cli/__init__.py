"""The command line: one verb, one function; the answer goes to stdout, everything else to stderr.

The files of the verbs do without `from __future__ import annotations`: typer would have to evaluate the text of every
annotation, a tenth of the time that their help takes.
"""

import os
import sys
from importlib import import_module

from corridors import __version__
from corridors.cli.menu import files_of, page


def run(words: list[str]) -> None:
    """Do what the words of a command line ask for."""
    completing = "_CORRIDORS_COMPLETE" in os.environ
    if not completing and words in ([], ["--help"], ["-h"]):
        print(page())
        sys.exit(0 if words else 2)
    if words == ["--version"]:
        print(__version__)
        sys.exit()
    from corridors.cli.app import app
    from corridors.cli.language import begin
    from corridors.cli.usage import called

    begin(words)
    for file in files_of("" if completing else words[0]):
        import_module(f"corridors.cli.{file}")
    called(app)
