import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import paper_iri
from kg.model import Span
from kg.rdf import ntriples, terms
from kg.rdf.encode import encode, encoded
from kg.rdf.ntriples import line, lines_of, node, span_node, triples_of
from kg.vocab import KG, XSD
from tests.rdf.strategies import extractions

CHARS = st.characters(exclude_categories=["Cs"])


def test_every_character_is_written_as_pyoxigraph_writes_it():
    for start in range(0, 0x110000, 0x100):
        value = "".join(map(chr, range(start, start + 0x100))) if not 0xD800 <= start < 0xE000 else ""
        assert ntriples.text(value) == str(Literal(value))


@given(st.text(CHARS))
def test_strings_are_written_as_pyoxigraph_writes_them(value):
    assert ntriples.text(value) == str(Literal(value))
    assert ntriples.english(value) == str(Literal(value, language="en"))
    assert ntriples.typed(value, XSD.date) == str(Literal(value, datatype=NamedNode(XSD.date)))


@given(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_pyoxigraph_writes_them(number, score):
    assert ntriples.integer(number) == str(terms.integer(number))
    assert ntriples.score(score) == str(terms.score(score))
    assert ntriples.decimal(ntriples.exact(score)) == str(terms.score(score))
    assert str(terms.TRUE) == ntriples.TRUE


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_score_is_a_finite_number(value):
    with pytest.raises(ValueError, match="a finite number"):
        ntriples.score(value)


def test_what_is_no_iri_is_refused():
    with pytest.raises(ValueError, match="IRI"):
        node("no iri")


@given(st.text(CHARS))
def test_the_nodes_of_any_paper_are_iris(paper_id):
    assert ntriples.paper_term(paper_id) == str(NamedNode(paper_iri(paper_id)))
    assert span_node("span", paper_id, Span(1, 2)) == str(NamedNode(span_node("span", paper_id, Span(1, 2))[1:-1]))


def test_a_line_is_that_of_its_triple():
    triple = Triple(NamedNode("urn:a"), NamedNode(KG.rule), Literal('a "b"\n'))
    written = line(node("urn:a"), ntriples.constant(KG.rule), ntriples.text('a "b"\n')).encode()
    assert written == lines_of([triple])
    assert triples_of(written) == [triple]


@given(extractions())
def test_a_paper_is_written_as_pyoxigraph_writes_its_triples(extraction):
    triples = encode(extraction)
    assert encoded(extraction) == lines_of(triples)
    assert len(set(triples)) == len(triples)
