"""A page a public name, and a page an answer that one of them gives."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any

import corridors as co
from pages import markdown

INDEX = """# Python

```python
import corridors as co
```

Every verb reads `co.VERB(net, subject, *, ...)`: options go by name. An answer shows itself in a few lines, has its
numbers as attributes, `.table()` and `.to_dict()`.

"""


def pages(_: Path) -> dict[str, str]:
    """The names of the face, and the classes of their answers."""
    answers = {c.__name__: c for n in co.__all__ if (c := _answer(getattr(co, n))) is not None}
    made = {f"api/{name}.rst": _entry(f"corridors.{name}", getattr(co, name)) for name in co.__all__}
    made |= {f"api/{n}.rst": _entry(f"{c.__module__}.{n}", c) for n, c in answers.items() if n not in co.__all__}
    lines = [INDEX, *(f"- [{n}]({n}.rst): {_first(getattr(co, n))}" for n in co.__all__)]
    others = [n for n in answers if n not in co.__all__]
    lines += ["", "## Answers", "", *(f"- [{n}]({n}.rst): {_first(answers[n])}" for n in others), ""]
    return made | {"api/index.md": "\n".join([*lines, markdown.toctree([*co.__all__, *others], "hidden"), ""])}


def _entry(path: str, what: Any) -> str:
    title = path.rsplit(".", maxsplit=1)[-1]
    directive = "autoclass" if inspect.isclass(what) else "autofunction"
    members = "\n   :members:\n   :inherited-members: object" if directive == "autoclass" else ""
    return f"{title}\n{'=' * len(title)}\n\n.. {directive}:: {path}{members}\n"


def _first(what: Any) -> str:
    return markdown.plain(str(inspect.getdoc(what)).splitlines()[0])


def _answer(verb: Any) -> Any:
    """The class of ours that a verb answers with; None if it is no class of ours."""
    named = str(getattr(verb, "__annotations__", {}).get("return", ""))
    for name in re.findall(r"\w+", named):
        for module in [m for m in sys.modules.values() if getattr(m, "__name__", "").startswith("corridors")]:
            found = vars(module).get(name)
            if inspect.isclass(found) and found.__module__.startswith("corridors"):
                return found
    return None
