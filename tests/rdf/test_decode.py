from dataclasses import replace

import pytest
from hypothesis import given
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.rdf.decode import decode
from kg.rdf.encode import encode
from kg.vocab import DCTERMS, FABIO, KG, OA
from tests.rdf.example import EXAMPLE
from tests.rdf.strategies import extractions


@given(extractions())
def test_what_was_encoded_is_decoded_unchanged(extraction):
    assert decode(encode(extraction)) == extraction


@given(extractions())
def test_the_order_of_triples_does_not_matter(extraction):
    assert decode(reversed(encode(extraction))) == extraction


@given(extractions())
def test_the_store_keeps_every_term_as_it_was_written(extraction):
    graph = NamedNode("urn:g")
    store = Store()
    triples = encode(extraction)
    store.extend(Quad(*triple, graph) for triple in triples)
    assert {quad.triple for quad in store} == set(triples)
    assert decode(quad.triple for quad in store) == extraction


@given(extractions())
def test_turtle_keeps_an_extraction(extraction):
    data = serialize(encode(extraction), format=RdfFormat.TURTLE)
    assert decode(quad.triple for quad in parse(data, format=RdfFormat.TURTLE)) == extraction


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        (FABIO.ResearchPaper, "describes 0"),
        (DCTERMS.title, "lacks"),
        (KG.rule, "lacks"),
        (OA.hasSelector, "lacks"),
    ],
)
def test_a_graph_that_lacks_a_part_is_refused(drop, message):
    rest = [triple for triple in encode(EXAMPLE) if drop not in {term.value for term in triple}]
    with pytest.raises(ValueError, match=message):
        decode(rest)


def test_two_papers_are_not_one_extraction():
    other = replace(EXAMPLE, paper=replace(EXAMPLE.paper, id="other"))
    with pytest.raises(ValueError, match="describes 2"):
        decode((*encode(EXAMPLE), *encode(other)))


def test_labels_that_differ_within_a_paper_come_back_each_in_its_place():
    first, *others = EXAMPLE.links
    respelt = replace(first, concept=replace(first.concept, label="SWIFTKV"))
    extraction = replace(EXAMPLE, links=(respelt, *others))
    assert decode(encode(extraction)) == extraction
