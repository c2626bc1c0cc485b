"""Annotated papers as the network learns from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.mentions.find import survey, token_marks
from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType, Mention, Predicate, Span
from kg.neural.encoder import flags_of
from kg.neural.heads import PLACES
from kg.neural.pieces import Splitter
from kg.neural.reading import MENTIONS, facts_of
from kg.training.concepts import examples
from kg.training.gold import GoldPaper, Record, gold_spans, token_labels
from kg.training.network.pairs import Paired, paired

TYPES = tuple(str(kind) for kind in ConceptType)
TAGS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))
ROLES = tuple(
    str(role)
    for role in (
        Predicate.INTRODUCES, Predicate.USES, Predicate.RUNS_ON, Predicate.EVALUATED_ON, Predicate.TRAINED_ON,
        Predicate.COMPARES_WITH, Predicate.ADDRESSES, Predicate.MEASURES, Predicate.MENTIONS,
    )
)  # fmt: skip
RELATIONS = tuple(
    str(predicate)
    for predicate in (
        Predicate.USES, Predicate.EVALUATED_ON, Predicate.RUNS_ON, Predicate.TRAINED_ON, Predicate.ADDRESSES,
        Predicate.BASED_ON,
    )
)  # fmt: skip
MARKS = tuple(
    f"{mark}{place}"
    for mark in (*(f"{grade}{kind[:3]}" for grade in "gqn" for kind in TYPES), "short", "long", "coined")
    for place in "BI"
)
FACTS = 2 + PLACES + len(MARKS)  # what `facts_of` returns
UNKNOWN = -100  # a label that costs nothing, whatever is said
_OPTIONAL_WEIGHT = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A thing: token ranges, facts, and what should be said of it.

    `keep` is 1, 0 or UNKNOWN, `types` the types that an annotator would accept, `role` an index or UNKNOWN,
    `relations` 1, 0 or -1 (costs nothing) for each. `found` is false for a thing that only the annotator sees;
    `concept` is the annotated one, if any.
    """

    ranges: tuple[tuple[int, int], ...]
    facts: NDArray[np.float32]
    keep: int
    types: tuple[int, ...]
    role: int
    relations: NDArray[np.float32]
    weight: float
    found: bool
    concept: Record | None


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One paper: pieces, shapes (pieces,), marks (pieces, marks), first piece and tag of each token, things, pairs."""

    id: str
    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    marks: NDArray[np.float32]
    first: NDArray[np.int64]
    tags: NDArray[np.int64]
    things: tuple[Labelled, ...]
    pairs: tuple[Paired, ...]


def lesson(paper: GoldPaper, mentions: tuple[Mention, ...], gazetteer: Gazetteer, splitter: Splitter) -> Lesson:
    """Return what the network learns from a paper.

    `mentions` come from finders that have not learned from it, so that the judge meets the mistakes it will meet.
    """
    document = paper.document
    pieces = splitter.pieces(document)
    flags = flags_of(pieces, token_marks(document, survey(document, gazetteer)), MARKS)
    labels = token_labels(paper)
    tags = [
        UNKNOWN if text.isspace() else TAGS.index(label) for text, label in zip(document.texts, labels, strict=True)
    ]
    by_token = flags[pieces.first]
    things = [
        *_found_things(paper, mentions, gazetteer, by_token),
        *_annotated_things(paper, by_token),
    ]
    distinct = {thing.ranges: thing for thing in reversed(things)}  # a thing that was found hides the annotator's twin
    kept = tuple(thing for thing in things if distinct[thing.ranges] is thing)
    ranges, concepts = [thing.ranges for thing in kept], [thing.concept for thing in kept]
    pairs = tuple(paired(ranges, concepts, paper.record["relations"], document.sentences))
    return Lesson(paper.record["id"], pieces.ids, pieces.shapes, flags, pieces.first, np.array(tags), kept, pairs)


def _found_things(
    paper: GoldPaper, mentions: tuple[Mention, ...], gazetteer: Gazetteer, marks: NDArray[np.float32]
) -> list[Labelled]:
    return [
        _labelled(paper, example.members.spans, marks, example.concept, repeats=example.repeats, found=True)
        for example in examples(paper, mentions, gazetteer.resolver)
    ]


def _annotated_things(paper: GoldPaper, marks: NDArray[np.float32]) -> list[Labelled]:
    gathered: dict[str, tuple[Record, list[Span]]] = {}
    for span, concept in gold_spans(paper):
        gathered.setdefault(concept["name"], (concept, []))[1].append(span)
    return [
        _labelled(paper, sorted(spans), marks, concept, repeats=False, found=False)
        for concept, spans in gathered.values()
    ]


def _labelled(
    paper: GoldPaper, spans: Sequence[Span], marks: NDArray[np.float32], concept: Record | None, *, repeats: bool,
    found: bool,
) -> Labelled:  # fmt: skip
    document = paper.document
    ranges = tuple(document.tokens_of(span) for span in spans)[:MENTIONS]
    facts = facts_of([ranges], document.sentences, marks)[0].astype(np.float32)
    keep = 0 if concept is None or repeats else 1 if concept["required"] else UNKNOWN
    if concept is None:
        return Labelled(ranges, facts, keep, (), UNKNOWN, _no_relations(-1.0), 1.0, found, None)
    types = tuple(TYPES.index(kind) for kind in (concept["type"], *concept.get("alt_types", ())) if kind in TYPES)
    weight = 1.0 if concept["required"] else _OPTIONAL_WEIGHT
    return Labelled(
        ranges, facts, keep, types, ROLES.index(concept["role"]), _relations(paper.record, concept), weight, found,
        concept,
    )  # fmt: skip


def _no_relations(value: float) -> NDArray[np.float32]:
    return np.full(len(RELATIONS), value, dtype=np.float32)


def relations_of(record: Mapping[str, Any], concept: Record) -> dict[str, bool]:
    """Return which relations of the paper's contributions to a concept are stated, without those that cost nothing."""
    values = _relations(record, concept)
    return {name: bool(value) for name, value in zip(RELATIONS, values, strict=True) if value >= 0}


def _relations(record: Mapping[str, Any], concept: Record) -> NDArray[np.float32]:
    """Return which relations of the paper's contributions to a concept are stated.

    What is only implied costs nothing, and neither does a relation that repeats the role: the scorer passes over both.
    """
    own = {c["name"] for c in record["concepts"] if c["role"] == Predicate.INTRODUCES} | {"@paper"}
    stated = [r for r in record["relations"] if r["s"] in own and r.get("o") == concept["name"]]
    required = {r["p"] for r in stated if r["required"]}
    optional = {r["p"] for r in stated} | {concept["role"]}
    found = _no_relations(0.0)
    for number, predicate in enumerate(RELATIONS):
        found[number] = 1.0 if predicate in required else -1.0 if predicate in optional else 0.0
    return found
