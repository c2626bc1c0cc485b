"""From annotated papers to the linear parts; `kg.training.command` runs all of the training.

Each stage learns from what the stage before makes of papers that it has not learned from: the papers
are split into folds, and links and roles for training come from models of the other folds.
"""

import logging
import random
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from kg.claims.extract import Reader
from kg.linear import LinearModel, write_model
from kg.linking.link import Ranker, link
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import read_recognizer
from kg.model import Link, Mention
from kg.naming.resolve import Resolver
from kg.ontology import Ontology
from kg.training.claims import train_reader
from kg.training.concepts import examples, train_ranker
from kg.training.gold import GoldPaper
from kg.training.judging import train_figures
from kg.training.network.config import FOLDS
from kg.training.recognizer import Sentence, sentences_of, train_recognizer

logger = logging.getLogger(__name__)
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


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """What parts that have not learned from a paper make of it, and two of those parts: ranker and role model."""

    paper: GoldPaper
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    ranker: Ranker
    roles: LinearModel


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What the training of the linear parts leaves for that of the network; `folds[i]` is the fold of paper i."""

    gazetteer: Gazetteer
    papers: tuple[Outside, ...]
    folds: tuple[int, ...]


def split(papers: Papers) -> Split:
    """Return the papers with folds of equal size."""
    order = sorted(range(len(papers)), key=lambda i: random.Random(papers[i].record["id"]).random())
    place = {index: position % FOLDS for position, index in enumerate(order)}
    return Split(papers, tuple(place[index] for index in range(len(papers))))


def train(gold: Papers, folder: Path, *, ontology: Ontology, workers: int = 2) -> Trained:
    """Learn from annotated papers, write the linear parts to a folder that exists, return what the network needs."""
    papers = split(gold)
    gazetteer = Gazetteer(ontology)
    sentences = [sentences_of(paper, gazetteer) for paper in papers.papers]
    logger.info("recognizer: %d papers", len(papers.papers))
    mentions = _mentions_outside(papers, sentences, gazetteer, folder / "recognizer.crfsuite", workers)
    logger.info("ranker")
    found = [examples(paper, own, gazetteer.resolver) for paper, own in zip(papers.papers, mentions, strict=True)]
    rankers = [train_ranker([e for index in papers.outside(fold) for e in found[index]]) for fold in range(FOLDS)]
    links = links_outside(papers, rankers, mentions, gazetteer.resolver)
    ranker = train_ranker([example for own in found for example in own])
    logger.info("roles and relations")
    linked = list(zip(papers.papers, links, strict=True))
    reader, roles = train_reader(linked, papers.folds)
    logger.info("figures and comparisons")
    reader = replace(reader, figures=train_figures(linked, [roles[fold] for fold in papers.folds]))
    write_weights(folder, ranker, reader)
    parts = zip(papers.papers, mentions, links, papers.folds, strict=True)
    outside = (Outside(paper, own, links, rankers[fold], roles[fold]) for paper, own, links, fold in parts)
    return Trained(gazetteer, tuple(outside), papers.folds)


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
            logger.info("mentions of part %d of %d", fold + 1, FOLDS)
            recognizer = read_recognizer(paths[fold])
            for index in papers.inside(fold):
                mentions[index] = find(papers.papers[index].document, gazetteer, recognizer)
    return [mentions[index] for index in range(len(papers.papers))]


def links_outside(
    papers: Split, rankers: Sequence[Ranker], mentions: Sequence[tuple[Mention, ...]], resolver: Resolver
) -> list[tuple[Link, ...]]:
    """Return for each paper the links of the ranker, one a fold, that has not learned from it."""
    return [
        link(paper.document, own, resolver, ranker=rankers[fold])
        for paper, own, fold in zip(papers.papers, mentions, papers.folds, strict=True)
    ]


def write_weights(folder: Path, ranker: Ranker, reader: Reader) -> None:
    """Write the linear models; a judge of figures only where the reader has one."""
    models = {"concepts": ranker.keep, "types": ranker.types, "roles": reader.roles, "relations": reader.relations}
    if reader.figures:
        models["figures"] = reader.figures
    for name, model in models.items():
        write_model(folder / f"{name}.npz", model)
