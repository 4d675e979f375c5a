"""The page's ES modules as plain scripts: ordered by their own imports, each in a function of its own."""

from __future__ import annotations

import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from corridors.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

WEB = files("corridors.atlas") / "web"
# What is read before anything else, and what follows once that is on the screen.
FIRST, ENTRY = "first_picture.js", "main.js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.[\w./]*)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|const) (\w+))", re.MULTILINE)
# What a module could say beyond that, and this linker does not understand.
OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def linked(read: Callable[[str], str], entry: str = ENTRY, known: Collection[str] = ()) -> str:
    r"""The script that does what `entry` does as a module.

    Parameters
    ----------
    read : callable
        Text of a module by its path below the folder of modules.
    entry : str
        The module that nobody imports.
    known : collection of str
        Modules that an earlier script has linked.

    Returns
    -------
    str
        Without import or export; each module is read after those it imports.

    Raises
    ------
    BadInput
        Modules that import each other in a circle, a name that is not exported, or a form of import that is not known.

    Examples
    --------
    >>> modules = {"main.js": 'import { a } from "./core/a.js";\na();\n', "core/a.js": "export const a = () => 1;\n"}
    >>> print(linked(modules.__getitem__))
    const core_a = (() => {
    const a = () => 1;
    return { a };
    })();
    const main = (() => {
    const { a } = core_a;
    a();
    return {};
    })();
    """
    texts = _reached(read, entry)
    asks = {name: {path: _names(names) for path, names in _imports(name, text)} for name, text in texts.items()}
    gives = {name: [m[2] for m in EXPORT.finditer(text)] for name, text in texts.items()}
    for name, wanted in asks.items():
        for path, names in wanted.items():
            missing = sorted(set(names) - set(gives[path]))
            if missing:
                raise BadInput(f"atlas/web/{name} imports {', '.join(missing)} from {path}, which has no such export")
    try:
        order = list(TopologicalSorter(asks).static_order())
    except CycleError as e:
        raise BadInput(f"modules of atlas/web import each other: {' -> '.join(e.args[1])}") from None
    return "\n".join(_wrapped(name, texts[name], asks[name], gives[name]) for name in order if name not in known)


def _reached(read: Callable[[str], str], entry: str) -> dict[str, str]:
    """Texts of the entry and of all that it imports, in the order of their names."""
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = read(name)
            waiting += [path for path, _ in _imports(name, found[name])]
    return dict(sorted(found.items()))


def _imports(name: str, text: str) -> list[tuple[str, str]]:
    """Paths that a module imports, below the folder of modules, with the names it wants."""
    return [(_path(name, m[2]), m[1]) for m in IMPORT.finditer(text)]


def _path(name: str, relative: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            raise BadInput(f"atlas/web/{name} imports {relative}, which is outside of the page's modules")
    return "/".join(parts)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _wrapped(name: str, text: str, asks: dict[str, list[str]], gives: list[str]) -> str:
    """A module as a constant that holds what it exports."""
    head = "".join(f"const {{ {', '.join(names)} }} = {_constant(path)};\n" for path, names in asks.items())
    body = _bare(name, EXPORT.sub(r"\1", IMPORT.sub("", text))).strip("\n")
    strange = OTHER.search(body)
    if strange:
        raise BadInput(f"atlas/web/{name}: {strange[0]!r} is a form that the linker does not know")
    given = f"{{ {', '.join(gives)} }}" if gives else "{}"
    return f"const {_constant(name)} = (() => {{\n{head}{body}\nreturn {given};\n}})();"


def _bare(name: str, text: str) -> str:
    """A module without what only its readers need: comments on lines of their own, and indentation."""
    lines = text.splitlines()
    if any(line.count("`") % 2 for line in lines):
        raise BadInput(f"atlas/web/{name}: a text between backticks goes on in another line")
    return "".join(f"{bare}\n" for line in lines if (bare := line.strip()) and not bare.startswith("//"))


def _constant(name: str) -> str:
    return re.sub(r"\W", "_", name.removesuffix(".js"))


@cache
def scripts() -> tuple[str, str]:
    """The modules of web/ as two scripts in strict mode; the second one needs the first."""
    first = sorted(_reached(_read, FIRST))
    names = ", ".join(_constant(name) for name in first)
    return (
        f'const corridorsFirst = (() => {{\n"use strict";\n{linked(_read, FIRST)}\nreturn {{ {names} }};\n}})();',
        f'(() => {{\n"use strict";\nconst {{ {names} }} = corridorsFirst;\n{linked(_read, ENTRY, first)}\n}})();',
    )


def _read(name: str) -> str:
    return (WEB / name).read_text(encoding="utf-8")
