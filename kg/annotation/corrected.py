"""An extraction as a person has corrected it: the concepts, roles and relations of the annotation, and no others.

What the person left as kg had read it keeps its node and its figure; all else is linked and made anew, the way that
linking does it. Each claim has the rule `person` and the confidence 1.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.annotation.figures import quantity
from kg.annotation.form import BASELINE, OWN
from kg.annotation.kept import Annotation
from kg.annotation.places import placed, places
from kg.claims.roles import telling_sentence
from kg.claims.subjects import evidence, things
from kg.context import Context
from kg.iris import baseline, concept_iri, contribution, measure, own_kind, paper_iri, paper_node
from kg.model import (
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Link,
    Mention,
    Paper,
    Predicate,
    Quantity,
    Span,
)  # fmt: skip
from kg.naming.resolve import Resolver, resolver_of
from kg.ontology import Ontology
from kg.parse import parse_one
from kg.text import label_key

PERSON = "person"
"""The rule of claims, and the finder of mentions, that a person made."""

_HOW = "annotated by a person"
_Record = Mapping[str, Any]


def corrected(extraction: Extraction, annotation: Annotation, ontology: Ontology) -> Extraction:
    """Return the extraction of a paper as an annotation of it has it.

    `ontology` is the catalogue that the extraction was linked with. What the annotation takes from another text than
    the paper's (an abstract that has changed since) is left out, and an annotation without text that was made on
    another one changes nothing: `kg.annotation.kept.misfits` tells both.
    """
    record = annotation.on(extraction.paper)
    if record is None:
        return extraction
    concepts = record["concepts"]
    nodes = _nodes(concepts, extraction, resolver_of(ontology))
    links = _links(concepts, nodes, extraction)
    roles = _roles(concepts, nodes, links, Context(parse_one(extraction.paper)))
    relations = _relations(record, nodes, extraction)
    return Extraction(extraction.paper, links, tuple(dict.fromkeys((*roles, *relations))))


# Concepts


def _nodes(concepts: Sequence[_Record], extraction: Extraction, resolver: Resolver) -> dict[str, Concept]:
    """Return the node of each annotated concept by its name."""
    return {each["name"]: _node(each, extraction, resolver) for each in concepts}


def _node(concept: _Record, extraction: Extraction, resolver: Resolver) -> Concept:
    """Return the node that kg had linked under this name and type, else what the name stands for, else a new one."""
    kind, name = ConceptType(concept["type"]), " ".join(concept["name"].split())
    forms = set(concept["mentions"])
    text, key = extraction.paper.text, label_key(name)
    for link in extraction.links:
        fits = link.concept.type is kind and label_key(link.concept.label) == key
        if fits and link.mention.span.of(text) in forms:
            return link.concept
    found = next((match.concept for match in resolver.find(name) if match.concept.type is kind), None)
    return found or Concept(concept_iri(kind, name), name, kind)


def _links(concepts: Sequence[_Record], nodes: Mapping[str, Concept], extraction: Extraction) -> tuple[Link, ...]:
    read = {link.mention.span: link.mention for link in extraction.links}
    links = []
    for span, index in _spans(extraction.paper.text, concepts):
        node = nodes[concepts[index]["name"]]
        known = read.get(span, Mention(span, None, PERSON))
        introduced = concepts[index]["role"] == Predicate.INTRODUCES
        mention = replace(known, type=node.type, finder=PERSON, score=1.0, introduced=introduced)
        links.append(Link(mention, node, 1.0, _HOW))
    return tuple(links)


def _spans(text: str, concepts: Sequence[_Record]) -> list[tuple[Span, int]]:
    """Return the places of mentions; a concept that only longer names hold stands inside the first of them."""
    found = list(placed(text, concepts))
    bare = sorted(set(range(len(concepts))) - {index for _, index in found})
    inside = ((min(spans), index) for index in bare if (spans := _all(text, concepts[index])))
    return sorted([*found, *inside])


def _all(text: str, concept: _Record) -> list[Span]:
    return [span for form in concept["mentions"] for span in places(text, form)]


# Claims


def _roles(
    concepts: Sequence[_Record], nodes: Mapping[str, Concept], links: tuple[Link, ...], context: Context
) -> Iterator[Claim]:
    """Yield the paper's edge to each concept that the text names, with the sentence that shows it best."""
    paper = context.document.paper
    linked = {thing.concept.iri: thing for thing in things(links)}
    for concept in concepts:
        role = Predicate(concept["role"])
        thing = linked.pop(nodes[concept["name"]].iri, None)  # two names of one node: the first one's role counts
        if thing:
            shown = evidence(context, telling_sentence(context, thing, role))
            yield Claim(paper_node(paper.id, paper.title), role, thing.concept, shown, PERSON)


def _relations(record: _Record, nodes: Mapping[str, Concept], extraction: Extraction) -> Iterator[Claim]:
    """Yield the annotated relations whose sentence and ends the text has."""
    paper = extraction.paper
    for relation in record["relations"]:
        shown = _evidence(paper, relation["evidence"], extraction.claims)
        ends = [_end(paper, relation, side, nodes) for side in ("s", "o")]
        if shown and ends[0] and ends[1]:
            subject, other = ends[0], ends[1]
            predicate = Predicate(relation["p"])
            known = _known(extraction.claims, subject, predicate, other, shown)
            figure = quantity(relation, shown.text, known, nodes)
            yield Claim(subject, predicate, other, shown, PERSON, quantity=figure)


def _evidence(paper: Paper, words: str, claims: Iterable[Claim]) -> Evidence | None:
    """Return where the words stand: where kg read a claim from them, else at their first place in the abstract."""
    same = (claim.evidence for claim in claims if claim.evidence.text == words)
    known = next(same, None)
    if known is not None:
        return known
    start = paper.text.find(words, len(paper.title) + 1)
    start = paper.text.find(words) if start < 0 else start
    if start < 0 or not words:
        return None
    return Evidence(paper_iri(paper.id), Span(start, start + len(words)), words)


def _end(paper: Paper, relation: _Record, side: str, nodes: Mapping[str, Concept]) -> Concept | None:
    name = relation.get(side)
    if name == OWN:
        return contribution(paper.id, paper.title)
    if name == BASELINE:  # o_text is of the object
        return baseline(paper.id, (side == "o" and relation.get("o_text")) or "(implied) prior methods")
    if name is None:
        return measure(paper.id, relation.get("o_text") or relation.get("metric") or "score")
    return nodes.get(name)


def _known(
    claims: Iterable[Claim], subject: Concept, predicate: Predicate, other: Concept, shown: Evidence
) -> tuple[Quantity, ...]:
    """Return the figures that kg had read in this sentence for these ends."""
    return tuple(
        claim.quantity
        for claim in claims
        if claim.quantity is not None
        and (claim.subject.iri, claim.predicate, claim.evidence.span) == (subject.iri, predicate, shown.span)
        and (claim.object.iri == other.iri or own_kind(claim.object.iri) is not None)
    )
