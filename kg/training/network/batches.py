"""Papers side by side as tensors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.neural.pieces import LONGEST
from kg.training.network.examples import FACTS, RELATIONS, TYPES, Labelled, Lesson

_POOL = 8  # batches that are filled from one pool of papers of like length


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Padded inputs (batch, pieces), where each token's first piece is (tokens,), tags (tokens,), and the things.

    `mentions` (m, 2) are token ranges over all papers, `owners` (m,) the thing of each, `facts` (things, f).
    """

    ids: Tensor
    shapes: Tensor
    marks: Tensor
    mask: Tensor
    first: Tensor
    tags: Tensor
    mentions: Tensor
    owners: Tensor
    facts: Tensor
    labels: "Labels"


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What should be said of the things: see `Labelled`; `types` is 1.0 for each that would be accepted."""

    keep: Tensor
    types: Tensor
    roles: Tensor
    relations: Tensor
    weights: Tensor


def batch(lessons: Sequence[Lesson]) -> Batch:
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
    tokens = 0
    for row, lesson in enumerate(lessons):
        end = min(len(lesson.ids), length)
        ids[row, :end], shapes[row, :end] = lesson.ids[:end], lesson.shapes[:end]
        marks[row, :end], mask[row, :end] = lesson.marks[:end], True
        first.append(np.minimum(lesson.first, end - 1) + row * length)
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
        mentions=torch.tensor(mentions, dtype=torch.long).reshape(-1, 2),
        owners=torch.tensor(owners, dtype=torch.long),
        facts=torch.from_numpy(np.array([thing.facts for thing in things], np.float32).reshape(len(things), FACTS)),
        labels=_labels(things),
    )


def _labels(things: Sequence[Labelled]) -> Labels:
    types = torch.zeros(len(things), len(TYPES))
    for row, thing in enumerate(things):
        types[row, list(thing.types)] = 1.0
    return Labels(
        torch.tensor([thing.keep for thing in things], dtype=torch.long),
        types,
        torch.tensor([thing.role for thing in things], dtype=torch.long),
        torch.from_numpy(np.array([thing.relations for thing in things], np.float32).reshape(-1, len(RELATIONS))),
        torch.tensor([thing.weight for thing in things]),
    )


def shuffled(lessons: Sequence[Lesson], size: int, rng: np.random.Generator) -> Iterator[list[Lesson]]:
    """Yield the papers in batches of `size`, in random order, papers of like length together."""
    order = rng.permutation(len(lessons))
    groups: list[list[Lesson]] = []
    for start in range(0, len(order), _POOL * size):
        pool = sorted((lessons[i] for i in order[start : start + _POOL * size]), key=lambda lesson: len(lesson.ids))
        groups.extend(pool[i : i + size] for i in range(0, len(pool), size))
    for i in rng.permutation(len(groups)):
        yield groups[i]
