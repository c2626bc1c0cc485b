"""Who does better than whom, by how much, and what is reached: the figure and comparison claims of a paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from kg.claims import lists, respectively, rivals, unrivalled, verdicts
from kg.claims.baselines import Comparison, Rival, find_comparisons
from kg.claims.claimants import Claimants, claimants_of, first_own, speaking, subjects_at
from kg.claims.lists import Stated
from kg.claims.readings import Reading
from kg.claims.sentences import Named, Sentence, sentences
from kg.claims.statements import Statement, to_claim
from kg.claims.verdicts import Verdict
from kg.model import Claim, Concept, Link, Mode, Predicate
from kg.parse import Document

_CUES = (
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "twice", "half", "halv", "doubl", "magnitude", "fold", "perform",
    "surpass", "exceed", "beat", "compar", "than ", " over ", "relative to", " vs", "versus", "improv", "reduc",
    "superior", "state", "sota", "competitive", "on par", "on-par", "match", "without", "maintain", "preserv", "retain",
    "rival", " no ", "as accurate", "as good", "as effective", "as efficient", "as capable", "parity",
    "increas", "boost", "enhanc", "accelerat", "negligibl", "minimal", "behind", "inferior", "similar", "same", "lower",
    "approach", "close", "equal", "equivalent", "outpac", "outshin", "eclips", "decreas", "minimi", "cut", "speed",
    "faster", " more ", "cheaper", "-level", "keep", "sustain", "third",
    "quarter", "gain", "better", "higher",
)  # fmt: skip

_FINDS = re.compile(r"\b(?:we|our|results?|experiments?|evaluations?|show|demonstrate|proposed)\b", re.IGNORECASE)


def find(document: Document, links: tuple[Link, ...], main: Concept | None = None) -> Iterator[Claim]:
    """Yield the claims of predicate outperforms, comparableTo and achieves of one paper, each only once.

    Ends are linked concepts, the paper's own contribution, a baseline phrase or a measure phrase. `main` is whose
    results "we" report, by default the main contribution as the links alone tell it.
    """
    for _, _, claim in read(document, links, main):
        yield claim


def read(
    document: Document, links: tuple[Link, ...], main: Concept | None = None
) -> Iterator[tuple[Sentence, Statement, Claim]]:
    """Yield the claims that `find` yields, each with its sentence and what a rule has read there."""
    claimants = claimants_of(document, links, main)
    first = first_own(document, links)
    seen = set()
    before: Sentence | None = None
    for sentence in sentences(document, links, _CUES):
        speakers = speaking(sentence, before, claimants)
        before = sentence
        for statement in _statements(sentence, speakers):
            if 0 < sentence.index < first and statement.subject.iri in claimants.own:
                continue  # the sentence sets the scene: "we" has not spoken yet
            claim = to_claim(document, sentence, statement)
            key = (claim.subject.iri, claim.predicate, claim.object.iri, claim.quantity, sentence.index)
            if claim.subject.iri != claim.object.iri and key not in seen:
                seen.add(key)
                yield sentence, statement, claim


def _statements(sentence: Sentence, claimants: Claimants) -> Iterator[Statement]:
    comparisons = find_comparisons(sentence)
    used: set[int] = set()
    kept: tuple[Rival, ...] = ()
    for stated in lists.stated(sentence):
        for statement in _of_figures(sentence, comparisons, stated, claimants, used):
            if statement.rival == rivals.IMPLIED[0] and kept:
                for rival in kept:
                    yield replace(statement, rival=rival)
                continue
            if statement.reading.rule == "figure.preserved" and statement.rival and statement.rival.named:
                kept = (statement.rival,)
            yield statement
    for verdict in (*verdicts.in_words(sentence, comparisons), *unrivalled.gains(sentence, comparisons)):
        yield from _of_verdict(sentence, comparisons, verdict, claimants, used)


def _of_figures(
    sentence: Sentence, comparisons: tuple[Comparison, ...], stated: Stated, claimants: Claimants, used: set[int]
) -> Iterator[Statement]:
    """Yield a statement for each figure of a list and each rival, both zipped where they are equally many."""
    reading = stated.reading
    owner = rivals.owner(sentence, stated)
    if reading.predicate is Predicate.ACHIEVES:
        yield from _results(sentence, comparisons, stated, (owner.concept,) if owner else None, claimants)
        return
    subjects = subjects_at(sentence, _verb_before(comparisons, owner) if owner else stated.start, claimants)
    comparison = None if owner else rivals.comparison_for(sentence, comparisons, stated)
    if owner:
        against: tuple[Rival, ...] = (Rival(owner.concept.label, owner),)
        used.update(c.start for c in comparisons if c.start < owner.start)
    else:
        against = _against(sentence, comparison, stated, used)
    if comparison and comparison.kind == "lags" and reading.predicate is Predicate.OUTPERFORMS:
        reading = replace(reading, reversed=True)
    for number, figure in enumerate(stated.group):
        for measured in respectively.metrics_of(sentence, stated, number):
            for subject, rival in product(subjects, respectively.rivals_of(against, stated, number)):
                yield Statement(subject, reading, measured, rival, figure, stated.group, number)


def _results(
    sentence: Sentence, comparisons: tuple[Comparison, ...], stated: Stated, whose: tuple[Concept, ...] | None,
    claimants: Claimants,
) -> Iterator[Statement]:  # fmt: skip
    """Yield what the subjects reach; of "X exceeds Y (83% vs. 80%)" the second figure is Y's."""
    subjects = whose or subjects_at(sentence, stated.start, claimants)
    if stated.reading.rule == "figure.versus":
        if whose is None or whose[0].iri in claimants.own:
            return
        yield from _of_sides(sentence, stated, whose[0], claimants)
    for number, figure in enumerate(stated.group):
        other = rivals.opponent(sentence, comparisons, stated, number)
        for measured in respectively.metrics_of(sentence, stated, number):
            for subject in (other.concept,) if other else subjects:
                yield Statement(subject, stated.reading, measured, None, figure, stated.group, number)
    if stated.changed:
        yield from _of_change(sentence, stated, subjects[0])


def _verb_before(comparisons: tuple[Comparison, ...], owner: Named) -> int:
    """Return where the subject of "beats A (1.2x) and B (3x)" is looked for: at the verb, not at A."""
    return max((c.start for c in comparisons if c.start < owner.start), default=owner.start)


def _of_change(sentence: Sentence, stated: Stated, subject: Concept) -> Iterator[Statement]:
    """Yield what "improves the M of X from A to B" states besides B: a gain over X, and that X reaches A."""
    measured, rival = stated.reading.measured, rivals.changed_of(sentence, stated)
    reading = Reading(Predicate.OUTPERFORMS, "words.change", Mode.ABSOLUTE, measured)
    yield Statement(subject, reading, measured, rival, position=stated.start)
    before = [f for f in sentence.figures if f.end < stated.start and f.unit == stated.group[0].unit]
    if rival.named and before:
        yield Statement(rival.named.concept, stated.reading, measured, None, before[-1], (before[-1],))


def _of_sides(sentence: Sentence, stated: Stated, other: Concept, claimants: Claimants) -> Iterator[Statement]:
    """Yield the gain that "5 ms, compared to 12 ms for X" states without a figure of its own."""
    measured = stated.reading.measured
    reading = Reading(Predicate.OUTPERFORMS, "words.change", Mode.ABSOLUTE, measured)
    named = next(n for n in sentence.named if n.concept == other)
    for subject in subjects_at(sentence, stated.start, claimants):
        yield Statement(subject, reading, measured, Rival(other.label, named), position=stated.start)


def _against(sentence: Sentence, comparison: Comparison | None, stated: Stated, used: set[int]) -> tuple[Rival, ...]:
    """Return what the figures are compared with; the phrase counts as used then."""
    if kept := rivals.kept_of(sentence, stated):
        return kept
    if comparison is None:
        return rivals.host_of(sentence, stated) or rivals.IMPLIED
    if comparison.kind != "equals" or stated.reading.predicate is Predicate.COMPARABLE_TO:
        used.add(comparison.start)
    return rivals.listed_before(sentence, comparison, stated) or comparison.rivals


def _of_verdict(
    sentence: Sentence, comparisons: tuple[Comparison, ...], verdict: Verdict, claimants: Claimants, used: set[int]
) -> Iterator[Statement]:
    """Yield the statements of a comparison in words, none where a figure has used the phrase."""
    comparison = verdict.comparison
    if comparison is not None and comparison.start in used:
        return
    if (
        comparison is None
        and verdict.rule.startswith(("words.improves", "words.comparative", "words.gains", "words.better"))
        and _has_figure_or_rival(sentence, comparisons, verdict)
    ):
        return
    subjects = subjects_at(sentence, verdict.position, claimants)
    if verdict.reversed and not any(n.concept in subjects and n.end <= verdict.position for n in sentence.named):
        return
    if comparison is None and subjects[0].iri not in claimants.own:
        if verdict.rule == "words.comparative" or not _FINDS.search(sentence.text):
            return
        subjects = (claimants.main,)
    if comparison is None and not verdict.rule.startswith("words.state"):
        comparison = rivals.nearest(comparisons, verdict.position)
    for measured in respectively.listed(sentence, verdict.measured):
        for subject, rival in product(subjects, comparison.rivals if comparison else rivals.IMPLIED):
            yield Statement(subject, verdict.reading, measured, rival, position=verdict.position)


def _has_figure_or_rival(sentence: Sentence, comparisons: tuple[Comparison, ...], verdict: Verdict) -> bool:
    clause = sentence.clauses[sentence.clause_at(verdict.position)]
    starts = [figure.start for figure in sentence.figures] + [comparison.start for comparison in comparisons]
    return any(clause.start <= start < clause.end for start in starts)
