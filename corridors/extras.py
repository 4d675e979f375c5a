"""Packages that only some verbs need: where one is missing, the one command that brings it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from corridors.errors import BadInput
from corridors.wording.sentences import sentence


def needs(package: str, extra: str) -> Any:
    """A package, imported.

    Parameters
    ----------
    package : str
        As in "pyarrow.parquet".
    extra : str
        Which optional dependency of `corridors` brings it: osm, formats, brief, simulate, notebooks.

    Raises
    ------
    BadInput
        It is not installed.

    Examples
    --------
    >>> needs("json", "formats").loads("1")
    1
    """
    try:
        return import_module(package)
    except ImportError:
        raise BadInput(
            sentence(
                "this needs the package {package}; it comes with: pip install 'corridors[{extra}]'",
                package=package.partition(".")[0],
                extra=extra,
            )
        ) from None
