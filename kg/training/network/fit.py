"""The training loop: from an encoder and annotated papers to a network."""

import logging
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import nn

from kg.training.network.batches import CLASSES, batch, shuffled
from kg.training.network.config import Config
from kg.training.network.examples import FACTS, MARKS, Lesson
from kg.training.network.loss import forward, hidden, loss
from kg.training.network.module import Encoder, Network

logger = logging.getLogger(__name__)
_SHOW_EVERY = 25


def new_network(encoder: Encoder, classes: Mapping[str, int] = CLASSES) -> Network:
    """Return a network over an encoder, its heads untrained; `classes` are the numbers of classes of the heads."""
    return Network(encoder, marks=len(MARKS), facts=FACTS, classes=classes)


def fit_network(
    encoder: Callable[[], Encoder],
    lessons: Sequence[Lesson],
    config: Config,
    name: str = "",
    classes: Mapping[str, int] = CLASSES,
) -> Network:
    """Return a network fine-tuned on some papers, ready to be asked; the same seed and threads give the same weights.

    AdamW (Loshchilov and Hutter, 2019), a linear warm-up and decay; word vectors stay as they are, since 400 papers
    would only teach those that they happen to hold.
    """
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    network = new_network(encoder(), classes)
    network.encoder.dropout = config.dropout
    network.encoder.words.weight.requires_grad_(False)
    optimizer = _optimizer(network, config)
    rates = [group["lr"] for group in optimizer.param_groups]
    rng, generator = np.random.default_rng(config.seed), torch.Generator().manual_seed(config.seed)
    steps = config.epochs * -(-len(lessons) // config.batch)
    network.train()
    step = 0
    for _ in range(config.epochs):
        for lot in shuffled(lessons, config.batch, rng):
            share = min(1.0, (step + 1) / max(config.warmup * steps, 1)) * (1.0 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            given = hidden(batch(lot, classes), config, generator)
            cost = loss(forward(network, given), given)
            optimizer.zero_grad(set_to_none=True)
            cost.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % _SHOW_EVERY == 0 or step == steps:
                logger.info("network %s: step %d of %d, loss %.3f", name, step, steps, cost.item())
    return network.eval()


def _optimizer(network: Network, config: Config) -> torch.optim.Optimizer:
    slow: list[nn.Parameter] = []
    fast: list[nn.Parameter] = []
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            (slow if name.startswith("encoder.") and ".shapes." not in name else fast).append(weight)
    groups = [{"params": slow, "lr": config.encoder_rate}, {"params": fast, "lr": config.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
