"""The same statement with another end: who else of the sentence may be the subject, or the rival.

A rule takes one subject and one rival by their places. The others are candidates too where a model judges them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.claims.baselines import Rival, find_comparisons
from kg.claims.claimants import Claimants
from kg.claims.rivals import IMPLIED
from kg.claims.sentences import Sentence
from kg.claims.statements import Statement, Told, ends_of
from kg.iris import own_kind
from kg.model import Claim, Concept, Iri, Paper, Quantity

SUBJECT, RIVAL = "subject", "rival"
_Key = tuple[Iri, str, Iri | None, Quantity | None, int]


def with_other_ends(paper: Paper, told: Sequence[Told], claimants: Claimants) -> Iterator[Told]:
    """Yield what rules have read again, each with one end replaced by another of the sentence, each only once.

    The subject may be the main contribution or a system that the sentence names, the rival one of those, what a
    comparison of the sentence names, or nobody by name. What the text denies or hedges stays as the rule read it: no
    judge learns from it.
    """
    seen = {_key(sentence, claim) for sentence, _, claim in told}
    sentences = {sentence.index: sentence for sentence, _, _ in told}
    against = {index: tuple(_rivals(sentence)) for index, sentence in sentences.items()}
    for sentence, statement, read in (each for each in told if each[2].asserted):
        subjects = _subjects(sentence, claimants)
        for other in (*_by_subject(statement, subjects), *_by_rival(statement, against[sentence.index])):
            subject, rival = ends_of(paper, other)
            claim = replace(read, subject=subject, object=rival)
            key = _key(sentence, claim)
            if claim.subject.iri != claim.object.iri and key not in seen:
                seen.add(key)
                yield sentence, other, claim


def _key(sentence: Sentence, claim: Claim) -> _Key:
    """Return what makes two candidates the same; two baselines without a name are one."""
    other = None if own_kind(claim.object.iri) == "baseline" else claim.object.iri
    return claim.subject.iri, claim.predicate, other, claim.quantity, sentence.index


def _subjects(sentence: Sentence, claimants: Claimants) -> tuple[Concept, ...]:
    may = [claimants.main, *(n.concept for n in sentence.named if n.system or n.concept.iri in claimants.own)]
    return tuple({concept.iri: concept for concept in may}.values())


def _rivals(sentence: Sentence) -> Iterator[Rival]:
    for comparison in find_comparisons(sentence):
        yield from comparison.rivals
    systems: Mapping[Iri, Rival] = {
        named.concept.iri: Rival(sentence.text[named.start : named.end], named)
        for named in sentence.named
        if named.system
    }
    yield from systems.values()
    yield from IMPLIED


def _by_subject(statement: Statement, subjects: Sequence[Concept]) -> Iterator[Statement]:
    for subject in subjects:
        if subject.iri != statement.subject.iri:
            yield replace(statement, subject=subject, moved=SUBJECT, origin=statement)


def _by_rival(statement: Statement, rivals: Sequence[Rival]) -> Iterator[Statement]:
    if statement.rival is not None:
        for rival in rivals:
            yield replace(statement, rival=rival, moved=RIVAL, origin=statement)
