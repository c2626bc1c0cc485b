"""What nobody compared and nobody tried."""

from math import log

import pytest

from kg.analysis import uncompared as module
from kg.analysis.uncompared import uncompared
from kg.model import Polarity, Predicate
from tests.tables.made import (
    A100,
    CACHING,
    FPGA,
    GPU,
    HERON,
    IMAGES,
    LINNET,
    OSPREY,
    PRUNING,
    SORTING,
    T4,
    WORDS,
    beats,
    introduces,
    named,
    read,
    role,
    store_of,
)


def system(name, model, *said, on=(IMAGES,), does=()):
    roles = [*role(Predicate.EVALUATED_ON, *on), *role(Predicate.ADDRESSES, *does)]
    return read(name, introduces(model), *roles, *said)


def pairs(*papers, **options):
    return [
        (pair.first_label, pair.second_label, pair.shared)
        for pair in uncompared(store_of(*papers), **options).uncompared
    ]


ALONE = system("three", LINNET, on=(WORDS,))


def test_systems_that_share_a_data_set_and_were_never_compared():
    found = uncompared(
        store_of(system("one", HERON, does=[SORTING]), system("two", OSPREY, does=[SORTING]), ALONE)
    ).uncompared
    (pair,) = found
    assert {pair.first_label, pair.second_label} == {"Heron", "Osprey"}
    assert set(pair.shared) == {"ImageSea", "shell sorting"}
    assert pair.weight == round(2 * log(3 / 2), 4)
    assert set(pair.papers) == {"A paper on one", "A paper on two"}


@pytest.mark.parametrize(
    "said",
    [
        beats(HERON, OSPREY),
        beats(OSPREY, HERON),
        beats("@self", OSPREY),
        beats(HERON, OSPREY, polarity=Polarity.NEGATED),
        beats(HERON, OSPREY, hedge="may"),
        *role(Predicate.COMPARES_WITH, OSPREY),
    ],
    ids=["beats", "is beaten", "contribution", "denied", "hedged", "role"],
)
def test_any_comparison_counts(said):
    assert pairs(system("one", HERON, said), system("two", OSPREY), ALONE) == []


def test_a_comparison_by_a_third_paper_counts():
    assert pairs(system("one", HERON), system("two", OSPREY), ALONE, read("four", beats(OSPREY, HERON))) == []


def test_systems_of_one_paper_are_no_gap():
    both = read("one", introduces(HERON), introduces(OSPREY), *role(Predicate.EVALUATED_ON, IMAGES))
    assert pairs(both, ALONE) == []


def test_a_wide_family_is_no_system(monkeypatch):
    made = [system("one", GPU), system("two", FPGA), read("x", names=[A100, T4]), ALONE]
    assert [pair[:2] for pair in pairs(*made)] == [("FPGA", "GPU")]
    monkeypatch.setattr(module, "_WIDE", 1)
    assert pairs(*made) == []


def test_data_sets_are_no_systems():
    assert pairs(system("one", HERON), read("two", introduces(WORDS), *role(Predicate.EVALUATED_ON, IMAGES))) == []


def test_what_very_many_share_says_nothing(monkeypatch):
    monkeypatch.setattr(module, "_CROWD", 1)
    assert pairs(system("one", HERON), system("two", OSPREY), ALONE) == []


def test_the_rarest_comes_first_and_a_limit_counts_for_each_list():
    made = [system(str(number), named(f"Wren{number}", "model")) for number in range(4)]
    made += [system("x", HERON, on=[WORDS, IMAGES]), system("y", OSPREY, on=[WORDS, IMAGES])]
    found = pairs(*made)
    assert found[0] == ("Heron", "Osprey", ("WordSea", "ImageSea"))
    assert len(found) == 15
    assert len(pairs(*made, limit=2)) == 2
    assert found == pairs(*reversed(made))


# Hardware without a technique


def on(name, *devices, uses=()):
    return read(name, *role(Predicate.RUNS_ON, *devices), *role(Predicate.USES, *uses))


def untried(*papers, least=2):
    return [
        (row.hardware_label, row.technique_label, row.expected)
        for row in uncompared(store_of(*papers), min_papers=least, min_expected=0).untried
    ]


def test_hardware_that_no_one_tried_a_technique_on():
    papers = [on("a", A100, uses=[PRUNING]), on("b", A100, uses=[PRUNING]), on("c", FPGA), on("d", FPGA)]
    assert untried(*papers) == [("FPGA", "pruning", 1.0)]
    assert untried(*papers, on("e", FPGA, uses=[PRUNING])) == []


def test_few_papers_are_no_gap():
    papers = [on("a", A100, uses=[PRUNING]), on("b", A100, uses=[PRUNING]), on("c", FPGA)]
    assert untried(*papers) == []
    assert untried(*papers, least=1) == [("FPGA", "pruning", 0.667)]


def test_what_chance_would_not_bring_together_is_no_gap():
    papers = [on("a", A100, uses=[PRUNING]), on("b", A100, uses=[PRUNING]), on("c", FPGA), on("d", FPGA)]
    assert len(uncompared(store_of(*papers), min_papers=2).untried) == 1
    assert uncompared(store_of(*papers, on("e", A100)), min_papers=2).untried == ()


def test_wide_families_tell_nothing(monkeypatch):
    papers = [on("a", A100), on("b", T4), on("d", uses=[PRUNING]), on("e", uses=[PRUNING])]
    assert untried(*papers) == [("GPU", "pruning", 1.0)]
    monkeypatch.setattr(module, "_WIDE", 1)
    assert untried(*papers) == []
    assert [row[0] for row in untried(*papers, least=1)] == ["A100", "T4"]


def test_a_family_stands_for_its_members():
    papers = [
        on("a", A100),
        on("b", A100),
        on("c", T4, uses=[CACHING]),
        on("d", uses=[PRUNING]),
        on("e", uses=[PRUNING, CACHING]),
    ]
    assert untried(*papers) == [("GPU", "pruning", 1.2), ("A100", "caching", 0.8)]


def test_what_stands_above_everything_is_no_hardware_to_try():
    assert untried(on("a", FPGA), on("b", GPU), on("c", uses=[PRUNING]), on("d", uses=[PRUNING])) == []
