"""Verbs that look at the data: list, show, why, scenarios, check."""

from typing import Annotated, Any

import typer

from corridors.cli.app import As, Data, Format, Scenario, app, load, note, show
from corridors.cli.language import language, said, say


@app.command("list")
def list_(data: Data = None, format: As = "table") -> None:
    """All corridors, with names, mode and length."""
    net = load(data)
    rows = [
        {
            "corridor": c.id,
            "code": c.code,
            "mode": c.mode,
            "name_en": c.names.en,
            "name_ru": c.names.ru,
            "name_kk": c.names.kk,
            "identification": c.identification,
            "links": len(c.links),
            "length_km": net.length_km(c),
        }
        for c in net.corridors.values()
    ]
    columns: Any = {"corridor": "corridor", "code": "code", "mode": "mode", "name": "name_en", "links": "links"}
    show(rows, rows, {**columns, "km": lambda r: say("{r[length_km]:,.0f}", r=r), "how sure": "identification"}, format)


@app.command("show")
def show_(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A corridor, link, node, post, measure or scenario, by any of its names."),
    ],
    scenario: Scenario = "today",
    data: Data = None,
    format: As = "table",
) -> None:
    """A corridor, link, node, measure or scenario with all that is known of it."""
    from corridors.cli.entries import SHOWN

    net = load(data, scenario)
    what, found = net.find(name, *SHOWN)
    SHOWN[what](net, found, format)


@app.command()
def why(
    link: Annotated[str, typer.Argument(metavar="LINK", help="A link; `corridors show ID` lists those of a corridor.")],
    attribute: Annotated[
        str | None, typer.Argument(metavar="ATTRIBUTE", help="All attributes of the link if left out.")
    ] = None,
    scenario: Scenario = "today",
    data: Data = None,
    format: As = "table",
) -> None:
    """Who says so: the fact that is used, its rivals, and their sources."""
    net = load(data, scenario)
    name = str(net.link(link).name)
    if attribute is None:
        _attributes(net, name, format)
        return
    rows = net.why(name, attribute).to_dict("records")
    answer = {"link": name, "attribute": attribute, "facts": rows}
    keys = ("role", "value", "low", "high", "unit", "grade", "source", "note", "title", "date")
    show(answer, rows, {k: k for k in keys}, format)


def _attributes(net: Any, name: str, format_: Format) -> None:
    """What can be asked of a link, with what is used and how many say otherwise."""
    schema = net.schema[net.link(name)["kind"]]
    facts = net.facts_of([name])
    used = facts[facts["role"] == "used"].set_index("attribute")
    rivals = facts.loc[facts["role"] == "rival", "attribute"].value_counts()
    form = net.links.loc[name, "form"]
    rows = []
    for attribute in schema.index[schema["form"].isin(["", form])].unique():
        fact = used.loc[attribute] if attribute in used.index else None
        row = {"attribute": attribute, "value": None if fact is None else float(fact["value"])}
        row |= {k: "" if fact is None else fact[k] for k in ("grade", "origin", "source")}
        about = schema.loc[[attribute]].iloc[0]
        rows.append(
            {**row, "unit": about["unit"], "rivals": int(rivals.get(attribute, 0)), "what": about["description"]}
        )
    columns: Any = {k: k for k in ("attribute", "value", "unit", "grade", "origin", "source", "rivals", "what")}
    title = say("{name}: `corridors why {name} ATTRIBUTE` shows who says so", name=name)
    show({"link": name, "attributes": rows}, rows, columns, format_, title)


@app.command()
def check(
    data: Data = None,
    geometry: Annotated[bool, typer.Option("--geometry", help="Test the drawn lines as a survey does.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Compare capacities with what was carried.")] = False,
    format: As = "table",
) -> None:
    """Every problem of a geodata folder at once; code 2 if there is one."""
    import corridors as co
    from corridors.dataset import checks, data_folder, read
    from corridors.errors import MOST_PROBLEMS, DataError

    if geometry:
        _geometry(data or data_folder(), format)
        return
    checked = read(data or data_folder())
    checks.check(checked)
    problems = checked.errors or _of_use(checked.root)
    warnings = [p for p in checked.problems if p.level == "warning"]
    if format != "table":
        columns = {k: k for k in ("file", "line", "message", "level")}
        rows = [[{k: getattr(p, k) for k in columns} for p in some[:MOST_PROBLEMS]] for some in (problems, warnings)]
        counts = _counts(co.load(checked.root)) if evidence and not problems else []
        answer: dict[str, Any] = {
            "problems": rows[0],
            "warnings": rows[1],
            **({"evidence": counts} if evidence else {}),
        }
        if len(problems) > MOST_PROBLEMS:
            answer["problems_in_all"] = len(problems)
        show(answer, counts or rows[0] + rows[1], columns, format)
        raise typer.Exit(2 if problems else 0)
    for warning in warnings[:MOST_PROBLEMS]:
        note(say("warning: {warning}", warning=warning.text))
    if problems:
        raise DataError(checked.root, problems)
    net = co.load(checked.root)
    if evidence:
        counts = _counts(net)
        shown: Any = {"link": "link", "year": "year", "carried": "carried_mtpa", "capacity": "capacity_mtpa"}
        shown |= {"low": "low_mtpa", "high": "high_mtpa", "": _verdict, "source": "source", "note": "note"}
        show(counts, counts, shown, format, say("{n} counts, Mt/year", n=len(counts)))
    stated = int((net.explicit["origin"] == "stated").sum())
    print(say("{net!r}\nno problems; {stated} stated facts, {n} sources", net=net, stated=stated, n=len(net.sources)))


def _geometry(root: Any, format_: Format) -> None:
    """Length, ends, shape, countries and region of every rail and road link; people see what does not hold."""
    from corridors.exchange.survey import judge_folder

    found = judge_folder(root)
    rows = found.rows()
    shown = [r for r in rows if r["verdict"] == "refused"] if format_ == "table" else rows
    show({"accepted": found.accepted, "findings": rows}, shown, {k: k for k in rows[0]} if rows else {}, format_)
    links = len({r["link"] for r in rows}), len({r["link"] for r in rows if r["verdict"] == "refused"})
    note(
        say(
            "{links[0]} lines; a survey would reject {links[1]} of them; `corridors survey LINK` replaces a line",
            links=links,
        )
    )


def _of_use(root: Any) -> list[Any]:
    """What is wrong with tables in order all the same: a model lacks something, or the base map cannot be drawn."""
    import corridors as co
    from corridors.dataset import BASEMAP, read_basemap
    from corridors.errors import BadInput, CorridorsError, Problem

    problems = []
    try:
        co.capacities(co.load(root))
    except CorridorsError as error:
        problems.append(Problem("schema", None, error.args[0]))
    try:
        read_basemap(root)
    except BadInput as error:
        inner = error.__cause__ if isinstance(error.__cause__, BadInput) else error  # without the name of the file
        problems.append(Problem(BASEMAP, None, inner.args[0]))
    return problems


def _counts(net: Any) -> list[dict[str, Any]]:
    """Every count beside the capacity of its link, in the state that it belongs to."""
    import corridors as co
    from corridors.uncertainty.evidence import evidence

    rows = []
    table = evidence(net)
    for name, counts in table.groupby("scenario", sort=True):
        state = co.scenario(net, name) if name in net.scenarios else net
        ranges = co.capacity_range(state, links=list(counts["link"]))
        known = co.capacities(state, links=list(counts["link"])).join(ranges.drop(columns="capacity_mtpa"))
        for row in counts.to_dict("records"):
            here = known.loc[row["link"]]
            keys = {"capacity_mtpa": here["capacity_mtpa"], "low_mtpa": here["likely_low_mtpa"]}
            rows.append(row | keys | {"high_mtpa": here["likely_high_mtpa"], "limit": here["limit"]})
    return rows


def _verdict(row: Any) -> str:
    if not row["carried_mtpa"] > row["capacity_mtpa"]:
        return ""
    above = row["carried_low_mtpa"] > row["high_mtpa"]
    return said("above the capacity") if above else said("above the best guess")


@app.command()
def scenarios(data: Data = None, format: As = "table") -> None:
    """All scenarios: what each builds, what it costs and what it aims at."""
    import corridors as co
    from corridors.scenarios import built, cost, paid

    net = co.load(data)
    rows = []
    for s in net.scenarios.values():
        measures = built(net, s.id)
        total = cost(paid(net, measures))
        rows.append(
            {
                "scenario": s.id,
                **{f"name_{k}": v for k, v in s.names.model_dump().items()},
                "year": s.year,
                "extends": s.extends or "",
                "measures": len(measures),
                "cost_musd": total.value,
                "costs_unknown": len(total.unknown),
                "target_mtpa": s.target.mtpa if s.target else None,
                "why": s.why.en,
            }
        )
    columns: Any = {"scenario": "scenario", "year": "year", "measures": "measures"}

    def why(row: Any) -> str:
        return getattr(net.scenarios[row["scenario"]].why, language())

    columns["cost, MUSD"] = lambda r: say("{r[cost_musd]:,.0f}", r=r) if r["measures"] else "–"
    show(rows, rows, {**columns, "target": "target_mtpa", "why": why}, format)
