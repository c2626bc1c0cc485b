"""The k shortest paths, against all simple paths of networkx in the order that the manual promises."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Claim, Predicate, Quantity
from kg.traverse import Graph
from kg.traverse.paths import Step, distances, simple_paths, surest_first
from tests.traverse.small import FIRST, ONE, PRUNER, ROUTER, SECOND, TWO, claim

edges = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda ends: ends[0] != ends[1]), max_size=20)


def network_of(pairs) -> nx.Graph:
    network = nx.Graph()
    network.add_nodes_from(range(9))
    network.add_edges_from(pairs)
    return network


@given(edges, st.integers(1, 6), st.integers(1, 12))
@settings(max_examples=300)
def test_the_shortest_come_first_then_the_least_connected(pairs, cutoff, limit):
    network = network_of(pairs)
    degree = dict(network.degree())
    found = simple_paths(0, 1, lambda node: set(network[node]), degree.__getitem__, cutoff=cutoff, limit=limit)
    every = [tuple(path) for path in nx.all_simple_paths(network, 0, 1, cutoff=cutoff)]
    every.sort(key=lambda path: (len(path), [(degree[node], node) for node in path]))
    assert found == every[:limit]


@given(edges, st.integers(0, 4))
def test_distances(pairs, cutoff):
    network = network_of(pairs)
    expected = nx.single_source_shortest_path_length(network, 0, cutoff=cutoff)
    assert distances(0, lambda node: set(network[node]), cutoff) == expected


def test_a_hub_is_not_opened_where_there_is_a_way_around_it():
    """Node 0 is next to a hub of ten thousand nodes; the other end is two steps away by another node."""
    around = {0: {1, 2}, 1: {0, *range(10, 10_010)}, 2: {0, 3}, 3: {2}}
    opened = []

    def looked(node: int) -> set[int]:
        opened.append(node)
        return around[node]

    found = simple_paths(0, 3, looked, lambda node: len(around.get(node, ())), cutoff=3, limit=1)
    assert found == [(0, 2, 3)]
    assert 1 not in opened


@pytest.fixture
def graph() -> Graph:
    return Graph.from_extractions([FIRST, SECOND])


def test_each_step_has_its_sentence(graph):
    path = graph.paths(ROUTER, TWO)[0]
    assert [step.sentence for step in path.steps] == [ONE.title, ONE.title, TWO.title]
    assert path.steps[0].surest.quantity.value == "1.7"


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_no_more_than_asked(graph, limit):
    assert len(graph.paths(ROUTER, TWO, limit=limit)) <= limit


def test_the_surest_claims_come_first():
    bare = claim(ONE, PRUNER, Predicate.USES, ROUTER)
    figured = claim(ONE, PRUNER, Predicate.OUTPERFORMS, ROUTER, quantity=Quantity("2"))
    hedged = Claim(PRUNER, Predicate.OUTPERFORMS, ROUTER, bare.evidence, "r", 1.0, Quantity("2"), hedge="may")
    assert surest_first([hedged, bare, figured]) == [figured, bare, hedged]
    assert Step(PRUNER, ROUTER, (bare, hedged, figured)).surest is figured
