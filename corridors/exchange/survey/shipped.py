"""The lines of a folder as they are drawn, put to the same tests as a survey."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from corridors.dataset import WGS84, Geodata
from corridors.exchange.survey import verdict as judge
from corridors.exchange.survey.countries import STEP_KM, stays
from corridors.exchange.survey.extract import MODES
from corridors.exchange.survey.folder import Folder, read_folder
from corridors.exchange.survey.standing import stated
from corridors.exchange.survey.verdict import Finding, Verdict


def judge_folder(root: str | Path) -> Verdict:
    """Every rail and road link of a folder against its published length, its nodes, its countries and the region.

    Parameters
    ----------
    root : path
        The folder; what cannot be read of it is left out.

    Returns
    -------
    Verdict
        Its findings are those of a survey that would bring these lines.
    """
    data, folder = read_folder(Path(root))
    findings: list[Finding] = []
    for link, ends in folder.links.items():
        if link.split("/")[0] in MODES and set(ends[:2]) <= set(folder.nodes):
            findings += _link(data, folder, link)
    return Verdict(findings)


def _link(data: Geodata, folder: Folder, link: str) -> list[Finding]:
    mode, (one, other, shape) = link.split("/", maxsplit=1)[0], folder.links[link]
    xy = shapely.get_coordinates(shape)
    km = WGS84.geometry_length(shape) / 1000
    spots = folder.places
    ends = ((xy[0], spots[one]), (xy[-1], spots[other]))
    aside = [WGS84.inv(p[0], p[1], q[0], q[1])[2] / 1000 for p, q in ends]
    found = judge.judge_length(link, mode, km, stated(data, link).get("length_km"))
    found += judge.judge_ends(link, mode, aside, (one, other)) + judge.judge_shape(link, mode, xy, km)
    expected = [str(folder.nodes[n]["country"]) for n in (one, other)]
    if set(expected) <= set(folder.countries.codes.tolist()):
        near = folder.countries.near([spots[one], spots[other]])
        found += judge.judge_borders(link, expected, _passed(folder, shape, km), near)
    return found + judge.judge_region(link, xy, folder.region)


def _passed(folder: Folder, shape: shapely.LineString, km: float) -> list[str]:
    """Countries that a line passes, first to last."""
    at = np.linspace(0.0, km, max(int(km / STEP_KM), 2))
    points = shapely.line_interpolate_point(shape, at / max(km, 1e-9), normalized=True)
    codes = folder.countries.at(shapely.get_coordinates(points))
    return [code for code, _, _ in stays(at, codes)]
