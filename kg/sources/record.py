"""From a record of any format (a mapping of names to values) to a Paper. Nothing is guessed."""

import json
import re
from collections.abc import Mapping

from kg.model import Paper
from kg.sources.dates import parse_date
from kg.sources.decode import Text
from kg.sources.fields import Fields, fields_of
from kg.sources.identity import arxiv_id, normal_id
from kg.sources.people import authors

# What XML and RDF cannot hold, and control characters but tab and newline.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ABSENT = frozenset({"n/a", "na", "nan", "none", "null", "-", "no abstract", "no abstract available", "not available"})
_CATEGORIES = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?(?: [a-z-]+(?:\.[A-Za-z-]+)?)*")  # cs.LG cs.AR
_QUOTED = re.compile(r"'([^'\n]{0,300})'|\"([^\"\n]{0,300})\"")  # ['Ann Roe', "Bo O'Poe"]
_MAX_ID = 300

#: What to do about a record without a title or an abstract.
MEND = "Give every paper a title and an abstract"


def paper(record: Mapping[str, object], text: Text, line: int, *, abstract_expected: bool = True) -> Paper | None:
    """Return the paper that a record describes, `id` empty where it gives none; None where it describes no paper.

    What is missing or odd is reported at `line` of `text`. A missing abstract is an error only where
    the format is expected to have one.
    """
    fields = fields_of(record)
    title = one_line(_string(fields, "title", text, line))
    abstract = _string(fields, "abstract", text, line).strip()
    if not title or not abstract or abstract.casefold() in _ABSENT:
        _report_missing(title, abstract, record, text, line, abstract_expected=abstract_expected)
        return None
    text.found += 1
    url = _url(fields, text, line)
    return Paper(
        id=_id(fields, url),
        title=title,
        abstract=abstract,
        url=url,
        published=_published(fields, text, line),
        authors=_authors(fields),
        venue=_venue(fields),
        source=(text.name,),
        keywords=_words(fields, "keywords"),
        organizations=_words(fields, "organizations"),
        author_count=_count(fields),
    )


def fit(text: str) -> str:
    """Return the text with each character that no graph file can hold replaced by a space."""
    return _UNFIT.sub(" ", text)


def one_line(title: str) -> str:
    """Return the title on one line: each break, with the spaces around it, becomes a space."""
    if "\n" not in title:
        return title.strip()
    return " ".join(part for part in map(str.strip, title.split("\n")) if part)


def fitted(raw: str, what: str, text: Text, line: int) -> str:
    """Return `fit(raw)`; a change is noted."""
    fitting = fit(raw)
    if fitting != raw:
        text.note(line, f"control characters in the {what} were replaced by spaces", "Look at it in the source")
    return fitting


def _string(fields: Fields, name: str, text: Text, line: int) -> str:
    for value in fields.get(name, ()):
        if isinstance(value, str):
            return fitted(value, name, text, line)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def _report_missing(
    title: str, abstract: str, record: Mapping[str, object], text: Text, line: int, *, abstract_expected: bool
) -> None:
    if title:
        message = f"{shown(title)} has no abstract"
    elif abstract:
        message = f"an abstract without a title: {shown(abstract)}"
    else:
        keys = ", ".join(fit(key[:30]) for key in list(record)[:8])
        message = f"the record has no title and no abstract; its fields are: {keys or 'none'}"
    text.problem(line, message, MEND, error=abstract_expected or bool(abstract))


def shown(text: str) -> str:
    """Return the start of a text in quotation marks, for messages."""
    return f"“{fit(text[:60])}{'…' if len(text) > 60 else ''}”"


def _id(fields: Fields, url: str | None) -> str:
    """Return the identifier that the record gives: arXiv's before all others, then its own, then a DOI."""
    given = [text for value in fields.get("id", ()) for text in _identifiers(value)]
    for address in (*given, url or ""):
        if arxiv := arxiv_id(address):
            return arxiv
    return next((found for found in map(normal_id, given) if found and len(found) <= _MAX_ID), "")


def _identifiers(value: object) -> list[str]:
    if isinstance(value, dict):  # Semantic Scholar's externalIds
        return [fit(str(value[name])) for name in ("ArXiv", "DOI") if value.get(name)]
    if isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        return [fit(str(value))]
    return []


def _url(fields: Fields, text: Text, line: int) -> str | None:
    for value in fields.get("url", ()):
        address = value.get("url") if isinstance(value, dict) else value
        if isinstance(address, str) and address.strip():
            address = fit(address).strip()
            if re.match(r"https?://[^\s]+$", address, re.IGNORECASE):
                return address
            text.note(line, f"{shown(address)} is no web address and was left out", "Use http: or https:")
    return None


def _published(fields: Fields, text: Text, line: int) -> str | None:
    given = fields.get("published", ())
    for value in given:
        if isinstance(value, list):  # arXiv's versions: the first is the publication
            first = value[0] if value else None
            value = first.get("created") if isinstance(first, dict) else None
        if date := parse_date(value):
            return date
    if given:
        what = f" {shown(str(given[0]))}" if isinstance(given[0], str | int | float) else ""
        text.note(line, f"the date{what} was not understood and left out", "Write it as 2024-11-18")
    return None


def _authors(fields: Fields) -> tuple[str, ...]:
    names = authors(_unpacked(next(iter(fields.get("authors", ())), None)))
    return tuple(name for name in (" ".join(fit(name).split()) for name in names) if name)


def _venue(fields: Fields) -> str | None:
    for value in fields.get("venue", ()):
        name = (value.get("name") or value.get("title")) if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return " ".join(fit(name).split())
    return None


def _words(fields: Fields, field: str) -> tuple[str, ...]:
    if field not in fields:
        return ()
    value = _unpacked(fields[field][0])
    if isinstance(value, str):
        value = _split_words(value)
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list | tuple):
        return ()
    names = (item.get("name") if isinstance(item, dict) else item for item in value)
    words = (" ".join(fit(name).split()) for name in names if isinstance(name, str))
    return tuple(dict.fromkeys(word for word in words if word))


def _split_words(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    if "," not in text and "." in text and _CATEGORIES.fullmatch(text):
        return text.split()
    return text.split(",")


def _unpacked(value: object) -> object:
    """Return the list that a cell of a table holds as text: JSON's or Python's way of writing it."""
    if not isinstance(value, str) or not value.startswith("[") or len(value) > 100_000:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return [single or double for single, double in _QUOTED.findall(value)] or value


def _count(fields: Fields) -> int | None:
    for value in fields.get("author_count", ()):
        if str(value).isascii() and str(value).isdigit() and len(str(value)) <= 5:
            return int(str(value))
    return None
