"""Texts that try to become something else, and a network whose every text field holds one."""

from __future__ import annotations

import dataclasses
from typing import Any

RUN = "globalThis.ran=1"
STRINGS = [
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{# comment #}",
    "{%",
    "}}",
    "${7*7}",
    "${" + RUN + "}",
    "`+(" + RUN + ")+`",
    "`",
    "\\",
    "C:\\2019\\u0041",
    "\\';" + RUN + "//",
    "';" + RUN + "//",
    '";' + RUN + "//",
    "</script><script>" + RUN + "</script>",
    "<script>" + RUN + "</script>",
    "<!--<script>",
    "-->",
    "]]>",
    "<img src=x onerror=" + RUN + ">",
    "<svg onload=" + RUN + ">",
    "<iframe srcdoc='<script>parent." + RUN + "</script>'>",
    "<a href='javascript:" + RUN + "'>x</a>",
    "<style>*{display:none}</style>",
    "</style><script>" + RUN + "</script>",
    "</title><script>" + RUN + "</script>",
    "</textarea>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<form action=https://evil.example><input name=x></form>",
    "javascript:" + RUN,
    "JaVaScRiPt:" + RUN,
    "\tjavascript:" + RUN,
    "data:text/html,<script>" + RUN + "</script>",
    "vbscript:x",
    "//evil.example/x",
    'https://evil.example/"onclick="' + RUN,
    "&lt;script&gt;" + RUN + "&lt;/script&gt;",
    "&#60;img src=x onerror=" + RUN + "&#62;",
    "\u2028" + RUN + "\u2029",
    "\u202eevil\u202c",
    "a\x00b\x07c\x7f",
    "𝕏 🚂 中文 عربى",
    "__proto__",
    "constructor",
    "toString",
    "CONTENT-SECURITY-POLICY",
    "url(https://evil.example/x.png)",
    "expression(" + RUN + ")",
    '=HYPERLINK("https://evil.example")',
    "x" * 3000,
    "%s %d {0} {n} {value}",
    "null",
    "'\"<>&`",
]
LINK_TEXTS = ["name_en", "name_ru", "name_kk", "note", "country", "form"]


def poisoned(network: Any, text: str) -> Any:
    """The network with one text in every field that holds text, ids of scenarios and measures included."""
    links = network.links.copy()
    for column in links.columns.difference(["geometry", "kind", "form", "from_node", "to_node"]):
        links[column] = text
    nodes = network.nodes.copy()
    for column in nodes.columns.intersection(["name_en", "name_ru", "name_kk", "country", "kind", "source"]):
        nodes[column] = text
    facts = network.facts.assign(note=text, source=text)
    schema = {k: t.assign(unit=text, description=text, source=text) for k, t in network.schema.items()}
    sources = network.sources.assign(title=text, publisher=text, date=text, url=text)
    names = dict.fromkeys(("en", "ru", "kk"), text)

    def again(record: Any, **more: Any) -> Any:
        return record.model_copy(update={"names": record.names.model_copy(update=names), **more})

    def settings(record: Any) -> tuple[Any, ...]:
        return tuple(s.model_copy(update={"source": text, "note": text}) for s in record.facts)

    measures = {
        f"{text}{i}": again(
            m, id=f"{text}{i}", country=text, status=text, sources=(text,), stated_effect=text, size=text, note=text,
            facts=settings(m), cost_musd=m.cost_musd and m.cost_musd.model_copy(update={"note": text}),
        )
        for i, m in enumerate(network.measures.values())
    }  # fmt: skip
    place = dict(zip(network.measures, measures, strict=True))
    scenarios = {
        f"{text}{i or ''}": again(
            s, id=f"{text}{i or ''}", why=s.why.model_copy(update=names), build=tuple(place[m] for m in s.build),
            extends=None,
            target=s.target and s.target.model_copy(update={"source": text}),
        )
        for i, s in enumerate(network.scenarios.values())
    }  # fmt: skip
    corridors = {
        k: again(
            c, code=text, summary=c.summary.model_copy(update=names), identification=text, identification_note=text,
            sources=(text,),
            branches=tuple(b.model_copy(update={"name": b.name.model_copy(update=names)}) for b in c.branches),
        )
        for k, c in network.corridors.items()
    }  # fmt: skip
    return dataclasses.replace(
        network, name=text, links=links, nodes=nodes, facts=facts, schema=schema, sources=sources,
        measures=measures, scenarios=scenarios, corridors=corridors, _wide={},
    )  # fmt: skip
