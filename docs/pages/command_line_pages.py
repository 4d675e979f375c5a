"""A page a verb: what it answers, its options, examples with what they print, and the JSON schema of its answer."""

from __future__ import annotations

import json
from importlib import import_module
from inspect import Parameter, getdoc, signature
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from typer.models import ArgumentInfo

from corridors.cli.menu import FILES, MENU
from pages import markdown
from pages.markdown import plain

if TYPE_CHECKING:
    from pages.examples import Example

INDEX = """# Command line

The answer goes to stdout, everything else to stderr. A user's mistake ends with code 2 and a message that names the
thing, the place and the way out. `corridors VERB --help` prints what stands here.

"""
# An object with more keys than this, all alike, is keyed by names of the data.
KEYS = 3


def pages(made: Path, examples: list[Example]) -> dict[str, str]:
    """A page for each verb of the menu, grouped by question."""
    from corridors.cli.app import app

    for file in FILES:
        import_module(f"corridors.cli.{file}")
    functions = {c.name or str(c.callback.__name__): c.callback for c in app.registered_commands if c.callback}
    schemas = made / "files" / "schema"
    schemas.mkdir(parents=True)
    texts, index = {}, [INDEX]
    for question, (_, verbs) in MENU.items():
        index += [f"## {question}", "", *(f"- [{v}]({v}.md): {plain(what)}" for v, what in verbs.items()), ""]
        texts |= {
            f"command-line/{v}.md": _page(v, functions[v], schemas, [e for e in examples if e.verb == v]) for v in verbs
        }
    names = [v for _, verbs in MENU.values() for v in verbs]
    return texts | {"command-line/index.md": "\n".join([*index, markdown.toctree(names, "hidden"), ""])}


def _page(verb: str, function: Any, schemas: Path, known: list[Example]) -> str:
    options = [_option(p) for p in signature(function, eval_str=True).parameters.values()]
    lines = [markdown.anchor("verb", verb), f"# corridors {verb}", "", plain(getdoc(function)), ""]
    words = [o[0].strip("`") for o in options if not o[0].startswith("`-")]
    lines += ["```text", " ".join(["corridors", verb, *words, "[OPTIONS]"]), "```", ""]
    lines += [markdown.table(["option", "value", "meaning"], options), "", "## Examples", ""]
    lines += [text for e in known for text in (_example(e), "")]
    answers = [json.loads(e.json) for e in known if e.json]
    if answers:
        text = json.dumps(_schema(answers), indent=1)
        (schemas / f"{verb}.json").write_text(text, encoding="utf-8")
        link = f'<a href="../../schema/{verb}.json">{verb}.json</a>'
        lines += ["## JSON", "", f"With `--format json` the answers above have this schema, also as {link}:", ""]
        lines += [":::{dropdown} Schema", "```json", text, "```", ":::", ""]
    return "\n".join(lines)


def _option(parameter: Parameter) -> list[str]:
    """An argument or option of a verb: how it is called, what it takes, what it means."""
    annotation, about = parameter.annotation.__origin__, parameter.annotation.__metadata__[0]
    kinds = (
        [k for k in get_args(annotation) if k is not NoneType] if isinstance(annotation, UnionType) else [annotation]
    )
    kind = kinds[0]
    many = get_origin(kind) is list
    kind = get_args(kind)[0] if many else kind
    takes = (
        "flag"
        if kind is bool
        else ", ".join(map(str, get_args(kind)))
        if get_origin(kind) is Literal
        else kind.__name__
    )
    takes += "; repeatable" if many else ""
    if parameter.default is Parameter.empty:
        takes += "; required"
    elif parameter.default not in (None, "", False):
        takes += f"; default {parameter.default}"
    if isinstance(about, ArgumentInfo):
        return [f"`{about.metavar or parameter.name.upper()}`", plain(takes), plain(about.help)]
    names = about.param_decls or [f"--{parameter.name.replace('_', '-')}"]
    return [", ".join(f"`{n}`" for n in names), plain(takes), plain(about.help)]


def _example(example: Example) -> str:
    about = f"{plain(example.about)[:1].upper()}{plain(example.about)[1:]}:\n\n" if example.about else ""
    return f"{about}```text\n$ {example.command}\n{example.shown}".rstrip() + "\n```"


def _schema(answers: list[Any]) -> dict[str, Any]:
    from genson import SchemaBuilder

    builder = SchemaBuilder()
    for answer in answers:
        builder.add_object(answer)
    found = _by_name(builder.to_schema())
    return {**found, "$schema": "https://json-schema.org/draft/2020-12/schema"}


def _by_name(schema: Any) -> Any:
    """The schema with objects that are keyed by names of the data described by one of their values."""
    if isinstance(schema, list):
        return [_by_name(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {k: _by_name(v) for k, v in schema.items()}
    values = list(inner.get("properties", {}).values()) if inner.get("type") == "object" else []
    if len(values) > KEYS and all(v == values[0] for v in values) and values[0].get("type") in ("object", "array"):
        return {"type": "object", "additionalProperties": values[0]}
    return inner
