"""Spans of SciER from a label for each token: those of kg's conditional random field, of a network, and of both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scier_data import TYPES, Named, Sheet, Span

from kg.mentions.field import Field, best, read_field, shares
from kg.mentions.find import survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import Marks, sentence_features
from kg.mentions.sight import Seen, Sight, place_of
from kg.training.recognizer import Sentence

TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))
Floats = NDArray[np.float64]
_NEVER = -1e4


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """The probability of each tag of each token of a document (tokens, tags), and the spans of the likeliest tags."""

    shares: Floats
    spans: tuple[Named, ...]

    def share(self, span: Span, kind: str) -> float:
        """Return how probable the tags of a span of a type are: that it begins, goes on, and ends there, the least."""
        first, last = span
        begin, inside = self.shares[:, TAGS.index(f"B-{kind}")], self.shares[:, TAGS.index(f"I-{kind}")]
        after = inside[last] if last < len(inside) else 0.0
        return float(min(begin[first], *inside[first + 1 : last], 1.0 - after))


def mentions_of(sheet: Sheet) -> list[Named]:
    """Return the annotated mentions of a paper as ranges of the document's tokens."""
    sentences = enumerate(sheet.article.sentences)
    return [(sheet.range_of(i, span), kind) for i, sentence in sentences for span, kind in sentence.mentions]


def marks_of(sheet: Sheet, gazetteer: Gazetteer) -> Marks:
    """Return what kg's finders by rule say of each token."""
    return token_marks(sheet.document, survey(sheet.document, gazetteer))


def tags_of(sheet: Sheet) -> list[str]:
    """Return the annotated tag of each token."""
    tags = ["O"] * len(sheet.document.texts)
    for (first, last), kind in mentions_of(sheet):
        tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    return tags


def rows_of(sheet: Sheet, marks: Marks) -> list[Sentence]:
    """Return the features and tags of each sentence, as the random field learns from them."""
    tags = tags_of(sheet)
    rows = sentence_features(sheet.document, marks)
    return [(features, [tags[index] for index in tokens]) for tokens, features in rows if tokens]


class FieldTagger:
    """The conditional random field that a file holds; raises ValueError where it does not know all tags."""

    def __init__(self, path: Path) -> None:
        field = read_field(path)
        order = [field.labels.index(tag) for tag in TAGS]
        moves = field.transitions[np.ix_(order, order)] + forbidden()
        self.field = replace(field, labels=TAGS, weights=field.weights[:, order], transitions=moves)
        self._sight = Sight(self.field)

    def scores(self, sheet: Sheet, marks: Marks) -> Floats:
        """Return the score of each tag of each token."""
        texts, sentences = sheet.document.texts, sheet.document.sentences
        scores = np.zeros((len(texts), len(TAGS)))
        ranges = [(number, start, end) for number, (start, end) in enumerate(sentences) if start < end]
        seen = [
            Seen(texts[start:end], [marks.get(i, ()) for i in range(start, end)], place_of(number, len(sentences)))
            for number, start, end in ranges
        ]
        if seen:
            found, _ = self._sight.scores(seen)
            for own, (_, start, end) in zip(found, ranges, strict=True):
                scores[start:end] = own[: end - start]
        return scores


def forbidden() -> Floats:
    """Return transitions that keep an I from anything but a B or an I of its type before it."""
    moves = np.zeros((len(TAGS), len(TAGS)))
    for column, tag in enumerate(TAGS):
        if tag[0] == "I":
            moves[[row for row, before in enumerate(TAGS) if before[1:] != tag[1:]], column] = _NEVER
    return moves


def plain_field() -> Field:
    """Return a field that has learned nothing: a network's tags need no more than what is forbidden."""
    return Field(TAGS, {}, np.zeros((1, len(TAGS))), forbidden())


def decoded(scores: Floats, field: Field, sentences: Sequence[Span]) -> Tagged:
    """Return what scores (tokens, tags) and the transitions of a field say together; each sentence stands alone."""
    found = np.zeros_like(scores)
    spans: list[Named] = []
    for start, end in sentences:
        if start < end:
            own, size = scores[None, start:end].copy(), np.array([end - start])
            own[0, 0, [TAGS.index(tag) for tag in TAGS if tag[0] == "I"]] += _NEVER  # nothing begins inside
            found[start:end] = shares(field, own, size)[0]
            tags = [TAGS[label] for label in best(field, own, size)[0]]
            spans.extend(((start + low, start + high), kind) for (low, high), kind in chunks(tags))
    return Tagged(found, tuple(spans))


def chunks(tags: Sequence[str]) -> Iterator[Named]:
    """Yield the spans that tags mark, each with the type of its first token."""
    start = None
    for index, tag in enumerate([*tags, "O"]):
        if start is not None and tag[0] != "I":
            yield (start, index), tags[start][2:]
            start = None
        if tag[0] == "B":
            start = index
