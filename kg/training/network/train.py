"""The network of annotated papers, and how it is mixed with the linear models."""

import logging
import tempfile
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch

from kg.mentions.network import network_of
from kg.neural.mixing import UNDECIDED, Mixing, Weights, write_mixing
from kg.neural.pieces import Splitter
from kg.training.heldout import Case, Choice, HeldOut
from kg.training.mixing import fit_odds, fit_shares
from kg.training.network.config import Config
from kg.training.network.examples import lesson
from kg.training.network.export import export
from kg.training.network.fit import fit_network
from kg.training.network.module import Encoder, Network
from kg.training.train import Trained

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where a network starts: what makes its encoder, the pieces that the encoder knows, and their splitter."""

    encoder: Callable[[], Encoder]
    pieces: list[str]
    splitter: Splitter


def train_network(trained: Trained, start: Start, folder: Path, config: Config) -> tuple[HeldOut, Mixing]:
    """Write network and mixing to a folder that exists; return what was said of held-out papers, and the mixing.

    The mixing is fitted on parts of the papers that are held out in turn. The network is the mean of one that has
    learned from all papers and of those that were trained for the mixing: they share their start, so that their mean
    reads better than any of them (Wortsman et al., "Model soups", ICML 2022).
    """
    logger.info("lessons of %d papers", len(trained.papers))
    lessons = [lesson(each.paper, each.mentions, trained.gazetteer, start.splitter) for each in trained.papers]
    seen, made = HeldOut(), []
    for fold in range(config.folds_run):
        outside = [own for own, place in zip(lessons, trained.folds, strict=True) if place != fold]
        with tempfile.TemporaryDirectory() as scratch:
            made.append(fit_network(start.encoder, outside, config, f"without part {fold + 1}"))
            export(made[-1], start.pieces, Path(scratch))
            network = network_of(Path(scratch), trained.gazetteer)
            for each, place in zip(trained.papers, trained.folds, strict=True):
                if place == fold:
                    seen.add(each, trained.gazetteer, network)
    made.append(fit_network(start.encoder, lessons, config, "of all papers"))
    export(mean_of(made), start.pieces, folder)
    mixing = fit_mixing(seen) if seen.papers else Mixing()
    write_mixing(folder / "mixing.json", mixing)
    return seen, mixing


def mean_of(networks: Sequence[Network]) -> Network:
    """Return a network whose weights are the means of those of several, which stay as they are."""
    states = [network.state_dict() for network in networks]
    mean = deepcopy(networks[0])
    mean.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return mean.eval()


def fit_mixing(seen: HeldOut) -> Mixing:
    """Return the weights that fit held-out papers best."""
    mixing = Mixing(
        _odds(seen.keep), _shares(seen.types), _shares(seen.roles), _odds(seen.relations), _odds(seen.pairs)
    )
    logger.info("mixing: %s", mixing)
    return mixing


def _odds(cases: Iterable[Case]) -> Weights:
    rows = [
        (case.network, UNDECIDED if case.linear is None else case.linear, case.truth)
        for case in cases
        if case.network is not None
    ]
    return fit_odds(rows) if rows else Weights()


def _shares(choices: Iterable[Choice]) -> Weights:
    rows = [(choice.network, choice.linear, choice.right) for choice in choices if choice.network is not None]
    return fit_shares(rows) if rows else Weights()
