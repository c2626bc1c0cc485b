"""Stretches of a paper's text as Web Annotation targets: where they stand and what they say.

Web Annotation Data Model, W3C Recommendation 2017. One selector node holds both the position
(`oa:start`, `oa:end`: characters of `Paper.text`, end exclusive) and the quote (`oa:exact`).
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.model import Paper, Span
from kg.rdf.terms import constant, integer, paper_term, span_node, text
from kg.vocab import OA, RDF

_TYPE = constant(RDF.type)


def span_triples(paper: Paper, spans: Iterable[Span]) -> Iterator[Triple]:
    """Yield the descriptions of stretches of a paper's text, each once."""
    source, content = paper_term(paper.id), paper.text
    for span in dict.fromkeys(spans):
        target, selector = span_node("span", paper.id, span), span_node("quote", paper.id, span)
        yield from described(target, selector, source, span, span.of(content))


def described(target: NamedNode, selector: NamedNode, source: NamedNode, span: Span, quote: str) -> Iterator[Triple]:
    """Yield a target with its selector, for any source and quote."""
    yield Triple(target, constant(OA.hasSource), source)
    yield Triple(target, constant(OA.hasSelector), selector)
    yield Triple(selector, _TYPE, constant(OA.TextPositionSelector))
    yield Triple(selector, _TYPE, constant(OA.TextQuoteSelector))
    yield Triple(selector, constant(OA.start), integer(span.start))
    yield Triple(selector, constant(OA.end), integer(span.end))
    yield Triple(selector, constant(OA.exact), text(quote))
