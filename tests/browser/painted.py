"""What is painted on the canvases of a map, where no element tells it."""

from __future__ import annotations

from typing import Any

PIXELS = """([pane, name, colour, at]) => {
    const { map } = corridorsAtlas.views()[at];
    const canvas = map.getPane(pane).querySelector('canvas');
    // A canvas that a picture was handed to can be read from a copy only.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const { colours } = corridorsAtlas.data.style;
    const want = colour || colours[name];
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(want.slice(i, i + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] > 200) count += 1;
    return count;
}"""
# Boxes of everything that is drawn, as [left, top, right, bottom] on the pane of the map.
BOXES = """(at) => {
    const view = corridorsAtlas.views()[at];
    const { map } = view;
    const scale = 2 ** map.getZoom();
    const start = map.getPixelOrigin().add(map.containerPointToLayerPoint([0, 0]));
    return corridorsAtlas.data.links.map((link) =>
        link.box.map((v, i) => v * scale - (i % 2 ? start.y : start.x)));
}"""


def pixels(page: Any, name: str = "", *, colour: str = "", pane: str = "links", view: int = 0) -> int:
    """How many pixels of a canvas have one of the page's colours, by its name or as #rrggbb."""
    return page.evaluate(PIXELS, [pane, name, colour, view])


def outside(page: Any) -> int:
    """How many links do not lie within the map as it is shown."""
    size = page.evaluate("(({ x, y }) => [x, y])(corridorsAtlas.views()[0].map.getSize())")
    boxes = page.evaluate(BOXES, 0)
    assert boxes
    return sum(b[0] < 0 or b[1] < 0 or b[2] > size[0] or b[3] > size[1] for b in boxes)


def picture(page: Any, view: int = 0) -> str:
    """The canvas of lines and symbols as text, to tell whether it changed."""
    return page.evaluate(
        "(at) => corridorsAtlas.views()[at].map.getPane('links').querySelector('canvas').toDataURL()", view
    )
