"""Papers side by side as tensors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.neural.pairing import PAIR_FACTS
from kg.neural.pieces import LONGEST
from kg.training.network.examples import FACTS, RELATIONS, ROLES, TAGS, TYPES, Labelled, Lesson
from kg.training.network.module import Pairs, Things
from kg.training.network.pairs import STATED, Paired

CLASSES = {
    "tags": len(TAGS), "types": len(TYPES), "roles": len(ROLES), "relations": len(RELATIONS), "stated": len(STATED)
}  # fmt: skip
"""How many classes kg has for each head; another annotation has others."""
_POOL = 8  # batches that are filled from one pool of papers of like length


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Padded inputs (batch, pieces), where each token's first piece is (tokens,), tags (tokens,), things and pairs.

    Tokens, mentions and things are numbered over all papers.
    """

    ids: Tensor
    shapes: Tensor
    marks: Tensor
    mask: Tensor
    first: Tensor
    tags: Tensor
    things: Things
    pairs: Pairs
    labels: "Labels"


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What should be said of the things: see `Labelled`; `types` is 1.0 for each that would be accepted."""

    keep: Tensor
    types: Tensor
    roles: Tensor
    relations: Tensor
    weights: Tensor
    stated: Tensor


def batch(lessons: Sequence[Lesson], classes: Mapping[str, int] = CLASSES) -> Batch:
    """Return some papers as one batch; pieces behind `LONGEST` are cut off."""
    length = min(max(len(lesson.ids) for lesson in lessons), LONGEST)
    count = len(lessons)
    ids, shapes = np.zeros((count, length), np.int64), np.zeros((count, length), np.int64)
    mask = np.zeros((count, length), bool)
    marks = np.zeros((count, length, lessons[0].marks.shape[1]), np.float32)
    first: list[NDArray[np.int64]] = []
    mentions: list[tuple[int, int]] = []
    owners: list[int] = []
    things: list[Labelled] = []
    pairs: list[_Numbered] = []
    tokens = 0
    for row, lesson in enumerate(lessons):
        end = min(len(lesson.ids), length)
        ids[row, :end], shapes[row, :end] = lesson.ids[:end], lesson.shapes[:end]
        marks[row, :end], mask[row, :end] = lesson.marks[:end], True
        first.append(np.minimum(lesson.first, end - 1) + row * length)
        pairs.extend(_Numbered(pair, tokens, len(mentions), len(things), lesson) for pair in lesson.pairs)
        for thing in lesson.things:
            mentions.extend((low + tokens, high + tokens) for low, high in thing.ranges)
            owners.extend([len(things)] * len(thing.ranges))
            things.append(thing)
        tokens += len(lesson.first)
    return Batch(
        ids=torch.from_numpy(ids),
        shapes=torch.from_numpy(shapes),
        marks=torch.from_numpy(marks),
        mask=torch.from_numpy(mask),
        first=torch.from_numpy(np.concatenate(first)),
        tags=torch.from_numpy(np.concatenate([lesson.tags for lesson in lessons])),
        things=Things(
            torch.tensor(mentions, dtype=torch.long).reshape(-1, 2),
            torch.tensor(owners, dtype=torch.long),
            torch.from_numpy(np.array([thing.facts for thing in things], np.float32).reshape(len(things), FACTS)),
        ),
        pairs=_pairs(pairs),
        labels=_labels(things, [each.pair for each in pairs], classes),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """A pair with the numbers of the first token, mention and thing of its paper."""

    pair: Paired
    token: int
    mention: int
    thing: int
    lesson: Lesson

    @property
    def things(self) -> tuple[int, int]:
        met = self.pair.met
        return met.subject + self.thing, met.other + self.thing

    @property
    def mentions(self) -> list[int]:
        met, own = self.pair.met, self.lesson.things
        before = [sum(len(thing.ranges) for thing in own[:number]) for number in (met.subject, met.other)]
        return [self.mention + first + number for first, number in zip(before, met.mentions, strict=True)]

    @property
    def between(self) -> list[int]:
        return [token + self.token for token in self.pair.met.between]


def _pairs(numbered: Sequence[_Numbered]) -> Pairs:
    facts = np.array([each.pair.facts for each in numbered], np.float32)
    return Pairs(
        torch.tensor([each.things for each in numbered], dtype=torch.long).reshape(-1, 2),
        torch.tensor([each.mentions for each in numbered], dtype=torch.long).reshape(-1, 2),
        torch.tensor([each.between for each in numbered], dtype=torch.long).reshape(-1, 2),
        torch.from_numpy(facts.reshape(-1, PAIR_FACTS)),
    )


def _labels(things: Sequence[Labelled], pairs: Sequence[Paired], classes: Mapping[str, int]) -> Labels:
    types = torch.zeros(len(things), classes["types"])
    for row, thing in enumerate(things):
        types[row, list(thing.types)] = 1.0
    return Labels(
        torch.tensor([thing.keep for thing in things], dtype=torch.long),
        types,
        torch.tensor([thing.role for thing in things], dtype=torch.long),
        _rows([thing.relations for thing in things], classes["relations"]),
        torch.tensor([thing.weight for thing in things]),
        _rows([pair.labels for pair in pairs], classes["stated"]),
    )


def _rows(values: Sequence[NDArray[np.float32]], width: int) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32).reshape(-1, width))


def shuffled(lessons: Sequence[Lesson], size: int, rng: np.random.Generator) -> Iterator[list[Lesson]]:
    """Yield the papers in batches of `size`, in random order, papers of like length together."""
    order = rng.permutation(len(lessons))
    groups: list[list[Lesson]] = []
    for start in range(0, len(order), _POOL * size):
        pool = sorted((lessons[i] for i in order[start : start + _POOL * size]), key=lambda lesson: len(lesson.ids))
        groups.extend(pool[i : i + size] for i in range(0, len(pool), size))
    for i in rng.permutation(len(groups)):
        yield groups[i]
