"""The menu: every verb, the file that it lives in, and what it answers, so that help is instant and one file is opened.

Typer alone takes six times as long to import as Python does to start; the menu is printed without it.
"""

from __future__ import annotations

QUESTION = "How much can get through transport corridors,\nwhat stops it, and what would it take."
# What is asked -> file in this folder, and its verbs.
MENU = {
    "What is there, and who says so": (
        "look",
        {
            "list": "All corridors, with names, mode and length.",
            "show": "A corridor, link, node, measure or scenario with all that is known of it.",
            "why": "Who says so: the fact that is used, its rivals, and their sources.",
            "scenarios": "All scenarios: what each builds, what it costs and what it aims at.",
            "check": "Every problem of a geodata folder at once; code 2 if there is one.",
        },
    ),
    "How much can get through": (
        "ask",
        {
            "headline": "The main corridor today and in its scenarios; what limits it.",
            "flow": "The most that a corridor can carry, with its range, and its bottleneck.",
            "capacity": "What each link can carry, what limits it, and how sure that is.",
        },
    ),
    "How sure is it": (
        "sure",
        {
            "ensemble": "The capacity of a corridor in thousands of draws, given what was carried.",
            "evidence": "What was carried, and how it changes capacities and facts.",
            "find-out": "The facts that would narrow the range most, and who could know them.",
        },
    ),
    "What stops it, and what if": (
        "whatif",
        {
            "ladder": "What limits a corridor, what limits it next; the weakest partner.",
            "assign": "Known demand at least cost: flows, utilisation, prices, shortfall.",
            "tcd": "Time, cost and distance along a corridor, with the jumps at borders.",
            "closures": "What is lost when a link closes, and how long the detour takes.",
            "compare": "Scenarios side by side: capacity, bottleneck, cost, time; and why.",
            "claim": "What a claim means on a link: trains, wagons, trucks a day.",
        },
    ),
    "What it costs and emits": (
        "footprint",
        {"footprint": "Cost, time and CO2 of a tonne and of a year, leg by leg, with ranges."},
    ),
    "The posts on the border": (
        "posts",
        {"posts": "The road posts of the border: lanes, use, waits, works and their cost."},
    ),
    "What was counted and promised": (
        "observed",
        {"observed": "What was counted, stated and promised: by year, with growth and rivals."},
    ),
    "What it would take": (
        "plan",
        {"plan": "The cheapest measures that reach a target, proven, staged by year."},
    ),
    "Maps": (
        "draw",
        {
            "map": "Draw interactive maps: one HTML file each, which needs no network.",
            "figure": "Draw the map for paper: A4, 300 dpi, with legend and sources.",
        },
    ),
    "A document to hand in": (
        "brief",
        {"brief": "One answer as a document: range, map, bottleneck, plan, sources."},
    ),
    "A folder of your own": (
        "own",
        {
            "new": "Create a geodata folder of your own: small, valid, commented.",
            "export": "Export links with answers, facts, sources: GPKG, Parquet, XLSX, GMNS.",
            "import": "Import lines of a file as links, nodes, facts and a corridor.",
        },
    ),
    "Lines for it from OpenStreetMap": (
        "osm",
        {"survey": "Find a line in OpenStreetMap and put it into a folder of yours."},
    ),
    "How it is calculated": (
        "models",
        {
            "model": "A capacity model: formulas, parameters, limits of use, references.",
            "queue": "Waiting at a road post: utilisation, mean and 95% wait, lanes.",
            "validate": "The models against published cases; code 4 if a formula fails.",
        },
    ),
}
ENDS = (
    "",
    "  --version               Print the version and stop.",
    "  --install-completion    Let the Tab key complete verbs, corridors and scenarios.",
    "  -h, --help              Print this and stop.",
    "",
    "It ends with 0: answered, 2: a mistake that the message names, 3: a plan does not",
    "reach its target, 4: a formula fails `validate`, 130: interrupted.",
)
# Verbs of these questions that have a file of their own, of their name.
ALONE = ("assign", "tcd", "closures")
FILES = [*(file for file, _ in MENU.values()), *ALONE]


def page() -> str:
    """What `corridors --help` prints."""
    lines = ["Usage: corridors VERB [OPTIONS] ...   `corridors VERB --help` explains it", "", QUESTION]
    for question, (_, verbs) in MENU.items():
        lines += ["", question, *(f"  {verb:10}{answers}" for verb, answers in verbs.items())]
    return "\n".join([*lines, *ENDS])


def files_of(verb: str) -> list[str]:
    """The file that a verb lives in; all of them for a word that is no verb, so that near ones can be named."""
    return next(([file_of(verb, file)] for file, verbs in MENU.values() if verb in verbs), FILES)


def file_of(verb: str, file: str) -> str:
    """The file that a verb lives in: that of its question, or its own."""
    return verb if verb in ALONE else file
