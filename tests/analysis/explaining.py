"""A small catalogue, an engine that links all that it finds by rules, and short ways to explain a text."""

from dataclasses import replace
from functools import cache

import numpy as np

from kg.analysis.explain import explain
from kg.analysis.explained import Explanation, Naming, Statement
from kg.claims.extract import shipped_reader
from kg.iris import own_kind
from kg.linear import LinearModel
from kg.linking.link import Ranker
from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType, Paper
from kg.pipeline import Engine, load_engine
from kg.settings import Settings
from tests.vocabulary.made import catalogue, entry

MODEL, HARDWARE, TASK = ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.TASK
FAST = Settings(fast=True, workers=1, min_confidence=0.25)
CATALOGUE = catalogue(
    entry("differential privacy", "DP", contextLabel="DP", cue=("privacy budget", "private")),
    entry("Dirichlet process", "DP", kind=MODEL, contextLabel="DP", cue="bayesian"),
    entry("Heronet", kind=MODEL, maker="Birds"),
    entry("Heronet-2-7B", kind=MODEL, broader=("Heronet",)),
    entry("finite state machine", "FSM"),
    entry("nest graph", "nest graphs of twigs"),
    entry("Osprey", kind=MODEL),
    entry("Osprey", kind=ConceptType.SOFTWARE),
    entry("RAVEN-9", kind=HARDWARE, maker="Birds"),
    entry("latency", kind=ConceptType.METRIC),
    entry("accuracy", kind=ConceptType.METRIC),
    entry("WrenBench", kind=ConceptType.DATASET),
)


def biased(classes: tuple[str, ...], bias: dict[str, float]) -> LinearModel:
    """A model without features, which always prefers the same class."""
    start = np.array([bias.get(name, 0.0) for name in classes], dtype=np.float32)
    return LinearModel(classes, {}, np.zeros((0, len(classes)), dtype=np.float32), start)


def engine(keep: float = 5.0, settings: Settings = FAST, judge: LinearModel | None = None, **kinds: float) -> Engine:
    """An engine with the small catalogue that links everything (or, with a negative `keep`, nothing)."""
    types = {str(kind): kinds.get(kind.name, 0.0) for kind in ConceptType}
    ranker = Ranker(biased(("no", "yes"), {"yes": keep}), biased(tuple(ConceptType), types))
    return Engine(settings, CATALOGUE, Gazetteer(CATALOGUE), None, ranker, replace(shipped_reader(), figures=judge))


@cache
def by_rules() -> Engine:
    """The engine with the shipped catalogue and weights, but without the recognizer and the judge of figures."""
    whole = load_engine(FAST)
    return replace(whole, reader=replace(whole.reader, figures=None))


def paper(abstract: str, title: str = "Birds of the wood") -> Paper:
    return Paper("birds", title, abstract)


def explained(
    abstract: str, *, by: Engine | None = None, name: str = "", title: str = "Birds of the wood"
) -> Explanation:
    return explain(paper(abstract, title), engine=by or engine(), name=name)


def naming(answer: Explanation, text: str) -> Naming:
    """The one naming, linked or not, with a mention that reads so."""
    every = (*answer.links, *answer.unlinked)
    (found,) = (each for each in every if text in [place.text for place in each.places])
    return found


def figures(answer: Explanation) -> list[Statement]:
    """The claims that a rule made."""
    return [each for each in answer.claims if each.choice is None]


def words(statement: Statement) -> list[tuple[str, str]]:
    return [(mark.what, mark.text) for mark in statement.marks]


def ends(statement: Statement) -> tuple[str, str, str]:
    claim = statement.claim
    subject = "@paper" if own_kind(claim.subject.iri) == "contribution" else claim.subject.label
    return subject, str(claim.predicate), claim.object.label
