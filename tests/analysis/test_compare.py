"""Side by side: what each has, their figures on what they share, what is said of one against the other."""

import pytest

from kg.analysis.compare import compare
from kg.errors import UnknownNode
from kg.model import Mode, Polarity, Predicate
from tests.tables.made import (
    A100,
    ACCURACY,
    CACHING,
    HERON,
    IMAGES,
    LATENCY,
    LINNET,
    OSPREY,
    PRUNING,
    T4,
    WORDS,
    Said,
    achieves,
    beats,
    figure,
    introduces,
    read,
    role,
    store_of,
)

ONE = read(
    "one",
    introduces(HERON),
    *role(Predicate.USES, PRUNING),
    *role(Predicate.RUNS_ON, A100),
    *role(Predicate.EVALUATED_ON, IMAGES),
    achieves(HERON, ACCURACY, "90", IMAGES, said="Heron gets 90."),
    achieves("@self", LATENCY, "3", unit="ms", said="It takes 3 ms."),
    beats(HERON, OSPREY, "Heron beats Osprey.", figure("2", "x", LATENCY, mode=Mode.RATIO)),
    beats("@self", OSPREY, "It may beat Osprey.", hedge="may"),
)
TWO = read(
    "two",
    introduces(OSPREY),
    *role(Predicate.USES, PRUNING, CACHING),
    *role(Predicate.RUNS_ON, T4),
    achieves(OSPREY, ACCURACY, "88", IMAGES, said="Osprey gets 88."),
    achieves(OSPREY, ACCURACY, "70", WORDS),
    beats(OSPREY, HERON, "Osprey does not beat Heron.", polarity=Polarity.NEGATED),
    names=[IMAGES, WORDS],
)
BOTH = store_of(ONE, TWO)


def facets(found):
    return {(facet.predicate, facet.label): tuple(map(len, facet.quotes)) for facet in found.facets}


def test_what_each_has_is_of_the_papers_that_introduce_it():
    found = compare(BOTH, ["Heron", "Osprey"])
    assert [(thing.label, thing.type, thing.papers) for thing in found.things] == [
        ("Heron", "Model", ("A paper on one",)), ("Osprey", "Model", ("A paper on two",)),
    ]  # fmt: skip
    assert facets(found) == {
        ("uses", "pruning"): (1, 1), ("uses", "caching"): (0, 1), ("runsOn", "A100"): (1, 0), ("runsOn", "T4"): (0, 1),
        ("evaluatedOn", "ImageSea"): (1, 0),
    }  # fmt: skip
    assert [facet.label for facet in found.facets if facet.shared] == ["pruning"]
    assert found.facets[0].shared


def test_every_cell_has_its_quote():
    (uses, *_) = compare(BOTH, ["Heron", "Osprey"]).facets
    assert [[quote.paper for quote in cell] for cell in uses.quotes] == [["one"], ["two"]]


def test_figures_on_what_they_share_stand_side_by_side():
    found = compare(BOTH, ["Heron", "Osprey"])
    rows = {
        (each.metric, each.dataset): [[cell.figure for cell in cells] for cells in each.cells] for each in found.figures
    }
    assert rows == {("accuracy", "ImageSea"): [["90%"], ["88%"]], ("accuracy", "WordSea"): [[], ["70%"]]}
    assert found.figures[0].better is True
    assert found.figures[0].cells[0][0].quote.sentence == "Heron gets 90."


def test_what_is_said_of_one_against_the_other_is_all_there_and_marked():
    said = compare(BOTH, ["Heron", "Osprey"]).said
    assert [
        (word.subject, word.object, word.figure, word.asserted, word.doubt, word.quote.sentence) for word in said
    ] == [
        ("Heron", "Osprey", "2x", True, "", "Heron beats Osprey."),
        ("contribution of “A paper on one”", "Osprey", "", False, "hedged: may", "It may beat Osprey."),
        ("Osprey", "Heron", "", False, "denied", "Osprey does not beat Heron."),
    ]


def test_what_the_contribution_has_belongs_to_the_one_thing_that_a_paper_introduces():
    linnet = read("three", introduces(LINNET), achieves(LINNET, LATENCY, "9", unit="ms"))
    row = next(
        each for each in compare(store_of(ONE, linnet), ["Heron", "Linnet"]).figures if each.mode == Mode.ABSOLUTE
    )
    assert [[cell.figure for cell in cells] for cells in row.cells] == [["3 ms"], ["9 ms"]]
    two = read("one", introduces(HERON), introduces(OSPREY), achieves("@self", LATENCY, "3", unit="ms"))
    assert compare(store_of(two, linnet), ["Heron", "Linnet"]).figures == ()


def test_papers_are_compared_by_their_ids():
    found = compare(BOTH, ["one", "two"])
    assert [(thing.label, thing.type) for thing in found.things] == [
        ("A paper on one", "Paper"),
        ("A paper on two", "Paper"),
    ]
    assert facets(found)["introduces", "Heron"] == (1, 0)
    assert [word.subject for word in found.said if word.asserted] == ["Heron"]


def test_a_paper_stands_beside_a_system():
    found = compare(BOTH, ["one", "Osprey"])
    assert facets(found)["uses", "pruning"] == (1, 1)
    assert found.said[0].quote.sentence == "Heron beats Osprey."


def test_three_can_be_compared_and_the_same_counts_once():
    found = compare(store_of(ONE, TWO, read("three", introduces(LINNET))), ["Heron", "Osprey", "heron", "Linnet"])
    assert [thing.label for thing in found.things] == ["Heron", "Osprey", "Linnet"]
    assert all(len(facet.quotes) == 3 for facet in found.facets)
    assert not any(facet.shared for facet in found.facets)


@pytest.mark.parametrize("names", [["Heron"], ["Heron", "heron"], []])
def test_one_thing_cannot_be_compared(names):
    with pytest.raises(ValueError, match="two different"):
        compare(BOTH, names)


def test_an_unknown_name_is_an_error():
    with pytest.raises(UnknownNode, match="Heron"):
        compare(BOTH, ["Heron", "Herin"])


def test_own_claims_of_a_system_count_wherever_they_are_made():
    other = read(
        "three", Said(HERON, Predicate.RUNS_ON, T4, "Heron runs on a T4."), Said(HERON, Predicate.BASED_ON, LINNET)
    )
    found = facets(compare(store_of(ONE, TWO, other), ["Heron", "Osprey"]))
    assert found["runsOn", "T4"] == (1, 1)
    assert found["basedOn", "Linnet"] == (1, 0)
