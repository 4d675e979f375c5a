"""What a claim such as "20 Mt/year" means on a link: trains, wagons, trucks, share of capacity, with the arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.capacity import detail
from corridors.display import Displayed
from corridors.errors import BadInput
from corridors.flow.maxflow import max_flow
from corridors.scenarios import scenario
from corridors.schema import LANGUAGES
from corridors.uncertainty.ensemble import DRAWS, ensemble
from corridors.uncertainty.link_ranges import link_ranges
from corridors.units import units_per_day
from corridors.whatif.claim_parser import parse
from corridors.whatif.claim_units import in_mtpa, tonnes_of_units, units_a_day
from corridors.wording.limits import limit_sentence
from corridors.wording.numbers import significant, span
from corridors.wording.sentences import joined, named, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.network import Network


@dataclass(frozen=True, eq=False, repr=False)
class Claim(Displayed):
    """A claim compared with a link.

    Attributes
    ----------
    mtpa : float
        The claim, Mt/year of both directions together.
    units : dict
        What it is a day: pairs of trains, wagons, trucks ... with the tonnes of one, as far as the kind of link has
        them.
    scenarios : DataFrame
        Index `scenario`: capacity_mtpa, limit_code, limit_values, limit, grade, share (claim over capacity), carried
        (True if it fits).
    lines : tuple of str
        The arithmetic, a sentence a step.
    verdict : str
        The answer in one sentence.
    low_mtpa, high_mtpa : float
        Where a unit has no fixed mass (containers), the claim at its lightest and heaviest; `mtpa` otherwise.
    """

    SHOWN = ("capacity_mtpa", "share", "carried", "limit", "grade")

    text: str
    link: str
    kind: str
    mtpa: float
    units: dict[str, float]
    scenarios: pd.DataFrame
    lines: tuple[str, ...]
    verdict: str = ""
    low_mtpa: float = float("nan")
    high_mtpa: float = float("nan")

    def gist(self) -> str:
        """The answer in one line."""
        return f"{self.text} on {self.link}: {self.mtpa:,.3g} Mt/year"

    def table(self) -> pd.DataFrame:
        """Share of capacity by scenario."""
        return self.scenarios

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "claim": self.text,
            "link": self.link,
            "kind": self.kind,
            "verdict": self.verdict,
            "mtpa": self.mtpa,
            "low_mtpa": self.low_mtpa,
            "high_mtpa": self.high_mtpa,
            "units": self.units,
            "scenarios": self.scenarios.reset_index().to_dict("records"),
            "arithmetic": list(self.lines),
        }


def claim(
    network: Network,
    text: str | float,
    *,
    on: str,
    scenarios: Sequence[str] | None = None,
    basis: str = "rule",
    draws: int | None = None,
) -> Claim:
    """What a claim means on a link or a corridor.

    Parameters
    ----------
    network : Network
        Any state of the world.
    text : str or float
        Such as "20 Mt/year", "20 млн т", "15 pairs/day", "700 trucks a day"; a number is Mt/year.
    on : str
        The link that it is compared with, or a corridor: then with what gets through, with the trains or trucks of
        its tightest link of the corridor's mode.
    scenarios : sequence of str, optional
        Scenarios to lay over the network; the first one's trains and trucks are used. By default the network as it is.
    basis : str
        As `corridors.capacities`.
    draws : int, optional
        Draws behind the range and the chance, given what was carried; by default as many as `ensemble` takes, so that
        the figures are the same.

    Returns
    -------
    Claim
        `mtpa`, `units` (a day), `scenarios` (share of capacity), `lines` (the arithmetic).

    Raises
    ------
    UnknownName
        A link or scenario that is not there.
    BadInput
        A claim that cannot be read, or a unit that the link does not have.

    Examples
    --------
    >>> import corridors as co
    >>> found = co.claim(co.load(), "1000 t/day", on="rail/zhanaozen-bolashak")
    >>> round(found.mtpa, 3)
    0.365
    >>> bool(found.scenarios.loc["today", "carried"])
    True
    """
    networks = [network] if scenarios is None else [scenario(network, name) for name in scenarios]
    if not networks:
        raise BadInput(sentence("claim: name at least one scenario to compare it with"))
    what, on = network.find(on, "link", "corridor")
    link, states = (on, None) if what == "link" else _through(network, networks, on, basis)
    kind = str(network.link(link)["kind"])
    amount, unit = parse(text) if isinstance(text, str) else (float(text), "mt_per_year")
    if not (isfinite(amount) and amount >= 0):
        raise BadInput(sentence("claim {text}: give a number of zero or more", text=text))
    rows = [detail(n, kind, basis, [link]).iloc[0] for n in networks]
    table = networks[0].table(kind, links=[link]).iloc[0]
    tonnes = {k: v for k, v in tonnes_of_units(kind, str(table["form"]), table, rows[0]).items() if v[0] * v[1] > 0}
    (low, mt, high), first = in_mtpa(network, amount, unit, tonnes, on)
    units = {name: float(units_per_day(mt, t, days)) for name, (t, days, _) in tonnes.items()}
    units |= {f"t_per_{name.removesuffix('_per_day').removesuffix('s')}": t for name, (t, _, _) in tonnes.items()}
    held = _against(networks, rows) if states is None else states
    held["share"] = [mt / c if c > 0 else None for c in held["capacity_mtpa"]]
    held["carried"] = held["capacity_mtpa"] >= mt - 1e-9
    lines = [*first, *units_a_day(mt, tonnes), *(_share(str(name), mt, row) for name, row in held.iterrows())]
    held = held.join(_ranges(networks, link if states is None else None, on, mt, draws or DRAWS, basis))
    verdict = _verdict(str(text), network, on, mt, held)
    return Claim(str(text), on, kind, mt, units, held, tuple(lines), verdict, low, high)


def _against(networks: list[Network], rows: list[pd.Series]) -> pd.DataFrame:
    """Capacity of a link by scenario."""
    return pd.DataFrame(
        {
            "scenario": [str(n.name) for n in networks],
            "capacity_mtpa": [float(r["capacity_mtpa"]) for r in rows],
            # As objects, for pandas would make plain texts of sentences.
            **{k: pd.Series([r[k] for r in rows], dtype=object) for k in ("limit_code", "limit_values", "limit")},
            "grade": [str(r["grade"]) for r in rows],
        }
    ).set_index("scenario")


def _through(network: Network, networks: list[Network], on: str, basis: str) -> tuple[str, pd.DataFrame]:
    """The tightest link of a corridor's mode, and what gets through the corridor by scenario."""
    corridor = network.corridor(on)
    flows = [max_flow(n, corridor.id, basis=basis).to_dict() for n in networks]
    own = [k for k in corridor.route if network.links.loc[k, "kind"] == corridor.mode]
    tight = detail(networks[0], corridor.mode, basis, own)["capacity_mtpa"].astype(float)
    table = _against(networks, [_bottleneck(f) for f in flows])
    return str(tight.idxmin()), table


def _bottleneck(flow: dict[str, Any]) -> pd.Series:
    cut = flow["cut"]
    limit = joined([sentence("{link}: {limit}", link=c["link"], limit=_limit(c)) for c in cut], "; ")
    code, values = (cut[0]["limit_code"], cut[0]["limit_values"]) if cut else ("", {})
    grade = max((c["grade"] for c in cut), default="D")
    return pd.Series(
        {
            "capacity_mtpa": flow["value_mtpa"],
            "limit_code": code,
            "limit_values": values,
            "limit": limit,
            "grade": grade,
        }
    )


def _limit(link: dict[str, Any]) -> str:
    """What limits a link, in each language."""
    return named(**{k: limit_sentence(link["limit_code"], link["limit_values"], k) for k in LANGUAGES})


def _ranges(networks: list[Network], link: str | None, on: str, mt: float, draws: int, basis: str) -> pd.DataFrame:
    """The 90 % range of each scenario, given what was carried, and the chance that the claim fits."""
    rows = []
    for network in networks:
        if link is not None:
            row = link_ranges(network, links=[link], draws=draws, basis=basis, at_least=mt).iloc[0].to_dict()
        else:
            runs = ensemble(network, network.corridor(on).id, draws=draws, basis=basis)
            row = {"p05_mtpa": runs.p05, "p50_mtpa": runs.p50, "p95_mtpa": runs.p95, "chance": runs.probability(mt)}
        rows.append({"scenario": str(network.name), **row})
    return pd.DataFrame(rows).set_index("scenario")


def _verdict(text: str, network: Network, on: str, mt: float, held: pd.DataFrame) -> str:
    """The answer in one sentence: the model's range, and how many of its draws carry the claim."""
    first, now = _compared(text, network, on, mt, held), float(held["chance"].iloc[0])
    verdict = sentence("{first}, and is carried in {share}", first=first, share=_share_of_draws(now))
    better = held["chance"].iloc[1:]
    better = better[better > now]
    if better.empty:
        return verdict + ("." if len(held) == 1 else sentence("; no scenario does better."))
    share = _share_of_draws(float(better.max()))
    best = _name(network, str(better.idxmax()))
    return verdict + sentence("; with “{best}”, the most of all scenarios, in {share}.", best=best, share=share)


def _name(network: Network, name: str) -> str:
    """What a link, corridor or scenario is called in each language; its id where it has no name."""
    known = network.corridors.get(name) or network.scenarios.get(name)
    if known:
        return named(**known.names.model_dump())
    if name in network.links.index:
        row = network.links.loc[name]
        return named(**{k: str(row[f"name_{k}"]) for k in LANGUAGES if f"name_{k}" in row})
    return name


def _share_of_draws(chance: float) -> str:
    """A chance as people say it."""
    if chance <= 0:
        return sentence("no draw")
    if chance >= 1:
        return sentence("every draw")
    if chance < 0.001:  # weights are no counts, and some thousand draws say no more
        return sentence("fewer than one of a thousand draws")
    if chance < 0.01:
        return sentence("one of {figure} draws", figure=significant(1 / chance))
    share = sentence("{chance:.0%} of the draws", chance=chance)
    return sentence("nearly every draw") if chance > 0.995 else share


def _compared(text: str, network: Network, on: str, mt: float, held: pd.DataFrame) -> str:
    """A claim beside what is likely in the first scenario."""
    now = held.iloc[0]
    can, range_ = float(now["p50_mtpa"]), span(now["p05_mtpa"], now["p95_mtpa"])
    stated = any(unit in text.lower() for unit in ("mt", "млн т")) and f"{mt:g}" in text
    values = {"text": text, "on": _name(network, on), "name": _name(network, str(held.index[0]))}
    values["amount"] = "" if stated else sentence(" ({mt:.3g} Mt/year)", mt=mt)
    if can <= 0:
        return sentence("{text}{amount}: {on} carries nothing ({name})", **values)
    values["likely"] = sentence("about {figure} Mt/year, likely {span}", figure=significant(can), span=range_)
    if mt >= 2 * can:
        values["times"] = _times(significant(mt / can))
        return sentence("{text}{amount} is {times} what {on} can carry ({name}: {likely})", **values)
    return sentence("{text}{amount} is {value:.0%} of what {on} can carry ({name}: {likely})", value=mt / can, **values)


def _times(figure: str) -> str:
    """How many times, in two templates: Russian has a word for 2, 3 and 4 and for fractions, and one for the others."""
    few = not figure.isdigit() or (figure[-1] in "234" and figure[-2:-1] != "1")
    return sentence("{figure} times", figure=figure) if few else sentence("{n} times", n=figure)


def _share(scenario: str, mt: float, row: pd.Series) -> str:
    if row["capacity_mtpa"] <= 0:
        return sentence("{scenario}: the link carries nothing ({limit})", scenario=scenario, limit=row["limit"])
    return sentence(
        "{scenario}: {mt:g} / {capacity_mtpa:.2f} = {share:.0%} of its capacity ({limit})",
        scenario=scenario,
        mt=mt,
        capacity_mtpa=row["capacity_mtpa"],
        share=row["share"],
        limit=row["limit"],
    )
