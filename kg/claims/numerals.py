"""Numbers written in words, and the multiples that have a word of their own."""

import re

_SMALL = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
WORDS = {word: str(number) for number, word in enumerate(_SMALL, 1)} | {
    "thirty": "30", "forty": "40", "fifty": "50", "hundred": "100", "thousand": "1000",
}  # fmt: skip
_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_COMPARED = (
    r"as|faster|slower|more|less|fewer|higher|lower|better|smaller|larger|longer|shorter|the|cheaper|greater|reduction"
    r"|improvement|speed"
)
_GAIN = (
    r"increas|improv|reduc|speed|faster|higher|lower|better|gain|boost|throughput|decreas|more|less|smaller|larger"
    r"|accelerat|sav|enhanc"
)

MULTIPLES = re.compile(
    rf"""
      (?P<orders>\b(?P<o1>an?|{_WORD}|\d+)(?:\s?(?:-|–|to|or)\s?(?P<o2>{_WORD}|\d+))?
        (?:\s+|-)orders?(?:\s+|-)of(?:\s+|-)magnitudes?\b)
    | (?P<half>\b(?:by|in|to)\s(?:\w+\s)?half\b|\bhalv(?:e|es|ed|ing)\b|\bhalf(?=\s(?:of\s)?(?:the|its|their)\b))
    | (?P<third>\b(?P<t1>one|two|a)[ -](?P<t2>thirds?|quarters?|fifths?|tenths?)\b)
    | (?P<double>\b(?:twice\b(?!\s+in\b)|doubl(?:es|ed|ing)\b|double(?=\s+(?:the|its|of)\s)))
    | (?P<triple>\b(?:thrice\b|tripl(?:ed|ing)\b|triple(?=\s+(?:the|its)\s)))
    | (?P<fold>\b(?P<f>{_WORD})[ -]?fold\b(?=\s+(?:\w+\s+){{0,3}}(?:{_GAIN})|[.,]))
    | (?<=\bfactor[ ]of[ ])(?P<factor>{_WORD})\b(?!\s+(?:orders|hundred|thousand|million))
    | (?P<times>\b(?P<n>{_WORD})\s+times\b(?=\s+(?:{_COMPARED})))
    | (?P<percent>\b(?P<p>{_WORD})\s+(?P<punit>percent(?:age\spoints?)?|points?)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}


def number(word: str) -> str:
    """Return the numeral of a number word; numerals stay.

    >>> number("Four"), number("an"), number("12")
    ('4', '1', '12')
    """
    lower = word.lower()
    return "1" if lower in ("a", "an") else WORDS.get(lower, word)


def reading(match: "re.Match[str]") -> tuple[str, str]:
    """Return `(value, unit)` of a match of `MULTIPLES`."""
    groups = match.groupdict()
    if groups["orders"]:
        high = f"-{number(groups['o2'])}" if groups["o2"] else ""
        return number(groups["o1"]) + high, "orders of magnitude"
    if groups["half"]:
        return "50", "%"
    if groups["third"]:
        return _fraction(groups["t1"], groups["t2"]), "%"
    if groups["double"] or groups["triple"]:
        return ("2" if groups["double"] else "3"), "x"
    if groups["percent"]:
        return number(groups["p"]), "points" if "point" in groups["punit"] else "%"
    return number(groups["f"] or groups["n"] or groups["factor"]), "x"


def _fraction(count: str, part: str) -> str:
    share = 100 * int(number(count)) / _PARTS[part.lower().rstrip("s")]
    return f"{share:.4g}"
