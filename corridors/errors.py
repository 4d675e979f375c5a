"""What can go wrong for a user: one hierarchy, every message names the thing, the place and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from corridors.wording.sentences import joined, sentence, translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# At most so many near names are offered; as many are listed when none is near.
MOST_NEAR = 5
# Of many problems the first are printed, and how many there are.
MOST_PROBLEMS = 200
LONGEST = 120  # letters of a name that are compared


class CorridorsError(Exception):
    r"""A mistake that the user can correct; the command line prints it without a traceback and ends with code 2.

    Its message is a text in English, and where it is a `sentence` it can be said in Russian and Kazakh too.

    Examples
    --------
    >>> import corridors as co
    >>> try:
    ...     co.max_flow(co.load(), "rkty")
    ... except co.CorridorsError as error:
    ...     print(error, error.into("ru"), sep="\n")
    no corridor 'rkty'; did you mean 'rkti'?
    не найдено: коридор 'rkty'; имелось в виду 'rkti'?
    """

    def into(self, language: str) -> str:
        """The message in a language; in English where nobody translated it."""
        return translated(self.args[0], language)


class UnknownName(CorridorsError):
    """A name that is not there, with the nearest names that are.

    Parameters
    ----------
    what : str
        What kind of name, as in "corridor".
    name : str
        The name that was asked for.
    known : iterable of str
        All names that would have been right.
    where : str
        Where the wrong name stands, as in "scenarios/today.toml"; empty for the command line.
    nearest : sequence of str, optional
        Names that are near, where they are known already.
    """

    def __init__(
        self, what: str, name: object, known: Iterable[str], where: str = "", nearest: Sequence[str] | None = None
    ) -> None:
        known = list(dict.fromkeys(known))
        self.near = near(str(name), known) if nearest is None else list(nearest)
        missing = sentence("no {what} {name!r}; {hint}", what=what, name=str(name), hint=_hint(self.near, known))
        super().__init__(f"{where}: " + missing if where else missing)


def _hint(near: Sequence[str], known: Sequence[str]) -> str:
    """What would have been right."""
    if near:
        return did_you_mean(near)
    some, more = ", ".join(known[:MOST_NEAR]), len(known) - MOST_NEAR
    if more > 0:
        return sentence("there are {some} and {more} more", some=some, more=more)
    return sentence("there are {some}", some=some) if known else sentence("there is none")


def did_you_mean(near: Sequence[str]) -> str:
    """A question that offers names.

    >>> did_you_mean(["a", "b"])
    "did you mean 'a' or 'b'?"
    """
    either = repr(near[0])
    for other in near[1:]:
        either = sentence("{one} or {other!r}", one=either, other=other)
    return sentence("did you mean {either}?", either=either)


class Conflict(CorridorsError):
    """Two measures that set one fact to different values."""


class BadInput(CorridorsError):
    """A file, option or value that cannot be used as given."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a geodata folder: where, what, and the way out; a warning stops nothing."""

    file: str
    line: int | None
    message: str
    level: Literal["error", "warning"] = "error"

    @property
    def text(self) -> str:
        """Place and message, as a sentence that can be said in other languages."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return sentence("{place}  {message}", place=place, message=self.message)

    def __str__(self) -> str:
        return str(self.text)


class DataError(CorridorsError):
    """Everything that is wrong with a geodata folder, in one message."""

    def __init__(self, root: object, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        count, shown = len(self.problems), self.problems[:MOST_PROBLEMS]
        if count == 1:
            title = sentence("1 problem in {root}:", root=str(root))
        else:
            title = sentence("{count:,} problems in {root}:", count=count, root=str(root))
        lines = [sentence(" * {problem}", problem=p.text) for p in shown]
        if more := count - len(shown):
            lines.append(sentence(" * and {count:,} more", count=more))
        super().__init__(joined([title, *lines], "\n"))


def near(name: str, known: Iterable[str], count: int = MOST_NEAR) -> list[str]:
    """Names close to a misspelt one, the last part of a path counting too.

    >>> near("border/akyala", ["border/akyayla", "rail/dostyk-aktogay"])
    ['border/akyayla']
    """
    known, name = list(dict.fromkeys(known)), name[:LONGEST]
    found = get_close_matches(name.lower(), known, n=count, cutoff=0.6)
    if found:
        return found
    tails = {k.rsplit("/", 1)[-1]: k for k in known}
    return [tails[t] for t in get_close_matches(name.rsplit("/", 1)[-1].lower(), list(tails), n=count, cutoff=0.6)]
