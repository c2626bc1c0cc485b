"""Parts of a graph: around, between, by type, by predicate, by time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnknownNode
from kg.model import Paper
from kg.ontology import Ontology
from kg.traverse import Graph
from kg.traverse.select import Scope
from tests.traverse.drawn import graphs
from tests.traverse.small import FIRST, GPU, LARK, ONE, PRUNER, ROUTER, SECOND, TWO

EMPTY = Ontology.empty()


@pytest.fixture
def graph() -> Graph:
    return Graph.from_extractions([FIRST, SECOND], ontology=EMPTY)


def labels(graph: Graph) -> set[str]:
    return {node.label for node in graph.nodes()}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"nodes": [ROUTER]}, {"Heron router"}, id="one node"),
        pytest.param({"nodes": [ROUTER], "depth": 1}, {"Heron router", "Willow pruning"}, id="around"),
        pytest.param({"between": [ROUTER, LARK]}, {"Heron router", "Willow pruning", "Lark-7B"}, id="between"),
        pytest.param(
            {"between": [ROUTER, LARK], "cutoff": 4},
            {"Heron router", "Willow pruning", "Lark-7B", ONE.title, "GPU"},
            id="between, further apart",
        ),
        pytest.param({"between": [ROUTER, LARK], "cutoff": 2}, {"Heron router", "Willow pruning", "Lark-7B"}, id="near"),
        pytest.param({"types": ["Technique"]}, {"Heron router", "Willow pruning"}, id="type"),
        pytest.param({"types": ["Hardware", "Paper"]}, {"GPU", ONE.title, TWO.title}, id="types"),
        pytest.param({"predicates": ["runsOn"]}, {ONE.title, "GPU", "Lark-7B"}, id="predicate"),
        pytest.param({"predicates": ["runsOn"], "types": ["Model", "Hardware"]}, {"Lark-7B", "GPU"}, id="both"),
        pytest.param(
            {"nodes": [PRUNER], "depth": 2, "types": ["Model"]}, {"Willow pruning", "Lark-7B"}, id="around by type"
        ),
        pytest.param({"nodes": [PRUNER], "depth": 1, "predicates": ["uses"]}, {"Willow pruning", "Lark-7B"}, id="by uses"),
        pytest.param({"since": "2020"}, set(), id="no paper has a date"),
    ],
)  # fmt: skip
def test_parts(graph, options, expected):
    assert labels(graph.subgraph(**options)) == expected


def test_all_of_a_graph(graph):
    whole = graph.subgraph()
    assert (whole.nodes(), whole.claims()) == (graph.nodes(), graph.claims())


def test_wrong_wishes(graph):
    with pytest.raises(ValueError, match="beats"):
        graph.subgraph(predicates=["beats"])
    with pytest.raises(UnknownNode):
        graph.subgraph(["nobody"])


@pytest.mark.parametrize(
    ("day", "since", "until", "holds"),
    [
        ("2024-03-09", "2024", None, True),
        ("2024-03-09", "2024-04", None, False),
        ("2024-03-09", None, "2024", True),
        ("2024-03-09", "2024-03", "2024-03", True),
        ("2024-03-09", None, "2024-03-08", False),
        ("2024", "2024-03", None, True),
        ("2024", "2025-01", None, False),
        ("2023-12", "2024", "2025", False),
        ("2026", "2024", "2025", False),
        ("--03-01", "2024", None, False),
        (None, None, "2030", False),
        (None, None, None, True),
    ],
)
def test_dates(day, since, until, holds):
    assert Scope(since=since, until=until).holds(Paper("a", "b", "c", published=day)) is holds


@given(graphs(), st.sampled_from(["2024", "2024-03", "2025"]))
@settings(max_examples=50)
def test_a_part_of_a_time_has_the_claims_of_its_papers(extractions, since):
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    part = graph.subgraph(since=since)
    wanted = [claim for claim in graph.claims() if Scope(since=since).holds(graph.paper_of(claim))]
    assert list(part.claims()) == wanted
    assert {node.iri for node in part.nodes()} == {e.iri for claim in wanted for e in (claim.subject, claim.object)}


@given(graphs(), st.integers(0, 2))
@settings(max_examples=50)
def test_a_part_around_a_node_is_what_is_near_it(extractions, depth):
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    node = graph.nodes()[0]
    part = graph.subgraph([node], depth)
    near = {node.iri, *(other.iri for other in graph.neighbors(node, depth))}
    assert {each.iri for each in part.nodes()} == near
    assert list(part.claims()) == [c for c in graph.claims() if c.subject.iri in near and c.object.iri in near]
    assert all(claim.evidence.paper in part.readable() for claim in part.claims())


def test_a_part_can_be_walked_on(graph):
    part = graph.subgraph([PRUNER], 1)
    assert [node.label for node in part.neighbors(ROUTER)] == ["Willow pruning"]
    assert part.node("willow pruning") == PRUNER
    assert GPU.iri not in part
    assert [mention.span.of(ONE.text) for mention, _ in part.mentions(ONE)] == [
        "Willow pruning",
        "Heron router",
        "Lark-7B",
    ]
