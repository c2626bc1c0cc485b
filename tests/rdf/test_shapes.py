import io

import pytest
from pyoxigraph import NamedNode

from kg.errors import SourceError
from kg.iris import iri_of
from kg.rdf.shapes import Violation, validate
from kg.rdf.store import Store
from kg.rdf.turtle import write
from kg.vocab import KG, RDF
from tests.rdf.example import CLAIMS, EXAMPLE, IRI, SWIFT
from tests.rdf.small_catalogue import CATALOGUE

CLAIM = iri_of(CLAIMS[1])


@pytest.fixture(scope="module")
def store():
    with Store(ontology=CATALOGUE) as opened:
        opened.replace(EXAMPLE)
        yield opened


@pytest.fixture(scope="module")
def triples(store):
    return list(store.triples())


def turtle(triples):
    out = io.BytesIO()
    write(triples, out)
    return out.getvalue()


def test_what_kg_writes_conforms(store, tmp_path):
    report = validate(store)
    assert report.violations == ()
    assert report.conforms
    path = tmp_path / "graph.ttl"
    path.write_bytes(turtle(store))
    assert validate(path).conforms


@pytest.mark.parametrize(
    ("subject", "predicate", "message"),
    [
        (IRI, "http://purl.org/dc/terms/title", "A paper has one title."),
        (IRI, "http://purl.org/dc/terms/identifier", "A paper has one identifier."),
        (SWIFT.iri, "http://www.w3.org/2004/02/skos/core#prefLabel", "A concept has one preferred label."),
        (CLAIM, KG.evidence, "A claim has its sentence."),
        (CLAIM, KG.rule, "A claim names the rule that made it."),
        (CLAIM, KG.polarity, "A claim is asserted or negated."),
        (CLAIM, KG.confidence, "A claim has one confidence from 0 to 1."),
        (CLAIM, RDF.object, "A claim has one object."),
    ],
)
def test_a_missing_part_is_named(triples, subject, predicate, message):
    rest = [t for t in triples if (t.subject.value, t.predicate.value) != (subject, predicate)]
    found = validate(turtle(rest)).violations
    assert [(violation.focus, violation.message) for violation in found] == [(subject, message)]


@pytest.mark.parametrize(
    ("extra", "focus", "message"),
    [
        (f"<{SWIFT.iri}> skos:prefLabel 'Other'@en .", SWIFT.iri, "A concept has one preferred label."),
        (f"<{SWIFT.iri}> a kg:Model .", SWIFT.iri, "A concept has one type of kg."),
        (f"<{CLAIM}> kg:confidence 1.5 .", CLAIM, "A claim has one confidence from 0 to 1."),
        (f"<{CLAIM}> kg:polarity kg:UpTo .", CLAIM, "A claim is asserted or negated."),
        (f"<{CLAIM}> kg:quantity <urn:q> .", CLAIM, "A claim has at most one figure."),
        ("<urn:q> a qudt:QuantityValue ; kg:low 2.5 ; kg:high 1.5 .", "urn:q", "The low end of a range is not above the high end."),
        ("<urn:q> a qudt:QuantityValue ; kg:mode kg:Exact .", "urn:q", "A figure has at most one mode of kg."),
        ("<urn:a> a oa:Annotation .", "urn:a", "An annotation points into one paper."),
        ("<urn:a> oa:hasSelector <urn:s> . <urn:s> oa:start 5 ; oa:end 5 ; oa:exact 'x' .", "urn:s", "A position starts at 0 or later and before its end."),
        ("<urn:a> oa:hasSelector <urn:s> . <urn:s> oa:start 0 ; oa:end 5 ; oa:exact '' .", "urn:s", "A quote is one piece of text, and not empty."),
    ],
)  # fmt: skip
def test_a_wrong_part_is_named(triples, extra, focus, message):
    head = b"""@prefix kg: <https://w3id.org/mlhw-kg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix oa: <http://www.w3.org/ns/oa#> . @prefix qudt: <http://qudt.org/schema/qudt/> .\n"""
    found = validate(head + turtle(triples) + extra.encode()).violations
    assert (focus, message) in {(violation.focus, violation.message) for violation in found}
    assert {violation.focus for violation in found} == {focus}


def test_a_sequence_of_properties_reads_as_one_path():
    found = validate(b"<urn:a> a <http://www.w3.org/ns/oa#Annotation> .").violations
    assert found[0] == Violation(
        "urn:a", "oa:hasTarget/oa:hasSelector", "An annotation has one selector, with the position and the quote."
    )


def test_own_shapes_may_be_given(tmp_path):
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text("""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:shape> sh:targetNode <urn:x> ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ; sh:message "p is missing" ] .""")
    assert validate(b"<urn:x> <urn:p> 1 .", shapes=shapes).conforms
    (found,) = validate(b"<urn:x> <urn:q> 1 .", shapes=shapes).violations
    assert (found.focus, found.path, found.message) == ("urn:x", "urn:p", "p is missing")


@pytest.mark.parametrize("broken", ["data", "shapes", "absent"])
def test_an_unreadable_file_is_named(tmp_path, broken):
    path = tmp_path / "broken.ttl"
    if broken != "absent":
        path.write_text("\n<urn:x> <urn:p> .")
    with pytest.raises(SourceError, match=r"broken\.ttl") as caught:
        validate(b"", shapes=path) if broken == "shapes" else validate(path)
    assert caught.value.line == (0 if broken == "absent" else 2)


def test_terms_of_the_shapes_are_terms_of_the_vocabulary():
    from pyoxigraph import RdfFormat, parse

    from kg.ontology import default_path

    terms = {
        term.value
        for quad in parse(path=default_path() / "shapes.ttl", format=RdfFormat.TURTLE)
        for term in quad.triple
        if isinstance(term, NamedNode) and term.value.startswith(KG.iri)
    }
    assert terms <= set(KG.values())
