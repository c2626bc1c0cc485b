"""From what a rule has read to a claim with its quantity and its evidence."""

from dataclasses import dataclass

from kg.claims import hedges
from kg.claims.baselines import Rival
from kg.claims.confidences import confidence
from kg.claims.metrics import Measured
from kg.claims.quantities import Figure
from kg.claims.readings import Reading
from kg.claims.sentences import Sentence
from kg.claims.settings import condition_of, datasets_of
from kg.claims.wording import worded
from kg.iris import baseline, measure, paper_iri
from kg.model import Claim, Concept, Evidence, Paper, Quantity
from kg.parse import Document


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a sentence states: subject, reading, rival (None for an absolute result), figure.

    `group` and `number` say which figure of a list it is; `position` is the cue's where there is no figure. Where an
    end is not the one that the rule takes, `moved` says which and `origin` is what the rule has read.
    """

    subject: Concept
    reading: Reading
    measured: Measured | None
    rival: Rival | None
    figure: Figure | None = None
    group: tuple[Figure, ...] = ()
    number: int = 0
    position: int = 0
    moved: str = ""
    origin: "Statement | None" = None

    @property
    def at(self) -> int:
        """Return where in the sentence it is stated."""
        return self.figure.start if self.figure else self.position


Told = tuple[Sentence, Statement, Claim]
"""A claim with its sentence and what was read there."""


def to_claim(document: Document, sentence: Sentence, statement: Statement) -> Claim:
    """Return the claim of a statement; its evidence is exactly the sentence."""
    paper, reading = document.paper, statement.reading
    subject, rival = ends_of(paper, statement)
    polarity, hedge = hedges.judge(sentence.text, statement.at)
    span = document.sentence_span(sentence.index)
    evidence = Evidence(paper_iri(paper.id), span, span.of(paper.text))
    quantity = _quantity(document, sentence, statement)
    return Claim(
        subject, reading.predicate, rival, evidence, reading.rule, confidence(reading.rule), quantity, polarity, hedge
    )


def ends_of(paper: Paper, statement: Statement) -> tuple[Concept, Concept]:
    """Return subject and object of the claim of a statement."""
    if statement.rival is None:
        other = _measure_node(paper.id, statement.measured)
    else:
        named = statement.rival.named
        other = named.concept if named else baseline(paper.id, statement.rival.phrase)
    return (other, statement.subject) if statement.reading.reversed else (statement.subject, other)


def _measure_node(paper_id: str, measured: Measured | None) -> Concept:
    if measured and measured.named:
        return measured.named.concept
    return measure(paper_id, measured.phrase if measured else "score")


def _quantity(document: Document, sentence: Sentence, statement: Statement) -> Quantity | None:
    """Return the figure of a statement and what is said with it; None where nothing is."""
    figure, predicate = statement.figure, statement.reading.predicate
    measured = worded(sentence, statement.measured, figure, predicate, statement.at)
    data = datasets_of(sentence, statement.at, figure, statement.group, statement.number)
    quantity = Quantity(
        value=figure.value if figure else None,
        unit=figure.unit if figure else None,
        mode=statement.reading.mode if figure else None,
        bound=figure.bound if figure else None,
        metric=measured.phrase if measured else None,
        metric_iri=measured.iri if measured else None,
        dataset=", ".join(n.concept.label for n in data) or None,
        dataset_iris=tuple(n.concept.iri for n in data),
        condition=condition_of(sentence, figure),
        verbatim=_raw(document, sentence, figure) if figure else None,
    )
    return None if quantity == Quantity() else quantity


def _raw(document: Document, sentence: Sentence, figure: Figure) -> str:
    """Return the words of a figure as they came in."""
    start = sentence.start
    return document.clean.raw_span(start + figure.start, start + figure.end).of(document.paper.text)
