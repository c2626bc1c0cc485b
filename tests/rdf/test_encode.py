from dataclasses import replace

import pytest
from hypothesis import given
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.iris import iri_of, paper_iri
from kg.model import Claim, Concept, ConceptType, Extraction, Link, Mention, Paper, Predicate, Span
from kg.rdf.encode import encode
from kg.vocab import DCTERMS, ITSRDF, KG, OA, QUDT, QUDT_UNIT, RDF, RDFS, SCHEMA, SKOS, UNIT, XSD
from tests.rdf.example import CACHE, CLAIMS, EXAMPLE, FIRST, IRI, OURS, PAGE, PAPER, SWIFT, T4
from tests.rdf.strategies import extractions

TRIPLES = encode(EXAMPLE)
TEXTS = {(t.subject.value, t.predicate.value, t.object.value) for t in TRIPLES}


def objects(subject, predicate, triples=TRIPLES):
    return [t.object for t in triples if (t.subject.value, t.predicate.value) == (subject, predicate)]


def values(subject, predicate, triples=TRIPLES):
    return {term.value for term in objects(subject, predicate, triples)}


def encoded(paper):
    return encode(Extraction(paper, (), ()))


@given(extractions())
def test_triples_stand_once_and_hold_no_blank_node(extraction):
    triples = encode(extraction)
    assert len(set(triples)) == len(triples)
    assert not any(isinstance(term, BlankNode) for triple in triples for term in triple)
    assert encode(extraction) == triples


def test_a_direct_triple_stands_for_an_asserted_claim_between_named_ends():
    assert (SWIFT.iri, KG.outperforms, PAGE.iri) in TEXTS
    assert (SWIFT.iri, KG.runsOn, T4.iri) in TEXTS
    assert (IRI, KG.introduces, SWIFT.iri) in TEXTS


def test_no_direct_triple_stands_for_a_hedged_or_negated_claim_or_an_unnamed_end():
    assert values(SWIFT.iri, KG.outperforms) == {PAGE.iri}
    assert not values(OURS.iri, KG.outperforms)
    assert not values(OURS.iri, KG.achieves)


def test_a_claim_node_holds_the_statement_its_kind_and_its_sentence():
    claim = iri_of(CLAIMS[1])
    assert values(claim, RDF.type) == {KG.Claim, KG.ComparisonClaim}
    assert values(claim, RDF.subject) == {SWIFT.iri}
    assert values(claim, RDF.predicate) == {KG.outperforms}
    assert values(claim, RDF.object) == {PAGE.iri}
    assert values(claim, KG.confidence) == {"0.93"}
    assert values(claim, KG.polarity) == {KG.Asserted}
    (sentence,) = values(claim, KG.evidence)
    (target,) = values(sentence, OA.hasTarget)
    (selector,) = values(target, OA.hasSelector)
    assert values(selector, OA.exact) == {FIRST.text}
    assert values(selector, OA.start) == {str(FIRST.span.start)}
    assert values(target, OA.hasSource) == {IRI}


@pytest.mark.parametrize(
    ("claim", "kind"),
    [(CLAIMS[0], KG.RoleClaim), (CLAIMS[1], KG.ComparisonClaim), (CLAIMS[2], KG.RelationClaim), (CLAIMS[6], KG.MeasurementClaim)],
    ids=["role", "comparison", "relation", "measurement"],
)  # fmt: skip
def test_claims_have_a_kind(claim, kind):
    assert kind in values(iri_of(claim), RDF.type)


def test_claims_of_one_sentence_share_its_annotation():
    sentences = {tuple(values(iri_of(claim), KG.evidence)) for claim in CLAIMS if claim.evidence == FIRST}
    assert len(sentences) == 1


def test_a_figure_has_its_number_for_queries_and_its_digits_as_reported():
    figure = f"{iri_of(CLAIMS[1])}#quantity"
    assert objects(figure, QUDT.numericValue) == [Literal("1.5", datatype=NamedNode(XSD.decimal))]
    assert objects(figure, KG.reportedValue) == [Literal("1.50")]
    assert values(figure, QUDT.hasUnit) == {UNIT.Times}
    assert values(figure, KG.mode) == {KG.Ratio}


def test_a_range_has_two_ends_and_words_have_none():
    spread, words = (f"{iri_of(claim)}#quantity" for claim in CLAIMS[5:7])
    assert (values(spread, KG.low), values(spread, KG.high)) == ({"41"}, {"137"})
    assert values(spread, QUDT.hasUnit) == {QUDT_UNIT.PERCENT}
    assert not values(spread, QUDT.numericValue)
    assert not values(words, QUDT.numericValue) | values(words, QUDT.hasUnit)
    assert values(words, KG.reportedValue) == {"many"}


def test_a_mention_is_an_annotation_with_its_place_and_its_words():
    (mention,) = [
        t.subject.value for t in TRIPLES if t.predicate.value == ITSRDF.taIdentRef and t.object.value == CACHE.iri
    ]
    (target,) = values(mention, OA.hasTarget)
    (selector,) = values(target, OA.hasSelector)
    assert values(selector, OA.exact) == {"key-value caches"}
    assert values(selector, RDF.type) == {OA.TextPositionSelector, OA.TextQuoteSelector}
    assert values(mention, ITSRDF.taConfidence) == {"0.9"}
    assert values(mention, KG.finderScore) == {"0.5"}
    assert not values(mention, KG.foundAs)


def test_a_concept_has_its_label_and_the_other_names_of_the_text():
    assert values(CACHE.iri, RDFS.label) == {"KV cache"}
    assert values(CACHE.iri, SKOS.altLabel) == {"key-value caches"}
    assert values(CACHE.iri, RDF.type) == {SKOS.Concept, KG.Technique}
    assert not values(SWIFT.iri, SKOS.altLabel), "a plural is no other name"
    assert not values(CACHE.iri, SKOS.prefLabel), "that is the merged graph's to say"


def test_a_paper_mentions_each_concept_that_it_names():
    assert SWIFT.iri in values(IRI, SCHEMA.mentions)
    assert len(values(IRI, SCHEMA.mentions)) == 6


def test_own_nodes_carry_their_words():
    assert values(OURS.iri, RDF.type) == {KG.Contribution}
    assert values(OURS.iri, SKOS.prefLabel) == {OURS.label}


@pytest.mark.parametrize(
    ("published", "datatype"),
    [
        ("2024-11-18", XSD.date),
        ("2024-11", XSD.gYearMonth),
        ("2024", XSD.gYear),
        ("--11-18", XSD.gMonthDay),
        ("--02-29", XSD.gMonthDay),
        ("--02-30", XSD.string),
        ("2023-02-29", XSD.string),
        ("2024-13", XSD.string),
        ("0000", XSD.string),
        ("November 2024", XSD.string),
        ("２０２４", XSD.string),
    ],
)
def test_a_date_has_the_type_of_its_form(published, datatype):
    (literal,) = objects(paper_iri("p"), DCTERMS.issued, encoded(Paper("p", "T", "A", published=published)))
    assert literal == Literal(published, datatype=NamedNode(datatype))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org/ä", True),
        ("javascript:alert(1)", False),
        ("https://exa mple.org", False),
        ("https://example.org/<script>", False),
        ("https://[", False),
        ("ftp://example.org", False),
        ("", False),
    ],
)
def test_only_a_well_formed_web_address_is_an_iri(url, safe):
    (term,) = objects(paper_iri("p"), SCHEMA.url, encoded(Paper("p", "T", "A", url=url)))
    assert isinstance(term, NamedNode if safe else Literal)
    assert term.value == url


def test_the_order_of_authors_stands_where_it_is_not_alphabetical():
    assert values(IRI, SCHEMA.author) == {"Adam Old", "Zoe Young"}
    assert values(IRI, KG.authorOrder) == {"1 0"}
    assert not values(IRI, KG.listingOrder)


def test_one_iri_with_two_types_is_refused():
    iri = SWIFT.iri
    first, second = (Concept(iri, "x", kind) for kind in (ConceptType.MODEL, ConceptType.TASK))
    links = tuple(Link(Mention(Span(i, i + 1), None, "f"), each, 1.0, "h") for i, each in enumerate((first, second)))
    with pytest.raises(ValueError, match="in one paper"):
        encode(Extraction(PAPER, links, ()))


@pytest.mark.parametrize("confidence", [float("nan"), float("inf")])
def test_a_confidence_that_is_no_number_is_refused(confidence):
    with pytest.raises(ValueError, match="finite"):
        encode(replace(EXAMPLE, claims=(replace(CLAIMS[0], confidence=confidence),)))


def test_two_claims_with_one_iri_both_stand():
    twin = Claim(SWIFT, Predicate.OUTPERFORMS, PAGE, FIRST, "another rule", 0.1, CLAIMS[1].quantity)
    triples = encode(replace(EXAMPLE, claims=(CLAIMS[1], twin)))
    assert len([t for t in triples if t.predicate.value == RDF.predicate]) == 2
