"""From annotated papers to the weights that ship: `python -m kg.training GOLD.jsonl`.

Each stage learns from what the stage before makes of papers that it has not learned from: the papers
are split into folds, and links and roles for training come from models of the other folds.
"""

import logging
import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from kg.claims.extract import Reader
from kg.linear import write_model
from kg.linking.link import Ranker, link
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import read_recognizer
from kg.model import Link, Mention
from kg.naming.resolve import Resolver
from kg.ontology import Ontology
from kg.training.claims import train_reader
from kg.training.concepts import Example, examples, train_ranker
from kg.training.gold import GoldPaper, load_gold
from kg.training.recognizer import Sentence, sentences_of, train_recognizer

logger = logging.getLogger(__name__)
FOLDS = 5
Papers = Sequence[GoldPaper]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Annotated papers with the fold that each belongs to; the fold depends on the paper's id alone."""

    papers: Papers
    folds: tuple[int, ...]

    def outside(self, fold: int) -> list[int]:
        """Return the indices of the papers that are not in a fold."""
        return [index for index, own in enumerate(self.folds) if own != fold]

    def inside(self, fold: int) -> list[int]:
        """Return the indices of the papers of a fold."""
        return [index for index, own in enumerate(self.folds) if own == fold]


def split(papers: Papers) -> Split:
    """Return the papers with folds of equal size."""
    order = sorted(range(len(papers)), key=lambda i: random.Random(papers[i].record["id"]).random())
    place = {index: position % FOLDS for position, index in enumerate(order)}
    return Split(papers, tuple(place[index] for index in range(len(papers))))


def train(gold: Path, folder: Path, *, ontology: Ontology, workers: int = 2) -> None:
    """Learn from the annotated papers of `gold` and write all weights to `folder`."""
    papers = split(load_gold(gold))
    gazetteer = Gazetteer(ontology)
    sentences = [sentences_of(paper, gazetteer) for paper in papers.papers]
    logger.info("recognizer: %d papers", len(papers.papers))
    mentions = _mentions_outside(papers, sentences, gazetteer, folder / "recognizer.crfsuite", workers)
    logger.info("ranker")
    found = [examples(paper, own, gazetteer.resolver) for paper, own in zip(papers.papers, mentions, strict=True)]
    links = links_outside(papers, found, mentions, gazetteer.resolver)
    ranker = train_ranker([example for own in found for example in own])
    logger.info("roles and relations")
    reader = train_reader(list(zip(papers.papers, links, strict=True)), papers.folds)
    write_weights(folder, ranker, reader)


def _mentions_outside(
    papers: Split, sentences: Sequence[list[Sentence]], gazetteer: Gazetteer, path: Path, workers: int
) -> list[tuple[Mention, ...]]:
    """Write the final recognizer; return for each paper what one that has not learned from it finds."""
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        paths = [Path(scratch) / f"{fold}.crfsuite" for fold in range(FOLDS)]
        jobs = [([sentences[i] for i in papers.outside(fold)], paths[fold]) for fold in range(FOLDS)]
        waiting = [pool.submit(train_recognizer, *job) for job in [*jobs, (sentences, path)]]
        for job in waiting:
            job.result()
        mentions: dict[int, tuple[Mention, ...]] = {}
        for fold in range(FOLDS):
            recognizer = read_recognizer(paths[fold])
            for index in papers.inside(fold):
                mentions[index] = find(papers.papers[index].document, gazetteer, recognizer)
    return [mentions[index] for index in range(len(papers.papers))]


def links_outside(
    papers: Split, found: Sequence[list[Example]], mentions: Sequence[tuple[Mention, ...]], resolver: Resolver
) -> list[tuple[Link, ...]]:
    """Return for each paper the links of a ranker that has not learned from it."""
    links: dict[int, tuple[Link, ...]] = {}
    for fold in range(FOLDS):
        ranker = train_ranker([example for index in papers.outside(fold) for example in found[index]])
        for index in papers.inside(fold):
            links[index] = link(papers.papers[index].document, mentions[index], resolver, ranker=ranker)
    return [links[index] for index in range(len(papers.papers))]


def write_weights(folder: Path, ranker: Ranker, reader: Reader) -> None:
    """Write the linear models."""
    models = {"concepts": ranker.keep, "types": ranker.types, "roles": reader.roles, "relations": reader.relations}
    for name, model in models.items():
        write_model(folder / f"{name}.npz", model)
