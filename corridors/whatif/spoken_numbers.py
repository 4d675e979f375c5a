"""Numbers in words of three languages, and which of several numbers of a text is meant."""

from __future__ import annotations

import re

# Of each list: words joined by spaces, and their numbers.
SMALL = {
    word: value
    for words, values in (
        ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", range(1, 16)),
        ("sixteen seventeen eighteen nineteen twenty", range(16, 21)),
        ("thirty forty fifty sixty seventy eighty ninety", range(30, 100, 10)),
        ("один два три четыре пять шесть семь восемь девять десять", range(1, 11)),
        ("одна две одиннадцать двенадцать тринадцать четырнадцать пятнадцать", (1, 2, 11, 12, 13, 14, 15)),
        ("шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок", (16, 17, 18, 19, 20, 30, 40)),
        ("пятьдесят шестьдесят семьдесят восемьдесят девяносто сто двести триста", (50, 60, 70, 80, 90, 100, 200, 300)),
        ("четыреста пятьсот шестьсот семьсот восемьсот девятьсот", range(400, 1000, 100)),
        ("бір екі үш төрт бес алты жеті сегіз тоғыз он жиырма отыз", (*range(1, 11), 20, 30)),
        ("қырық елу алпыс жетпіс сексен тоқсан", range(40, 100, 10)),
        ("half жарты жарым полтора полторы", (0.5, 0.5, 0.5, 1.5, 1.5)),
    )
    for word, value in zip(words.split(), values, strict=True)
}
HUNDRED = ("hundred", "жүз")
LARGE = (("thousand", 1e3), ("тысяч", 1e3), ("мың", 1e3), ("million", 1e6), ("миллион", 1e6))
LARGER = (("billion", 1e9), ("миллиард", 1e9))
BETWEEN = ("a", "and", "of", "-")  # stand within a number and say nothing
YEAR = r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d)(?=\D|$)(?:\s*-?\s*(?:году?|гг?\.|жыл\w*))?"
FOOT = r"(?<!\d)[24]0[-\s]?(?:foot|feet|ft\b|фут)"
WHEN = r"(?:\b(?:by|in|until|till|since|from|of|before)\s+|\b(?:к|до|в|с|на|от)\s+|\()"


def spelled(text: str) -> str:
    """A text whose number stands in words, with digits instead; others as they are.

    >>> spelled("twenty-five million tonnes"), spelled("полтора миллиона тонн"), spelled("жүз вагон")
    ('25000000 tonnes', '1500000 тонн', '100 вагон')
    >>> spelled("20 Mt"), spelled("a lot")
    ('20 Mt', 'a lot')
    """
    if re.search(r"\d", text):
        return text
    parts = re.findall(r"[^\W\d_]+|\S", re.sub(r"\bпол[\s-]*(?=миллион|тысяч|миллиард)", "half ", text))
    whole, now, began, end = 0.0, 0.0, -1, -1
    for i, part in enumerate(parts):
        large = next((v for w, v in (*LARGER, *LARGE) if part.startswith(w)), 0.0)
        if part in SMALL:
            now += SMALL[part]
        elif part in HUNDRED:
            now = (now or 1) * 100
        elif large:
            whole, now = whole + (now or 1) * large, 0.0
        elif began >= 0 and part in BETWEEN:
            continue
        elif began >= 0:
            break
        else:
            continue
        began, end = (i if began < 0 else began), i
    if began < 0:
        return text
    return " ".join([*parts[:began], f"{whole + now:.12g}", *parts[end + 1 :]])


def without_years(text: str) -> str:
    """A text of several numbers without those that say when, and without the feet of a container.

    >>> without_years("20 Mt by 2030"), without_years("до 2000 вагонов"), without_years("1 million 20-foot containers")
    ('20 Mt ', 'до 2000 вагонов', '1 million twenty-foot containers')
    """
    text = re.sub(FOOT, lambda m: ("twenty" if m[0][0] == "2" else "forty") + "-foot", text)
    if len(re.findall(r"\d+(?:[.,\s]\d+)*", text)) < 2:
        return text
    return re.sub(rf"{WHEN}{YEAR}\)?|{YEAR}(?<=[\wы.])\s*(?:қарай|дейін)|\b\d{{4}}\s*жыл\w*", "", text)
