"""KGX: `nodes.tsv` and `edges.tsv` that hold all that papers state; `kg import` reads them back.

An edge is a claim, or a place where a paper's text names a concept. No edge loses its negation or its hedge.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from kg.export.source import OWN, Concepts, Whole, concepts_of
from kg.iris import numbered, paper_iri
from kg.model import Claim, Extraction, Link, Paper, Polarity
from kg.rdf.curies import curie
from kg.rdf.kgx import (
    CLAIM,
    EDGE_COLUMNS,
    EDGES,
    MENTION,
    NAMED,
    NODE_COLUMNS,
    NODES,
    PAPER,
    cell,
    cells,
)
from kg.rdf.terms import span_node
from kg.vocab import KG, SCHEMA

_SOURCE = "infores:mlhw-kg"
_Cells = dict[str, str]


def write(source: Whole, folder: Path) -> None:
    """Write the two tables; the same graph gives the same bytes."""
    known = concepts_of(source)
    papers: dict[str, _Cells] = {}
    with (folder / EDGES).open("wb") as edges:
        _line(edges, {name: name for name in EDGE_COLUMNS}, EDGE_COLUMNS)
        for triples, extraction in source.read():
            known.add(triples)
            papers[paper_iri(extraction.paper.id)] = _paper(extraction.paper)
            for row in (*_mentions(extraction), *_claims(extraction)):
                _line(edges, row, EDGE_COLUMNS)
    with (folder / NODES).open("wb") as nodes:
        _line(nodes, {name: name for name in NODE_COLUMNS}, NODE_COLUMNS)
        for iri in sorted({*papers, *known.types}):
            _line(nodes, papers.get(iri) or _node(iri, known), NODE_COLUMNS)


def _line(out: IO[bytes], row: Mapping[str, str], columns: tuple[str, ...]) -> None:
    out.write(("\t".join(row.get(name, "") for name in columns) + "\n").encode())


def _paper(paper: Paper) -> _Cells:
    return {
        "id": cell(curie(paper_iri(paper.id))),
        "category": PAPER,
        "name": cell(paper.title),
        "description": cell(paper.abstract),
        "provided_by": cells(paper.source),
        "identifier": cell(paper.id),
        "url": cell(paper.url),
        "published": cell(paper.published),
        "venue": cell(paper.venue),
        "authors": cells(paper.authors),
        "keywords": cells(paper.keywords),
        "organizations": cells(paper.organizations),
        "author_count": "" if paper.author_count is None else str(paper.author_count),
    }


def _node(iri: str, known: Concepts) -> _Cells:
    kind = known.types[iri]
    own = kind in OWN
    return {
        "id": cell(curie(iri)),
        "category": f"{NAMED}|kg:{kind}",
        "name": cell(known.labels.get(iri, "")),
        "synonym": "" if own else cells(tuple(sorted(known.aliases.get(iri, ())))),
        "broader": "" if own else cells(tuple(curie(up) for up in sorted(known.broader.get(iri, ())))),
    }


def _edge(extraction: Extraction, position: int) -> _Cells:
    paper = cell(curie(paper_iri(extraction.paper.id)))
    return {
        "publications": paper,
        "primary_knowledge_source": _SOURCE,
        "agent_type": "text_mining_agent",
        "position": str(position),
    }


def _mentions(extraction: Extraction) -> Iterator[_Cells]:
    paper, places = extraction.paper, dict[object, int]()
    for position, link in enumerate(extraction.links):
        place = places[link.mention.span] = places.get(link.mention.span, 0) + 1
        iri = span_node("mention", paper.id, link.mention.span).value + (f".{place}" if place > 1 else "")
        yield {"id": cell(curie(iri)), **_edge(extraction, position), **_mention(paper, link)}


def _mention(paper: Paper, link: Link) -> _Cells:
    mention, alias = link.mention, link.mention.alias_of
    return {
        "subject": cell(curie(paper_iri(paper.id))),
        "predicate": curie(SCHEMA.mentions),
        "object": cell(curie(link.concept.iri)),
        "object_label": cell(link.concept.label),
        "category": MENTION,
        "knowledge_level": "not_provided",
        "confidence": repr(link.score),
        "rule": cell(link.how),
        "supporting_text": cell(mention.span.of(paper.text)),
        "start": str(mention.span.start),
        "end": str(mention.span.end),
        "finder": cell(mention.finder),
        "finder_score": repr(mention.score),
        "found_as": "" if mention.type is None else f"kg:{mention.type}",
        "introduced": "true" if mention.introduced else "",
        "alias_start": str(alias.start) if alias else "",
        "alias_end": str(alias.end) if alias else "",
    }


def _claims(extraction: Extraction) -> Iterator[_Cells]:
    for position, (iri, claim) in enumerate(numbered(extraction)):
        yield {"id": cell(curie(iri)), **_edge(extraction, position), **_claim(claim), **_figure(claim)}


def _claim(claim: Claim) -> _Cells:
    return {
        "subject": cell(curie(claim.subject.iri)),
        "subject_label": cell(claim.subject.label),
        "predicate": curie(KG[claim.predicate]),
        "object": cell(curie(claim.object.iri)),
        "object_label": cell(claim.object.label),
        "category": CLAIM,
        "knowledge_level": "knowledge_assertion" if claim.asserted else "not_provided",
        "negated": "true" if claim.polarity is Polarity.NEGATED else "false",
        "hedge": cell(claim.hedge),
        "confidence": repr(claim.confidence),
        "rule": cell(claim.rule),
        "supporting_text": cell(claim.evidence.text),
        "start": str(claim.evidence.span.start),
        "end": str(claim.evidence.span.end),
        "source": cell(curie(claim.evidence.paper)),
    }


def _figure(claim: Claim) -> _Cells:
    quantity = claim.quantity
    if quantity is None:
        return {}
    return {
        "figure": "true",  # it may be one of which nothing is known
        "value": cell(quantity.value),
        "unit": cell(quantity.unit),
        "mode": "" if quantity.mode is None else f"kg:{quantity.mode}",
        "bound": "" if quantity.bound is None else f"kg:{quantity.bound}",
        "metric": cell(quantity.metric),
        "metric_id": cell(None if quantity.metric_iri is None else curie(quantity.metric_iri)),
        "dataset": cell(quantity.dataset),
        "dataset_ids": cells(tuple(curie(iri) for iri in quantity.dataset_iris)),
        "condition": cell(quantity.condition),
        "verbatim": cell(quantity.verbatim),
    }
