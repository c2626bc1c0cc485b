"""SciER as its files have it, and as documents that kg's learned parts read.

Zhang et al., "SciER: an entity and relation extraction dataset for datasets, methods, and tasks in scientific
documents", EMNLP 2024. The files keep their licence (GPL-3.0); nothing of them is in this repository.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kg.model import Paper
from kg.parse import Document
from kg.text import CleanText

TYPES = ("Dataset", "Method", "Task")
RELATIONS = (
    "Used-For", "Part-Of", "Synonym-Of", "Compare-With", "Evaluated-With", "SubClass-Of", "Benchmark-For",
    "Trained-With", "SubTask-Of",
)  # fmt: skip
Span = tuple[int, int]
Named = tuple[Span, str]
Related = tuple[Span, Span, str]
_CLOSING = frozenset(".,;:)]}%?!'\"")
_OPENING = frozenset("([{")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens, mentions with types and relations of one sentence; spans are half-open ranges of its tokens."""

    tokens: tuple[str, ...]
    mentions: tuple[Named, ...]
    relations: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The annotated sentences of one paper, in order."""

    id: str
    sentences: tuple[Sentence, ...]


def read_offsets(path: Path) -> list[Article]:
    """Return the papers of a file `plm_*.jsonl`, whose spans are tokens of the paper, the last one included."""
    return [Article(str(row["doc_id"]), tuple(_sentences(row))) for row in _rows(path)]


def _sentences(row: dict[str, Any]) -> Iterator[Sentence]:
    base = 0
    for tokens, mentions, relations in zip(row["sentences"], row["ner"], row["relations"], strict=True):
        named = tuple(((a - base, b - base + 1), kind) for a, b, kind in mentions)
        related = tuple(((a - base, b - base + 1), (c - base, d - base + 1), name) for a, b, c, d, name in relations)
        yield Sentence(tuple(tokens), named, related)
        base += len(tokens)


def read_strings(path: Path) -> list[Article]:
    """Return the papers of a file `llm_*.jsonl`, whose mentions and relations are strings, with spans found again."""
    papers = groupby(_rows(path), key=lambda row: str(row["doc_id"]))
    return [
        Article(name, tuple(aligned(row["sentence"], row["ner"], row["rel"]) for row in rows)) for name, rows in papers
    ]


def aligned(text: str, mentions: Sequence[Sequence[str]], relations: Sequence[Sequence[str]]) -> Sentence:
    """Return a sentence with spans for its strings.

    Mentions are listed in the order of the text, so each stands at the first place behind the one before it. A relation
    names two strings: of the mentions that read so, it joins those that stand nearest and are not yet joined by it.
    Raises ValueError where a mention is not in the text.
    """
    tokens = tuple(text.split(" "))
    found: list[Named] = []
    for string, kind in mentions:
        words = tuple(string.split(" "))
        start = found[-1][0][1] if found else 0
        while tokens[start : start + len(words)] != words:
            start += 1
            if start + len(words) > len(tokens):
                raise ValueError(f"{string!r} is not in {text!r} behind the mentions before it")
        found.append(((start, start + len(words)), kind))
    return Sentence(tokens, tuple(found), tuple(_related(tokens, found, relations)))


def _related(tokens: Sequence[str], mentions: Sequence[Named], relations: Iterable[Sequence[str]]) -> Iterator[Related]:
    spans: dict[str, list[Span]] = {}
    for span, _ in mentions:
        spans.setdefault(" ".join(tokens[slice(*span)]), []).append(span)
    joined: set[Related] = set()
    for subject, name, other in relations:
        ways = [(gap(one, two), one, two) for one in spans[subject] for two in spans[other] if one != two]
        free = [(one, two, name) for _, one, two in sorted(ways) if (one, two, name) not in joined]
        if free:
            joined.add(free[0])
            yield free[0]


def gap(one: Span, other: Span) -> int:
    """Return how many tokens stand between two spans."""
    return max(other[0] - one[1], one[0] - other[1], 0)


def meet(one: Span, other: Span) -> bool:
    """Tell whether two spans share a token."""
    return one[0] < other[1] and other[0] < one[1]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A paper laid out for reading: a document, and which tokens of which sentence each of the document's tokens is.

    A document's token is one of SciER's, or several: SciER cuts numbers into digits, here they are whole again.
    `places[i]` is the number of the sentence and the range of its tokens.
    """

    article: Article
    document: Document
    places: tuple[tuple[int, Span], ...]

    def range_of(self, sentence: int, span: Span) -> Span:
        """Return the document's tokens that hold the tokens of a span of a sentence."""
        first, last = self.document.sentences[sentence + 1]
        inside = [i for i in range(first, last) if meet(self.places[i][1], span)]
        return inside[0], inside[-1] + 1

    def span_of(self, tokens: Span) -> tuple[int, Span]:
        """Return the sentence and its tokens for a range of the document's tokens."""
        sentence, (start, _) = self.places[tokens[0]]
        return sentence, (start, self.places[tokens[1] - 1][1][1])


def laid_out(article: Article) -> Sheet:
    """Return a paper as a document without a title, spaced as people write.

    The first sentence of the document is the empty title, so sentence `i` of the paper is `i + 1` of the document.
    """
    text = "\n"
    words: list[str] = []
    starts: list[int] = []
    places: list[tuple[int, Span]] = []
    sentences = [(0, 0)]
    for number, sentence in enumerate(article.sentences):
        for word, span in _words(sentence.tokens):
            text += " " if _spaced(text, word) else ""
            words.append(word)
            starts.append(len(text))
            places.append((number, span))
            text += word
        sentences.append((sentences[-1][1], len(words)))
        text += " "
    clean = CleanText(text, text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    document = Document(Paper(article.id, "", text[1:]), clean, words, starts, tuple(sentences))
    return Sheet(article, document, tuple(places))


def _words(tokens: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Yield the words of a sentence: its tokens, digits that stand in a row as one, white space left out."""
    start = 0
    while start < len(tokens):
        end = start + 1
        while _digit(tokens[start]) and end < len(tokens) and _digit(tokens[end]):
            end += 1
        word = "".join(tokens[start:end])
        if word.strip():
            yield word, (start, end)
        start = end


def _digit(token: str) -> bool:
    return len(token) == 1 and token.isdigit()


def _spaced(text: str, word: str) -> bool:
    """Tell whether a blank is to be written behind a text and before a word."""
    if text[-1].isspace() or text[-1] in _OPENING or word[0] in _CLOSING:
        return False
    if word == "-" or text[-1] == "-":
        return False  # compounds are far more frequent than dashes
    return not (text[-1] == "." and text[-2].isdigit() and word[0].isdigit())
