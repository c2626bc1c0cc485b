"""What the network is told after each step."""

from dataclasses import replace

import torch
from torch import Tensor
from torch.nn import functional

from kg.neural.pieces import MASK
from kg.training.network.batches import Batch, Labels
from kg.training.network.config import Config
from kg.training.network.examples import UNKNOWN
from kg.training.network.module import Network

_WEIGHTS = {"tags": 2.0, "keep": 1.0, "types": 0.5, "roles": 1.0, "relations": 2.0, "stated": 10.0}
_SMOOTHING = 0.05
_yes_or_no = functional.binary_cross_entropy_with_logits


def forward(network: Network, given: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """Return the tag scores (tokens, tags) and the scores of the things."""
    vectors = network.vectors(given.ids, given.shapes, given.marks, given.mask)
    tokens = vectors.reshape(-1, vectors.shape[-1])[given.first]
    return network.tag_scores(tokens), network.judge(tokens, given.things, given.pairs)


def hidden(given: Batch, config: Config, generator: torch.Generator) -> Batch:
    """Return the batch with some pieces masked and some marks gone, so that the network leans on neither alone."""

    def chance(shape: tuple[int, ...], share: float) -> Tensor:
        return torch.rand(shape, generator=generator) < share

    rows, length = given.ids.shape
    ids = torch.where(chance((rows, length), config.hide_pieces) & (given.ids > MASK), MASK, given.ids)
    gone = chance((rows, length, 1), config.hide_marks) | chance((rows, 1, 1), config.hide_marks)
    facts = given.things.facts * ~chance((len(given.things.facts), 1), config.hide_marks)
    things = replace(given.things, facts=facts)
    return replace(given, ids=ids, marks=given.marks * ~gone, things=things)


def loss(found: tuple[Tensor, dict[str, Tensor]], given: Batch) -> Tensor:
    """Return the weighted sum of the losses of tags, things and pairs."""
    tags, scores = found
    parts = {
        "tags": functional.cross_entropy(tags, given.tags, ignore_index=UNKNOWN),
        **_of_things(scores, given.labels),
    }
    return torch.stack([_WEIGHTS[name] * part for name, part in parts.items()]).sum()


def _of_things(scores: dict[str, Tensor], labels: Labels) -> dict[str, Tensor]:
    known = labels.keep >= 0
    typed = labels.types.sum(1) > 0
    played = labels.roles >= 0
    stated, paired = labels.relations >= 0, labels.stated >= 0
    shares = functional.log_softmax(scores["types"][typed], dim=1)
    accepted = torch.logsumexp(shares + torch.log(labels.types[typed] + 1e-9), dim=1)  # any accepted type will do
    roles = functional.cross_entropy(
        scores["roles"][played], labels.roles[played], reduction="none", label_smoothing=_SMOOTHING
    )
    return {
        "keep": _mean(_yes_or_no(scores["keep"][known], labels.keep[known].float(), reduction="none")),
        "types": -_mean(accepted),
        "roles": _mean(roles * labels.weights[played]),
        "relations": _mean(_yes_or_no(scores["relations"][stated], labels.relations[stated], reduction="none")),
        "stated": _mean(_yes_or_no(scores["stated"][paired], labels.stated[paired], reduction="none")),
    }


def _mean(costs: Tensor) -> Tensor:
    """Return the mean, 0 where there is nothing to learn from."""
    return costs.mean() if len(costs) else costs.sum()
