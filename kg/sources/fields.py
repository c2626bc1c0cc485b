"""The names that people give to the fields of a paper's record."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache

#: Field of `Paper` -> the names it goes by, the best first, letters and digits only.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("externalids", "arxivid", "arxiv", "id", "paperid", "openreviewid", "uid", "corpusid", "key", "doi"),
    "title": ("title", "papertitle", "articletitle", "documenttitle", "primarytitle"),
    "abstract": ("abstract", "abstracttext", "paperabstract", "abstractnote", "summary"),
    "url": ("url", "urlabs", "absurl", "link", "paperurl", "landingpageurl", "pdfurl", "urlpdf", "pdflink"),
    "published": (
        *("publicationdate", "published", "publishedat", "datepublished", "publisheddate", "pubdate", "date"),
        *("versions", "created", "updatedate", "year", "publicationyear", "pubyear"),
    ),
    "authors": ("authorsparsed", "authors", "author", "authornames", "authorlist", "creators", "creator"),
    "venue": (
        *("venue", "conference", "journal", "booktitle", "journalref", "publicationvenue", "proceeding", "proceedings"),
        *("sourcetitle", "publicationtitle", "containertitle"),
    ),
    "keywords": ("keywords", "keyword", "authorkeywords", "tags", "fieldsofstudy", "categories", "subjects", "topics"),
    "organizations": ("organizations", "organization", "organisations", "organisation"),
    "author_count": ("authorcount", "numauthors", "numberofauthors"),
}
_FIELD = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
_NESTED = ("paper", "content")  # objects that some services wrap a paper's fields in
_ODD = re.compile(r"[\W_]+")

#: Field -> its values, the best name's first.
Fields = dict[str, list[object]]


def field_of(name: str) -> str | None:
    """Return the field of `Paper` that a column or key stands for, whatever its case and punctuation.

    >>> field_of("Publication Date"), field_of("journal-ref"), field_of("upvotes")
    ('published', 'venue', None)
    """
    known = _known(name) if len(name) <= 60 else None
    return known[0] if known else None


@lru_cache(maxsize=1 << 10)
def _known(name: str) -> tuple[str, int] | None:
    return _FIELD.get(_ODD.sub("", name).casefold())


def fields_of(record: Mapping[str, object]) -> Fields:
    """Return the values of a record by field of `Paper`; nulls and NaN are left out, unknown keys too."""
    fields: Fields = {}
    ranks: dict[str, list[int]] = {}
    for key, value in _flat(record):
        if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
            continue
        known = _known(key) if len(key) <= 60 else None
        if known is None:
            continue
        field, rank = known
        if field in fields:
            place = bisect_right(ranks[field], rank)
            ranks[field].insert(place, rank)
            fields[field].insert(place, value)
        else:
            fields[field], ranks[field] = [value], [rank]
    return fields


def is_record(value: Mapping[str, object]) -> bool:
    """Tell whether an object describes one paper itself: it, or what it wraps, has a title or an abstract."""
    if "title" in value or "abstract" in value:
        return True
    return any(field_of(key) in ("title", "abstract") for key, _ in _flat(value))


def _flat(record: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    """Return the items of the record and of the objects that wrap its fields, `{"value": x}` as x."""
    inner = [part for name in _NESTED if name in record and isinstance(part := record[name], dict)]
    if not inner:
        return record.items()
    return [*record.items(), *((key, _value(value)) for part in inner for key, value in part.items())]


def _value(value: object) -> object:
    return value.get("value") if isinstance(value, dict) and value.keys() == {"value"} else value
