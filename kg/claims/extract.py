"""Claims of a paper: runs the rules and the models, one claim for one statement."""

from dataclasses import dataclass, replace

from kg.claims import comparisons, patterns
from kg.claims.roles import Role, role_claim, roles
from kg.claims.subjects import things
from kg.context import Context
from kg.iris import iri_of
from kg.linear import LinearModel, load_model
from kg.model import Claim, Link, Predicate
from kg.parse import Document


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """What decides: `roles` of the paper's edges, `relations` of pairs."""

    roles: LinearModel
    relations: LinearModel


def shipped_reader() -> Reader:
    """Return the reader whose weights ship with the package."""
    return Reader(load_model("roles"), load_model("relations"))


def extract(
    document: Document, links: tuple[Link, ...], *, reader: Reader | None = None, threshold: float = 0.25
) -> tuple[Claim, ...]:
    """Return the claims of a paper: a role for each concept, then relations and figures in order of evidence.

    A relation or a figure whose confidence is below `threshold` is left out.
    """
    reader = reader or shipped_reader()
    context = Context(document)
    found = roles(context, things(links), reader.roles)
    edges = [role_claim(context, role) for role in found]
    relations = [
        *patterns.find(context, found, reader.relations, threshold),
        *comparisons.find(document, _with_roles(links, found)),
    ]
    distinct: dict[str, Claim] = {}
    for claim in relations:
        if claim.confidence >= threshold:
            distinct.setdefault(iri_of(claim), claim)
    ordered = sorted(distinct.values(), key=lambda claim: (claim.evidence.span, claim.predicate))  # stable: as read
    return (*edges, *ordered)


def _with_roles(links: tuple[Link, ...], found: tuple[Role, ...]) -> tuple[Link, ...]:
    """Return the links with `introduced` set as the roles have it: the figures' subjects depend on it."""
    introduced = {role.thing.concept.iri for role in found if role.best is Predicate.INTRODUCES}
    return tuple(
        replace(link, mention=replace(link.mention, introduced=link.concept.iri in introduced)) for link in links
    )
