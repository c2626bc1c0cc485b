"""The network in torch: encoder, marks and heads, as `kg.neural` evaluates them."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.neural.pairing import PAIR_FACTS
from kg.neural.pieces import LONGEST, SHAPES

HEADS = 12
FACTS = 64
HIDDEN = 256


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """`mentions` (m, 2) are ranges of tokens, `owners` (m,) the thing that each belongs to, in order.

    `facts` (n, f) say what is known of the things else.
    """

    mentions: Tensor
    owners: Tensor
    facts: Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Numbers of two `things` (p, 2) and of the `mentions` (p, 2) that meet, the tokens `between` (p, 2), `facts`."""

    things: Tensor
    mentions: Tensor
    between: Tensor
    facts: Tensor


class Block(nn.Module):
    """One layer of the encoder: attention, then a perceptron, each added and normalized afterwards (as in BERT)."""

    def __init__(self, width: int = 384, inner: int = 1536) -> None:
        super().__init__()
        self.attend = nn.Linear(width, 3 * width)  # queries, keys and values in one product
        self.out = nn.Linear(width, width)
        self.first_norm, self.second_norm = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x: Tensor, mask: Tensor | None, dropout: float) -> Tensor:
        """Return (batch, pieces, width) for the same; `mask` (batch, 1, 1, pieces) is true where there is a piece."""
        batch, length, width = x.shape
        heads = self.attend(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=mask)
        joined = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.first_norm(x + functional.dropout(self.out(joined), dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.second_norm(x + functional.dropout(inner, dropout, self.training))


class Encoder(nn.Module):
    """Word pieces to vectors; shapes of words are an input of their own, since the vocabulary folds case."""

    def __init__(self, pieces: int, *, layers: int = 6, width: int = 384, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, width)
        self.places, self.shapes = nn.Embedding(LONGEST, width), nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList(Block(width) for _ in range(layers))
        self.dropout = dropout

    def inputs(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return the summed inputs (batch, pieces, width) of ids and shapes (batch, pieces)."""
        summed: Tensor = self.words(ids) + self.places.weight[: ids.shape[1]] + self.shapes(shapes)
        return summed

    def forward(self, summed: Tensor, mask: Tensor | None) -> Tensor:
        """Return vectors (batch, pieces, width); `mask` (batch, pieces) is true where there is a piece."""
        x = functional.dropout(self.norm(summed), self.dropout, self.training)
        wide = None if mask is None else mask[:, None, None, :]
        for block in self.blocks:
            x = block(x, wide, self.dropout)
        return x


class Network(nn.Module):
    """Encoder and heads; `marks` and `facts` count what the rules say of a piece and of a thing."""

    def __init__(self, encoder: Encoder, *, marks: int, facts: int, classes: Mapping[str, int]) -> None:
        super().__init__()
        width = encoder.norm.normalized_shape[0]
        self.encoder = encoder
        self.marks = nn.Linear(marks, width, bias=False)
        nn.init.normal_(self.marks.weight, std=0.01)
        self.tag_hidden, self.tags = nn.Linear(width, width), nn.Linear(width, classes["tags"])
        self.mention, self.facts = nn.Linear(3 * width, HIDDEN), nn.Linear(facts, FACTS)
        self.body = nn.Linear(3 * HIDDEN + FACTS, HIDDEN)
        self.keep, self.types = nn.Linear(HIDDEN, 1), nn.Linear(HIDDEN, classes["types"])
        self.roles, self.relations = nn.Linear(HIDDEN, classes["roles"]), nn.Linear(HIDDEN, classes["relations"])
        self.pair = nn.Linear(4 * HIDDEN + width + PAIR_FACTS, HIDDEN)
        self.stated = nn.Linear(HIDDEN, classes["stated"])

    def vectors(self, ids: Tensor, shapes: Tensor, marks: Tensor, mask: Tensor | None) -> Tensor:
        """Return the encoder's vectors (batch, pieces, width)."""
        found: Tensor = self.encoder(self.encoder.inputs(ids, shapes) + self.marks(marks), mask)
        return found

    def tag_scores(self, vectors: Tensor) -> Tensor:
        """Return the tag scores of vectors (..., width)."""
        scores: Tensor = self.tags(_gelu(self.tag_hidden(functional.dropout(vectors, 0.1, self.training))))
        return scores

    def judge(self, tokens: Tensor, things: Things, pairs: Pairs) -> dict[str, Tensor]:
        """Return scores of things: `keep` (n,), `types`, `roles`, `relations` (n, classes), and of pairs: `stated`.

        `tokens` (t, width) are vectors.
        """
        mentions, owners, facts = things.mentions, things.owners, things.facts
        starts, ends = mentions[:, 0], mentions[:, 1]
        sums = torch.cat([tokens.new_zeros(1, tokens.shape[1]), tokens.cumsum(0)])
        means = (sums[ends] - sums[starts]) / (ends - starts)[:, None]
        hidden = _gelu(self.mention(torch.cat([tokens[starts], tokens[ends - 1], means], dim=1)))
        count = len(facts)
        wide = owners[:, None].expand_as(hidden)
        largest = hidden.new_full((count, HIDDEN), -1e4).scatter_reduce(0, wide, hidden, "amax", include_self=False)
        average = hidden.new_zeros(count, HIDDEN).scatter_reduce(0, wide, hidden, "mean", include_self=False)
        order = torch.arange(len(owners))
        first = torch.zeros(count, dtype=torch.long).scatter_reduce(0, owners, order, "amin", include_self=False)
        joined = torch.cat([largest, average, hidden[first], _gelu(self.facts(facts))], dim=1)
        body = _gelu(self.body(functional.dropout(joined, 0.2, self.training)))
        body = functional.dropout(body, 0.1, self.training)
        return {
            "keep": self.keep(body)[:, 0],
            "types": self.types(body),
            "roles": self.roles(body),
            "relations": self.relations(body),
            "stated": self._stated(sums, hidden, body, pairs),
        }

    def _stated(self, sums: Tensor, mentions: Tensor, things: Tensor, pairs: Pairs) -> Tensor:
        starts, ends = pairs.between[:, 0], pairs.between[:, 1]
        between = (sums[ends] - sums[starts]) / (ends - starts).clamp(min=1)[:, None]
        both = [things[pairs.things[:, 0]], things[pairs.things[:, 1]]]
        near = [mentions[pairs.mentions[:, 0]], mentions[pairs.mentions[:, 1]]]
        joined = torch.cat([*both, *near, between, pairs.facts], dim=1)
        scores: Tensor = self.stated(
            functional.dropout(_gelu(self.pair(functional.dropout(joined, 0.2, self.training))), 0.1, self.training)
        )
        return scores


def _gelu(x: Tensor) -> Tensor:
    return functional.gelu(x, approximate="tanh")
