"""The quality record as RDF: few triples, the right ones, and readable without kg."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
import rdflib
from pyoxigraph import NamedNode, Triple
from rdflib.namespace import PROV, RDF, SKOS

from kg.iris import BASE
from kg.quality import Figure
from kg.rdf import turtle
from kg.rdf.named import named_queries
from kg.rdf.quality import METRICS, encode
from kg.rdf.shapes import validate
from kg.rdf.store import Store
from kg.vocab import KG
from tests.rdf.example import EXAMPLE
from tests.rdf.measured import GOLD, READING, RECORD
from tests.rdf.small_catalogue import CATALOGUE

DQV = rdflib.Namespace("http://www.w3.org/ns/dqv#")
OWN = rdflib.Namespace(KG.iri)
SPACE = f"{BASE}quality/"
QUERY = named_queries()["quality"].sparql


def written(triples):
    out = BytesIO()
    turtle.write(triples, out)
    return out.getvalue()


def read(triples):
    """The triples as rdflib alone reads them from Turtle."""
    return rdflib.Graph().parse(data=written(triples), format="turtle")


@pytest.fixture(scope="module")
def graph():
    return read(encode(RECORD, READING))


def test_each_measurement_has_its_value_its_metric_and_its_papers(graph):
    measurements = list(graph.subjects(RDF.type, DQV.QualityMeasurement))
    assert len(measurements) == len(METRICS) == 14
    for each in measurements:
        metric = graph.value(each, DQV.isMeasurementOf)
        assert (metric, RDF.type, DQV.Metric) in graph
        assert str(each).endswith(f".{str(metric).removeprefix(SPACE)}")
        assert graph.value(each, DQV.value).toPython() >= 0
        assert (graph.value(each, DQV.computedOn), RDF.type, OWN.Reading) in graph
        assert (graph.value(each, PROV.wasDerivedFrom), RDF.type, OWN.Gold) in graph


def test_the_figures_are_those_of_the_record(graph):
    found = {
        str(graph.value(metric, SKOS.prefLabel)): [
            float(value) if (value := graph.value(each, term)) is not None else None
            for term in (DQV.value, OWN.intervalLow, OWN.intervalHigh)
        ]
        for each, metric in graph.subject_objects(DQV.isMeasurementOf)
    }
    assert found["precision of relations"] == [0.8, 0.71, 0.88]
    assert found["recall of figures"] == [0.5, 0.4, 0.61]
    assert found["F1 of concepts with their type"] == [0.6154, 0.52, 0.7]
    assert found["share of figures found with the right metric"] == [0.9, None, None]
    assert found["expected calibration error of relations"] == [0.11, None, None]


def test_a_metric_is_in_a_dimension_of_quality(graph):
    metrics = set(graph.subjects(RDF.type, DQV.Metric))
    assert len(metrics) == len(METRICS)
    for metric in metrics:
        dimensions = set(graph.objects(metric, DQV.inDimension))
        assert dimensions
        assert all((dimension, RDF.type, DQV.Dimension) in graph for dimension in dimensions)
        assert len(list(graph.objects(metric, SKOS.prefLabel))) == 1


def test_the_annotated_papers_and_the_reading_are_told(graph):
    (gold,) = graph.subjects(RDF.type, OWN.Gold)
    schema = rdflib.Namespace("https://schema.org/")
    told = {str(value) for value in graph.objects(gold)}
    assert {"herons.jsonl", "c" * 64, "20", "0"} <= told
    (reading,) = graph.objects(None, DQV.computedOn, unique=True)
    assert str(graph.value(reading, schema.version)) == "1.2"
    assert {str(each) for each in graph.objects(reading, OWN.setting)} == {
        "min_link 0.4", "min_confidence 0.3", "fast false", "reader kg",
    }  # fmt: skip
    assert str(graph.value(reading, OWN.weightsHash)) == READING.weights
    assert str(graph.value(reading, OWN.vocabularyHash)) == READING.catalogue


def test_of_papers_that_nobody_compared_no_number_is_stated():
    unknown = replace(RECORD, gold=(replace(GOLD, seen=None),))
    assert not list(read(encode(unknown, READING)).objects(None, OWN.seenCount))


def test_what_was_not_measured_is_left_out():
    bare = replace(GOLD, shares={}, calibration={"typed": Figure(0.1)})
    found = read(encode(replace(RECORD, gold=(bare,)), READING))
    assert len(list(found.subjects(RDF.type, DQV.QualityMeasurement))) == len(METRICS) - 3
    assert len(list(found.subjects(RDF.type, DQV.Metric))) == len(METRICS) - 3


# Whether the record speaks for a graph


def standing(triples):
    graph = read(triples)
    ((node, said),) = graph.subject_objects(OWN.asMeasured)
    assert (graph.value(node, OWN.measuredAs), RDF.type, OWN.Reading) in graph
    return said.toPython(), sorted(str(each) for each in graph.objects(node, OWN.differsIn))


@pytest.mark.parametrize(
    ("changes", "also", "expected"),
    [
        ({}, (), (True, [])),
        ({"version": "1.3"}, (), (False, ["version"])),
        ({"weights": "e" * 64}, (), (False, ["weights"])),
        ({"catalogue": "e" * 64, "fast": True}, (), (False, ["catalogue", "fast"])),
        ({"min_confidence": 0.9}, ("papers",), (False, ["min_confidence", "papers"])),
        ({}, ("annotations",), (False, ["annotations"])),
    ],
)
def test_a_graph_says_whether_it_was_read_as_measured(changes, also, expected):
    triples = encode(RECORD, replace(READING, **changes), also)
    assert standing(triples) == expected
    assert validate(written(triples)).conforms


def test_graphs_of_different_standing_can_be_put_together():
    both = {*encode(RECORD, READING), *encode(RECORD, replace(READING, fast=True))}
    assert validate(written(both)).conforms
    assert len(list(read(both).subjects(OWN.measuredAs))) == 2


def test_records_that_differ_share_no_measurement():
    other = replace(RECORD, gold=(replace(GOLD, shares={"metric": Figure(0.5)}),))
    later = replace(RECORD, reading=replace(READING, weights="f" * 64))
    first, *rest = (
        {each.subject.value for each in encode(record, READING) if each.predicate.value == str(DQV.value)}
        for record in (RECORD, other, later)
    )
    assert all(not first & each for each in rest)
    both = {*encode(RECORD, READING), *encode(other, READING), *encode(later, READING)}
    assert validate(written(both)).conforms


# Form


def test_triples_are_few_and_without_blank_nodes_and_twins():
    triples = encode(RECORD, READING)
    assert len(triples) == len(set(triples)) < 200
    for subject, _, value in triples:
        assert isinstance(subject, NamedNode)
        assert subject.value.startswith((SPACE, "http://www.w3.org/2016/05/ldqd#"))
        assert not type(value).__name__.startswith("Blank")


def test_the_same_record_gives_the_same_bytes():
    again = type(RECORD).from_json(json.dumps(json.loads(RECORD.to_json()), indent=7))
    assert written(encode(RECORD, READING)) == written(reversed(encode(again, READING)))


def test_turtle_has_a_section_of_its_own_for_quality():
    triples = [*encode(RECORD, READING), Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c"))]
    text = written(triples).decode()
    assert text.index("# Quality") < text.index("ldqd:completeness a dqv:Dimension") < text.index("# Other")
    assert "\nquality:concept-f1 a dqv:Metric ;" in text
    assert "dqv:computedOn quality:reading-" in text


# Shapes


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        (DQV.isMeasurementOf, "A measurement is of one metric."),
        (DQV.computedOn, "A measurement is of one reading."),
        (DQV.value, "A measurement has one value from 0 to 1."),
        (PROV.wasDerivedFrom, "A measurement names its annotated papers."),
        (DQV.inDimension, "A metric is in a dimension of quality."),
        (SKOS.prefLabel, "A metric has one label."),
        (OWN.paperCount, "A file of annotated papers says how many they are."),
        (OWN.sha256, "A file of annotated papers has one digest."),
        (OWN.asMeasured, "A graph says whether it was read as measured."),
    ],
    ids=lambda value: str(value).rpartition("#")[2] if isinstance(value, rdflib.URIRef) else "",
)
def test_a_missing_part_is_named(gone, message):
    rest = [each for each in encode(RECORD, READING) if each.predicate.value != str(gone)]
    assert message in {each.message for each in validate(written(rest)).violations}


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("<{m}> dqv:value 0.5 .", "A measurement has one value from 0 to 1."),
        ("<{m}> kg:intervalLow 0.99 .", "The low end of an interval is not above the high end."),
        ("<{g}> kg:seenCount 21 .", "No more papers were learned from than there are."),
        ("<{r}> kg:differsIn 'fast' .", "A graph that was not read as measured says in what it differs, and no other does."),
    ],
)  # fmt: skip
def test_a_wrong_part_is_named(extra, message):
    graph = read(encode(RECORD, READING))
    (gold,), (node,) = graph.subjects(RDF.type, OWN.Gold), graph.subjects(OWN.measuredAs)
    measurement = min(graph.subjects(OWN.intervalLow))
    head = f"@prefix kg: <{OWN}> . @prefix dqv: <{DQV}> .\n"
    broken = written(encode(RECORD, READING)) + head.encode() + extra.format(m=measurement, g=gold, r=node).encode()
    assert message in {each.message for each in validate(broken).violations}


# In a store


@pytest.fixture
def store():
    with Store(ontology=CATALOGUE) as opened:
        opened.replace(EXAMPLE)
        yield opened


def test_the_graph_of_quality_is_part_of_the_merged_graph(store):
    before = set(store.triples())
    store.state_quality(encode(RECORD, READING))
    assert set(store.triples()) == before | set(encode(RECORD, READING))
    assert {each.triple for each in store.quads()} == set(store.triples())
    assert validate(store).conforms
    assert list(store.extractions()) == [EXAMPLE]


def test_a_new_record_takes_the_place_of_the_old_one(store):
    nothing = set(store._store)
    store.state_quality(encode(RECORD, READING))
    stated = set(store._store)
    store.state_quality(encode(RECORD, replace(READING, fast=True)))
    store.state_quality(encode(RECORD, READING))
    assert set(store._store) == stated
    store.state_quality(())
    assert set(store._store) == nothing


def test_papers_come_and_go_beside_it(store):
    store.state_quality(encode(RECORD, READING))
    store.remove(EXAMPLE.paper.id)
    assert set(store.triples()) == set(encode(RECORD, READING))


def test_the_named_query_tells_figures_and_standing(store):
    store.state_quality(encode(RECORD, replace(READING, fast=True, min_link=0.1)))
    rows = list(store.query(QUERY))
    assert len(rows) == len(METRICS)
    row = next(row for row in rows if row["measured"].value == "F1 of relations")
    values = [row[name].value for name in ("value", "low", "high", "gold", "papers", "learned_from", "kg")]
    assert values == ["0.6154", "0.52", "0.7", "herons.jsonl", "20", "0", "1.2"]
    assert (row["as_measured"].value, row["differs"].value) == ("false", "fast, min_link")


def test_rdflib_answers_the_named_query_alike(store):
    store.state_quality(encode(RECORD, READING))
    ours = [tuple(term.value if term else "" for term in row) for row in store.query(QUERY)]
    theirs = [tuple("" if term is None else str(term) for term in row) for row in store.to_rdflib().query(QUERY)]
    assert ours == theirs
