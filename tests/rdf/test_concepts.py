"""Which concepts the triples of a paper name."""

from hypothesis import given
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.iris import BASE
from kg.model import Extraction
from kg.rdf.concepts import labelled, labelled_in
from kg.rdf.encode import encode
from kg.vocab import RDFS, SKOS
from tests.rdf import strategies
from tests.rdf.example import EXAMPLE

CONCEPT = NamedNode(f"{BASE}concept/technique/heron")


def lines(triples: tuple[Triple, ...]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


@given(strategies.extractions())
def test_lines_name_the_concepts_that_their_triples_name(extraction: Extraction) -> None:
    triples = encode(extraction)
    assert labelled_in(lines(triples)) == labelled(triples)


def test_the_example_names_concepts() -> None:
    assert len(labelled_in(lines(encode(EXAMPLE)))) > 2


def test_only_a_label_of_a_concept_counts() -> None:
    label, other = NamedNode(RDFS.label), NamedNode(SKOS.prefLabel)
    paper = NamedNode(f"{BASE}paper/1")
    trap = Literal(f"x\n<{CONCEPT.value}> <{RDFS.label}> ")
    assert labelled_in(lines((Triple(CONCEPT, label, Literal("Heron")),))) == {CONCEPT.value}
    assert labelled_in(lines((Triple(paper, label, trap), Triple(CONCEPT, other, Literal("Heron"))))) == set()
