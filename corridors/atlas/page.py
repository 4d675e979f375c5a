"""One safe file: a folium figure whose parts from the web are swapped for vendored ones, and which forbids all else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any
from urllib.parse import urlparse

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from jinja2 import Template

from corridors.atlas.encode import safe_json
from corridors.atlas.linker import scripts
from corridors.atlas.packed import packed
from corridors.cartography import style
from corridors.cartography.words import words
from corridors.errors import BadInput

ROOMS = files("corridors.atlas")
POLICY = "CONTENT-SECURITY-POLICY"


class Raw(Element):
    """Text that is written as it is: never taken for a template, never read twice."""

    _template = Template("{{ this.code }}")

    def __init__(self, code: str, name: str) -> None:
        super().__init__()
        self._name, self._id, self.code = "Raw", name, code


class Map(folium.Map):
    """A folium map that brings no style, script or address of its own."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}<div class="folium-map" id="{{ this.get_name() }}"></div>{% endmacro %}
        {% macro script(this, kwargs) %}
        globalThis.{{ this.get_name() }} = L.map("{{ this.get_name() }}", {{ this.settings }});
        {% endmacro %}
        """
    )

    def __init__(self, name: str, settings: dict[str, Any]) -> None:
        super().__init__(location=[46, 62], tiles=None)
        self._name, self._id = "map", name
        self.settings = safe_json(settings)


class Page(Figure):
    """A figure that renders to one file without a request: inlined parts, data in one block, a policy over all.

    Parameters
    ----------
    title : str
        Plain text.
    data : dict
        What the scripts read; see `payload`.
    language : str
        Language of the page as it opens.
    image_host : str, optional
        The one address (scheme and host) that pictures may come from.
    """

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.language | e }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy | e }}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        "<title>{{ this.title | e }}</title>\n{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "<noscript>{{ this.without | e }}</noscript>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\nfunction loadPage() {\n{{ this.script.render(**kwargs) }}\n}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, title: str, data: dict[str, Any], language: str, image_host: str = "") -> None:
        super().__init__(title=title)
        self.header._children.clear()
        self._name, self._id = "page", "corridors"
        self.language, self.image_host, self.policy = language, image_host, POLICY
        self.without = " ".join(words()["no_script"])
        self.data = data
        # What follows a change of size is decided in web/map/viewport.js.
        settings = {"zoomControl": False, "attributionControl": False, "zoomSnap": 0.25, "trackResize": False}
        self.map = Map("corridors", settings)
        self.add_child(self.map)

    def render(self, **kwargs: Any) -> str:
        """The page as HTML.

        Raises
        ------
        BadInput
            Something was added to the map that has to be fetched from an address without a vendored file.
        """
        self.header._children.clear()
        self.html._children.clear()
        self.script._children.clear()
        for child in list(self._children.values()):
            child.render(**kwargs)
        self._inline()
        self.header.add_child(Raw(f"<style>\n{colours()}\n{styles()}\n</style>", "style"), name="zz-style")
        first, rest = packed(self.data)
        begin, go_on = map(_inside, scripts())
        # The first picture needs nothing that stands below it, and what stands below is not run before it.
        code = f"{_block('lines', first)}\n<script>\n{begin}\n</script>\n{_block('data', rest)}\n{_libraries()}"
        self.html.add_child(Raw(code, "data"), name="zz-data")
        self.script.add_child(Raw(go_on, "scripts"), name="zz-scripts")
        text = self._template.render(this=self, kwargs=kwargs).replace("\r\n", "\n").replace("\r", "\n")
        return text.replace(POLICY, policy(text, self.image_host), 1)

    def _inline(self) -> None:
        """The style of Leaflet; and every link to the web of added parts goes, or is an error."""
        self.header.add_child(Raw(f"<style>\n{vendored('leaflet.css')}\n</style>", "leaflet-css"), name="aa-css")
        for name, child in list(self.header._children.items()):
            if isinstance(child, (JavascriptLink, CssLink)):
                del self.header._children[name]
                file = urlparse(child.url).path.rsplit("/", 1)[-1]
                if file not in ("leaflet.js", "leaflet.css"):
                    raise BadInput(
                        f"the map asks for {child.url}, and a page without a network has no such file; "
                        "leave out the part that needs it"
                    )


def _block(name: str, data: dict[str, Any]) -> str:
    return f'<script type="application/json" id="corridors-{name}">{safe_json(data)}</script>'


def _libraries() -> str:
    """Leaflet, run after the first picture, and what makes pictures, run when somebody wants one."""
    parts = {"loadLeaflet": "leaflet.js", "loadHtmlToImage": "html-to-image.js"}
    return "\n".join(f"<script>\nfunction {name}() {{\n{vendored(file)}\n}}\n</script>" for name, file in parts.items())


@cache
def vendored(name: str) -> str:
    """A vendored file, fit to stand inside an element; its hash is that of the manifest."""
    text = (ROOMS / "vendor" / name).read_text(encoding="utf-8")
    known = {p["file"]: p["sha256"] for p in json.loads((ROOMS / "vendor" / "manifest.json").read_text("utf-8"))}
    if known.get(name) != hashlib.sha256(text.encode()).hexdigest():
        raise BadInput(f"atlas/vendor/{name} is not the file of the manifest; install the package again")
    return _inside(text)


@cache
def colours() -> str:
    """The colours of every picture as variables of the styles."""
    known: Any = style.for_page()["colours"]
    single = {name: colour for name, colour in known.items() if isinstance(colour, str)}
    grades = {f"grade-{grade.lower()}": colour for grade, colour in known["grades"].items()}
    lines = [f"--{name.replace('_', '-')}: {colour};" for name, colour in (single | grades).items()]
    return f":root {{ {' '.join(lines)} }}"


@cache
def styles() -> str:
    """The styles of web/, in the order of their names."""
    found = sorted((p for p in (ROOMS / "web").iterdir() if p.name.endswith(".css")), key=lambda p: p.name)
    return "\n".join(p.read_text(encoding="utf-8") for p in found)


def _inside(code: str) -> str:
    return re.sub(r"<(/script|!--)", r"\\x3c\1", code, flags=re.IGNORECASE)


class _Inline(HTMLParser):
    """Collects what stands in script and style elements, as a browser hashes it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("type")
        self._open = tag if tag in self.found and kind != "application/json" else ""
        if self._open:
            self.found[tag].append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open][-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the name that HTMLParser calls)
        self._open = ""


def policy(page: str, image_host: str = "") -> str:
    """The Content-Security-Policy of a page: only its own inline parts run, and nothing is fetched."""
    reader = _Inline()
    reader.feed(page)
    hashes = {
        kind: " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in dict.fromkeys(texts)
        )
        for kind, texts in reader.found.items()
    }
    images = " ".join(["data:", "blob:", *([image_host] if image_host else [])])
    return (
        f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )
