"""Which of the figures and comparisons that were read the text states: a linear model over their features decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.claims import comparisons
from kg.claims.claimants import claimants_of
from kg.claims.figure_features import Scene, figure_features
from kg.claims.other_ends import with_other_ends
from kg.claims.roles import Role, main_of
from kg.claims.statements import Told
from kg.linear import Features, LinearModel
from kg.model import Link, Predicate
from kg.parse import Document

YES, NO = "yes", "no"
_LIKELY = 0.5  # from which what no rule has read counts
_NEAR_BEST = 0.75  # of two readings of one figure, one that is less likely than that share of the other is left out


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The figures and comparisons of a paper that may be stated, each with its features."""

    told: tuple[Told, ...]
    features: tuple[Features, ...]


def by_rules(document: Document, links: tuple[Link, ...], found: Sequence[Role]) -> tuple[Told, ...]:
    """Return what the rules read, each with the sentence and what was read there."""
    return tuple(comparisons.read(document, with_roles(links, found), main_of(document.paper, found)))


def with_roles(links: tuple[Link, ...], found: Sequence[Role]) -> tuple[Link, ...]:
    """Return the links with `introduced` set as the roles have it: the figures' subjects depend on it."""
    introduced = {role.thing.concept.iri for role in found if role.best is Predicate.INTRODUCES}
    return tuple(_introduced(link, link.concept.iri in introduced) for link in links)


def _introduced(link: Link, introduced: bool) -> Link:
    if link.mention.introduced is introduced:
        return link
    return replace(link, mention=replace(link.mention, introduced=introduced))


def candidates(document: Document, links: tuple[Link, ...], found: Sequence[Role]) -> Candidates:
    """Return what the rules read, then the same with other ends, with the features that they are judged by."""
    main, own = main_of(document.paper, found), with_roles(links, found)
    read = tuple(comparisons.read(document, own, main))
    told = (*read, *with_other_ends(document.paper, read, claimants_of(document, own, main)))
    roles = {role.thing.concept.iri: role for role in found}
    features = figure_features(Scene(roles, main.iri, len(document.sentences) - 1, told))
    return Candidates(told, tuple(features))


def judged(found: Candidates, model: LinearModel) -> tuple[Told, ...]:
    """Return the candidates that count, each with its probability as the claim's confidence.

    Of several readings of one figure only the likeliest and those near to it count; one that no rule has made only
    where it is likelier than not.
    """
    shares = [each[YES] for each in model.probabilities_of(found.features)]
    figures = [_figure(told) for told in found.told]
    best: dict[object, float] = {}
    for figure, share in zip(figures, shares, strict=True):
        best[figure] = max(share, best.get(figure, 0.0))
    return tuple(
        (sentence, statement, replace(claim, confidence=round(share, 4)))
        for (sentence, statement, claim), figure, share in zip(found.told, figures, shares, strict=True)
        if share >= _NEAR_BEST * best[figure] and (share >= _LIKELY or not statement.moved)
    )


def _figure(told: Told) -> object:
    """Return what the readings of one figure, or of one cue without a figure, share."""
    sentence, statement, claim = told
    metric = claim.quantity.metric if claim.quantity else None
    return sentence.index, statement.at, claim.rule, metric
