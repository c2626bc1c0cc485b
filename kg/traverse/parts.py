"""What a graph is made of: extractions of papers gathered into nodes and claims, in one fixed order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.iris import iri_of, paper_iri, paper_node
from kg.model import Claim, Concept, ConceptType, Extraction, Iri, Mention, Paper


@dataclass(frozen=True, slots=True)
class Parts:
    """Papers, nodes, claims and mentions, keyed by IRI; dictionaries stand in the order of their keys' sort.

    `mentions` holds, for each paper, the places where its text names each concept.
    """

    papers: dict[Iri, Paper]
    nodes: dict[Iri, Concept]
    claims: dict[Iri, Claim]
    mentions: dict[Iri, tuple[tuple[Mention, Iri], ...]]


def gather(extractions: Iterable[Extraction]) -> Parts:
    """Return the parts of the graph that the extractions make, whatever their order.

    Of two extractions of one paper the later counts, as in the store. Where papers disagree on the
    label or type of a concept, the most frequent wins, then the smallest.
    """
    latest = {paper_iri(extraction.paper.id): extraction for extraction in extractions}
    by_paper = {iri: latest[iri] for iri in sorted(latest)}
    nodes = _nodes(by_paper)
    return Parts(
        papers={iri: extraction.paper for iri, extraction in by_paper.items()},
        nodes=nodes,
        claims=_claims(by_paper.values(), nodes),
        mentions={
            iri: tuple((link.mention, link.concept.iri) for link in extraction.links)
            for iri, extraction in by_paper.items()
        },
    )


def restrict(parts: Parts, keep: frozenset[Iri]) -> Parts:
    """Return the parts on the nodes of `keep`; papers that stand behind a kept claim stay readable."""
    return Parts(
        papers=parts.papers,
        nodes={iri: node for iri, node in parts.nodes.items() if iri in keep},
        claims={
            iri: claim for iri, claim in parts.claims.items() if claim.subject.iri in keep and claim.object.iri in keep
        },
        mentions={iri: tuple(pair for pair in pairs if pair[1] in keep) for iri, pairs in parts.mentions.items()},
    )


def _nodes(by_paper: dict[Iri, Extraction]) -> dict[Iri, Concept]:
    votes: dict[Iri, Counter[tuple[str, ConceptType | None]]] = {}
    for iri, extraction in by_paper.items():
        named = {link.concept for link in extraction.links}
        named.update(end for claim in extraction.claims for end in (claim.subject, claim.object))
        for concept in named:
            votes.setdefault(concept.iri, Counter())[concept.label, concept.type] += 1
        votes[iri] = Counter({(extraction.paper.title, None): 1})
    return {iri: _elected(iri, votes[iri]) for iri in sorted(votes)}


def _elected(iri: Iri, votes: Counter[tuple[str, ConceptType | None]]) -> Concept:
    (label, kind), _ = min(votes.items(), key=lambda vote: (-vote[1], vote[0][0], vote[0][1] or ""))
    return Concept(iri, label, kind)


def _claims(extractions: Iterable[Extraction], nodes: dict[Iri, Concept]) -> dict[Iri, Claim]:
    named: dict[Iri, Claim] = {}
    for extraction in extractions:
        keyed = [(iri_of(claim), claim) for claim in extraction.claims]
        for iri, claim in sorted(keyed, key=lambda pair: (pair[1].evidence.span, pair[0])):
            ends = nodes[claim.subject.iri], nodes[claim.object.iri]
            same = ends == (claim.subject, claim.object)
            named[iri] = claim if same else replace(claim, subject=ends[0], object=ends[1])
    return named


def as_node(paper: Paper) -> Concept:
    """Return the node that stands for a paper."""
    return paper_node(paper.id, paper.title)
