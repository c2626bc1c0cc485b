"""Annotated papers (`GUIDELINES.md` form) as labels for the learned parts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.analysis.score_names import forms
from kg.annotation.form import read
from kg.annotation.kept import unusable
from kg.errors import SourceError
from kg.model import ConceptType, Paper, Span
from kg.parse import Document, parse_one

Record = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class GoldPaper:
    """A paper with its annotation."""

    document: Document
    record: Record

    @property
    def concepts(self) -> list[Record]:
        """The annotated concepts."""
        concepts: list[Record] = self.record["concepts"]
        return concepts

    def by_form(self) -> dict[str, Record]:
        """Return normalized surface form -> concept, as the scorer matches them."""
        found: dict[str, Record] = {}
        for concept in self.concepts:
            for form in forms(concept):
                found.setdefault(form, concept)
        return found


def load_gold(path: Path) -> list[GoldPaper]:
    """Return the annotated papers of a JSON Lines file; raises SourceError, with the line, for what is none."""
    records = []
    for number, record in read(path):
        if wrong := unusable(record):
            raise SourceError(str(path), number, wrong, "`kg annotate --check` lists what to mend")
        records.append(record)
    return gold_papers(records)


def gold_papers(records: Iterable[Record]) -> list[GoldPaper]:
    """Return annotated papers, each with its text, parsed."""
    return [GoldPaper(parse_one(Paper(r["id"], r["title"], r["abstract"])), r) for r in records]


def gold_spans(paper: GoldPaper) -> list[tuple[Span, Record]]:
    """Return every place where an annotated surface form stands, the longest first, none overlapping."""
    text = paper.document.paper.text
    written = {(form, index) for index, c in enumerate(paper.concepts) for form in {c["name"], *c["mentions"]} if form}
    taken: list[Span] = []
    found = []
    for form, index in sorted(written, key=lambda pair: (-len(pair[0]), pair)):
        for span in _places(text, form):
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                found.append((span, paper.concepts[index]))
    return found


def _places(text: str, form: str) -> Iterable[Span]:
    for match in re.finditer(re.escape(form), text):
        start, end = match.span()
        inside_left = start and text[start - 1].isalnum() and form[0].isalnum()
        inside_right = end < len(text) and text[end].isalnum() and form[-1].isalnum()
        if not (inside_left or inside_right):
            yield Span(start, end)


def token_labels(paper: GoldPaper) -> list[str]:
    """Return one label a token: O, or B-/I- with the type."""
    document = paper.document
    labels = ["O"] * len(document.texts)
    for span, concept in gold_spans(paper):
        inside = [token for token in range(*document.tokens_of(span)) if not document.texts[token].isspace()]
        for place, index in enumerate(inside):
            labels[index] = f"{'I' if place else 'B'}-{ConceptType(concept['type'])}"
    return labels
