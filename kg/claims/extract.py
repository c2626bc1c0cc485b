"""Claims of a paper: runs the rules and the models, one claim for one statement."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.claims import comparisons, patterns
from kg.claims.roles import Role, main_of, role_claim, roles
from kg.claims.sentences import Sentence
from kg.claims.statements import Statement
from kg.claims.subjects import things
from kg.context import context_of
from kg.iris import iri_of
from kg.linear import LinearModel, load_model
from kg.model import Claim, Link, Predicate
from kg.neural.encoder import Network
from kg.parse import Document


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What decides: `roles` of the paper's edges, `relations` of pairs; a network may have its say."""

    roles: LinearModel
    relations: LinearModel
    network: Network | None = None


def shipped_reader(folder: Path | None = None) -> Reader:
    """Return the reader whose weights ship with the package, or stand in a folder."""
    return Reader(load_model("roles", folder), load_model("relations", folder))


def extract(
    document: Document, links: tuple[Link, ...], *, reader: Reader | None = None, threshold: float = 0.25
) -> tuple[Claim, ...]:
    """Return the claims of a paper: a role for each concept, then relations and figures in order of evidence.

    A relation or a figure whose confidence is below `threshold` is left out.
    """
    reader = reader or shipped_reader()
    context = context_of(document)
    found = roles(context, things(links), reader.roles, reader.network)
    edges = [role_claim(context, role) for role in found]
    relations = [
        *patterns.find(context, found, reader.relations, threshold, reader.network),
        *(claim for _, _, claim in read_figures(document, links, found)),
    ]
    distinct: dict[str, Claim] = {}
    for claim in relations:
        if claim.confidence >= threshold:
            distinct.setdefault(iri_of(claim), claim)
    ordered = sorted(distinct.values(), key=lambda claim: (claim.evidence.span, claim.predicate))  # stable: as read
    return (*edges, *ordered)


def read_figures(
    document: Document, links: tuple[Link, ...], found: tuple[Role, ...]
) -> Iterator[tuple[Sentence, Statement, Claim]]:
    """Yield the figures and comparisons of a paper, each with its sentence and what a rule has read there."""
    return comparisons.read(document, with_roles(links, found), main_of(document.paper, found))


def with_roles(links: tuple[Link, ...], found: tuple[Role, ...]) -> tuple[Link, ...]:
    """Return the links with `introduced` set as the roles have it: the figures' subjects depend on it."""
    introduced = {role.thing.concept.iri for role in found if role.best is Predicate.INTRODUCES}
    return tuple(_introduced(link, link.concept.iri in introduced) for link in links)


def _introduced(link: Link, introduced: bool) -> Link:
    if link.mention.introduced is introduced:
        return link
    return replace(link, mention=replace(link.mention, introduced=introduced))
