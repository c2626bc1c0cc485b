"""Papers of SciER as lessons for kg's network: texts of some sentences, a thing for each mention, pairs of these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scier_data import RELATIONS, TYPES, Named, Sheet, Span, meet
from scier_tags import TAGS, mentions_of, tags_of

from kg.mentions.recognizer import Marks
from kg.neural.encoder import flags_of
from kg.neural.pairing import Meeting, facts_of_pair, meetings
from kg.neural.pieces import Pieces, Splitter
from kg.neural.reading import facts_of
from kg.training.network.examples import MARKS, UNKNOWN, Labelled, Lesson
from kg.training.network.pairs import Paired

CLASSES = {"tags": len(TAGS), "types": len(TYPES), "roles": 1, "relations": 1, "stated": len(RELATIONS)}
"""The classes of the network's heads; SciER has neither roles nor relations of the paper itself."""
LONG = 250  # pieces of a text; a longer sentence is a text of its own
Ends = tuple[Span, Span]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A paper, its word pieces, and the marks of each; the annotated mentions, a tag for each token, the relations."""

    sheet: Sheet
    pieces: Pieces
    flags: NDArray[np.float32]
    mentions: tuple[Named, ...]
    tags: NDArray[np.int64]
    stated: Mapping[Ends, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of a document that are read at once: their numbers, and the ranges of their tokens and pieces."""

    sentences: Span
    tokens: Span
    pieces: Span


def page_of(sheet: Sheet, marks: Marks, splitter: Splitter) -> Page:
    """Return a paper cut into pieces."""
    pieces = splitter.pieces(sheet.document)
    stated: dict[Ends, tuple[str, ...]] = {}
    for number, sentence in enumerate(sheet.article.sentences):
        for one, other, name in sentence.relations:
            ends = sheet.range_of(number, one), sheet.range_of(number, other)
            stated[ends] = (*stated.get(ends, ()), name)
    tags = np.array([TAGS.index(tag) for tag in tags_of(sheet)], np.int64)
    return Page(sheet, pieces, flags_of(pieces, marks, MARKS), tuple(mentions_of(sheet)), tags, stated)


def parts_of(page: Page, longest: int = LONG) -> Iterator[Part]:
    """Yield the texts of a paper: as many sentences as have no more than `longest` pieces."""
    sentences = page.sheet.document.sentences
    begin = 1
    for number in range(2, len(sentences)):
        low, high = _pieces(page, (sentences[begin][0], sentences[number][1]))
        if high - low > longest:
            yield _part(page, (begin, number))
            begin = number
    if begin < len(sentences):
        yield _part(page, (begin, len(sentences)))


def _part(page: Page, numbers: Span) -> Part:
    sentences = page.sheet.document.sentences
    tokens = sentences[numbers[0]][0], sentences[numbers[1] - 1][1]
    return Part(numbers, tokens, _pieces(page, tokens))


def _pieces(page: Page, tokens: Span) -> Span:
    """Return the range of the pieces of some tokens; the mark of the end is none of them."""
    first, low, high = page.pieces.first, *tokens
    return int(first[low]), int(first[high]) if high < len(first) else len(page.pieces.ids) - 1


def lesson_of(page: Page, part: Part, spans: Sequence[Span]) -> Lesson:
    """Return a text as a lesson in which some spans of the document are the things; they stand in order.

    Each is told its type, and that it is worth keeping, if it is an annotated mention; each pair its relations.
    """
    (start, end), (low, high) = part.tokens, part.pieces
    marks, ids = page.flags, page.pieces.ids
    kinds = dict(page.mentions)
    facts = _facts(page, spans)
    return Lesson(
        id=page.sheet.article.id,
        ids=np.concatenate([ids[:1], ids[low:high], ids[-1:]]),
        shapes=np.concatenate([[0], page.pieces.shapes[low:high], [0]]),
        marks=np.concatenate([marks[:1] * 0, marks[low:high], marks[:1] * 0]),
        first=page.pieces.first[start:end] - low + 1,
        tags=page.tags[start:end],
        things=tuple(_thing(span, start, kinds.get(span), own) for span, own in zip(spans, facts, strict=True)),
        pairs=tuple(_pairs(page, part, spans)),
    )


def _facts(page: Page, spans: Sequence[Span]) -> NDArray[np.float32]:
    """Return what is known of each span besides its vectors."""
    if not spans:
        return np.zeros((0, 0), np.float32)
    things = [[span] for span in spans]
    return facts_of(things, page.sheet.document.sentences, page.flags[page.pieces.first]).astype(np.float32)


def _thing(span: Span, start: int, kind: str | None, facts: NDArray[np.float32]) -> Labelled:
    return Labelled(
        ranges=((span[0] - start, span[1] - start),),
        facts=facts,
        keep=int(kind is not None),
        types=() if kind is None else (TYPES.index(kind),),
        role=UNKNOWN,
        relations=np.full(CLASSES["relations"], -1.0, np.float32),
        weight=1.0,
        found=True,
        concept=None,
    )


def _pairs(page: Page, part: Part, spans: Sequence[Span]) -> Iterator[Paired]:
    start = part.tokens[0]
    own = [(first - start, last - start) for first, last in spans]
    sentences = [(a - start, b - start) for a, b in page.sheet.document.sentences[slice(*part.sentences)]]
    for met in meetings([[span] for span in own], [(0, 0), *sentences]):  # the first one would be taken for a title
        if not meet(*met.ranges):
            yield Paired(met, facts_of_pair(met), _labels(page, met, spans))


def _labels(page: Page, met: Meeting, spans: Sequence[Span]) -> NDArray[np.float32]:
    labels = np.zeros(len(RELATIONS), np.float32)
    for name in page.stated.get((spans[met.subject], spans[met.other]), ()):
        labels[RELATIONS.index(name)] = 1.0
    return labels


def inside(spans: Iterable[Span], part: Part) -> list[Span]:
    """Return the spans that lie in a text, in order, each once."""
    start, end = part.tokens
    return sorted({span for span in spans if start <= span[0] and span[1] <= end})


def lessons_of(page: Page, wrong: Sequence[Named]) -> Iterator[Lesson]:
    """Yield the lessons of a paper; `wrong` are spans that finders proposed: those not annotated are to be refused."""
    spans = [span for span, _ in (*page.mentions, *wrong)]
    for part in parts_of(page):
        yield lesson_of(page, part, inside(spans, part))
