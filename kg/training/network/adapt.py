"""An encoder adapted to the language of a field: masked words are guessed from their surroundings.

Devlin et al., "BERT", 2019, with whole words masked; on papers of the field as in Gururangan et al., "Don't stop
pretraining", ACL 2020.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from kg.neural.pieces import MASK
from kg.training.network.module import Encoder

logger = logging.getLogger(__name__)
_MASKED = 0.2  # share of words
_PIECES = 4096  # a step
LONGEST_TEXT = 384  # pieces; what stands behind is left out
_SHOW_EVERY = 25


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Ids, shapes and the number of the word (-1 for none) of each piece of one paper, each of shape (pieces,)."""

    ids: NDArray[np.int32]
    shapes: NDArray[np.int8]
    words: NDArray[np.int16]


class _Guess(nn.Module):
    """Scores of all pieces for a vector; the pieces' own vectors serve as weights."""

    def __init__(self, width: int, pieces: int) -> None:
        super().__init__()
        self.hidden, self.norm = nn.Linear(width, width), nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(pieces))

    def forward(self, vectors: Tensor, words: Tensor) -> Tensor:
        scores: Tensor = self.norm(functional.gelu(self.hidden(vectors))) @ words.T + self.bias
        return scores


def adapt(
    encoder: Encoder, texts: Sequence[Text], *, minutes: float, steps: int = 0, rate: float = 4e-4, seed: int = 1
) -> int:
    """Let an encoder guess masked words for some minutes, or `steps` where they are given; return the steps taken.

    Word vectors stay as they are. How many steps a minute holds depends on the machine; with `steps` it does not.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    guess = _Guess(encoder.norm.normalized_shape[0], encoder.words.num_embeddings)
    encoder.words.weight.requires_grad_(False)
    weights = [weight for weight in (*encoder.parameters(), *guess.parameters()) if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    encoder.train()
    start, taken = time.monotonic(), 0
    for lot in _lots(texts, rng):
        minute = (time.monotonic() - start) / 60
        done = taken / steps if steps else minute / minutes if minutes else 1.0
        if done >= 1.0:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (taken + 1) / 100) * (1.0 - done)
        taken += 1
        ids, shapes, mask, chosen, truth = masked(lot, rng, encoder.words.num_embeddings)
        if not len(truth):  # of a few words none may be hidden
            continue
        vectors = encoder(encoder.inputs(ids, shapes), mask)[chosen]
        cost = functional.cross_entropy(guess(vectors, encoder.words.weight), truth)
        optimizer.zero_grad(set_to_none=True)
        cost.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        if taken % _SHOW_EVERY == 0:
            logger.info("adapt: %.0f %%, %.1f min, step %d, loss %.3f", 100 * done, minute, taken, cost.item())
    encoder.eval()
    return taken


def _lots(texts: Sequence[Text], rng: np.random.Generator) -> Iterator[list[Text]]:
    """Yield papers of like length, some `_PIECES` pieces at once, again and again in another order."""
    while True:
        order = rng.permutation(len(texts))
        for start in range(0, len(order), 1024):
            pool = sorted((texts[i] for i in order[start : start + 1024]), key=lambda text: len(text.ids))
            lots: list[list[Text]] = [[]]
            for text in pool:
                if lots[-1] and (len(lots[-1]) + 1) * min(len(text.ids), LONGEST_TEXT) > _PIECES:
                    lots.append([])
                lots[-1].append(text)
            for i in rng.permutation(len(lots)):
                yield lots[i]


def masked(lot: Sequence[Text], rng: np.random.Generator, pieces: int) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """Return ids with a fifth of the words hidden, shapes, which are pieces, which to guess, and what they were."""
    length = min(max(len(text.ids) for text in lot), LONGEST_TEXT)
    shape = (len(lot), length)
    ids, shapes = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    mask, chosen = np.zeros(shape, bool), np.zeros(shape, bool)
    for row, text in enumerate(lot):
        end = min(len(text.ids), length)
        ids[row, :end], shapes[row, :end], mask[row, :end] = text.ids[:end], text.shapes[:end], True
        words = text.words[:end]
        picked = rng.random(int(words.max(initial=0)) + 1) < _MASKED
        chosen[row, :end] = (words >= 0) & picked[np.maximum(words, 0)]
    truth = ids[chosen]
    dice = rng.random(shape)
    ids[chosen & (dice < 0.85)] = MASK
    other = chosen & (dice >= 0.85) & (dice < 0.93)
    ids[other] = rng.integers(MASK + 1, pieces, int(other.sum()))
    shapes[chosen & (rng.random(shape) < 0.5)] = 0  # the shape of a hidden word would give much of it away
    return tuple(torch.from_numpy(array) for array in (ids, shapes, mask, chosen, truth))  # type: ignore[return-value]  # five
