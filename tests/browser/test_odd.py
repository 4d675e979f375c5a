"""Worlds that nobody thought of: one link, nothing in service, ids in any script, names without an end."""

from __future__ import annotations

import dataclasses

import pytest

from corridors.schema import Setting

LONG = "Бесконечноеназвание" * 12


def only(net, kind):
    """One link, no corridor, no measure, no scenario but today."""
    link = next(k for k in net.links.index if k.startswith(f"{kind}/"))
    return dataclasses.replace(
        net, links=net.links.loc[[link]], facts=net.facts[net.facts["link"] == link],
        stops=net.stops[net.stops["link"] == link], corridors={}, measures={},
        scenarios={"today": net.scenarios["today"]}, demand=net.demand.iloc[:0], _wide={},
    )  # fmt: skip


def closed(net):
    """Nothing is in service."""
    source = str(net.sources.index[0])
    shut = Setting(links=tuple(net.links.index), attribute="in_service", value=0, grade="D", source=source)
    today = net.scenarios["today"].model_copy(update={"facts": (shut,)})
    return dataclasses.replace(net, scenarios={**net.scenarios, "today": today}, _wide={})


def any_script(net):
    """Ids of corridors with spaces, marks and letters of several scripts."""
    ids = [f"коридор/№{i} & ქართული 🚂,+#" for i in range(len(net.corridors))]
    again = {i: c.model_copy(update={"id": i}) for i, c in zip(ids, net.corridors.values(), strict=True)}
    return dataclasses.replace(net, corridors=again, _wide={})


def endless(net):
    """Names of 200 letters without a space."""
    names = dict.fromkeys(("en", "ru", "kk"), LONG)

    def renamed(things):
        return {k: t.model_copy(update={"names": t.names.model_copy(update=names)}) for k, t in things.items()}

    links = net.links.assign(**{f"name_{k}": v for k, v in names.items()})
    return dataclasses.replace(
        net, links=links, corridors=renamed(net.corridors), scenarios=renamed(net.scenarios),
        measures=renamed(net.measures), _wide={},
    )  # fmt: skip


WORLDS = {
    "one line": lambda net: only(net, "rail"),
    "one post": lambda net: only(net, "border"),
    "closed": closed,
    "any script": any_script,
    "endless": endless,
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_every_panel_and_view(watch, tiny, tmp_path, world, size):
    import corridors as co

    path = co.draw(WORLDS[world](tiny)).save(tmp_path / "x.html")
    one = watch(viewport={"width": size[0], "height": size[1]})
    page = one.open(path)
    page.evaluate("corridorsAtlas.page.set({ corridor: corridorsAtlas.data.corridors.at(-1) || null, fit: true })")
    for colour in ("utilisation", "grade", "change", "capacity"):
        page.evaluate(f"corridorsAtlas.page.set({{ colour: '{colour}', view: 'two', sides: true, moving: true }})")
    for panel in ("whatif", "table", "journey", "about", "overview"):
        page.evaluate(f"document.getElementById('tab-{panel}').click()")
        assert page.locator("#panel-body").text_content()
        wide = page.evaluate("[document.documentElement, document.getElementById('panel')].map((n) => n.scrollWidth)")
        assert wide[0] <= size[0], panel
        assert wide[1] <= page.locator("#panel").bounding_box()["width"] + 1, panel
    address = page.url.split("#")[1]
    seen = page.locator("#headline").text_content()
    again = watch(viewport={"width": size[0], "height": size[1]}).open(path, address)
    assert again.locator("#headline").text_content() == seen
    assert again.url.split("#")[1] == address
