"""The models compared with published cases: every case of cases.csv is run, with its error or the reason why not."""

from __future__ import annotations

import json
import math
from statistics import median
from typing import TYPE_CHECKING, Any

from corridors.cases.formulas import ADAPTERS
from corridors.cases.sections import predict
from corridors.errors import BadInput
from corridors.network import load
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from corridors.network import Network

__all__ = ["passed", "real_sections", "validate"]

# A range wider than this says nothing: it counts as no prediction.
WIDEST = 10.0


def validate(network: Network) -> list[dict[str, Any]]:
    """Run every published case of the folder that a network was loaded from; those of the package if it has none.

    Parameters
    ----------
    network : Network
        As `load` gives it; its folder holds cases.csv.

    Returns
    -------
    list of dict
        One a number: `case`, `model`, `kind` ("formula": a textbook or exact case that must agree; "real": a statement
        about a real section, predicted from the section's own facts and never tuned to), `quantity`, `expected`,
        `got`, `low`, `high` (of a real section the middle, 5 and 95 % of draws of its facts; a formula has no range),
        `error_share` (got / expected - 1), `within_tolerance` (None where the case cannot be run), `inside` (does the
        statement lie in low .. high; None for formulas), `counts` (True for a prediction of a real section with a range
        of at most tenfold; what follows from the statement by arithmetic is none), `tolerance`, `source`, `function`,
        `inputs`, `reason`.

    Raises
    ------
    BadInput
        A case that names a function that is not there, or whose cells are no JSON.

    Examples
    --------
    >>> import corridors as co
    >>> rows = co.validate(co.load())
    >>> all(row["within_tolerance"] is not False for row in rows if row["kind"] == "formula")
    True
    """
    rows: list[dict[str, Any]] = []
    if not (network.root / "cases.csv").is_file():  # the cases of the package speak of the package's links
        network = load()
    for case in network.extra("cases").fillna("").astype(str).to_dict("records"):
        rows.extend(_run({str(k): str(v) for k, v in case.items()}, network))
    return rows


def passed(rows: list[dict[str, Any]]) -> bool:
    """True if every formula case that was run agrees; predictions of real sections do not count."""
    return all(r["within_tolerance"] is not False for r in rows if r["kind"] == "formula")


def real_sections(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How far the predictions of real sections hold.

    Returns
    -------
    dict
        `predictions` (with a range of at most tenfold), `inside` (how many hold the published figure), `too_wide`,
        `median_error_share` (of the predictions; NaN without any).
    """
    ranged = [r for r in rows if r["kind"] == "real" and r["low"] is not None and r["error_share"] is not None]
    told = [r for r in ranged if r["counts"]]
    errors = [abs(r["error_share"]) for r in told]
    return {
        "predictions": len(told),
        "inside": sum(bool(r["inside"]) for r in told),
        "too_wide": len(ranged) - len(told),
        "median_error_share": median(errors) if errors else math.nan,
    }


def _run(case: dict[str, str], network: Network) -> list[dict[str, Any]]:
    expected, inputs, arguments = (_json(case, c) for c in ("expected", "inputs", "arguments"))
    about = {
        "case": case["case"],
        "model": case["model"],
        "kind": case["kind"],
        "tolerance": case["tolerance"],
        "source": case["source"],
        "function": case["function"],
        "inputs": inputs,
    }
    if case["function"] == "":
        return [about | _number(q, e, None, case, reason=case["reason"]) for q, e in _flat(expected)]
    if case["function"] == "predict":
        return [about | _number(case=case, **answer) for answer in predict(network, arguments["predictions"])]
    if case["function"] not in ADAPTERS:
        raise BadInput(
            sentence(
                "cases.csv: {case}: no function {function!r}; there are {known}",
                case=case["case"],
                function=case["function"],
                known=", ".join(ADAPTERS),
            )
        )
    try:
        got = dict(_flat(ADAPTERS[case["function"]](inputs | arguments)))
    except (TypeError, ValueError, KeyError, IndexError) as error:
        reason = f"{type(error).__name__} {str(error)[:80]}"
        raise BadInput(
            sentence(
                "cases.csv: {case}: {function} cannot take its inputs: {reason}",
                case=case["case"],
                function=case["function"],
                reason=reason,
            )
        ) from None
    # Printed, rounded twins of a number stand beside it in the source; the unrounded one is compared.
    numbers = [(q, e) for q, e in _flat(expected) if not q.startswith("printed")]
    other = "A circumstance of the case, no answer of a model."
    return [about | _number(q, e, got.get(q), case, reason=case["reason"] if q in got else other) for q, e in numbers]


def _json(case: dict[str, str], column: str) -> Any:
    try:
        return json.loads(case[column] or "{}")
    except json.JSONDecodeError as error:
        raise BadInput(
            sentence(
                "cases.csv: {case}: column {column} is no JSON: {problem}",
                case=case["case"],
                column=column,
                problem=str(error),
            )
        ) from None


def _flat(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """A dict of numbers, words and lists as (name, value), each member of a list by itself."""
    flat: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            flat += [(f"{name}.{n}", v) for n, v in _flat(value)]
        elif isinstance(value, list | tuple):
            flat += [(f"{name}[{i}]", v) for i, v in enumerate(value)]
        else:
            flat.append((name, value))
    return flat


def _number(
    quantity: str,
    expected: Any,
    got: Any,
    case: dict[str, str],
    low: float | None = None,
    high: float | None = None,
    reason: str = "",
) -> dict[str, Any]:
    numeric = isinstance(expected, int | float) and isinstance(got, int | float) and not isinstance(expected, bool)
    error = None
    if numeric and expected:
        error = float(got) / float(expected) - 1.0
    within = None if got is None else _within(expected, got, case["tolerance"])
    inside = None
    if numeric and low is not None and high is not None:
        inside = bool(low <= expected <= high)
    return {
        "quantity": quantity,
        "expected": expected,
        "got": got,
        "low": low,
        "high": high,
        "error_share": error,
        "within_tolerance": within,
        "inside": inside,
        "counts": inside is not None and high is not None and low is not None and high <= WIDEST * low,
        "reason": reason,
    }


def _within(expected: Any, got: Any, tolerance: str) -> bool | None:
    if tolerance == "information":
        return None
    if not isinstance(expected, int | float) or isinstance(expected, bool):
        return bool(expected == got)
    text = tolerance.removesuffix(" relative")
    share = float(text[:-1]) / 100 if text.endswith("%") else (1e-9 if text == "exact" else float(text))
    absolute = 0.0 if text.endswith("%") or tolerance.endswith("relative") else share
    return math.isclose(float(got), float(expected), rel_tol=share, abs_tol=absolute)
