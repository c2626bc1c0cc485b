"""What papers and systems are known by: the concepts that they name and the claims that are made of them."""

from collections.abc import Set
from dataclasses import dataclass, field

from kg.iris import own_kind
from kg.model import Iri, Predicate
from kg.tables.tables import Tables

Feature = tuple[str, Iri]
"""A predicate (or `names`, and with ` by` where the thing is its object) and the other end."""

Sourced = dict[Feature, set[Iri]]
"""Features with the papers that they are from."""

NAMES = "names"
_ROLES = (Predicate.USES, Predicate.COMPARES_WITH, Predicate.EVALUATED_ON, Predicate.RUNS_ON, Predicate.TRAINED_ON)
_KINDS = (NAMES, *(str(predicate) for predicate in Predicate))


@dataclass(frozen=True, slots=True)
class Known:
    """What the papers and concepts of some tables are known by, and which papers introduce or use a concept.

    The features of a paper are from that paper; those of concepts, here those from claims, have their papers.
    """

    papers: dict[Iri, set[Feature]]
    claims: dict[Iri, Sourced] = field(default_factory=dict)
    introducers: dict[Iri, set[Iri]] = field(default_factory=dict)
    users: dict[Iri, set[Iri]] = field(default_factory=dict)

    def speakers(self, iri: Iri) -> Set[Iri]:
        """Return the papers that speak for a concept: those that introduce it, or where none does, that use it."""
        return self.introducers.get(iri) or self.users.get(iri) or frozenset()

    def concept(self, iri: Iri) -> set[Feature]:
        """Return the features of a concept: its claims, and what its speakers say. It is no feature of itself."""
        found = set[Feature]().union(*(self.papers[paper] for paper in self.speakers(iri)))
        return found.difference((kind, iri) for kind in _KINDS).union(self.claims.get(iri, ()))

    def sources(self, iri: Iri, features: Set[Feature]) -> Sourced:
        """Return the papers from which a concept has some features."""
        claims = self.claims.get(iri, {})
        found: Sourced = {feature: set(claims.get(feature, ())) for feature in features}
        for paper in self.speakers(iri):
            for feature in self.papers[paper] & features:
                found[feature].add(paper)
        return found


def known(tables: Tables) -> Known:
    """Return what papers and concepts are known by."""
    concepts = tables.concepts()
    every = Known({iri: set() for iri in tables.papers()})
    for row in tables.mentions():
        every.papers[row.paper].add((NAMES, row.concept))
    for edge in tables.edges():
        if edge.object not in concepts or edge.predicate == Predicate.MENTIONS:
            continue
        if edge.subject == edge.paper or own_kind(edge.subject) == "contribution":
            every.papers[edge.paper].add((edge.predicate, edge.object))
        else:
            _add(every.claims, edge.subject, (edge.predicate, edge.object), edge.paper)
            _add(every.claims, edge.object, (f"{edge.predicate} by", edge.subject), edge.paper)
        if edge.subject == edge.paper and edge.predicate == Predicate.INTRODUCES:
            every.introducers.setdefault(edge.object, set()).add(edge.paper)
        elif edge.subject == edge.paper and edge.predicate in _ROLES:
            every.users.setdefault(edge.object, set()).add(edge.paper)
    return every


def _add(claims: dict[Iri, Sourced], iri: Iri, feature: Feature, paper: Iri) -> None:
    claims.setdefault(iri, {}).setdefault(feature, set()).add(paper)
