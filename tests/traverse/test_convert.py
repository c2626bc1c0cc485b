"""The graph in other libraries: networkx with its algorithms and backends, pandas, rdflib, notebooks."""

import builtins
import re
from html.parser import HTMLParser

import networkx as nx
import pytest
from hypothesis import given, settings

from kg.errors import MissingExtra
from kg.model import ConceptType, Extraction, Paper, Predicate
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.traverse import Graph
from tests.rdf.example import EXAMPLE
from tests.rdf.small_catalogue import CATALOGUE
from tests.traverse.drawn import graphs
from tests.traverse.small import FIRST, GPU, LARK, ONE, PRUNER, SECOND, claim, concept

EMPTY = Ontology.empty()


@pytest.fixture
def graph() -> Graph:
    return Graph.from_extractions([FIRST, SECOND], ontology=EMPTY)


# networkx


@given(graphs())
@settings(max_examples=40)
def test_every_claim_is_an_edge_under_its_iri(extractions):
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    network = graph.to_networkx()
    keys = {key: (subject, obj, fields) for subject, obj, key, fields in network.edges(keys=True, data=True)}
    assert {iri: claim.evidence.text for iri, claim in graph.claims_by_iri().items()} == {
        key: fields["sentence"] for key, (_, _, fields) in keys.items()
    }
    for iri, each in graph.claims_by_iri().items():
        subject, obj, fields = keys[iri]
        assert (subject, fields["predicate"], obj) == (each.subject.iri, each.predicate, each.object.iri)
        assert (fields["asserted"], fields.get("hedge")) == (each.asserted, each.hedge)
        assert fields.get("value") == (each.quantity.value if each.quantity else None)
    assert dict(network.nodes("type")) == {node.iri: graph.kind(node) for node in graph.nodes()}


def test_the_algorithms_of_networkx_run(graph):
    network = graph.to_networkx()
    ranks = nx.pagerank(network)
    assert max(ranks, key=ranks.get) in (LARK.iri, GPU.iri)
    found = nx.community.louvain_communities(network.to_undirected(), seed=1)
    assert {node for group in found for node in group} == set(network)
    assert nx.degree_centrality(network)[PRUNER.iri] > 0
    assert nx.number_weakly_connected_components(network) == 1


def test_garbage_collection_is_as_it_was(graph):
    import gc

    gc.disable()
    try:
        graph.to_networkx()
        assert not gc.isenabled()
    finally:
        gc.enable()
    graph.to_networkx()
    assert gc.isenabled()


BACKENDS = [name for name in ("parallel", "graphblas", "cugraph") if name in getattr(nx.config, "backends", {})]


@pytest.mark.skipif(not BACKENDS, reason="no other backend of networkx is installed")
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_faster_backend_gives_the_same_ranks(graph, backend):
    network = nx.DiGraph(graph.to_networkx())  # not every backend takes parallel edges
    ranks = nx.pagerank(network)
    assert nx.pagerank(network, backend=backend) == pytest.approx(ranks, abs=1e-4)


# pandas


def test_a_frame_has_a_typed_row_for_each_claim(graph):
    pytest.importorskip("pandas")
    table = graph.to_pandas()
    assert list(table.index) == list(graph.claims_by_iri())
    row = table[table.predicate == "outperforms"].iloc[0]
    assert (row.subject_label, row.object_label, row.value, row.number) == (
        "Willow pruning",
        "Heron router",
        "1.7",
        1.7,
    )
    assert (row.paper_id, row.sentence, row.subject_type, row.asserted) == ("one", ONE.title, "Technique", True)
    assert table.number.dtype == "float64"
    assert table.asserted.dtype == "bool"
    assert table.predicate.dtype == "category"
    assert table.groupby("predicate", observed=True).size()["runsOn"] == 2


@given(graphs())
@settings(max_examples=20)
def test_a_frame_counts_as_the_graph_does(extractions):
    pytest.importorskip("pandas")
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    table = graph.to_pandas()
    for predicate in Predicate:
        assert int((table.predicate == predicate.value).sum()) == len(graph.claims(predicate=predicate))
    assert int(table.value.notna().sum()) == sum(bool(c.quantity and c.quantity.value) for c in graph.claims())


def test_an_empty_frame_has_its_columns():
    pytest.importorskip("pandas")
    table = Graph.from_extractions([], ontology=EMPTY).to_pandas()
    assert (len(table), table.confidence.dtype) == (0, "float64")


def test_without_pandas_there_is_one_clear_error(graph, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'kg-papers\[pandas\]'"):
        graph.to_pandas()


# rdflib


def test_rdflib_gets_what_the_store_holds():
    with Store(ontology=CATALOGUE) as store:
        store.replace(EXAMPLE)
        expected = set(store.to_rdflib())
    assert set(Graph.from_extractions([EXAMPLE], ontology=CATALOGUE).to_rdflib()) == expected


def test_rdflib_gets_a_part_of_a_graph(graph):
    triples = graph.subgraph(predicates=["outperforms"]).to_rdflib()
    asked = "SELECT ?s ?o { ?c a kg:ComparisonClaim ; rdf:subject ?s ; rdf:object ?o }"
    assert [str(row.s) for row in triples.query(asked)] == [PRUNER.iri]


# Notebooks


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list]] = []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, attributes))


def test_a_notebook_gets_a_small_table_without_scripts(graph):
    shown = graph._repr_html_()
    tags = Tags()
    tags.feed(shown)
    assert {tag for tag, _ in tags.seen} <= {"table", "caption", "tbody", "tr", "th", "td"}
    assert all(not attributes for _, attributes in tags.seen)
    assert re.search(r"7 claims.*uses 2 · runsOn 2|7 claims.*runsOn 2 · uses 2", shown)
    assert len(shown) < 3000


@pytest.mark.parametrize(
    "label", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a" * 5000, "</td>&amp;"]
)
def test_hostile_labels_are_text(label):
    paper = Paper("p", "Some title here", "Words.")
    nasty = concept(label, ConceptType.MODEL)
    graph = Graph.from_extractions(
        [Extraction(paper, (), (claim(paper, nasty, Predicate.USES, nasty),))], ontology=EMPTY
    )
    tags = Tags()
    tags.feed(graph._repr_html_())
    assert {tag for tag, _ in tags.seen} == {"table", "caption", "tbody", "tr", "th", "td"}
    assert len(graph._repr_html_()) < 3000


def test_an_empty_graph_has_a_table_too():
    assert "0 nodes" in Graph.from_extractions([], ontology=EMPTY)._repr_html_()
