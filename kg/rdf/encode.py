"""One paper's extraction as RDF triples: the contents of the paper's own graph.

No blank nodes and no timestamps: every IRI is a function of content. `kg.rdf.decode` reads the
triples back. `ontology/README.md` describes the shape.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import own_kind, paper_iri
from kg.model import Concept, ConceptType, Extraction, Iri, Link, Paper, Span
from kg.rdf.encode_claims import claims_triples, quotes
from kg.rdf.spans import span_triples
from kg.rdf.terms import TRUE, constant, english, integer, node, paper_term, score, several, span_node, text
from kg.text import clean, label_key
from kg.vocab import DCTERMS, FABIO, ITSRDF, KG, OA, RDF, RDFS, SCHEMA, SCHEMES, SKOS, XSD

_TYPE = constant(RDF.type)
_LABEL = constant(RDFS.label)
_CONCEPT = constant(SKOS.Concept)
_OWN = {"contribution": KG.Contribution, "baseline": KG.Baseline, "measure": KG.Measure}


def encode(extraction: Extraction) -> tuple[Triple, ...]:
    """Return the triples of one paper, each once.

    Links stand in order of span, as in every Extraction. Raises ValueError for an IRI that is none,
    a score that is not finite, and for one concept IRI with two types.
    """
    concepts = _concepts(extraction)
    labels = {iri: concept.label for iri, concept in concepts.items()}
    parts = (
        paper_triples(extraction.paper),
        _concept_triples(extraction, concepts),
        _link_triples(extraction, labels),
        span_triples(extraction.paper, _spans(extraction)),
        claims_triples(extraction, labels),
    )
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _spans(extraction: Extraction) -> Iterator[Span]:
    """Yield every stretch of the paper's own text that a part of the extraction points at."""
    for link in extraction.links:
        yield link.mention.span
        if link.mention.alias_of is not None:
            yield link.mention.alias_of
    for claim in extraction.claims:
        if quotes(extraction.paper, claim.evidence):
            yield claim.evidence.span


def _concepts(extraction: Extraction) -> dict[Iri, Concept]:
    """Return every node of the extraction by IRI as it is first named; one IRI has one type."""
    found: dict[Iri, Concept] = {}
    ends = [link.concept for link in extraction.links]
    ends += [end for claim in extraction.claims for end in (claim.subject, claim.object)]
    for concept in ends:
        first = found.setdefault(concept.iri, concept)
        if first.type is not concept.type:
            raise ValueError(f"{concept.iri} is a {first.type} and a {concept.type} in one paper")
    paper = paper_iri(extraction.paper.id)
    if paper in found:
        found[paper] = Concept(paper, extraction.paper.title, found[paper].type)
    return found


def paper_triples(paper: Paper) -> Iterator[Triple]:
    """Yield what the sources say of a paper."""
    subject = paper_term(paper.id)
    yield Triple(subject, _TYPE, constant(FABIO.ResearchPaper))
    yield Triple(subject, _TYPE, constant(SCHEMA.ScholarlyArticle))
    yield Triple(subject, constant(DCTERMS.identifier), text(paper.id))
    yield Triple(subject, constant(DCTERMS.title), text(paper.title))
    yield Triple(subject, constant(DCTERMS.abstract), text(paper.abstract))
    if paper.url is not None:
        yield Triple(subject, constant(SCHEMA.url), _web_address(paper.url))
    if paper.published is not None:
        yield Triple(subject, constant(DCTERMS.issued), _published(paper.published))
    if paper.venue is not None:
        yield Triple(subject, constant(KG.venue), text(paper.venue))
    if paper.author_count is not None:
        yield Triple(subject, constant(KG.authorCount), integer(paper.author_count))
    yield from several(subject, SCHEMA.author, KG.authorOrder, paper.authors, text)
    yield from several(subject, SCHEMA.keywords, KG.keywordOrder, paper.keywords, text)
    yield from several(subject, KG.organization, KG.organizationOrder, paper.organizations, text)
    yield from several(subject, KG.listedIn, KG.listingOrder, paper.source, text)


_SAFE = re.compile(r"https?://[^\x00-\x20\x7f<>\"{}|\\^`]+", re.IGNORECASE)


def _web_address(url: str) -> NamedNode | Literal:
    """Return an IRI for a well-formed http(s) address and a string for anything else."""
    if not _SAFE.fullmatch(url):
        return text(url)
    try:
        return NamedNode(url)
    except ValueError:
        return text(url)


_DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), XSD.date, "{}"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), XSD.gYearMonth, "{}-01"),
    (re.compile(r"[0-9]{4}"), XSD.gYear, "{}-01-01"),
    (re.compile(r"--[0-9]{2}-[0-9]{2}"), XSD.gMonthDay, "2000{}"),
)


def _published(value: str) -> Literal:
    """Return a date with the XSD type of its form, or a string where it is no date of the calendar."""
    for form, datatype, day in _DATES:
        if form.fullmatch(value) and _is_day(day.format(value.removeprefix("-"))):
            return Literal(value, datatype=constant(datatype))
    return text(value)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _concept_triples(extraction: Extraction, concepts: dict[Iri, Concept]) -> Iterator[Triple]:
    paper = paper_iri(extraction.paper.id)
    for iri, concept in concepts.items():
        subject = node(iri)
        if concept.type is not None:
            yield Triple(subject, _TYPE, _CONCEPT)
            yield Triple(subject, _TYPE, constant(KG[concept.type]))
            yield Triple(subject, constant(SKOS.inScheme), constant(SCHEMES[concept.type]))
        elif iri != paper:
            yield Triple(subject, constant(SKOS.prefLabel), english(concept.label))
            kind = own_kind(iri)
            if kind in _OWN:
                yield Triple(subject, _TYPE, constant(_OWN[kind]))
        if iri != paper:
            yield Triple(subject, _LABEL, text(concept.label))
    for iri, form in other_names(extraction):
        yield Triple(node(iri), constant(SKOS.altLabel), english(form))


def other_names(extraction: Extraction) -> Iterator[tuple[Iri, str]]:
    """Yield the names that the text gives a concept beside its label.

    Spellings that differ in case, hyphens or a plural ending only are one name, of which the shortest is taken.
    """
    forms: dict[tuple[Iri, str], set[str]] = {}
    for link in extraction.links:
        concept = link.concept
        form = " ".join(clean(link.mention.span.of(extraction.paper.text)).text.split())
        key = label_key(form)
        if concept.type is not None and key and key != label_key(concept.label):
            forms.setdefault((concept.iri, key), set()).add(form)
    for (iri, _), spellings in forms.items():
        yield iri, min(spellings, key=lambda form: (len(form), form))


def _link_triples(extraction: Extraction, labels: dict[Iri, str]) -> Iterator[Triple]:
    paper = extraction.paper
    subject = paper_term(paper.id)
    places: dict[Span, int] = {}
    for link in extraction.links:
        place = places[link.mention.span] = places.get(link.mention.span, 0) + 1
        yield Triple(subject, constant(SCHEMA.mentions), node(link.concept.iri))
        yield from _mention_triples(paper, link, place, labels)


def _mention_triples(paper: Paper, link: Link, place: int, labels: dict[Iri, str]) -> Iterator[Triple]:
    """Yield one annotation; `place` numbers the links that share a span, from 1."""
    mention, concept = link.mention, node(link.concept.iri)
    subject = span_node("mention", paper.id, mention.span)
    if place > 1:
        subject = NamedNode(f"{subject.value}.{place}")
        yield Triple(subject, constant(KG.position), integer(place))
    yield Triple(subject, _TYPE, constant(OA.Annotation))
    yield Triple(subject, constant(ITSRDF.taIdentRef), concept)
    yield Triple(subject, constant(ITSRDF.taConfidence), score(link.score))
    yield Triple(subject, constant(KG.how), text(link.how))
    yield Triple(subject, constant(KG.finder), text(mention.finder))
    yield Triple(subject, constant(OA.hasTarget), span_node("span", paper.id, mention.span))
    if mention.score != 1.0:
        yield Triple(subject, constant(KG.finderScore), score(mention.score))
    if mention.type is not link.concept.type:
        yield Triple(subject, constant(KG.foundAs), _found_as(mention.type))
    if mention.introduced:
        yield Triple(subject, constant(KG.introducedHere), TRUE)
    if mention.alias_of is not None:
        yield Triple(subject, constant(KG.aliasOf), span_node("span", paper.id, mention.alias_of))
    if labels[link.concept.iri] != link.concept.label:
        yield Triple(subject, _LABEL, text(link.concept.label))


def _found_as(kind: ConceptType | None) -> NamedNode:
    return _CONCEPT if kind is None else constant(KG[kind])
