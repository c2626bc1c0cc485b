"""All of the training: from annotated papers to a folder of weights, with a data card and a model card."""

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.model import Paper
from kg.neural.encoder import FILES
from kg.ontology import Ontology
from kg.own_weights import LINEAR, OPTIONAL
from kg.training.data_card import data_card
from kg.training.gold import gold_papers
from kg.training.heldout import held_out
from kg.training.model_card import model_card
from kg.training.network.config import Config
from kg.training.outcome import Outcome
from kg.training.train import Trained, train

logger = logging.getLogger(__name__)
LEAST = 10
"""Fewer annotated papers would leave a part of five without examples."""

DATA_CARD, MODEL_CARD = "DATA_CARD.md", "MODEL_CARD.md"

_NETWORK = "network"

NetworkTrainer = Callable[[Trained, Path], Outcome]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What is learned from: annotated papers, the files that they are from, and unlabelled papers by file.

    `papers` are those that the listings hold, by id: they say when and where annotated papers appeared. `files` and
    `listings` have the sha256 of each by its name.
    """

    files: Mapping[str, str]
    records: Sequence[Mapping[str, Any]]
    papers: Mapping[str, Paper]
    listings: Mapping[str, str]


def train_all(
    given: Given, folder: Path, *, ontology: Ontology, config: Config, network: NetworkTrainer | None, workers: int = 2
) -> None:
    """Learn all weights and put them into a folder, which is made where it is not there, with the two cards.

    `network` trains the network; without one, there are the linear parts alone. What the folder held stays until
    everything is learned. Raises SourceError where there are too few papers.
    """
    if len(given.records) < LEAST:
        message = f"{len(given.records)} annotated papers are too few to learn from; {LEAST} is the least"
        raise SourceError(
            ", ".join(given.files), 0, message, "Annotate more with `kg annotate`; 100 papers begin to be of use"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".kg-train-") as scratch:
        made = Path(scratch)
        (made / _NETWORK).mkdir()
        trained = train(gold_papers(dict(r) for r in given.records), made, ontology=ontology, workers=workers)
        outcome = network(trained, made / _NETWORK) if network else None
        seen = outcome.seen if outcome else held_out(trained.papers, trained.gazetteer)
        of_data = data_card(given.files, given.records, given.papers, config.note)
        of_model = model_card(given.files, made, config, seen, outcome, given.listings)
        (made / DATA_CARD).write_text(of_data, encoding="utf-8")
        (made / MODEL_CARD).write_text(of_model, encoding="utf-8")
        _moved(made, folder)
    logger.info("weights and cards are in %s", folder)


def _moved(made: Path, folder: Path) -> None:
    """Put what was made in place of what a folder holds; an old network goes where there is no new one."""
    (folder / _NETWORK).mkdir(parents=True, exist_ok=True)
    for name in (*LINEAR, *OPTIONAL, *(f"{_NETWORK}/{name}" for name in FILES), DATA_CARD, MODEL_CARD):
        if (made / name).is_file():
            (made / name).replace(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)
    if not any((folder / _NETWORK).iterdir()):
        (folder / _NETWORK).rmdir()
