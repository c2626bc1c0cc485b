"""What a graph says of itself: VoID, service description, examples, shapes."""

from io import BytesIO

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH, VOID

from kg.iris import BASE
from kg.rdf.described import service, void
from kg.rdf.description import Part, write
from kg.rdf.examples import examples, runnable
from kg.rdf.interop import graph as as_graph
from kg.rdf.named import LIMIT, named_queries
from kg.rdf.store import Store
from tests.rdf import birds

DATASET = rdflib.URIRef(f"{BASE}graph")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SCHEMA = rdflib.Namespace("https://schema.org/")
EXAMPLES = rdflib.Namespace(f"{BASE}example/")


@pytest.fixture(scope="module")
def store():
    with Store(ontology=birds.CATALOGUE) as opened:
        opened.replace_all(birds.EXTRACTIONS)
        yield opened


def text(store, **options):
    out = BytesIO()
    write(store, out, **options)
    return out.getvalue().decode()


def number(graph, subject, predicate):
    return int(graph.value(subject, predicate))


def test_void_counts_what_is_there(store):
    graph = as_graph(void(store))
    merged = store.to_rdflib()
    assert number(graph, DATASET, VOID.triples) == len(merged)
    assert number(graph, DATASET, VOID.documents) == 3
    parts = {
        graph.value(part, VOID["class"]): number(graph, part, VOID.entities)
        for part in graph.objects(DATASET, VOID.classPartition)
    }
    assert parts == {kind: len(set(merged.subjects(RDF.type, kind))) for kind in set(merged.objects(None, RDF.type))}
    parts = {
        graph.value(part, VOID.property): number(graph, part, VOID.triples)
        for part in graph.objects(DATASET, VOID.propertyPartition)
    }
    assert parts == {each: len(list(merged.triples((None, each, None)))) for each in set(merged.predicates())}


def test_void_names_vocabularies_graphs_and_things_to_look_at(store):
    graph = as_graph(void(store))
    assert rdflib.URIRef("https://w3id.org/mlhw-kg/ontology#") in set(graph.objects(DATASET, VOID.vocabulary))
    assert len(set(graph.objects(DATASET, VOID.subset))) == 3
    found = sorted(map(str, graph.objects(DATASET, VOID.exampleResource)))
    assert len(found) == 3
    assert all((rdflib.URIRef(each), None, None) in store.to_rdflib() for each in found)


def test_an_empty_store_is_described_too():
    with Store(ontology=birds.CATALOGUE) as empty:
        graph = as_graph(void(empty))
    assert number(graph, DATASET, VOID.triples) == 0
    assert not set(graph.objects(DATASET, VOID.exampleResource))


def test_the_service_says_what_it_speaks_and_where(store):
    graph = as_graph(service(store))
    ours = next(graph.subjects(RDF.type, SD.Service))
    assert graph.value(ours, SD.supportedLanguage) == SD.SPARQL11Query
    assert graph.value(ours, SD.defaultDataset) == DATASET
    assert number(graph, graph.value(DATASET, SD.defaultGraph), VOID.triples) == len(store)
    assert all(graph.value(each, SD.name) for each in graph.objects(DATASET, SD.namedGraph))
    placed = as_graph(service(store, "https://example.org/sparql"))
    assert placed.value(ours, SD.endpoint) == rdflib.URIRef("https://example.org/sparql")
    with pytest.raises(ValueError, match="IRI"):
        list(service(store, "no address"))


@pytest.mark.parametrize("query", named_queries().values(), ids=named_queries())
def test_an_example_runs_with_the_prefixes_that_it_declares(store, query):
    graph = as_graph(examples())
    subject = EXAMPLES[query.name]
    texts = [value for form in (SH.select, SH.ask, SH.construct) for value in graph.objects(subject, form)]
    assert [str(each) for each in texts] == [runnable(query)]
    assert "#" not in runnable(query).replace('"#', "")
    declared = {
        str(graph.value(each, SH.prefix)): str(graph.value(each, SH.namespace))
        for each in graph.objects(graph.value(subject, SH.prefixes), SH.declare)
    }
    prologue = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in declared.items())
    ours = store.query(prologue + runnable(query))
    assert hasattr(ours, "__iter__") or bool(ours) in (True, False)
    rdflib.Graph().query(prologue + runnable(query))  # another parser reads it as well


@pytest.mark.parametrize("query", named_queries().values(), ids=named_queries())
def test_an_example_tells_its_parameters(query):
    graph = as_graph(examples("https://example.org/sparql"))
    subject = EXAMPLES[query.name]
    assert SH.SPARQLExecutable in set(graph.objects(subject, RDF.type))
    assert graph.value(subject, SCHEMA.target) == rdflib.URIRef("https://example.org/sparql")
    assert {str(each) for each in graph.objects(subject, SCHEMA.keywords)} == set(query.keywords)
    told = {str(graph.value(each, SH.name)): each for each in graph.objects(subject, SH.parameter)}
    assert set(told) == {each.name for each in query.parameters}
    for each in query.parameters:
        assert (graph.value(told[each.name], SH.optional) is not None) is each.optional
        assert str(graph.value(told[each.name], SH.defaultValue) or "") == (each.default or "")
        assert each.name == LIMIT or str(graph.value(told[each.name], SH.description)) == each.description


def test_all_parts_are_one_turtle_document_and_the_same_each_time(store):
    whole = text(store)
    assert whole == text(store)
    graph = rdflib.Graph().parse(data=whole, format="turtle")
    assert (DATASET, RDF.type, VOID.Dataset) in graph
    assert len(set(graph.subjects(RDF.type, SH.SPARQLExecutable))) == len(named_queries())
    assert set(graph.subjects(RDF.type, SH.NodeShape))


@pytest.mark.parametrize("part", Part)
def test_a_part_alone(store, part):
    alone = text(store, parts=[part])
    assert rdflib.Graph().parse(data=alone, format="turtle")
    assert alone in text(store)


def test_the_shapes_of_the_description_hold_for_the_graph(store):
    shapes = rdflib.Graph().parse(data=text(store, parts=[Part.SHAPES]), format="turtle")
    conforms, _, report = pyshacl.validate(store.to_rdflib(), shacl_graph=shapes)
    assert conforms, report
