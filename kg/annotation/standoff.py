"""Annotations without the text: ids, offsets and labels alone, so that they can be published where abstracts cannot.

`stand_off` takes out of a record all that stands in the text and keeps where it stands; `restored` puts it back, given
the paper. Offsets count characters of the title, a line feed and the abstract. `text_sha256` tells that text.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from kg.annotation.form import FIGURE, Record, gold, text_of
from kg.annotation.places import placed, places
from kg.errors import SourceError
from kg.model import Paper, Span

DIGEST = "text_sha256"
_PHRASES = ("o_text", *FIGURE)


def digest(text: str) -> str:
    """Return what tells a text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_stand_off(record: Mapping[str, Any]) -> bool:
    """Tell whether a record has offsets in place of its text."""
    return DIGEST in record and "abstract" not in record


def stand_off(record: Mapping[str, Any]) -> Record:
    """Return a record (one without errors) as ids, offsets and labels.

    A mention becomes all its places, the evidence its span, a phrase of a figure its span where the evidence has it.
    """
    text = text_of(record)
    spans: dict[int, list[Span]] = {}
    for span, index in placed(text, record["concepts"]):
        spans.setdefault(index, []).append(span)
    concepts = [_concept(text, each, spans.get(index, [])) for index, each in enumerate(record["concepts"])]
    relations = [_relation(text, each) for each in record["relations"]]
    return {"id": record["id"], DIGEST: digest(text), "concepts": concepts, "relations": relations}


def _concept(text: str, concept: Mapping[str, Any], spans: list[Span]) -> Record:
    found: list[Span] = []
    for form in concept["mentions"]:
        found += [span for span in spans if span.of(text) == form] or places(text, form)[:1]
    made = {key: value for key, value in concept.items() if key != "mentions"}
    return made | {"spans": [_pair(span) for span in found]}


def _relation(text: str, relation: Mapping[str, Any]) -> Record:
    start = text.index(relation["evidence"])
    made = dict(relation) | {"evidence": [start, start + len(relation["evidence"])]}
    for field in _PHRASES:
        words = relation.get(field)
        place = relation["evidence"].find(words) if words else -1
        if words and place >= 0:
            made[field] = [start + place, start + place + len(words)]
    return made


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def restored(record: Mapping[str, Any], paper: Paper) -> Record:
    """Return the record with the text of its paper: what `stand_off` was given.

    Raises SourceError where the paper's text is not the one that was annotated, or an offset lies outside it.
    """
    if record[DIGEST] != digest(paper.text):
        message = "the annotations were made on another text of this paper"
        raise SourceError(paper.id, 0, message, "Give the listing that was annotated")
    try:
        concepts = [_with_mentions(each, lambda pair: _cut(paper.text, pair)) for each in record["concepts"]]
        relations = [_with_words(each, lambda pair: _cut(paper.text, pair)) for each in record["relations"]]
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(paper.id, 0, f"the offsets are damaged ({error})", "Save the file again") from error
    return gold(
        {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "concepts": concepts, "relations": relations}
    )


def _cut(text: str, pair: object) -> str:
    if not (isinstance(pair, list) and len(pair) == 2 and all(type(each) is int for each in pair)):
        raise ValueError(f"{pair!r} is no start and end")
    span = Span(*pair)
    if span.end > len(text):
        raise ValueError(f"{pair} lies outside the text")
    return span.of(text)


def _with_mentions(concept: Mapping[str, Any], cut: Callable[[object], str]) -> Record:
    forms = list(dict.fromkeys(cut(pair) for pair in concept["spans"]))
    return {key: value for key, value in concept.items() if key != "spans"} | {"mentions": forms}


def _with_words(relation: Mapping[str, Any], cut: Callable[[object], str]) -> Record:
    return {key: cut(value) if isinstance(value, list) else value for key, value in relation.items()}
