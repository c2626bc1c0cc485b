from itertools import permutations

import networkx as nx
import pytest
from hypothesis import given

from kg.errors import UnknownNode
from kg.iris import baseline, iri_of, paper_iri, paper_node
from kg.model import ConceptType, Extraction, Paper, Predicate
from kg.traverse import Graph
from tests.traverse.small import (
    FIRST,
    GPU,
    LARK,
    LARK_TASK,
    ONE,
    PRUNER,
    ROUTER,
    SECOND,
    TASK,
    TWO,
    claim,
    concept,
    extractions,
)


@pytest.fixture
def graph():
    return Graph.from_extractions([FIRST, SECOND])


class OneStore:
    def extractions(self):
        return iter([FIRST, SECOND])


def test_a_graph_comes_from_anything_that_holds_extractions(graph):
    assert Graph.of(OneStore()).claims() == graph.claims()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Willow pruning", PRUNER.iri, id="label"),
        pytest.param("willow-prunings", PRUNER.iri, id="another spelling"),
        pytest.param(PRUNER.iri, PRUNER.iri, id="iri"),
        pytest.param("two", paper_iri("two"), id="paper id"),
        pytest.param("Lark-7B on GPUs", paper_iri("two"), id="paper title"),
        pytest.param("lark 7b", LARK.iri, id="ambiguous: the most connected"),
        pytest.param(LARK_TASK.iri, LARK_TASK.iri, id="ambiguous: the iri settles it"),
    ],
)
def test_node_is_found_by(graph, name, expected):
    assert graph.node(name).iri == expected


def test_node_is_found_by_a_surface_form():
    small = Extraction(ONE, FIRST.links, ())
    renamed = concept("graphics processor", ConceptType.HARDWARE)
    links = tuple(
        link if link.concept != GPU else type(link)(link.mention, renamed, 1.0, "test") for link in small.links
    )
    assert Graph.from_extractions([Extraction(ONE, links, ())]).node("gpu") == renamed


def test_node_takes_concepts_and_papers(graph):
    assert graph.node(TWO) == paper_node("two", TWO.title)
    assert graph.node(concept("Lark-7B", ConceptType.MODEL, "something else")) == LARK


def test_an_unknown_node_names_the_nearest(graph):
    with pytest.raises(UnknownNode) as caught:
        graph.node("Willow prunning")
    assert caught.value.suggestions == ("Willow pruning",)


@pytest.mark.parametrize("name", ["", "?!", "zzzzzzzz"])
def test_an_unknown_node_may_have_no_neighbours_in_name(graph, name):
    with pytest.raises(UnknownNode) as caught:
        graph.node(name)
    assert caught.value.suggestions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("willow", ["Willow pruning", ONE.title], id="beginning"),
        pytest.param("router", [ONE.title, "Heron router"], id="part, the more connected first"),
        pytest.param("beats router", [ONE.title], id="words apart"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_find_lists_the_best_match_first(graph, text, expected):
    assert [node.label for node in graph.find(text)] == expected


def test_find_gives_no_more_than_asked(graph):
    assert len(graph.find("l", 2)) == 2


def test_the_most_frequent_label_wins_then_the_smallest(graph):
    assert graph.node(GPU.iri).label == "GPU"
    third = Paper("three", "GPUs again", "Many.")
    gpus = concept("GPU", ConceptType.HARDWARE, "GPUs")
    more = Extraction(third, (), (claim(third, paper_node("three", third.title), Predicate.RUNS_ON, gpus),))
    assert Graph.from_extractions([FIRST, SECOND, more]).node(GPU.iri).label == "GPUs"


def test_claims_carry_the_label_of_the_graph(graph):
    assert {end.label for claim in graph.claims(object=GPU) for end in [claim.object]} == {"GPU"}


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        pytest.param({}, 7, id="all"),
        pytest.param({"subject": "Willow pruning"}, 2, id="subject"),
        pytest.param({"object": LARK}, 3, id="object"),
        pytest.param({"predicate": "runsOn"}, 2, id="predicate"),
        pytest.param({"predicate": Predicate.RUNS_ON, "object": GPU.iri}, 2, id="predicate and object"),
        pytest.param({"subject": PRUNER, "predicate": "outperforms", "object": ROUTER}, 1, id="all three"),
        pytest.param({"subject": ROUTER}, 0, id="none"),
    ],
)
def test_claims_by_pattern(graph, pattern, count):
    assert len(graph.claims(**pattern)) == count


def test_claims_refuse_what_is_not_there(graph):
    with pytest.raises(ValueError, match="beats"):
        graph.claims(predicate="beats")
    with pytest.raises(UnknownNode):
        graph.claims(object="nobody")
    with pytest.raises(UnknownNode):
        graph.claim("nothing")


def test_a_claim_is_found_by_its_iri_with_its_paper(graph):
    (found,) = graph.claims(predicate="outperforms")
    assert graph.claim(iri_of(found)) == found
    assert graph.paper_of(found) == ONE


@pytest.mark.parametrize(
    ("depth", "predicates", "expected"),
    [
        pytest.param(1, None, {"Heron router", "Lark-7B", ONE.title}, id="one step"),
        pytest.param(1, ["outperforms"], {"Heron router"}, id="one predicate"),
        pytest.param(2, [Predicate.USES, Predicate.RUNS_ON], {"Lark-7B", "GPU", TWO.title}, id="two steps"),
        pytest.param(0, None, set(), id="no step"),
    ],
)
def test_neighbors(graph, depth, predicates, expected):
    assert {node.label for node in graph.neighbors("Willow pruning", depth, predicates)} == expected


def test_paths_go_shortest_first_with_their_claims(graph):
    first, *others = graph.paths("Heron router", TWO)
    assert [node.label for node in first.nodes] == ["Heron router", "Willow pruning", "Lark-7B", TWO.title]
    assert [claim.predicate for step in first.steps for claim in step.claims] == ["outperforms", "uses", "uses"]
    assert all(len(path) >= len(first) for path in others)


def test_paths_by_some_predicates_show_their_claims_alone(graph):
    assert graph.paths("Heron router", TWO, predicates=["uses"]) == ()
    (path,) = graph.paths(PRUNER, TWO, predicates=["uses"])
    assert {claim.predicate for step in path.steps for claim in step.claims} == {"uses"}


def test_a_subgraph_keeps_the_claims_among_its_nodes(graph):
    part = graph.subgraph([PRUNER, ROUTER])
    assert [claim.predicate for claim in part.claims()] == ["outperforms"]
    assert (len(part), part.papers()) == (2, ())
    assert part.paper_of(part.claims()[0]) == ONE
    assert list(part.readable()) == [paper_iri("one")]
    assert {node.label for node in graph.subgraph([ROUTER], depth=2).nodes()} >= {"Lark-7B", ONE.title}


def test_kinds_and_concepts_of_a_type(graph):
    assert (graph.kind(PRUNER), graph.kind(ONE)) == ("Technique", "Paper")
    assert graph.concepts(TASK) == (LARK_TASK,)
    assert graph.concepts()[0] == LARK
    own = Extraction(ONE, (), (claim(ONE, PRUNER, Predicate.OUTPERFORMS, baseline("one", "older ones")),))
    assert Graph.from_extractions([own]).kind("older ones") == "Baseline"


def test_mentions_stand_in_order_of_the_text(graph):
    assert [(mention.span.of(ONE.text), node.label) for mention, node in graph.mentions(ONE)] == [
        ("Willow pruning", "Willow pruning"), ("Heron router", "Heron router"), ("GPUs", "GPU"), ("Lark-7B", "Lark-7B"),
    ]  # fmt: skip


def test_a_later_extraction_of_a_paper_replaces_the_earlier():
    assert Graph.from_extractions([FIRST, Extraction(ONE, (), ())]).claims() == ()


def test_the_order_of_papers_does_not_matter():
    third = Extraction(Paper("zero", "Nothing", "At all."), (), ())
    made = {
        repr(list(Graph.from_extractions(order).claims_by_iri().items()))
        for order in permutations([FIRST, SECOND, third])
    }
    assert len(made) == 1


def test_to_networkx_has_flat_scalars(graph):
    network = graph.to_networkx()
    ((_, _, key, fields),) = [
        edge for edge in network.edges(keys=True, data=True) if edge[3]["predicate"] == "outperforms"
    ]
    assert graph.claim(key).object == ROUTER
    assert (fields["value"], fields["unit"], fields["sentence"], fields["asserted"]) == ("1.7", "x", ONE.title, True)
    assert {type(value) for *_, data in network.edges(data=True) for value in data.values()} <= {str, int, float, bool}
    assert network.nodes[PRUNER.iri] == {"label": "Willow pruning", "type": "Technique"}


@given(extractions())
def test_degree_and_ranking_agree_with_networkx(made):
    graph = Graph.from_extractions(made)
    network = graph.to_networkx()
    assert dict(network.degree()) == {node.iri: degree for node, degree in graph.ranking()}
    degrees = [degree for _, degree in graph.ranking()]
    assert degrees == sorted(degrees, reverse=True)
    assert network.number_of_edges() == len(graph.claims())


@given(extractions())
def test_neighbours_agree_with_networkx(made):
    graph = Graph.from_extractions(made)
    network = graph.to_networkx().to_undirected()
    for node in graph.nodes():
        for depth in (1, 2, 3):
            expected = set(nx.single_source_shortest_path_length(network, node.iri, cutoff=depth)) - {node.iri}
            assert [other.iri for other in graph.neighbors(node, depth)] == list(
                dict.fromkeys(other.iri for other in graph.neighbors(node, depth))
            )
            assert {other.iri for other in graph.neighbors(node, depth)} == expected


@given(extractions())
def test_paths_agree_with_networkx(made):
    graph = Graph.from_extractions(made)
    network = nx.Graph(graph.to_networkx().to_undirected())
    a, b = concept("ash").iri, concept("elm").iri
    if a not in graph or b not in graph:
        return
    expected = {tuple(path) for path in nx.all_simple_paths(network, a, b, cutoff=3)}
    found = graph.paths(a, b, cutoff=3, limit=1000)
    assert {tuple(node.iri for node in path.nodes) for path in found} == expected
    assert [len(path) for path in found] == sorted(len(path) for path in found)
    assert graph.paths(a, b, cutoff=3, limit=2) == found[:2]
    for path in found:
        for step in path.steps:
            assert step.claims
            assert {(claim.subject.iri, claim.object.iri) for claim in step.claims} <= {
                (step.source.iri, step.target.iri), (step.target.iri, step.source.iri),
            }  # fmt: skip


@given(extractions())
def test_claims_agree_with_a_plain_filter(made):
    graph = Graph.from_extractions(made)
    for predicate in {one.predicate for one in graph.claims()}:
        assert graph.claims(predicate=predicate) == tuple(c for c in graph.claims() if c.predicate is predicate)
    for node in graph.nodes():
        assert set(graph.claims(subject=node)) | set(graph.claims(object=node)) == {
            c for c in graph.claims() if node in (c.subject, c.object)
        }


def test_paths_from_a_node_to_itself_or_out_of_reach_are_none(graph):
    assert graph.paths(PRUNER, PRUNER) == ()
    assert graph.paths("Heron router", TWO, cutoff=2) == ()
