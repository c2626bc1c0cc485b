"""Who put a link or a claim into the graph: kg as it is now, kg as it was, a person, or another reader."""

from collections.abc import Mapping
from typing import TypeVar

from kg.annotation.corrected import PERSON

_OTHER = "reader."  # what the rule of an endpoint's claims begins with
_BY_PERSON = "a person said so, in annotations.jsonl"
NEW = "not in the graph, which is out of date"
"""What is to be said of what kg makes and the graph does not have."""

_Key = TypeVar("_Key")


def maker(mark: str) -> str:
    """Return in words who made what has this rule, or this finder; empty for kg's own.

    >>> maker("reader.lark-7b"), maker("words.beats")
    ('the reader lark-7b said so; what it went by is not known', '')
    """
    if mark == PERSON:
        return _BY_PERSON
    model = mark.removeprefix(_OTHER)
    return f"the reader {model} said so; what it went by is not known" if model != mark else ""


def why_lost(mark: str) -> str:
    """Return why the graph has what kg's own reading does not make, from the rule or the finder there."""
    return maker(mark) or "kg as it is now does not make it; the graph is out of date"


def held(mark: str, marks: Mapping[_Key, str], key: _Key) -> str:
    """Return what is to be said of the graph's side of something that kg makes with the rule or finder `mark`.

    `marks` are the rules or finders that the graph has, by what tells one thing from another. Empty where they agree.
    """
    if key not in marks:
        return NEW
    return "" if marks[key] == mark else f"in the graph by other means: {maker(marks[key]) or marks[key]}"
