"""Why a claim is made: the model or the rule behind it, the words that it went by, and where its confidence is from."""

from collections.abc import Iterator

from kg.analysis.explain_makers import held
from kg.analysis.explain_reread import Reread
from kg.analysis.explain_rules import READS, marks_of, notes_of
from kg.analysis.explain_scores import ENCODER, choice, linear, mixed, whole
from kg.analysis.explained import Choice, Mark, Statement
from kg.claims.confidences import confidence, is_measured
from kg.claims.judge import YES
from kg.claims.patterns import NONE, pair_features, stated
from kg.iris import iri_of, own_kind
from kg.model import Claim, Extraction

_ROLE = "the likeliest role, by the words around all mentions of the concept"
_PAIR = "by the words around both names and between them"
_MODEL, _PAIRS = "role.model", "pair."


def statements(again: Reread, stored: Extraction | None = None) -> Iterator[Statement]:
    """Yield why each claim of a paper is made, in the order of the claims.

    `stored` is what the graph holds of the paper.
    """
    rules = {iri_of(claim): claim.rule for claim in (stored or again.named).claims}
    for read, named in zip(again.read.claims, again.named.claims, strict=True):
        yield _statement(again, read, named, held(named.rule, rules, iri_of(named)))


def _statement(again: Reread, read: Claim, named: Claim, note: str) -> Statement:
    """Return why a claim is made; `read` is the claim before the names of all papers were settled."""
    told = again.told.get(iri_of(read))
    made, reads, precision = None, READS.get(read.rule, ""), None
    if read.rule == _MODEL:
        made, reads = _of_role(again, read), _ROLE
    elif (read.subject.iri, read.object.iri) in again.pairs and read.rule.startswith(_PAIRS):
        made, reads = _of_pair(again, read), _PAIR
    elif iri_of(read) in again.figures:
        made, precision = _of_figure(again, read), confidence(read.rule) if is_measured(read.rule) else None
    marks = marks_of(again.document, *told) if told else tuple(_named(again, read))
    notes = notes_of(*told) if told else tuple(_unnamed(read, marks))
    least = 0.0 if read.rule == _MODEL else again.engine.settings.min_confidence
    measured = made is not None or is_measured(read.rule)
    factor = again.roles[read.object.iri].thing.score if read.rule == _MODEL else 1.0
    return Statement(iri_of(named), named, reads, marks, made, least, measured, notes, note, factor, precision)


def _of_figure(again: Reread, claim: Claim) -> Choice | None:
    model = again.engine.reader.figures
    if model is None:
        return None
    features = again.figures[iri_of(claim)]
    return choice(model.probabilities(features), YES, linear(model, features))


def _of_role(again: Reread, claim: Claim) -> Choice:
    role, reader, seen = again.roles[claim.object.iri], again.engine.reader, again.asked[claim.object.iri]
    weights = reader.network.mixing.roles if reader.network else None
    both = mixed(reader.roles, role.features, weights, seen.roles if seen else None)
    return choice(role.shares, claim.predicate, *both)


def _of_pair(again: Reread, claim: Claim) -> Choice:
    pair, role = again.pairs[claim.subject.iri, claim.object.iri], again.roles[claim.object.iri]
    model, network = again.engine.reader.relations, again.engine.reader.network
    [shares] = stated(again.context, [(pair, role)], model, network.mixing if network else None)
    if network:  # it alone decides
        return choice(shares, claim.predicate, whole(ENCODER, shares))
    return choice(shares, claim.predicate, linear(model, pair_features(again.context, pair, role)))


def _named(again: Reread, claim: Claim) -> Iterator[Mark]:
    """Yield where the sentence of a claim names its ends."""
    wanted = {claim.subject.iri: "subject", claim.object.iri: "object"}
    for link in again.read.links:
        span, iri = link.mention.span, link.concept.iri
        if iri in wanted and claim.evidence.span.covers(span):
            yield Mark(wanted[iri], span, span.of(again.document.paper.text))


def _unnamed(claim: Claim, marks: tuple[Mark, ...]) -> Iterator[str]:
    """Yield which end the sentence leaves out."""
    marked = {mark.what for mark in marks}
    if claim.rule != _MODEL and "subject" not in marked:
        own = own_kind(claim.subject.iri) is not None
        name = "the paper's own contribution" if own else claim.subject.label
        yield f"the sentence does not name the subject, {name}"


def no_relation(choice: Choice) -> bool:
    """Tell whether what came next to a relation is that there is none."""
    return choice.rival == NONE
