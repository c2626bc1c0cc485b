"""The lists of Papers with Code: its methods and its data sets, as JSON."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.model import ConceptType, Problem
from kg.text import label_key, singular
from kg.vocabulary.readers.record import Read, Record, problem

_MODELS = re.compile(
    r"(models?|networks|transformers|architectures|machines|chatbots|autoencoders"
    r"|(word|sentence|document) embeddings)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(\d{4})-\d\d-\d\d")
_UNKNOWN_YEAR = 2000  # the lists have it where they know none
_MODEL, _TECHNIQUE = ConceptType.MODEL, ConceptType.TECHNIQUE
_MEND = "The record is left out; the others are read"


def fits(data: object) -> bool:
    """Tell whether JSON is one of the lists of Papers with Code."""
    return _are_methods(data) or _are_datasets(data)


def read(source: str, data: Sequence[Any]) -> Read:
    """Return the concepts of a list of methods or of data sets; a record that is no object with a name is a problem."""
    problems: list[Problem] = []
    records: list[Record] = []
    of = _method if _are_methods(data) else _datasets
    for place, row in enumerate(data, start=1):
        name = row.get("name") if isinstance(row, Mapping) else None
        if isinstance(name, str) and name.strip():
            records.extend(of(row, name.strip(), place))
        else:
            problems.append(problem(source, 0, f"record {place} has no name", _MEND))
    return Read(tuple(records), tuple(problems))


def _some(data: object) -> Mapping[str, Any]:
    """Return the first object of a list, or nothing."""
    rows = data if isinstance(data, list) else []
    return next((row for row in rows if isinstance(row, Mapping)), {})


def _are_methods(data: object) -> bool:
    return {"name", "collections"} <= _some(data).keys() or {"name", "introduced_year"} <= _some(data).keys()


def _are_datasets(data: object) -> bool:
    row = _some(data)
    return "name" in row and bool({"variants", "modalities", "introduced_date"} & row.keys())


def _names(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the short and the full name; a full name with a colon is the title of a paper."""
    full = row.get("full_name")
    return (name, full.strip()) if isinstance(full, str) and full.strip() and ": " not in full else (name,)


def _method(row: Mapping[str, Any], name: str, place: int) -> Iterator[Record]:
    collections = [each.get("collection") for each in _objects(row.get("collections"))]
    is_model = any(isinstance(each, str) and _MODELS.search(each) for each in collections)
    year = row.get("introduced_year")
    known = isinstance(year, int) and year != _UNKNOWN_YEAR
    facts = (("year", str(year)),) if known else ()
    kind, other = (_MODEL, _TECHNIQUE) if is_model else (_TECHNIQUE, _MODEL)
    yield Record(f"record {place}", _names(row, name), kind, (other, ConceptType.SOFTWARE), facts=facts)


def _datasets(row: Mapping[str, Any], name: str, place: int) -> Iterator[Record]:
    """Yield a data set and its variants, each a concept of its own below it: two variants are never one node."""
    own, kind = f"record {place}", ConceptType.DATASET
    facts = [("modality", modality) for modality in _modalities(row.get("modalities"))]
    date = _YEAR.fullmatch(str(row.get("introduced_date") or ""))
    years = [("year", date[1])] if date else []
    labels = _names(row, name)
    yield Record(own, labels, kind, facts=tuple(sorted(facts + years)))
    keys = {label_key(label) for label in labels}
    for number, variant in enumerate(_strings(row.get("variants")), start=1):
        if label_key(variant) not in keys:
            yield Record(f"{own}, variant {number}", (variant,), kind, broader=(own,), facts=tuple(sorted(facts)))


def _modalities(values: object) -> Iterator[str]:
    for value in _strings(values):
        name = singular(value)
        yield name if name.isupper() or any(map(str.isdigit, name)) else name.lower()


def _objects(values: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, Mapping))


def _strings(values: object) -> Iterator[str]:
    if isinstance(values, list):
        yield from (value.strip() for value in values if isinstance(value, str) and value.strip())
