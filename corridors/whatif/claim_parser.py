"""The text of a claim, as people write it in three languages: how much of what in which time, or why it is refused."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from corridors.errors import BadInput
from corridors.whatif.spoken_numbers import SMALL, spelled, without_years
from corridors.wording.sentences import Written, sentence

SPACE = " \u00a0\u2009\u202f"
NUMBER = rf"([0-9]+(?:[{SPACE},.'’][0-9]{{3}}(?![0-9]))*(?:[.,][0-9]+)?|[.,][0-9]+)(?:(e[+-]?[0-9]+)\b)?"
DASH = r"[-\u2010-\u2015\u2212]"
# Of each list the first that fits counts.
SCALES = (
    (r"\b(?:bn|billion)|млрд|миллиард", 1e9),
    (r"\b(?:million|mln|mio|mill\b|mn\b|mm\b)|млн|миллион|^m\b(?!\s?t(?:\b|on|p))", 1e6),
    (r"\bthousand|тыс|мың|^k\b|^к\b", 1e3),
)
# What Americans call wagons.
CARS = re.compile(r"\b(?:freight|rail|tank|hopper)[-\s]?cars?\b")
ONE_LOAD, SUM = "a load of one, not a flow", "a sum of several periods"
ONE_WAY = "one direction; capacities are of both together, so say the sum of both"
SPANS = "(?:years|months|weeks|days|hours|год|лет|мес|недел|дн|сут|час|жыл|ай|апта|күн)"
# What is no amount of freight, whatever else the text says.
REFUSED = (
    (r"\bt(?:onnes?)?[-\s·]?km\b|\bton(?:ne)?[-\s](?:km|kilomet)", "tonne-kilometres"),
    (r"ткм|\bт[-\s·]?км|тонн[аоы]?[-\s](?:км|кило)", "tonne-kilometres"),
    (r"[$€₸₽£¥]|\busd\b|\beur\b|\bkzt\b|\brub\b|dollar|\beuros?\b|tenge|rouble|ruble", "money"),
    (r"долл|евро\b|тенге|теңге|руб|инвестиц", "money"),
    (r"passenger|\bpax\b|\bpersons?\b|\bpeople\b|пассажир|жолаушы|человек|\bчел\b|\bадам", "passengers"),
    (r"\bco2|\bco₂|carbon|emission|выброс|углекисл|шығарынды", "emissions"),
    (r"\b(?:short|long)\s+tons?\b", "short or long tons; say metric tonnes"),
    (r"\bgross\b|брутто", "gross tonnes, with the weight of wagons; say net tonnes"),
    (r"\bpassenger cars?\b|\bcars?\b(?!\s+trains?)|легков|жеңіл", "cars, which carry no freight"),
    (r"^\s?%|percent|процент|пайыз", "a share"),
    (r"\bkm\b|kilomet|\bкм\b|километр|шақырым", "a length"),
    (r"(?:\bper|\beach|/)\s*(?:train|wagon|truck|lorry|vehicle|container|teu|axle)\b", ONE_LOAD),
    (r"(?:\bна(?:\s+один)?|/)\s*(?:поезд|вагон|состав|контейнер|дфэ|ось|машину)\b", ONE_LOAD),
    (r"\b(?:each|per|one|either)[-\s](?:way|direction)\b|\bin\s+(?:each|one)\s+direction", ONE_WAY),
    (r"\bв\s+(?:одну|одном|каждую|каждом)\s+(?:сторон|направлени)|бір бағыт|әр бағыт", ONE_WAY),
    (rf"\b(?!one\b|один\b|бір\b)(?:{'|'.join(SMALL)}|several|few|несколько|бірнеше)\s+{SPANS}", SUM),
    (r"\bлет\b|\bdecade|десятилет|онжылд", SUM),
)  # fmt: skip
UNITS = (
    (r"\bpairs?\b|\bпар[аы]?\b|\bжұп", "pairs"),
    (r"\btrains?\b|поезд|пойыз|\bсостав", "trains"),
    (r"\bwagons?\b|вагон|\bваг\b", "wagons"),
    (r"\bteus?\b|twenty[-\s]foot|\bдфэ\b|двадцатифут|жиырма футтық", "teu"),
    (r"\bfeus?\b|forty[-\s]foot|сорокафут|қырық футтық", "feu"),
    (r"\bcontainers?\b|контейнер", "containers"),
    (r"\btrucks?\b|\blorr(?:y|ies)\b|\bhgvs?\b|жүк\s+(?:көлі|маш|авто)", "trucks"),
    (r"грузовик|грузов\w*\s+(?:авто|машин|тс\b|а/м)|\bфур|большегруз", "trucks"),
    (r"\bvehicles?\b|\bveh\b|\bvpd\b|\ba?adt\b", "vehicles"),
    (r"\bа/м\b|\bавто\b|автомобил|автомашин|\bмашин|автокөлі|\bкөлі[кг]|\bа?тс\b|транспортн\w+ средств", "vehicles"),
    (r"единиц\w* (?:авто)?транспорта", "vehicles"),
)  # fmt: skip
TONNES = (
    (r"\bm\s?t(?:\b|p?a\b|py\b|ons?\b|onnes?\b)|\bmmt\b|\bмт\b|\bmegaton|мегатонн", 1e6),
    (r"\bkt(?:\b|pa\b)|\bкт\b|\bkiloton|килотонн", 1e3),
    (r"\bt(?:\b|pa\b|py\b)|\btons?\b|\btonnes?\b|\bт\b|\bтонн", 1.0),
)
PERIODS = (
    (r"\bdays?\b|\bdaily\b|/\s*d\b|сут|\bден[ьи]|\bдн(?:я|ей)\b|тәулі|\bкүн", "day"),
    (r"\bhours?\b|\bhourly\b|/\s*h\b|\bчас|/\s*ч\b|сағат", "hour"),
    (r"\bweeks?\b|weekly|недел|\bапта", "week"),
    (r"\bmonths?\b|monthly|месяц|ежемес|\bмес\b|\bай\b|\bайына\b", "month"),
    (r"\bquarter(?:ly|s)?\b|квартал|тоқсан\b", "quarter"),
    (r"\byears?\b|\byrs?\b|\byearly\b|(?:/|\bper)\s*(?:y|a)\b|\bp\.?\s?a\b|annu|\bгод|/\s*г\b|ежегод|\bжыл", "year"),
)
# What stands where a period does, and is none: "20 Mt/yaer". The "а/м" of Russian are vehicles.
STRANGE_PERIOD = re.compile(r"(?:(?<!а)/|\bper\b)\s*([^\W\d_]+)")
# Trains, wagons and vehicles are counted by the day; freight and containers by the year.
BY_DAY = ("pairs", "trains", "wagons", "trucks", "vehicles")
# How many of the vehicles are trucks, where the claim says so itself.
TRUCK_SHARE = re.compile(
    r"[,;(]?\s*(?:of which|of them|из них|в том числе|оның|with)?\s*([0-9]+(?:[.,][0-9]+)?)"
    r"\s?(?:%|percent|процент\w*|пайыз\w*)\s*(?:of them\s+)?(?:are\s+|being\s+)?"
    r"(?:trucks|lorries|hgvs|грузов\w*|фур\w*|жүк\w*)(?:\s+көлі\w*)?\)?"
)
# What follows a number like a unit or a scale, and is neither: "20 mil tons".
ABBREVIATED = re.compile(r"[kmbgtкмбгт][^\W\d_]{0,3}\b")
UNDERSTOOD = (
    "understood are tonnes, containers and TEU, pairs of trains, trains, wagons, trucks and vehicles, a day, week, "
    "month, quarter or year, as in '20 Mt/year', '2 million TEU', '15 pairs/day', '750 vehicles per day'"
)


def parse(text: str) -> tuple[float, str]:
    """Number and unit of a claim.

    Returns
    -------
    tuple
        The number, and a unit `THING_per_PERIOD`: THING is mt, kt, t, teu, feu, containers, pairs, trains, wagons,
        trucks or vehicles; PERIOD is hour, day, week, month, quarter or year (by default day for what runs on rails or
        wheels, else year). Vehicles of which the claim says how many are trucks are trucks.

    Raises
    ------
    BadInput
        No number or more than one, or a unit that says nothing of freight: money, passengers, tonne-kilometres ...

    Examples
    --------
    >>> parse("20 Mt/year"), parse("1 500 trucks a day"), parse("20 млн т")
    ((20.0, 'mt_per_year'), (1500.0, 'trucks_per_day'), (20.0, 'mt_per_year'))
    >>> parse("4000 машин в сутки"), parse("2 million TEU")
    ((4000.0, 'vehicles_per_day'), (2000000.0, 'teu_per_year'))
    """
    plain, share = _truck_share(text, without_years(spelled(CARS.sub("wagons", text.strip().lower()))))
    found = re.search(NUMBER + r"\s*(.*)", plain, re.DOTALL)
    if not found:
        raise _refused(text, sentence("no number in it; write it as in '20 Mt/year' or '15 pairs/day'"))
    before, rest = found.string[: found.start()], found.group(3)
    if re.search(DASH + r"\s*$", before):
        raise _refused(text, sentence("below zero; write it as in '20 Mt/year'"))
    if re.search(r"[0-9]", re.sub(r"\b(?:co2|m[23]|м[23])\b", "", rest)):
        raise _refused(text, sentence("two numbers; ask for one at a time"))
    if refused := _first(REFUSED, rest) or _first(REFUSED[:4], before):
        raise _not_understood(text, refused)
    amount = (share or 1.0) * _number(text, found) * float("1" + (found.group(2) or ""))
    if not isfinite(amount):
        raise _not_understood(text, sentence("no finite number"))
    # In Kazakh the period stands before the number.
    period = _first(PERIODS, f"{rest} {before}")
    if period is None and (strange := STRANGE_PERIOD.search(rest)):
        raise _not_understood(text, sentence("the period {period!r} is not known", period=strange[1]))
    if thing := _first(UNITS, rest):
        amount *= _scale(text, rest, min(_places(UNITS, rest)))
        return amount, f"{'trucks' if share else thing}_per_{period or ('day' if thing in BY_DAY else 'year')}"
    places = _places(TONNES, rest)
    if not places:
        if not rest.strip() or _first(SCALES, rest):
            raise _not_understood(text, sentence("a bare number"))
        raise _not_understood(text, sentence("unit {unit!r} is not known", unit=rest.strip()))
    # "20 million tonnes (Mt)" is said twice: what comes first counts, and only what scales it from the left.
    total = _scale(text, rest, min(places)) * places[min(places)]
    size, name = next((s, n) for s, n in ((1e6, "mt"), (1e3, "kt"), (1.0, "t")) if total >= s)
    return amount * total / size, f"{name}_per_{period or 'year'}"


def _not_understood(text: str, why: str) -> BadInput:
    return _refused(text, sentence("{why}; {understood}", why=why, understood=UNDERSTOOD))


def _refused(text: str, why: str) -> BadInput:
    return BadInput(sentence("claim {text!r}: {why}", text=text, why=why))


def _truck_share(text: str, plain: str) -> tuple[str, float | None]:
    """A claim on vehicles without the share of trucks that it states, and the share; None where it states none."""
    found = TRUCK_SHARE.search(plain)
    rest = plain[: found.start()] + plain[found.end() :] if found else plain
    if not found or _first(UNITS, rest) != "vehicles":
        return plain, None
    share = float(found[1].replace(",", ".")) / 100
    if not 0 < share <= 1:
        raise _refused(text, sentence("{share} % of the vehicles cannot be trucks", share=found[1]))
    return rest, share


def _scale(text: str, rest: str, end: int) -> float:
    """Thousand, million or billion between a number and its unit.

    Raises
    ------
    BadInput
        What stands there abbreviates something else.
    """
    scale = _first(SCALES, rest[:end])
    if scale is None and end > 0 and (strange := ABBREVIATED.match(rest[:end])):
        raise _refused(
            text, sentence("{word!r} before the unit is not known; write thousand, million or billion", word=strange[0])
        )
    return float(scale or 1.0)


def _places(words: tuple[tuple[str, Any], ...], text: str) -> dict[int, Any]:
    """Where in a text each pattern first fits, and what it stands for there; at one place the first of the list."""
    found = ((m.start(), meaning) for pattern, meaning in words if (m := re.search(pattern, text)))
    places: dict[int, Any] = {}
    for start, meaning in found:
        places.setdefault(start, meaning)
    return places


def _first(words: tuple[tuple[str, Any], ...], text: str) -> Any:
    """What the first pattern that is in a text stands for; None if none is."""
    return next((meaning for pattern, meaning in words if re.search(pattern, text)), None)


def _number(claim: str, found: re.Match[str]) -> float:
    """Digits as a number; a sign before three digits parts thousands or decimals, and where it is not clear, ask.

    Raises
    ------
    BadInput
        "1.500", or "1,500" in Russian or Kazakh, which some write for 1500 and some for one and a half.
    """
    text = re.sub(rf"[{SPACE}'’]", "", found.group(1))
    signs = [c for c in text if c in ",."]
    once = len(signs) == 1 and re.fullmatch(r"[1-9][0-9]{0,2}[,.][0-9]{3}", text)
    if once and (signs == ["."] or re.search("[а-яәғқңөұүһі]", found.string)):
        plain = text.replace(signs[0], "")
        raise _refused(
            claim,
            sentence(
                "{number} may be {whole} or {part:g}; write it so that it is clear",
                number=Written(text),
                whole=plain,
                part=int(plain) / 1000,
            ),
        )
    if (len(signs) > 1 and len(set(signs)) == 1) or once:
        return float(re.sub("[,.]", "", text))  # of thousands
    if len(signs) > 1:
        text = text.replace("," if signs[-1] == "." else ".", "")
    return float(text.replace(",", "."))
