"""The learned mention recognizer: a linear-chain conditional random field over token features.

Lafferty, McCallum and Pereira, "Conditional random fields: probabilistic models for segmenting and
labeling sequence data", ICML 2001. Trained by `kg.training` with CRFsuite, evaluated by `kg.mentions.field`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from kg.mentions.features import token_features
from kg.mentions.field import Field, best, read_field, shares
from kg.mentions.sight import Seen, Sight, place_of
from kg.model import ConceptType
from kg.parse import Document
from kg.wordclasses import word_classes

Marks = dict[int, list[str]]
Labelled = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Recognized:
    """Tokens `first..last` (end exclusive) that a recognizer reads as a mention of `type`, with its probability."""

    first: int
    last: int
    type: ConceptType
    probability: float


class Tagger(Protocol):
    """What gives each token of each sentence a label and its probability."""

    def label(self, sentences: Sequence[Seen]) -> Sequence[Labelled]:
        """Return the labels of the tokens of each sentence."""


class FieldTagger:
    """A tagger by a conditional random field."""

    def __init__(self, field: Field) -> None:
        self._field, self._sight, self._lock = field, Sight(field), Lock()

    def label(self, sentences: Sequence[Seen]) -> Sequence[Labelled]:
        """Return the likeliest labels of each sentence as a whole, each with its own probability."""
        import numpy as np

        if not sentences:
            return []
        with self._lock:  # the tables grow, and a server reads several papers at once
            scores, sizes = self._sight.scores(sentences)
        labels = best(self._field, scores, sizes)
        probable = shares(self._field, scores, sizes)
        chosen = np.take_along_axis(probable, labels[..., None], axis=2)[..., 0]
        names = self._field.labels
        return [
            [(names[label], share) for label, share in zip(own[:size], sure[:size], strict=True)]
            for own, sure, size in zip(labels.tolist(), chosen.tolist(), sizes.tolist(), strict=True)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Recognizer:
    """A trained tagger: a `Tagger`; what joins a recognizer with another finder has none of its own."""

    tagger: Any

    def find(self, document: Document, marks: Marks) -> Iterator[Recognized]:
        """Yield the mentions of a document; `marks` are what the other finders say of each token."""
        places = list(_sentences(document, marks))
        for (tokens, _), labelled in zip(places, self.tagger.label([seen for _, seen in places]), strict=True):
            labels = [label for label, _ in labelled]
            for start, end in _chunks(labels):
                probability = round(sum(share for _, share in labelled[start:end]) / (end - start), 4)
                yield Recognized(tokens[start], tokens[end - 1] + 1, ConceptType(labels[start][2:]), probability)


def sentence_features(document: Document, marks: Marks) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield the token indices of each sentence with the features of each token: what training sees."""
    total = len(document.sentences)
    for number, (tokens, seen) in enumerate(_sentences(document, marks)):
        yield tokens, token_features(seen.words, seen.marks, word_classes(), number, total)


def _sentences(document: Document, marks: Marks) -> Iterator[tuple[list[int], Seen]]:
    """Yield the token indices of each sentence, and what is seen of it; white space is no token here."""
    texts = document.texts
    total = len(document.sentences)
    for number, (start, end) in enumerate(document.sentences):
        tokens = [index for index in range(start, end) if not texts[index].isspace()]
        words = [texts[index] for index in tokens]
        yield tokens, Seen(words, [marks.get(index, ()) for index in tokens], place_of(number, total))


def _chunks(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index, label in enumerate([*labels, "O"]):
        if start is not None and label[0] != "I":
            yield start, index
            start = None
        if label[0] == "B":
            start = index


@cache
def shipped_recognizer(folder: Path | None = None) -> Recognizer:
    """Return the recognizer whose weights ship with the package, or stand in a folder."""
    if folder:
        return read_recognizer(folder / "recognizer.crfsuite")
    with as_file(files("kg").joinpath("weights", "recognizer.crfsuite")) as path:
        return read_recognizer(path)


def read_recognizer(path: Path) -> Recognizer:
    """Return the recognizer that a file of CRFsuite holds; raises ValueError where it is none."""
    return Recognizer(FieldTagger(read_field(path)))
