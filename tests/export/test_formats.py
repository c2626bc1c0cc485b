import io
import json

import networkx as nx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.compare import isomorphic

from kg.errors import KgError
from kg.export.formats import FORMATS, export
from kg.export.graphml import render
from kg.export.page import render as page
from kg.model import Extraction, Paper
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.traverse import Graph
from tests.export.handmade import EXTRACTIONS, HOSTILE


def filled(extractions):
    store = Store(ontology=Ontology.empty())
    for extraction in extractions:
        store.replace(extraction)
    return store


@pytest.fixture(scope="module")
def store():
    return filled(EXTRACTIONS)


def text(store, name):
    out = io.StringIO()
    export(store, name, out)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_order_of_papers_does_not_change_a_byte(store, name):
    assert text(store, name) == text(filled(reversed(EXTRACTIONS)), name) != ""


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_holds_what_a_stream_gets(store, name, tmp_path):
    export(store, name, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == text(store, name).encode()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_empty_graph_is_exported(name):
    assert isinstance(text(filled([]), name), str)


def test_an_unknown_format_names_the_formats(store):
    with pytest.raises(KgError, match=r"no export format 'xls'; there are graphml, html, jsonl"):
        export(store, "xls", io.StringIO())


def test_nt_holds_the_merged_graph(store):
    read = [quad.triple for quad in parse(text(store, "nt").encode(), format=RdfFormat.N_TRIPLES)]
    assert set(read) == set(store.triples())
    assert len(read) == len(store)


def test_nq_holds_every_named_graph(store):
    assert set(parse(text(store, "nq").encode(), format=RdfFormat.N_QUADS)) == set(store.quads())


def test_jsonld_holds_the_same_triples_for_another_reader(store):
    linked = rdflib.Graph().parse(data=text(store, "jsonld"), format="json-ld")
    plain = rdflib.Graph().parse(data=text(store, "nt"), format="nt")
    assert isomorphic(linked, plain)


def test_jsonl_has_one_paper_a_line(store):
    records = [json.loads(line) for line in text(store, "jsonl").split("\n")[:-1]]
    assert [record["id"] for record in records] == ["hostile", "willow"]
    assert records[0]["title"] == HOSTILE.title


def test_graphml_gives_networkx_the_same_graph(store):
    graph = Graph.of(store)
    read = nx.read_graphml(io.BytesIO(text(store, "graphml").encode()), force_multigraph=True)
    assert dict(read.nodes(data=True)) == dict(graph.to_networkx().nodes(data=True))
    ours = {key: (a, b, data) for a, b, key, data in graph.to_networkx().edges(keys=True, data=True)}
    theirs = {key: (a, b, data) for a, b, key, data in read.edges(keys=True, data=True)}
    assert {key: (a, b, {k: v for k, v in data.items() if k != "id"}) for key, (a, b, data) in theirs.items()} == ours


def test_graphml_is_xml_whatever_a_title_holds():
    odd = Extraction(Paper("odd", "Bell \x07 and <tag> & 𝔸", "Form\x0cfeed."), (), ())
    read = nx.read_graphml(io.BytesIO(render(Graph.from_extractions([odd])).encode()))
    assert [label for _, label in read.nodes(data="label")] == ["Bell \ufffd and <tag> & 𝔸"]


def test_html_is_the_page(store):
    assert text(store, "html") == page(Graph.from_extractions(EXTRACTIONS))
