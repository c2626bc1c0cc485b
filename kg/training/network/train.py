"""The network of annotated papers, and how it is mixed with the linear models."""

import logging
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.mentions.network import network_of
from kg.neural.mixing import Mixing, Weights, write_mixing
from kg.neural.pieces import Splitter
from kg.training.heldout import Case, Choice, HeldOut
from kg.training.mixing import fit_odds, fit_shares
from kg.training.network.config import Config
from kg.training.network.examples import Lesson, lesson
from kg.training.network.export import export
from kg.training.network.fit import fit_network
from kg.training.network.module import Encoder
from kg.training.train import Trained

logger = logging.getLogger(__name__)
_UNDECIDED = 0.5  # what a linear model that is not asked says


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """Where a network starts: what makes its encoder, the pieces that the encoder knows, and their splitter."""

    encoder: Callable[[], Encoder]
    pieces: list[str]
    splitter: Splitter


def train_network(trained: Trained, start: Start, folder: Path, config: Config) -> tuple[HeldOut, Mixing]:
    """Write network and mixing to a folder that exists; return what was said of held-out papers, and the mixing.

    The mixing is fitted on parts of the papers that are held out in turn.
    """
    logger.info("lessons of %d papers", len(trained.papers))
    lessons = [lesson(each.paper, each.mentions, trained.gazetteer, start.splitter) for each in trained.papers]
    seen = HeldOut()
    for fold in range(config.folds_run):
        outside = [own for own, place in zip(lessons, trained.folds, strict=True) if place != fold]
        with tempfile.TemporaryDirectory() as scratch:
            learn(start, outside, Path(scratch), config, f"without part {fold + 1}")
            network = network_of(Path(scratch), trained.gazetteer)
            for each, place in zip(trained.papers, trained.folds, strict=True):
                if place == fold:
                    seen.add(each, trained.gazetteer, network)
    learn(start, lessons, folder, config, "of all papers")
    mixing = fit_mixing(seen) if seen.papers else Mixing()
    write_mixing(folder / "mixing.json", mixing)
    return seen, mixing


def learn(start: Start, lessons: Sequence[Lesson], folder: Path, config: Config, name: str) -> None:
    """Fit a network on some papers and write it to a folder."""
    export(fit_network(start.encoder, lessons, config, name), start.pieces, folder)


def fit_mixing(seen: HeldOut) -> Mixing:
    """Return the weights that fit held-out papers best."""
    mixing = Mixing(_odds(seen.keep), _shares(seen.types), _shares(seen.roles), _odds(seen.relations))
    logger.info("mixing: %s", mixing)
    return mixing


def _odds(cases: Iterable[Case]) -> Weights:
    rows = [
        (case.network, _UNDECIDED if case.linear is None else case.linear, case.truth)
        for case in cases
        if case.network is not None
    ]
    return fit_odds(rows) if rows else Weights()


def _shares(choices: Iterable[Choice]) -> Weights:
    rows = [(choice.network, choice.linear, choice.right) for choice in choices if choice.network is not None]
    return fit_shares(rows) if rows else Weights()
