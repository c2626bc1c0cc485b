"""The kinds of line on a copied daily-papers page, told by each line alone."""

import re
from dataclasses import dataclass, replace
from enum import Enum

from kg.sources.dates import month_number, xsd_date


class Kind(Enum):
    """What a line can be. A short line is a title unless its neighbours say otherwise."""

    BLANK = "blank"
    SHORT = "short"  # a title, a name
    SENTENCE = "sentence"  # a short line that ends like a sentence: an abstract after a title, else a title
    LONG = "long"  # an abstract
    FURNITURE = "furniture"  # the page's own words
    NUMBER = "number"  # upvotes, comments
    MARK = "mark"  # the dot between authors and date
    AUTHORS = "authors"  # "• 5 authors"
    ORGANIZATION = "organization"  # handle and display name
    DATE = "date"  # "Sep 25 2": a date and a count of comments


#: The last five kinds stand under an abstract and tell about its paper.
BYLINE = (Kind.MARK, Kind.AUTHORS, Kind.ORGANIZATION, Kind.DATE)
TEXTS = (Kind.SHORT, Kind.SENTENCE, Kind.LONG)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, stripped, or several that were one paragraph; `number` is that of the first."""

    number: int
    kind: Kind
    text: str


#: Characters from which a line is a paragraph and no title.
PARAGRAPH = 250

_WORDS_OF_PAGE = (
    "new|get trending papers in your email inbox|get trending papers in your email inbox once a day|subscribe"
    "|daily papers|trending papers|papers|byak and the research community|by ak and the research community|by ak|daily"
    "|weekly|monthly|trending|today|submitted by|upvote|view all papers|load more|previous|next|hugging face|models"
    "|datasets|spaces|community|docs|enterprise|pricing|log in|sign up|company|tos|privacy|about|careers|website"
    "|system theme|collections"
)
_FURNITURE = frozenset(_WORDS_OF_PAGE.split("|"))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    rf"(?:published on )?({_MONTH})\.? (\d{{1,2}})(?:,? ?((?:19|20)\d\d))?(?:\s+\d{{1,4}})?", re.IGNORECASE
)
_AUTHORS = re.compile(r"[•·*-]?\s*(\d{1,5}) authors?", re.IGNORECASE)
_SUBMITTED = re.compile(r"submitted by(?: \S{1,60})?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,]{0,8}k?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_INNER_END = re.compile(r"[.!?][\"'”’)\]]*\s+[A-Z\d(“\"]")


def lines_of(number: int, raw: str) -> list[Line]:
    """Return what a line of the page holds: mostly one Line; a byline on one line falls into its parts."""
    text = raw.strip()
    parts = [part.strip() for part in text.split("·")] if len(text) < PARAGRAPH else []
    if len(parts) == 2 and kind_of(parts[1]) is Kind.DATE:
        who, date = (
            Line(number, kind_of(parts[0]), parts[0].removeprefix("•").strip()),
            Line(number, Kind.DATE, parts[1]),
        )
        if who.kind in (Kind.BLANK, Kind.AUTHORS):
            return [Line(number, Kind.MARK, "·"), *([who] if who.text else []), date]
        if who.kind is Kind.SHORT:
            return [replace(who, kind=Kind.ORGANIZATION), date]
    return [Line(number, kind_of(text), text)]


def kind_of(text: str) -> Kind:
    """Return the kind of a stripped line."""
    if not text:
        return Kind.BLANK
    if len(text) >= PARAGRAPH:
        return Kind.LONG
    words = " ".join(text.split())
    for kind, found in (
        (Kind.MARK, words in ("·", "•", "∙", "⋅")),
        (Kind.FURNITURE, words.rstrip("!.:").lower() in _FURNITURE or _SUBMITTED.fullmatch(words)),
        (Kind.NUMBER, _NUMBER.fullmatch(words)),
        (Kind.AUTHORS, _AUTHORS.fullmatch(words)),
        (Kind.DATE, date_of(words)),
    ):
        if found:
            return kind
    if not _SENTENCE_END.search(text):
        return Kind.SHORT
    return Kind.LONG if len(text) >= 80 and _INNER_END.search(text) else Kind.SENTENCE


def date_of(text: str) -> str | None:
    """Return the XSD form of a page's date, whatever count of comments follows it.

    >>> date_of("Nov 7, 2024 2"), date_of("Sep 25 2"), date_of("Feb 31")
    ('2024-11-07', '--09-25', None)
    """
    match = _DATE.fullmatch(text) if len(text) < 40 else None
    month = month_number(match[1]) if match else None
    return xsd_date(int(match[3]) if match[3] else None, month, int(match[2])) if match and month else None


def authors_of(text: str) -> int | None:
    """Return the count in "• 5 authors"."""
    match = _AUTHORS.fullmatch(text)
    return int(match[1]) if match else None


def organization_of(text: str) -> str:
    """Return the display name out of a handle and a display name; the whole text where they do not match.

    >>> organization_of("AlibabaTongyiLab TongyiLab"), organization_of("apple Apple"), organization_of("Acme Labs")
    ('TongyiLab', 'Apple', 'Acme Labs')
    """
    handle, _, name = text.partition(" ")
    left, right = (re.sub(r"[\W_]+", "", part).casefold() for part in (handle, name))
    return name if left and right and (left in right or right in left) else text
