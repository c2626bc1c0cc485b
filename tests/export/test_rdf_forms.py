"""Each RDF format, read by rdflib or by pyoxigraph's own parsers, holds exactly the merged graph or its named graphs."""

import io
import json

import pytest
import rdflib
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from pyoxigraph import Store as Oxigraph

from kg.export import jsonld, rdfxml
from kg.export.sorting import ntriples, triples_in_order
from kg.export.source import Whole
from kg.rdf.turtle import write
from kg.vocab import KG, RDF
from tests.export.graphs import exported, filled
from tests.rdf.strategies import extractions

REIFIES = RDF.iri + "reifies"


@pytest.fixture(scope="module")
def store():
    return filled()


def triples(data, form):
    return {quad.triple for quad in parse(data, format=form)}


@pytest.mark.parametrize(("name", "form"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdfxml", "xml")])
def test_rdflib_reads_the_merged_graph(store, name, form):
    read = rdflib.Graph().parse(data=exported(store, name), format=form)
    assert set(read) == set(store.to_rdflib())


def test_nq_holds_every_named_graph(store):
    assert set(parse(exported(store, "nq"), format=RdfFormat.N_QUADS)) == set(store.quads())


def test_nt_and_nq_are_sorted(store):
    for name in ("nt", "nq"):
        lines = exported(store, name).split(b"\n")[:-1]
        assert lines == sorted(set(lines))


@settings(max_examples=25)
@given(extractions())
def test_any_extraction_reads_back_from_each_form(extraction):
    whole = Whole(filled([extraction]))
    merged = set(whole.triples())
    assert triples(b"".join(ntriples(whole)), RdfFormat.N_TRIPLES) == merged
    turtle, linked = io.BytesIO(), io.BytesIO()
    write(whole.triples(), turtle)
    jsonld.write(triples_in_order(whole), linked)
    assert triples(turtle.getvalue(), RdfFormat.TURTLE) == merged
    assert triples(linked.getvalue(), RdfFormat.JSON_LD) == merged


@settings(max_examples=25)
@given(extractions())
def test_rdfxml_reads_back_but_for_characters_that_xml_lacks(extraction):
    whole = Whole(filled([extraction]))
    out = io.BytesIO()
    rdfxml.write(triples_in_order(whole), out)
    read = {str(each) for each in triples(out.getvalue(), RdfFormat.RDF_XML)}
    lost = {each for each in whole.triples() if isinstance(each.object, Literal) and not fits(each.object.value)}
    assert {str(each) for each in set(whole.triples()) - lost} <= read
    assert len(read) <= len(set(whole.triples()))


def fits(text):
    return all(char in "\t\n\r" or (ord(char) >= 0x20 and ord(char) not in (0xFFFE, 0xFFFF)) for char in text)


def test_rdfxml_keeps_breaks_and_languages():
    node, odd = NamedNode("urn:a"), NamedNode("http://example.org/ns#p-1")
    given = {
        Triple(node, odd, Literal("a\r\nb\tc\n  d <x> & \"e\" 'f'")),
        Triple(node, odd, Literal("x", language="en")),
        Triple(node, odd, Literal("\x07")),
    }
    out = io.BytesIO()
    rdfxml.write(sorted(given, key=str), out)
    for read in (
        triples(out.getvalue(), RdfFormat.RDF_XML),
        {tuple(map(str, each)) for each in rdflib.Graph().parse(data=out.getvalue(), format="xml")},
    ):
        values = {each[2].value if isinstance(each, Triple) else each[2] for each in read}
        assert values == {"a\r\nb\tc\n  d <x> & \"e\" 'f'", "x", "\ufffd"}


def test_rdfxml_has_no_name_for_some_properties():
    with pytest.raises(ValueError, match="no name for the property urn:1"):
        rdfxml.write([Triple(NamedNode("urn:a"), NamedNode("urn:1"), Literal("x"))], io.BytesIO())


def test_the_context_is_that_of_the_document(store):
    apart = json.loads(exported(store, "jsonld-context"))
    inside = json.loads(exported(store, "jsonld"))
    assert apart["@context"] == inside["@context"]
    assert apart["@context"]["kg"] == KG.iri


# RDF 1.2


@pytest.fixture(scope="module")
def reified(store):
    opened = Oxigraph()
    opened.load(exported(store, "ttl12"), format=RdfFormat.TURTLE)
    return opened


def test_rdf_12_adds_one_triple_a_claim(store, reified):
    plain = {quad.triple for quad in reified if quad.predicate.value != REIFIES}
    assert plain == set(store.triples())
    assert len(reified) - len(plain) == store.counts()["claims"]


def test_every_claim_reifies_what_it_states(reified):
    query = """SELECT ?claim ?s ?p ?o ?s2 ?p2 ?o2 {
      ?claim rdf:reifies <<( ?s2 ?p2 ?o2 )>> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }"""
    rows = list(reified.query(query, prefixes={"rdf": RDF.iri}))
    assert len(rows) == 13
    for row in rows:
        assert (row["s"], row["p"], row["o"]) == (row["s2"], row["p2"], row["o2"])


def test_only_asserted_claims_stand_behind_a_direct_triple(store, reified):
    text = exported(store, "ttl12").decode()
    assert text.startswith('VERSION "1.2"\n')
    behind = {line.partition(" ~ ")[2][:30] for line in text.split("\n") if " ~ " in line}
    assert behind
    hedged = store.query("SELECT ?claim { { ?claim kg:hedge ?h } UNION { ?claim kg:polarity kg:Negated } }")
    for row in hedged:
        assert f"~ claim:{row['claim'].value.rpartition('/')[2]}" not in text


@settings(max_examples=15)
@given(extractions())
def test_any_extraction_reads_back_from_rdf_12(extraction):
    whole = Whole(filled([extraction]))
    out = io.BytesIO()
    write(whole.triples(), out, reified=True)
    read = triples(out.getvalue(), RdfFormat.TURTLE)
    assert {each for each in read if each.predicate.value != REIFIES} == set(whole.triples())
    assert sum(each.predicate.value == REIFIES for each in read) == len(extraction.claims)
