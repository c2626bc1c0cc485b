"""Why the graph says what it says of a paper: `explain` reads it once more and keeps what reading throws away."""

from collections.abc import Callable
from dataclasses import replace

from kg.analysis.explain_claims import statements
from kg.analysis.explain_links import namings
from kg.analysis.explain_places import unmarked
from kg.analysis.explain_reread import reread
from kg.analysis.explained import Explanation, Naming
from kg.iris import iri_of
from kg.model import Claim, Extraction, Iri, Paper
from kg.pipeline import Engine
from kg.text import label_key


def explain(paper: Paper, *, engine: Engine, stored: Extraction | None = None, name: str = "") -> Explanation:
    """Return why each link and each claim of a paper is there, and why other names are not linked.

    `stored` is what the graph holds of the paper: names are then those that all papers of the graph settled on, and
    what the graph has and the engine does not make is `lost_links` and `lost_claims`. The places
    of `name` that are no mention of their own come as `unmarked`. What an endpoint or a person said cannot be taken
    apart: kg's own reading is explained, and says where the graph has another.
    """
    again = reread(paper, engine, stored)
    named = tuple(namings(again, stored))
    claims = tuple(statements(again, stored))
    stands = {(link.mention.span, link.concept.iri) for link in again.named.links}
    made = {statement.iri for statement in claims}
    was = stored or again.named
    return Explanation(
        paper=paper,
        links=tuple(each for each in named if each.concept),
        unlinked=tuple(each for each in named if not each.concept),
        claims=claims,
        lost_links=tuple(link for link in was.links if (link.mention.span, link.concept.iri) not in stands),
        lost_claims=tuple(claim for claim in was.claims if iri_of(claim) not in made),
        unmarked=unmarked(again, name) if name else (),
    )


def of_claims(explanation: Explanation, wanted: Callable[[Iri], bool]) -> Explanation:
    """Return what an explanation says of the claims whose IRI is wanted, and no more."""
    claims = tuple(each for each in explanation.claims if wanted(each.iri))
    lost = tuple(claim for claim in explanation.lost_claims if wanted(iri_of(claim)))
    return Explanation(explanation.paper, (), (), claims, lost_claims=lost)


def of_node(explanation: Explanation, iri: Iri) -> Explanation:
    """Return what an explanation says of the links to a node and of the claims that it is an end of.

    Where the graph links a mention to it and kg no longer does, what became of the mention is there too.
    """
    lost = {link.mention.span for link in explanation.lost_links if link.concept.iri == iri}

    def is_linked(naming: Naming) -> bool:
        here = naming.concept is not None and naming.concept.iri == iri
        return here or any(place.span in lost for place in naming.places)

    return _restricted(explanation, is_linked, {iri})


def of_name(explanation: Explanation, name: str) -> Explanation:
    """Return what an explanation says of a name: what is called so, linked or not, and the claims about it."""
    key = label_key(name)

    def is_called(naming: Naming) -> bool:
        concept = naming.concept
        labels = [concept.label, concept.iri] if concept else []
        return name in labels or key in map(label_key, [*labels[:1], *(place.text for place in naming.places)])

    called = [naming.concept for naming in explanation.links if is_called(naming)]
    called += [link.concept for link in explanation.lost_links if label_key(link.concept.label) == key]
    return _restricted(explanation, is_called, {concept.iri for concept in called if concept})


def _restricted(explanation: Explanation, wanted: Callable[[Naming], bool], nodes: set[Iri]) -> Explanation:
    return replace(
        explanation,
        links=tuple(filter(wanted, explanation.links)),
        unlinked=tuple(filter(wanted, explanation.unlinked)),
        claims=tuple(each for each in explanation.claims if _ends(each.claim) & nodes),
        lost_links=tuple(link for link in explanation.lost_links if link.concept.iri in nodes),
        lost_claims=tuple(claim for claim in explanation.lost_claims if _ends(claim) & nodes),
    )


def _ends(claim: Claim) -> set[Iri]:
    return {claim.subject.iri, claim.object.iri}
