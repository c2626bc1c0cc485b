"""GraphML, GEXF and node-link JSON: networkx, and plain XML and JSON readers, get the same nodes and claims back."""

import io
import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from kg.export.source import Whole
from kg.export.values import CLAIM_FIELDS, NODE_FIELDS, Network
from kg.export.xml import xml_text
from kg.iris import numbered
from kg.model import Extraction, Paper
from tests.export.graphs import PAPERS, exported, filled

GEXF = {"g": "http://gexf.net/1.3"}
GPU = "https://w3id.org/mlhw-kg/concept/hardware/gpu"


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.fixture(scope="module")
def expected(store):
    network = Network(Whole(store))
    edges = {iri: (subject, obj, row) for iri, subject, obj, row in network.edges()}
    return dict(network.nodes()), edges


def keyed(network):
    return {
        key: (a, b, {k: v for k, v in data.items() if k != "id"})
        for a, b, key, data in network.edges(keys=True, data=True)
    }


def test_the_claims_are_those_of_the_papers(expected):
    _, edges = expected
    claims = {iri: claim for extraction in PAPERS for iri, claim in numbered(extraction)}
    assert edges.keys() == claims.keys()
    for iri, (subject, obj, row) in edges.items():
        claim = claims[iri]
        assert (subject, obj, row["sentence"]) == (claim.subject.iri, claim.object.iri, claim.evidence.text)
        assert (row["asserted"], row.get("hedge")) == (claim.asserted, claim.hedge)
        assert row.get("verbatim") == (claim.quantity.verbatim if claim.quantity else None)


def test_rows_have_known_fields_of_their_types(expected):
    nodes, edges = expected
    for row, fields in [
        *((row, NODE_FIELDS) for row in nodes.values()),
        *((row[2], CLAIM_FIELDS) for row in edges.values()),
    ]:
        assert row.keys() <= fields.keys()
        assert all(isinstance(value, fields[name]) for name, value in row.items())


def test_graphml_gives_networkx_the_same_graph(store, expected):
    nodes, edges = expected
    read = nx.read_graphml(io.BytesIO(exported(store, "graphml")), force_multigraph=True)
    assert dict(read.nodes(data=True)) == nodes
    assert keyed(read) == edges


def test_node_link_gives_networkx_the_same_graph(store, expected):
    nodes, edges = expected
    read = nx.node_link_graph(json.loads(exported(store, "node-link")))
    assert isinstance(read, nx.MultiDiGraph)
    assert dict(read.nodes(data=True)) == nodes
    assert keyed(read) == edges


def test_gexf_gives_networkx_the_same_nodes_and_edges(store, expected):
    nodes, edges = expected
    read = nx.read_gexf(io.BytesIO(exported(store, "gexf")), version="1.3")
    assert {iri: (row["label"], row["type"]) for iri, row in read.nodes(data=True)} == {
        iri: (row["label"], row["type"]) for iri, row in nodes.items()
    }
    assert {data["id"]: (a, b) for a, b, data in read.edges(data=True)} == {iri: row[:2] for iri, row in edges.items()}
    for _, _, data in read.edges(data=True):
        assert data["sentence"] == edges[data["id"]][2]["sentence"]


def days(element):
    return [spell.get("timestamp") for spell in element.iterfind("g:spells/g:spell", GEXF)]


def test_gexf_has_the_days_of_publication(store):
    root = ET.fromstring(exported(store, "gexf"))
    graph = root.find("g:graph", GEXF)
    assert (graph.get("mode"), graph.get("timeformat"), graph.get("timerepresentation")) == (
        "dynamic",
        "date",
        "timestamp",
    )
    nodes = {node.get("id"): days(node) for node in root.iterfind(".//g:node", GEXF)}
    assert nodes[GPU] == ["2024-05-01"], "of two papers one has a date"
    assert nodes["https://w3id.org/mlhw-kg/paper/swift-kv"] == ["2024-11-18"]
    assert nodes["https://w3id.org/mlhw-kg/paper/hostile"] == []
    assert {tuple(days(edge)) for edge in root.iterfind(".//g:edge", GEXF)} == {(), ("2024-05-01",), ("2024-11-18",)}


@pytest.mark.parametrize(
    ("published", "day"),
    [("2024", ["2024-01-01"]), ("--11-18", []), ("2024-13", []), ("May 2024", []), ("2024-02-29", ["2024-02-29"])],
)
def test_gexf_knows_dates_of_every_form(published, day):
    store = filled([Extraction(Paper("p", "Title", "Text.", published=published), (), ())])
    (node,) = ET.fromstring(exported(store, "gexf")).iterfind(".//g:node", GEXF)
    assert days(node) == day


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_it_is_xml_whatever_a_title_holds(name):
    odd = Extraction(Paper("odd", 'Bell \x07 and <tag> & "quotes" 𝔸\r\n\tend', "Form\x0cfeed."), (), ())
    data = exported(filled([odd]), name)
    read = nx.read_graphml(io.BytesIO(data)) if name == "graphml" else nx.read_gexf(io.BytesIO(data), version="1.3")
    assert [label for _, label in read.nodes(data="label")] == ['Bell \ufffd and <tag> & "quotes" 𝔸\r\n\tend']


def test_text_of_xml():
    assert xml_text("a<b>&\"c'\x00\n") == "a&lt;b&gt;&amp;&quot;c'\ufffd&#10;"
