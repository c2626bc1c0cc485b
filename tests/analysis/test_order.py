"""The order of "outperforms": chains, cycles, and the quotes of every step."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.order import order
from kg.errors import UnknownNode
from kg.model import Mode, Polarity
from kg.traverse import Graph
from tests.tables.made import (
    ACCURACY,
    FINCH,
    HERON,
    IMAGES,
    LATENCY,
    LINNET,
    MERLIN,
    OSPREY,
    SHELLS,
    WORDS,
    beats,
    figure,
    named,
    read,
    store_of,
)


def over(winner, loser, metric=ACCURACY, *data, said="", **held):
    return beats(winner, loser, said, figure("2", "x", metric, *data, mode=Mode.RATIO), **held)


def found(*said, names=(IMAGES, WORDS, SHELLS, ACCURACY, LATENCY), **options):
    return order(store_of(read("one", *said, names=names)), **options)


def chains(each):
    return [[step.winner_label for step in chain] + [chain[-1].loser_label] for chain in each.chains]


SORREL = named("Sorrel", "model")
LADDER = [over(HERON, OSPREY), over(OSPREY, LINNET), over(LINNET, MERLIN), over(MERLIN, FINCH)]


def test_a_chain_goes_from_the_top_to_the_bottom():
    (each,) = found(*LADDER[:3])
    assert (each.metric, each.dataset) == ("accuracy", "")
    assert chains(each) == [["Heron", "Osprey", "Linnet", "Merlin"]]
    assert len(each.steps) == 3


def test_a_chain_has_at_most_so_many_steps():
    assert chains(found(*LADDER, steps=2)[0]) == [["Heron", "Osprey", "Linnet"]]
    assert chains(found(*LADDER, steps=4)[0]) == [["Heron", "Osprey", "Linnet", "Merlin", "Finch"]]


def test_every_step_has_the_quotes_of_every_paper():
    papers = [
        read("one", over(HERON, OSPREY, said="Heron is better."), over(OSPREY, LINNET, said="Osprey is better.")),
        read("two", over(HERON, OSPREY, said="Heron wins."), over(HERON, OSPREY, said="Heron wins again.")),
    ]
    (each,) = order(store_of(*papers))
    (chain,) = each.chains
    assert [[said.quote.sentence for said in step.said] for step in chain] == [
        ["Heron is better.", "Heron wins."],
        ["Osprey is better."],
    ]
    assert {said.figure for step in chain for said in step.said} == {"2x"}


def test_metrics_and_data_sets_are_never_mixed():
    assert not any(each.chains for each in found(over(HERON, OSPREY), over(OSPREY, LINNET, LATENCY)))
    assert not any(
        each.chains for each in found(over(HERON, OSPREY, ACCURACY, IMAGES), over(OSPREY, LINNET, ACCURACY, WORDS))
    )
    assert not any(each.chains for each in found(over(HERON, OSPREY, ACCURACY, IMAGES), over(OSPREY, LINNET)))


def test_a_metric_and_a_data_set_can_be_chosen():
    said = [over(HERON, OSPREY), over(HERON, OSPREY, LATENCY, IMAGES), over(HERON, OSPREY, ACCURACY, IMAGES)]
    assert {(each.metric, each.dataset) for each in found(*said, metric="accuracy")} == {
        ("accuracy", ""),
        ("accuracy", "ImageSea"),
    }
    assert {(each.metric, each.dataset) for each in found(*said, dataset="ImageSea")} == {
        ("accuracy", "ImageSea"),
        ("latency", "ImageSea"),
    }
    with pytest.raises(UnknownNode):
        found(*said, metric="speed")


def test_comparisons_without_a_metric_count_when_asked_for():
    bare = [beats(HERON, OSPREY), beats(OSPREY, LINNET)]
    assert found(*bare) == ()
    (each,) = found(*bare, unstated=True)
    assert (each.metric, chains(each)) == ("", [["Heron", "Osprey", "Linnet"]])


def test_a_cycle_is_told_and_in_no_chain():
    (each,) = found(over(HERON, OSPREY), over(OSPREY, HERON), over(OSPREY, LINNET), over(LINNET, MERLIN))
    assert [[(step.winner_label, step.loser_label) for step in cycle] for cycle in each.cycles] == [
        [("Heron", "Osprey"), ("Osprey", "Heron")]
    ]
    assert chains(each) == [["Osprey", "Linnet", "Merlin"]]


@pytest.mark.parametrize("held", [{"polarity": Polarity.NEGATED}, {"hedge": "may"}])
def test_what_the_text_holds_back_is_no_step(held):
    assert not found(over(HERON, OSPREY), over(OSPREY, LINNET, **held))[0].chains


def test_phrases_are_no_steps_but_a_contribution_can_win():
    (each,) = found(over("@self", HERON), over(HERON, OSPREY), over(OSPREY, "older ones"), over("older ones", HERON))
    assert chains(each) == [["contribution of “A paper on one”", "Heron", "Osprey"]]


def test_so_many_chains_at_most():
    fan = [over(HERON, OSPREY), over(OSPREY, LINNET), over(OSPREY, MERLIN)]
    assert len(found(*fan)[0].chains) == 2
    assert len(found(*fan, limit=1)[0].chains) == 1


def test_the_longest_chains_are_those_within_the_limit():
    short = [over(named(f"Ash{number}", "model"), FINCH) for number in range(5)]
    every = chains(found(*short, *LADDER, over(HERON, FINCH), over(OSPREY, MERLIN), over(FINCH, SORREL))[0])
    assert [len(each) for each in every] == sorted(map(len, every), reverse=True)
    assert every[0][-1] == "Finch"  # four steps, and no further
    for limit in range(len(every) + 1):
        assert (
            chains(
                found(*short, *LADDER, over(HERON, FINCH), over(OSPREY, MERLIN), over(FINCH, SORREL), limit=limit)[0]
            )
            == every[:limit]
        )


def test_very_many_chains_are_not_walked():
    layers = [[named(f"wren {row} {place}", "model") for place in range(8)] for row in range(9)]
    said = [over(a, b) for above, below in pairwise(layers) for a in above for b in below]
    (each,) = found(*said, steps=8, limit=3)
    assert [len(chain) for chain in each.chains] == [8, 8, 8]


NODES = [named(name, "model") for name in ("ash", "birch", "cedar", "elm", "fir")]
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), min_size=1, max_size=8)


@settings(max_examples=40)
@given(PAIRS)
def test_steps_are_those_of_the_graph_and_chains_are_paths_of_it(pairs):
    store = store_of(read("one", *[over(a, b) for a, b in pairs]))
    walked = {(claim.subject.iri, claim.object.iri) for claim in Graph.of(store).claims(predicate="outperforms")}
    apart = {(a, b) for a, b in walked if a != b}
    found = order(store, steps=3)
    steps = {(step.winner, step.loser) for each in found for step in each.steps}
    assert steps == apart
    rows = store.query("SELECT ?a ?b WHERE { ?a kg:outperforms ?b FILTER(?a != ?b) }")
    assert steps == {(row["a"].value, row["b"].value) for row in rows}
    graph = nx.DiGraph(list(apart))
    circling = {frozenset(each) for each in nx.strongly_connected_components(graph) if len(each) > 1}
    for each in found:
        assert {
            frozenset(end for step in cycle for end in (step.winner, step.loser)) for cycle in each.cycles
        } == circling
        for chain in each.chains:
            nodes = [chain[0].winner, *(step.loser for step in chain)]
            assert nx.is_path(graph, nodes)
            assert len(set(nodes)) == len(nodes)
            assert 2 <= len(chain) <= 3
        assert {tuple(map(_ends, chain)) for chain in each.chains} == _runs(each, circling, 3)
        assert bool(each.chains) == _has_a_run_of_two(each, circling)


def _ends(step):
    return step.winner, step.loser


def _runs(each, circling, longest):
    """The runs from the top to the bottom, or cut, by simple search."""
    inner = sorted(pair for pair in map(_ends, each.steps) if not any(set(pair) <= one for one in circling))
    beaten = {loser for _, loser in inner}
    runs, found = [(pair,) for pair in inner if pair[0] not in beaten], set()
    while runs:
        run = runs.pop()
        further = [pair for pair in inner if pair[0] == run[-1][1]] if len(run) < longest else []
        runs += [(*run, pair) for pair in further]
        if not further and len(run) > 1:
            found.add(run)
    return found


def _has_a_run_of_two(each, circling):
    inner = {
        (step.winner, step.loser)
        for step in each.steps
        if not any({step.winner, step.loser} <= one for one in circling)
    }
    return any(b == c for _, b in inner for c, _ in inner)
