"""The map in Firefox: it opens without an error, shows its lines, and answers as in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from firefox import Firefox, executable

if TYPE_CHECKING:
    from collections.abc import Iterator

PAINTED = """(() => {
    const canvas = corridorsAtlas.views()[0].map.getPane('links').querySelector('canvas');
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 200) count += 1;
    return count;
})()"""


@pytest.fixture
def fox(tmp_path) -> Iterator[Firefox]:
    if executable() is None:
        pytest.skip("no Firefox; tests/browser/firefox.sh installs one")
    profile = tmp_path / "profile"
    profile.mkdir()
    one = Firefox(profile)
    yield one
    one.close()
    assert not one.bad, one.bad


def test_open_switch_tick_and_look(fox, rkti, net):
    import corridors as co

    fox.open(rkti)
    assert fox.run(PAINTED) > 1000
    links = len(net.corridor("rkti").links)
    assert fox.run("document.querySelectorAll('.roving button').length") == links
    before = fox.run("document.querySelector('#headline').textContent")
    fox.run(
        """(() => {
            const choice = document.getElementById('scenario');
            choice.value = 'target-20mt-2030';
            choice.dispatchEvent(new Event('change'));
        })()"""
    )
    value = co.max_flow(co.scenario(net, "target-20mt-2030"), "rkti").value_mtpa
    shown = fox.run(
        """(() => {
            const { data, page, answersFor } = corridorsAtlas;
            return answersFor(data, page.state.scenario, page.built()).flow(data.corridorAt.get('rkti')).value;
        })()"""
    )
    assert shown == pytest.approx(value)
    assert fox.run("document.querySelector('#headline').textContent") != before
    fox.run("document.getElementById('tab-whatif').click()")
    built = fox.run("corridorsAtlas.page.built().size")
    fox.run("document.querySelector('.measure input:checked').click()")
    assert fox.run("corridorsAtlas.page.built().size") == built - 1
    fox.run("corridorsAtlas.views()[0].open(corridorsAtlas.data.links[0])")
    assert fox.run("waitFor(() => document.querySelector('.popup h3'))") is True


def test_every_link_of_the_index_can_be_pointed_at(fox, everything, net):
    fox.open(everything)
    found = fox.run(
        """(() => {
            const { map, hitAt, placed } = corridorsAtlas.views()[0];
            const lines = corridorsAtlas.data.links.filter((link) => !link.symbol);
            const points = lines.map((link) => map.latLngToLayerPoint(link.middle));
            return [...points, ...placed()].filter((point) => hitAt(point)).length;
        })()"""
    )
    assert found == len(net.links)
