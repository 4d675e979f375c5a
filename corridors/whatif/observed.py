"""What was counted, stated and promised: by series and year, with growth, rivals, and results beside targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from corridors.display import Displayed
from corridors.errors import BadInput, UnknownName
from corridors.wording.sentences import joined, sentence

if TYPE_CHECKING:
    from corridors.network import Network

COLUMNS = ("series", "what", "year", "value", "low", "high", "unit", "kind", "definition", "grade", "source")
MORE = ("link", "corridor", "period", "date", "note")
ORDER = {"traffic": 0, "forecast": 1, "target": 2, "statement": 3}
# One unit written in several ways.
UNITS = {"Mt/y": "Mt", "Mt/year": "Mt"}
# Names of series that promise or count a part of a year.
PART = "month|halfyear|quarter"


@dataclass(frozen=True, eq=False, repr=False)
class Observed(Displayed):
    """Rows of what was observed.

    Attributes
    ----------
    rows : tuple of dict
        As `observed.csv` has them, with `growth` (since the year before that can be compared: `from_year`, `ratio`,
        `per_year_share`; None if there is none), `rivals` (other values of the same thing) and, of a target, `results`
        (the latest counts of the same link or corridor).
    """

    SHOWN = ("what", "year", "value", "unit", "kind", "grade", "source")

    subject: str
    rows: tuple[dict[str, Any], ...]

    def gist(self) -> str:
        """The answer in one line."""
        return f"{len(self.rows)} rows of {len({r['series'] for r in self.rows})} series, {self.subject}"

    def growth_lines(self) -> list[str]:
        """How each series of counts grew: from its first to its last whole year, and within one definition."""
        lines = []
        for series in dict.fromkeys(r["series"] for r in self.rows):
            rows = [
                r for r in self.rows if r["series"] == series and r["kind"] in ("traffic", "forecast") and r["year"]
            ]
            rows = [r for r in rows if r["period"] in ("", "year")]
            if len({r["year"] for r in rows}) < 2:
                continue
            first, last = min(rows, key=_year), max(rows, key=_year)
            line = sentence(
                "{series}: {value:g} {unit} in {year} ({about})",
                series=series,
                value=first["value"],
                unit=first["unit"],
                year=first["year"],
                about=_what(first),
            )
            line += sentence(
                ", {value:g} in {year} ({about})", value=last["value"], year=last["year"], about=_what(last)
            )
            steps = [_step(r) for r in rows if r["growth"]]
            grown = (
                sentence("by one definition {names}", names=joined(steps, "; "))
                if steps
                else "no two years are counted by one definition"
            )
            lines.append(sentence("{line}; {grown}.", line=line, grown=grown))
        return lines

    def table(self) -> pd.DataFrame:
        """A row an observation, index `series`."""
        return pd.DataFrame(list(self.rows)).set_index("series")

    def to_dict(self) -> list[dict[str, Any]]:
        """As JSON has it: an array."""
        return list(self.rows)


def observed(network: Network, subject: str | None = None, *, series: str | None = None) -> Observed:
    """What was counted, stated and promised.

    Parameters
    ----------
    network : Network
        Whose folder has the table `observed.csv`.
    subject : str, optional
        A corridor (with the series named after it, and its links) or a link; all rows by default.
    series : str, optional
        Only this series, or those that begin so.

    Returns
    -------
    Observed
        Rows by series; in each, counts first, then forecasts, targets and statements, by year.

    Raises
    ------
    UnknownName
        A corridor, link or series that is not there.

    Notes
    -----
    Two counts are compared if series and unit agree, both cover a whole year, and their definitions agree, or one of
    them begins with the other; where the definition differs, no growth is given. Nothing here is an input of a model.

    Examples
    --------
    >>> import corridors as co
    >>> rows = co.observed(co.load(), series="stated-border-length").rows
    >>> len({r["value"] for r in rows}) > 1
    True
    """
    table = _table(network)
    chosen = _of(network, table, subject) if subject else table
    if series:
        hit = chosen["series"].str.startswith(series)
        exact = chosen["series"] == series
        if not hit.any():
            raise UnknownName("series", series, chosen["series"].unique())
        chosen = chosen[exact if exact.any() else hit]
    rows = [_row(r, table) for r in chosen.to_dict("records")]
    return Observed(" ".join(filter(None, (subject, series))) or "everything", tuple(rows))


def _year(row: dict[str, Any]) -> int:
    return int(row["year"])


def _what(row: dict[str, Any]) -> str:
    return str(row["definition"] or row["what"])


def _step(row: dict[str, Any]) -> str:
    growth = row["growth"]
    times = sentence(
        "x {ratio:.3g} from {from_year} to {year}",
        ratio=growth["ratio"],
        from_year=growth["from_year"],
        year=row["year"],
    )
    return sentence(
        "{about} {times} ({per_year_share:+.0%} a year)",
        about=_what(row),
        times=times,
        per_year_share=growth["per_year_share"],
    )


def _table(network: Network) -> pd.DataFrame:
    """The table with the same columns whatever a folder leaves out, in order."""
    try:
        table = network.extra("observed")
    except UnknownName:
        raise BadInput(
            sentence("{folder} has no observed.csv; nothing that was counted is known", folder=network.root)
        ) from None
    table = table.reindex(columns=[*COLUMNS, *MORE])
    for column in ("year", "value", "low", "high"):
        table[column] = pd.to_numeric(table[column], errors="coerce")
    texts = [c for c in table if c not in ("year", "value", "low", "high")]
    table[texts] = table[texts].astype(object).fillna("").astype(str)
    plain = table["unit"].replace(UNITS)
    whole = table["period"].isin(["", "year"]) & ~table["series"].str.contains(PART)
    table = table.assign(plain=plain, whole=whole, rank=table["kind"].map(ORDER).fillna(9))
    return table.sort_values(["series", "rank", "year", "date", "value"], kind="stable", na_position="last")


def _of(network: Network, table: pd.DataFrame, subject: str) -> pd.DataFrame:
    what, name = network.find(subject, "corridor", "link")
    if what == "link":
        found = table[table["link"] == name]
    else:
        corridor = network.corridor(name)
        named = table["series"].str.fullmatch(rf"{corridor.id}(-.*)?") & table["corridor"].isin(["", corridor.id])
        on_its_links = table["link"].isin(corridor.links) & (table["link"] != "")
        found = table[(table["corridor"] == corridor.id) | named | on_its_links]
    if found.empty:
        raise BadInput(
            sentence(
                "nothing was counted, stated or promised of {subject!r}; `corridors observed` lists everything",
                subject=subject,
            )
        )
    return found


def _row(row: dict[str, Any], table: pd.DataFrame) -> dict[str, Any]:
    told = {k: row[k] for k in (*COLUMNS, *MORE)}
    told["year"] = int(row["year"]) if row["year"] == row["year"] else None
    same = table[(table["series"] == row["series"]) & (table["kind"] == row["kind"]) & (table["plain"] == row["plain"])]
    told["growth"] = _growth(row, same)
    told["rivals"] = _rivals(row, same)
    if row["kind"] == "target":
        told["results"] = _results(row, table)
    return told


def _growth(row: dict[str, Any], same: pd.DataFrame) -> dict[str, Any] | None:
    """Since the latest year before that counts the same."""
    if row["kind"] != "traffic" or not row["whole"] or row["year"] != row["year"]:
        return None
    own = row["definition"]
    like = pd.Series(
        [d == own or bool(d and own and (d.startswith(own) or own.startswith(d))) for d in same["definition"]]
    )
    like.index = same.index
    before = same[like & same["whole"] & (same["year"] < row["year"]) & (same["value"] > 0)].sort_values("year")
    if before.empty:
        return None
    last = before.iloc[-1]
    ratio, years = float(row["value"] / last["value"]), float(row["year"] - last["year"])
    return {"from_year": int(last["year"]), "ratio": ratio, "per_year_share": ratio ** (1 / years) - 1}


def _rivals(row: dict[str, Any], same: pd.DataFrame) -> list[dict[str, Any]]:
    """Other values of the same year and period; of statements, whatever their year."""
    other = same[(same["value"] != row["value"]) & (same["period"] == row["period"])]
    if row["kind"] != "statement":
        other = other[(other["year"] == row["year"]) | (other["year"].isna() & (row["year"] != row["year"]))]
    elif row["definition"]:
        other = other[other["definition"] == row["definition"]]
    return other[["what", "value", "definition", "date", "grade", "source"]].to_dict("records")


def _results(row: dict[str, Any], table: pd.DataFrame) -> list[dict[str, Any]]:
    """What was counted in the latest whole year where the target is aimed at."""
    counts = table[(table["kind"] == "traffic") & table["whole"] & (table["plain"] == row["plain"])]
    # A target of a corridor's name is held against the corridor, one of a link against the link, others against the
    # series that bears their name.
    about = row["series"].removeprefix("target-")
    near = counts["series"] == about
    if row["link"]:
        near |= counts["link"] == row["link"]
    elif row["corridor"] and row["corridor"] in about:
        near |= counts["corridor"] == row["corridor"]
    counts = counts[near]
    latest = counts[counts["year"] == counts["year"].max()]
    keys = ["series", "what", "year", "value", "definition", "grade", "source"]
    return [r | {"year": int(r["year"]), "share_of_target": _share(r, row)} for r in latest[keys].to_dict("records")]


def _share(result: dict[str, Any], target: dict[str, Any]) -> float | None:
    return float(result["value"] / target["value"]) if target["value"] > 0 else None
