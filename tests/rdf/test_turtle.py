import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.rdf.encode import encode
from kg.rdf.store import Store
from kg.rdf.turtle import write, write_nquads, write_ntriples
from tests.rdf.example import EXAMPLE
from tests.rdf.small_catalogue import CATALOGUE
from tests.rdf.strategies import extractions

IRIS = st.sampled_from(
    ["urn:x", "https://w3id.org/mlhw-kg/paper/a.", "https://w3id.org/mlhw-kg/paper/a%20b", "http://x/ä", "https://w3id.org/mlhw-kg/",
     "https://w3id.org/mlhw-kg/claim/z", "https://w3id.org/mlhw-kg/claim/z#quantity", "https://w3id.org/mlhw-kg/span/a.1-2",
     "https://w3id.org/mlhw-kg/concept/model/-x", "https://w3id.org/mlhw-kg/concept/model/llama-3.1"]
).map(NamedNode)  # fmt: skip
XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.builds(lambda text: Literal(text, language="en"), st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1", "1.5", "+01", "1.", "true", "x", "2024", ".5", "1e3", "a\nb", '"']),
        st.sampled_from(["integer", "decimal", "boolean", "date", "gYear", "double"]),
    ),
)
TRIPLES = st.lists(st.builds(Triple, IRIS, IRIS, IRIS | LITERALS), max_size=12)


def turtle(source, writer=write):
    out = io.BytesIO()
    writer(source, out)
    return out.getvalue()


def read(data, form=RdfFormat.TURTLE):
    return {quad.triple for quad in parse(data, format=form)}


@given(TRIPLES)
def test_any_triples_read_back_and_their_order_plays_no_part(triples):
    data = turtle(triples)
    assert read(data) == set(triples)
    assert turtle(reversed(triples)) == data
    assert turtle(triples + triples) == data


@given(extractions(), st.randoms())
def test_an_extraction_reads_back(extraction, chance):
    triples = list(encode(extraction))
    data = turtle(triples)
    chance.shuffle(triples)
    assert turtle(triples) == data
    assert read(data) == set(triples)


def test_rdflib_reads_the_same_graph():
    import rdflib

    data = turtle(encode(EXAMPLE))
    ours = rdflib.Graph().parse(data=turtle(encode(EXAMPLE), write_ntriples), format="nt")
    assert set(rdflib.Graph().parse(data=data, format="turtle")) == set(ours)


def test_the_file_reads_from_papers_to_places():
    text = turtle(encode(EXAMPLE)).decode()
    parts = ["@prefix claim:", "# Papers", "paper:swift-kv a fabio:ResearchPaper", "# Concepts", "a skos:Concept, kg:Technique",
             "# Claims", "kg:RoleClaim", "kg:ComparisonClaim", "#quantity> a qudt:QuantityValue", "# Places", "\nsentence:swift-kv."]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "qudt:numericValue 1.5" in text
    assert "kg:introducedHere true" in text
    assert "@prefix dataset:" not in text, "only prefixes that are used"


def test_a_paper_stands_before_its_own_nodes():
    text = turtle(encode(EXAMPLE)).decode()
    assert text.index("\npaper:swift-kv a ") < text.index("\n<https://w3id.org/mlhw-kg/paper/swift-kv#contribution>")


def test_claims_stand_in_the_order_of_their_paper():
    text = turtle(encode(EXAMPLE)).decode()
    places = [int(line.split()[1]) for line in text.splitlines() if line.startswith("  kg:position ")]
    assert places == list(range(len(EXAMPLE.claims)))


@pytest.mark.parametrize("writer", [write, write_ntriples, write_nquads], ids=lambda writer: writer.__name__)
def test_a_store_gives_the_same_bytes_in_any_order_of_papers(writer):
    from dataclasses import replace

    papers = [
        replace(EXAMPLE, paper=replace(EXAMPLE.paper, id=f"p{number}", title="T"), links=(), claims=())
        for number in range(5)
    ]
    files = set()
    for seed in range(3):
        random.Random(seed).shuffle(papers)
        with Store(ontology=CATALOGUE) as store:
            for extraction in papers:
                store.replace(extraction)
            files.add(turtle(store, writer))
    assert len(files) == 1
    assert b"p4" in files.pop()


@given(st.lists(extractions(), min_size=1, max_size=3, unique_by=lambda made: made.paper.id), st.data())
def test_papers_that_are_known_need_not_be_read_from_the_store(made, data):
    store = Store(ontology=CATALOGUE)
    store.replace_all(made)
    known = {each.paper.id: each for each in data.draw(st.lists(st.sampled_from(made)))}
    out = io.BytesIO()
    write(store, out, known=known)
    assert out.getvalue() == turtle(store)


def test_what_is_known_of_a_paper_that_the_store_does_not_hold_is_not_written():
    out = io.BytesIO()
    write(Store(ontology=CATALOGUE), out, known={EXAMPLE.paper.id: EXAMPLE})
    assert out.getvalue() == b""


def test_an_empty_graph_is_an_empty_file():
    assert turtle([]) == turtle(Store(), write_ntriples) == b""


def test_nquads_name_the_graph_of_the_paper_and_no_bookkeeping():
    with Store(ontology=CATALOGUE) as store:
        store.replace(EXAMPLE, fingerprint="f")
        lines = turtle(store, write_nquads).decode().splitlines()
    assert lines == sorted(lines)
    assert {line.rsplit(" ", 2)[1] for line in lines} == {
        "<https://w3id.org/mlhw-kg/graph/paper/swift-kv>",
        "<https://w3id.org/mlhw-kg/graph/concepts>",
    }
