"""The learned mention recognizer: a linear-chain conditional random field over token features.

Lafferty, McCallum and Pereira, "Conditional random fields: probabilistic models for segmenting and
labeling sequence data", ICML 2001, as implemented by CRFsuite. Trained by `kg.training`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from kg.mentions.features import token_features
from kg.model import ConceptType
from kg.parse import Document
from kg.wordclasses import word_classes

Marks = dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class Recognized:
    """Tokens `first..last` (end exclusive) that the recognizer reads as a mention of `type`, with its probability."""

    first: int
    last: int
    type: ConceptType
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Recognizer:
    """A trained tagger; `tagger` is CRFsuite's."""

    tagger: Any

    def find(self, document: Document, marks: Marks) -> Iterator[Recognized]:
        """Yield the mentions of a document; `marks` are what the other finders say of each token."""
        for tokens, features in sentence_features(document, marks):
            labels = self.tagger.tag(features)
            for start, end in _chunks(labels):
                shares = [self.tagger.marginal(labels[i], i) for i in range(start, end)]
                probability = round(sum(shares) / len(shares), 4)
                yield Recognized(tokens[start], tokens[end - 1] + 1, ConceptType(labels[start][2:]), probability)


def sentence_features(document: Document, marks: Marks) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield the token indices of each sentence with the features of each token."""
    classes = word_classes()
    total = len(document.sentences)
    for number, (start, end) in enumerate(document.sentences):
        tokens = [index for index in range(start, end) if not document.doc[index].is_space]
        words = [document.doc[index].text for index in tokens]
        yield tokens, token_features(words, [marks.get(index, []) for index in tokens], classes, number, total)


def _chunks(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index, label in enumerate([*labels, "O"]):
        if start is not None and label[0] != "I":
            yield start, index
            start = None
        if label[0] == "B":
            start = index


@cache
def shipped_recognizer() -> Recognizer:
    """Return the recognizer whose weights ship with the package."""
    with as_file(files("kg").joinpath("weights", "recognizer.crfsuite")) as path:
        return read_recognizer(path)


def read_recognizer(path: Path) -> Recognizer:
    """Return the recognizer that a file holds."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return Recognizer(tagger)
