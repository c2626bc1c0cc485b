"""What a graph is made of: extractions of papers gathered into nodes and claims, in one fixed order."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.iris import numbered, paper_iri, paper_node
from kg.model import Claim, Concept, ConceptType, Extraction, Iri, Link, Paper
from kg.traverse.links import CODES, Groups, Links
from kg.traverse.rows import Rows

_Vote = tuple[str, ConceptType | None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Nodes and papers by number in order of IRI, claims by number in order of paper, place and IRI.

    `papers` are those whose text stands behind the graph: a part of a graph may hold claims of a paper that is
    no node of it. `named` are the links of each paper. The ends of claims are the nodes as they stand here.
    """

    nodes: Rows[Concept]
    papers: Rows[Paper]
    named: Rows[tuple[Link, ...]]
    claims: Rows[Claim]
    claim_iris: Rows[Iri]
    links: Links
    scalars: Callable[[int], dict[str, Any]] | None = None  # of a claim by number, where that is faster than by claim

    def number(self, iri: str) -> int | None:
        """Return the number of the node with this IRI; None where there is none."""
        place = bisect_left(range(len(self.nodes)), iri, key=lambda number: self.nodes[number].iri)
        return place if place < len(self.nodes) and self.nodes[place].iri == iri else None

    def paper_number(self, iri: str) -> int | None:
        """Return the number of the paper with this IRI; None where there is none."""
        count = len(self.papers)
        place = bisect_left(range(count), iri, key=lambda number: paper_iri(self.papers[number].id))
        return place if place < count and paper_iri(self.papers[place].id) == iri else None

    def claim_number(self, iri: str) -> int | None:
        """Return the number of the claim with this IRI; None where there is none."""
        order = self.links.by_iri
        place = bisect_left(order, iri, key=self.claim_iris.__getitem__)
        return order[place] if place < len(order) and self.claim_iris[order[place]] == iri else None

    def extraction(self, paper: int) -> Extraction:
        """Return what was read out of a paper, as far as this graph holds it, with the labels of its nodes."""
        positions = self.links.positions
        numbers = sorted(self.links.making[paper], key=positions.__getitem__)
        return Extraction(self.papers[paper], self.named[paper], tuple(self.claims[number] for number in numbers))


def gather(extractions: Iterable[Extraction]) -> Parts:
    """Return the parts of the graph that the extractions make, whatever their order.

    Of two extractions of one paper the later counts, as in the store. Where papers disagree on the
    label or type of a concept, the most frequent wins, then the smallest.
    """
    latest = {paper_iri(extraction.paper.id): extraction for extraction in extractions}
    ordered = {iri: latest[iri] for iri in sorted(latest)}
    nodes = _nodes(ordered)
    return assemble(nodes, [_settled(extraction, nodes) for extraction in ordered.values()])


def assemble(nodes: dict[Iri, Concept], extractions: Sequence[Extraction]) -> Parts:
    """Return the parts with these nodes and extractions, both in order of IRI; ends and links are among the nodes."""
    made = [row for number, extraction in enumerate(extractions) for row in _claims(number, extraction)]
    numbers = {iri: number for number, iri in enumerate(nodes)}
    iris = tuple(row[1] for row in made)
    claims = tuple(row[3] for row in made)
    subjects = array("I", [numbers[claim.subject.iri] for claim in claims])
    objects = array("I", [numbers[claim.object.iri] for claim in claims])
    links = Links(
        subjects,
        objects,
        predicates=bytes(CODES[claim.predicate] for claim in claims),
        positions=array("I", [row[2] for row in made]),
        by_iri=array("I", sorted(range(len(iris)), key=iris.__getitem__)),
        outward=Groups.of(subjects, len(nodes)),
        inward=Groups.of(objects, len(nodes)),
        making=Groups.of((row[0] for row in made), len(extractions)),
        naming=_naming(extractions, numbers),
    )
    papers = tuple(extraction.paper for extraction in extractions)
    return Parts(tuple(nodes.values()), papers, tuple(each.links for each in extractions), claims, iris, links)


def named_by(extraction: Extraction) -> dict[Iri, Concept]:
    """Return the nodes that an extraction names, each as it is first named: the label that the paper gives it."""
    found: dict[Iri, Concept] = {}
    for link in extraction.links:
        found.setdefault(link.concept.iri, link.concept)
    for claim in extraction.claims:
        found.setdefault(claim.subject.iri, claim.subject)
        found.setdefault(claim.object.iri, claim.object)
    return found


def _nodes(by_paper: dict[Iri, Extraction]) -> dict[Iri, Concept]:
    votes: dict[Iri, Counter[_Vote]] = {}
    for extraction in by_paper.values():
        for iri, concept in named_by(extraction).items():
            votes.setdefault(iri, Counter())[concept.label, concept.type] += 1
    found = {iri: _elected(iri, several) for iri, several in votes.items()}
    found.update((iri, as_node(extraction.paper)) for iri, extraction in by_paper.items())
    return {iri: found[iri] for iri in sorted(found)}


def _elected(iri: Iri, votes: Counter[_Vote]) -> Concept:
    (label, kind), _ = min(votes.items(), key=lambda vote: (-vote[1], vote[0][0], vote[0][1] or ""))
    return Concept(iri, label, kind)


def _settled(extraction: Extraction, nodes: dict[Iri, Concept]) -> Extraction:
    """Return the extraction with the nodes of the graph as the concepts of links and the ends of claims."""
    links = tuple(
        link if link.concept == nodes[link.concept.iri] else replace(link, concept=nodes[link.concept.iri])
        for link in extraction.links
    )
    return Extraction(extraction.paper, links, tuple(_with_ends(claim, nodes) for claim in extraction.claims))


def _with_ends(claim: Claim, nodes: dict[Iri, Concept]) -> Claim:
    ends = nodes[claim.subject.iri], nodes[claim.object.iri]
    return claim if ends == (claim.subject, claim.object) else replace(claim, subject=ends[0], object=ends[1])


def _claims(paper: int, extraction: Extraction) -> Iterator[tuple[int, Iri, int, Claim]]:
    """Yield the claims of a paper by place in the text: number of the paper, IRI, place in the extraction, claim."""
    rows = [(paper, iri, position, claim) for position, (iri, claim) in enumerate(numbered(extraction))]
    return iter(sorted(rows, key=lambda row: (row[3].evidence.span, row[1])))


def _naming(extractions: Sequence[Extraction], numbers: dict[Iri, int]) -> Groups:
    pairs = [
        (numbers[iri], paper)
        for paper, extraction in enumerate(extractions)
        for iri in dict.fromkeys(link.concept.iri for link in extraction.links)
    ]
    return Groups.of((node for node, _ in pairs), len(numbers), [paper for _, paper in pairs])


def as_node(paper: Paper) -> Concept:
    """Return the node that stands for a paper."""
    return paper_node(paper.id, paper.title)
