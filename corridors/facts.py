"""Facts made whole: stated ones with their rivals, defaults for the rest, and rows laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corridors.errors import BadInput, Conflict, UnknownName
from corridors.schema import KINDS
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from corridors.dataset import Geodata

# Networks with more links have their facts made whole only when asked for.
LARGE = 20_000
ESTIMATE = "project-estimate"
# A way may be so much longer than its drawn line.
LONGER = 1.25
FACT_COLUMNS = ["link", "attribute", "value", "low", "high", "unit", "grade", "source", "role", "note", "origin"]


@dataclass(frozen=True, eq=False)
class Completion:
    """Stated facts, and all that is needed to complete them: the long table of a large network is made when asked for.

    Attributes
    ----------
    stated : DataFrame
        Rows that stand in the folder, with the bounds that their rivals give them.
    about : DataFrame
        Index `link`: kind, form.
    drawn_km : Series
        Length of the drawn line by link, as a default length.
    """

    stated: pd.DataFrame
    about: pd.DataFrame
    schema: dict[str, pd.DataFrame]
    drawn_km: pd.Series

    @classmethod
    def of(cls, data: Geodata, links: gpd.GeoDataFrame, schema: dict[str, pd.DataFrame]) -> Completion:
        """The facts of a folder."""
        stated = pd.concat([data.tables[f"facts/{k}.csv"] for k in KINDS], ignore_index=True)
        stated["origin"] = "stated"
        _widen(stated)
        drawn = pd.Series(data.drawn_km, dtype=float).round(1)
        return cls(stated[FACT_COLUMNS], pd.DataFrame(links[["kind", "form"]]), schema, drawn)

    def whole(self, attributes: pd.Index | None = None, links: pd.Index | None = None) -> pd.DataFrame:
        """Stated facts, and a default of grade D for all that nobody stated; of some attributes and links, or all."""
        words = pd.concat([self.schema[k].reset_index().assign(kind=k) for k in KINDS], ignore_index=True)
        about, stated = self.about, self.stated
        if attributes is not None:
            words = words[words["attribute"].isin(attributes)]
            stated = stated[stated["attribute"].isin(attributes)]
        if links is not None:
            about, stated = about.loc[links.unique()], stated[stated["link"].isin(links)]
        grid = about.rename_axis("link").reset_index().merge(words, on="kind", suffixes=("", "_of"))
        grid = grid[(grid["form_of"] == "") | (grid["form_of"] == grid["form"])]
        drawn = grid["link"].map(self.drawn_km).where(grid["attribute"] == "length_km")
        grid["value"] = grid["default"].fillna(drawn)
        have = _numbers(about.index, words["attribute"], stated)
        new = grid["value"].notna().to_numpy() & ~np.isin(_numbers(about.index, words["attribute"], grid), have)
        grid = grid[new].assign(drawn_km=drawn[new], grade="D", role="used", origin="default")
        grid["low"] = grid["low"].fillna(grid["drawn_km"])
        grid["high"] = grid["high"].fillna(grid["drawn_km"] * LONGER)
        grid["note"] = np.where(grid["drawn_km"].notna(), "no published length: length of the drawn line", "default")
        grid["source"] = grid["source"].where(grid["source"] != "", ESTIMATE)
        both = pd.concat([stated, grid[FACT_COLUMNS]], ignore_index=True)
        order = [pd.factorize(both[c], sort=True)[0] for c in ("link", "attribute", "role")]
        return both.iloc[np.lexsort((-order[2], order[1], order[0]))].reset_index(drop=True)

    def beside(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Stated facts, with the defaults that some rows (link, attribute) would be laid over."""
        links, attributes = (pd.Index(rows[c].unique(), dtype=object) for c in ("link", "attribute"))
        under = self.whole(attributes, links)
        stated, asked = set(keys(self.stated[self.stated["link"].isin(links)])), set(keys(rows))
        return pd.concat([self.stated, under[[k in asked - stated for k in keys(under)]]], ignore_index=True)

    def cells(self, kind: str, what: str, own: pd.Index) -> NDArray[Any]:
        """One side of the facts of some links: a row a link, a column an attribute of the schema, in their order."""
        schema, at = self.schema[kind].reset_index(), self.about.index.get_indexer(own)
        forms, drawn_km = self.about["form"].iloc[at].to_numpy(dtype=object), self._drawn_km[at]
        names = pd.Index(schema["attribute"].unique())
        cells = np.full((len(own), len(names)), np.nan, dtype=float if what in ("value", "low", "high") else object)
        for word in schema.itertuples():
            value = self._default(word, what, drawn_km)
            here = np.ones(len(own), dtype=bool) if word.form == "" else forms == word.form
            if value is not None:
                cells[here, names.get_loc(word.attribute)] = value[here] if isinstance(value, np.ndarray) else value
        row, fact = self._used(at)
        column = names.get_indexer(self._attributes)[self._codes[fact]]
        cells[row[column >= 0], column[column >= 0]] = self._side(what)[fact[column >= 0]]
        return cells

    def _used(self, at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Stated facts that are used, of links by their places: which of these, and which fact, in their order."""
        start, facts = self._by_link
        count = start[at + 1] - start[at]
        row = np.repeat(np.arange(len(at)), count)
        within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return row, facts[np.repeat(start[at], count) + within]

    @cached_property
    def _by_link(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the used facts of each link begin in the second array, and the facts."""
        link = self.about.index.get_indexer(self.stated["link"])
        used = np.flatnonzero((self.stated["role"] == "used").to_numpy() & (link >= 0))
        start = np.zeros(len(self.about) + 1, dtype=np.int64)
        np.cumsum(np.bincount(link[used], minlength=len(self.about)), out=start[1:])
        return start, used[np.argsort(link[used], kind="stable")]

    @cached_property
    def _drawn_km(self) -> NDArray[np.float64]:
        """Length of each link's drawn line, NaN where there is none."""
        return self.drawn_km.reindex(self.about.index).to_numpy(dtype=float)

    @cached_property
    def _factorized(self) -> tuple[NDArray[np.int64], pd.Index]:
        codes, names = pd.factorize(self.stated["attribute"])
        return codes, pd.Index(names)

    @property
    def _codes(self) -> NDArray[np.int64]:
        return self._factorized[0]

    @property
    def _attributes(self) -> pd.Index:
        return self._factorized[1]

    def _side(self, what: str) -> NDArray[Any]:
        """One column of the stated facts as an array; few different texts are one object each."""
        if what not in self._sides:
            column = self.stated[what]
            if what in ("value", "low", "high"):
                self._sides[what] = column.to_numpy(dtype=float)
            else:
                codes, texts = pd.factorize(column)
                self._sides[what] = np.append(np.asarray(texts, dtype=object), np.nan)[codes]
        return self._sides[what]

    @cached_property
    def _sides(self) -> dict[str, NDArray[Any]]:
        return {}

    def _default(self, word: Any, what: str, km: NDArray[np.float64]) -> Any:
        """The default of an attribute, for all links or link by link; none where there is none."""
        plain = {"grade": "D", "source": word.source or ESTIMATE}
        if word.default == word.default:
            return plain.get(what, word.default if what == "value" else getattr(word, what, None))
        if word.attribute != "length_km":
            return None
        if what in plain:
            return np.where(np.isnan(km), np.nan, np.array(plain[what], dtype=object))
        return km * (LONGER if what == "high" else 1.0)


def _numbers(links: pd.Index, attributes: pd.Series, facts: pd.DataFrame) -> NDArray[np.int64]:
    """A number for link and attribute of each row."""
    names = pd.Index(attributes.unique())
    row, column = links.get_indexer(facts["link"]), names.get_indexer(facts["attribute"])
    return np.asarray(row.astype(np.int64) * len(names) + column)


def keys(facts: pd.DataFrame) -> list[tuple[str, str]]:
    """Link and attribute of each row."""
    return list(zip(facts["link"].to_numpy(), facts["attribute"].to_numpy(), strict=True))


def _widen(stated: pd.DataFrame) -> None:
    """Rivals widen the fact that is used: sources that disagree make it uncertain."""
    low = np.fmin(stated["low"].to_numpy(), stated["value"].to_numpy())
    high = np.fmax(stated["high"].to_numpy(), stated["value"].to_numpy())
    used = (stated["role"] == "used").to_numpy()
    of = keys(stated) if not used.all() else []
    place = {of[i]: i for i in np.flatnonzero(used)} if of else {}
    for i in np.flatnonzero(~used):
        if of[i] in place:  # else a statement that is out of date
            j = place[of[i]]
            low[j], high[j] = min(low[i], low[j]), max(high[i], high[j])
    stated["low"], stated["high"] = low, high


def overlay_rows(links: pd.DataFrame, schema: dict[str, pd.DataFrame], facts: pd.DataFrame) -> pd.DataFrame:
    """Overlay rows with all columns, checked against links and schema, one a fact."""
    blank = {"low": np.nan, "high": np.nan, "unit": "", "grade": "D", "source": "project-estimate", "note": ""}
    rows = facts.reset_index(drop=True).assign(**{k: v for k, v in blank.items() if k not in facts})
    rows = rows.assign(role="used", origin=facts["origin"].to_numpy() if "origin" in facts else "overlay")
    known = pd.concat([schema[k].reset_index().drop_duplicates("attribute").assign(kind=k) for k in KINDS])
    rows["kind"] = rows["link"].map(links["kind"]).astype(str)  # "nan" for a link that is not there
    rows = rows.drop(columns="unit").merge(known[["kind", "attribute", "unit", "min", "max"]], how="left")
    rows["low"] = rows[["low", "value"]].min(axis=1)
    rows["high"] = rows[["high", "value"]].max(axis=1)
    within = (rows["low"] >= rows["min"]) & (rows["high"] <= rows["max"])
    wrong = rows["unit"].isna() | rows["value"].isna() | ~within
    for row in rows[wrong].itertuples():
        if row.link not in links.index:
            raise UnknownName("link", row.link, links.index, str(row.origin))
        if row.attribute not in schema[row.kind].index:
            raise UnknownName(attribute_of(row.kind), row.attribute, schema[row.kind].index, str(row.origin))
        raise _outside(row)
    rows = rows.sort_values(["link", "attribute", "origin"], kind="stable")
    spread = rows.groupby(["link", "attribute"])["value"].nunique()
    if (spread > 1).any():
        link, attribute = spread[spread > 1].index[0]
        both = rows[(rows["link"] == link) & (rows["attribute"] == attribute)]
        raise _conflict(both)
    return rows.drop_duplicates(["link", "attribute"], keep="last")[FACT_COLUMNS]


def attribute_of(kind: str) -> str:
    """What a name is missing among, where no link of a kind has such an attribute."""
    return sentence("attribute of {kind} links", kind=kind)


def _outside(row: Any) -> BadInput:
    """A value beyond what the schema allows."""
    fact = f"{row.link} {row.attribute}"
    sides = {side: getattr(row, side) for side in ("value", "low", "high", "min", "max")}
    return BadInput(
        sentence(
            "{origin}: {fact} = {value:g} ({low:g} .. {high:g}) outside {min:g} .. {max:g}",
            origin=str(row.origin), fact=fact, **sides,
        )
    )  # fmt: skip


def _conflict(both: pd.DataFrame) -> Conflict:
    """Rows that set one fact to different values."""
    says = ""
    for origin, value in zip(both["origin"], both["value"], strict=True):
        one = sentence("{origin} says {value:g}", origin=str(origin), value=float(value))
        says = sentence("{says} and {one}", says=says, one=one) if says else one
    fact = f"{both['link'].iloc[0]} {both['attribute'].iloc[0]}"
    return Conflict(sentence("{fact}: {says}; leave one of them out, or make one fact of both", fact=fact, says=says))


def laid_over(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Facts with others laid over them: those that were used stand beside as "replaced"."""
    changed, near = set(keys(new)), np.flatnonzero((old["role"] == "used") & old["link"].isin(new["link"].unique()))
    hit = near[[k in changed for k in keys(old.iloc[near])]]
    # What is laid a second time changes nothing: it does not replace itself.
    same = set(keys(old.iloc[hit].merge(new[["link", "attribute", "value", "low", "high", "origin"]], how="inner")))
    if same:
        new = new[[k not in same for k in keys(new)]]
        hit = hit[[k not in same for k in keys(old.iloc[hit])]]
    role = old["role"].to_numpy(dtype=object, copy=True)
    role[hit] = "replaced"
    return pd.concat([old.assign(role=pd.array(role, dtype=old["role"].dtype)), new], ignore_index=True)
