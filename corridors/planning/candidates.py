"""Candidates of a plan: measures that could still be built along some links, and what each set makes of a link."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from corridors.capacity import capacities as modelled
from corridors.errors import BadInput
from corridors.whatif.measure_sets import Capacities, choices, with_copies
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from corridors.network import Network
    from corridors.schema import Measure

# More sets than this on one link would hide a mistake in the measures rather than answer a question.
MOST_SETS = 4096


@dataclass(frozen=True, eq=False)
class Candidates:
    """Measures that could still be built, and what each set of them makes of each link.

    Attributes
    ----------
    measures : tuple of str
        Ids, sorted: those that touch the links and would change something.
    clashes : tuple of pairs
        Two measures that cannot both be built: they set one fact differently, or one is a part of the other.
    base : DataFrame
        Capacity table of the links with nothing built.
    options : dict
        Link -> set of measures -> capacity_mtpa, the empty set first.
    left_out : tuple of str
        Measures that were asked for by name and are none of these: in place, elsewhere, or against what is built.
    unpriced : tuple of str
        Measures whose cost nobody knows; no candidates if only priced ones were asked for.
    """

    measures: tuple[str, ...]
    clashes: tuple[tuple[str, str], ...]
    base: pd.DataFrame
    options: dict[str, dict[frozenset[str], float]]
    left_out: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()


def candidates(
    network: Network,
    links: Iterable[str],
    measures: Sequence[str] | None = None,
    capacities: Capacities | None = None,
    basis: str = "rule",
    priced_only: bool = False,
) -> Candidates:
    """Capacity of each link for every set of the measures that touch it, in one call of the models.

    Parameters
    ----------
    network : Network
        The state to begin from.
    links : iterable of str
        Links that matter.
    measures : sequence of str, optional
        Only these; by default all of the network whose status is not "done".
    capacities : callable, optional
        As `corridors.capacities`, which is the default.
    basis : str
        As there.
    priced_only : bool
        Only measures whose cost is known.

    Raises
    ------
    UnknownName
        No such measure.
    BadInput
        More than some thousand sets on one link.
    """
    compute = capacities or modelled
    names = sorted(set(links))
    chosen = [measures] if isinstance(measures, str) else measures
    chosen = None if chosen is None else [network.find(m, "measure")[1] for m in chosen]
    wanted = _open(network, names, chosen)
    unpriced = tuple(m for m in wanted if network.measures[m].cost_musd is None)
    left_out = tuple(sorted(set(chosen or ()) - set(wanted)))
    if priced_only:
        wanted = [m for m in wanted if m not in unpriced]
    clashes = _clashes(network, wanted)
    touching = {k: [m for m in wanted if k in _links(network.measures[m])] for k in names}
    sets = {k: _sets(k, t, clashes) for k, t in touching.items() if t}
    found = choices(network, names, measures=wanted, sets=sets)
    table = compute(with_copies(network, names, found), basis=basis)
    capacity = table["capacity_mtpa"]
    options = {k: {s: float(capacity[found[k].name(s)]) for s in all_sets} for k, all_sets in sets.items()}
    return Candidates(tuple(wanted), clashes, table.loc[names], options, left_out, unpriced)


def _open(network: Network, links: list[str], measures: Sequence[str] | None) -> list[str]:
    """Measures that touch the links, are not in place already, and do not undo what a scenario has built."""
    if measures is None:
        chosen = [m for m in network.measures.values() if m.status != "done"]
    else:
        chosen = [network.measures[m] for m in measures]
    here = set(links)
    stated = network.explicit.loc[network.explicit["role"] == "used", "origin"]
    built = [network.measures[m] for m in sorted(set(stated) & set(network.measures))]
    used = network.facts_of(links)
    used = used[used["role"] == "used"]
    standing = dict(zip(zip(used["link"], used["attribute"], strict=True), used["value"], strict=True))
    new = set()
    for measure in chosen:
        changes = any(standing.get(key) != value for key, value in _effects(measure).items() if key[0] in here)
        # Where a part stands the whole can still be built (at its full cost, for nobody says what is left of it).
        if changes and not any(measure.part_of == other.id or _contradict(measure, other) for other in built):
            new.add(measure.id)
    return sorted(new)


def _effects(measure: Measure) -> dict[tuple[str, str], float]:
    return {(k, f.attribute): f.value for f in measure.facts for k in f.links}


def _links(measure: Measure) -> set[str]:
    return {link for link, _ in _effects(measure)}


def _contradict(one: Measure, other: Measure) -> bool:
    """Whether two measures set one fact to different values."""
    effects = _effects(other)
    return any(effects.get(key, value) != value for key, value in _effects(one).items())


def _clashes(network: Network, measures: list[str]) -> tuple[tuple[str, str], ...]:
    """Pairs that cannot both be built (a part is in its whole: both together would be paid twice)."""
    pairs = combinations((network.measures[m] for m in measures), 2)
    return tuple((a.id, b.id) for a, b in pairs if a.part_of == b.id or b.part_of == a.id or _contradict(a, b))


def _sets(link: str, touching: list[str], clashes: tuple[tuple[str, str], ...]) -> list[frozenset[str]]:
    """All sets of measures without a clash, the empty one first."""
    apart = {frozenset(c) for c in clashes}
    sets: list[frozenset[str]] = [frozenset()]
    for measure in touching:
        sets += [s | {measure} for s in sets if not any(frozenset((measure, m)) in apart for m in s)]
        if len(sets) > MOST_SETS:
            raise BadInput(
                sentence(
                    "{link}: {count} measures make over {most} sets; name fewer of them",
                    link=link,
                    count=len(touching),
                    most=MOST_SETS,
                )
            )
    return sorted(sets, key=lambda s: (len(s), sorted(s)))
