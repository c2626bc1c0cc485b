"""Contradictions, two figures for one thing, and figures that nothing can have."""

import pytest

from kg.analysis.conflicts import Kind, conflicts
from kg.model import Mode, Polarity
from tests.tables.made import (
    ACCURACY,
    HERON,
    IMAGES,
    LATENCY,
    LINNET,
    OSPREY,
    WORDS,
    achieves,
    beats,
    figure,
    named,
    read,
    store_of,
)


def found(*extractions, **options):
    return conflicts(store_of(*extractions), **options)


def on(metric=None, *data):
    return figure("2", "x", metric, *data, mode=Mode.RATIO)


def versus(first, second):
    """What one paper says of Heron against Osprey, and another of Osprey against Heron."""
    return found(
        read("one", beats(HERON, OSPREY, "Heron wins.", first), names=[IMAGES, WORDS]),
        read("two", beats(OSPREY, HERON, "Osprey wins.", second)),
    )


def test_two_that_beat_each_other_on_one_metric_and_data_set_contradict():
    (each,) = versus(on(ACCURACY, IMAGES), on(ACCURACY, IMAGES))
    assert (each.kind, each.about, each.metric, each.dataset, each.stated) == (
        Kind.CONTRADICTION, ("Heron", "Osprey"), "accuracy", "ImageSea", True,
    )  # fmt: skip
    assert [(side.winner, side.quote.sentence) for side in each.sides] == [
        ("Heron", "Heron wins."),
        ("Osprey", "Osprey wins."),
    ]


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        (on(ACCURACY, IMAGES), on(ACCURACY), 1),
        (on(ACCURACY), on(None, IMAGES), 1),
        (None, None, 1),
        (on(ACCURACY, IMAGES), on(ACCURACY, WORDS), 0),
        (on(ACCURACY, IMAGES), on(LATENCY, IMAGES), 0),
    ],
    ids=["no data set", "nothing shared", "nothing stated", "other data", "other metric"],
)
def test_what_is_left_open_may_contradict(first, second, number):
    each = versus(first, second)
    assert len(each) == number
    assert not any(one.stated for one in each)


def test_only_what_is_asserted_contradicts():
    held = [{"polarity": Polarity.NEGATED}, {"hedge": "may"}]
    for how in held:
        assert not found(read("one", beats(HERON, OSPREY)), read("two", beats(OSPREY, HERON, **how)))


def test_one_paper_saying_it_twice_is_one_side():
    (each,) = found(read("one", beats(HERON, OSPREY), beats(HERON, OSPREY)), read("two", beats(OSPREY, HERON)))
    assert len(each.sides) == 2


def test_a_baseline_and_the_own_contribution_contradict_nobody():
    assert not found(read("one", beats("@self", OSPREY), beats(OSPREY, "@self"), beats(HERON, HERON)))


def test_one_key_with_two_figures():
    papers = [
        read("one", achieves(HERON, ACCURACY, "90", IMAGES), names=[IMAGES]),
        read("two", achieves(HERON, ACCURACY, "88", IMAGES)),
    ]
    (each,) = found(*papers)
    assert (each.kind, each.about, each.why, each.dataset) == (
        Kind.FIGURES,
        ("Heron",),
        "2 figures in 2 papers",
        "ImageSea",
    )
    assert [side.figure for side in each.sides] == ["90%", "88%"]


@pytest.mark.parametrize(
    "second",
    [
        achieves(HERON, ACCURACY, "90.0", IMAGES),
        achieves(HERON, ACCURACY, "88", IMAGES, condition="at night"),
        achieves(HERON, ACCURACY, "88", WORDS),
        achieves(HERON, ACCURACY, "88"),
        achieves(HERON, ACCURACY, "88", IMAGES, unit="points"),
        achieves(OSPREY, ACCURACY, "88", IMAGES),
        achieves(HERON, LATENCY, "88", IMAGES),
    ],
    ids=["same", "condition", "data", "no data", "unit", "system", "metric"],
)
def test_another_key_is_no_conflict(second):
    first = read("one", achieves(HERON, ACCURACY, "90", IMAGES), names=[IMAGES, WORDS])
    assert not found(first, read("two", second))


def test_of_very_many_figures_those_are_found_that_differ():
    papers = [read(f"p{number}", achieves(HERON, ACCURACY, "90", IMAGES), names=[IMAGES]) for number in range(40)]
    assert not found(*papers)
    (each,) = found(*papers, read("odd", achieves(HERON, ACCURACY, "91", IMAGES)))
    assert (each.why, len(each.sides)) == ("2 figures in 41 papers", 41)


def test_figures_of_one_sentence_differ_only_from_those_of_others():
    one = read("one", *[achieves(HERON, ACCURACY, value, IMAGES, said="90 or 85.") for value in ("90", "85")])
    assert not found(one)
    (each,) = found(one, read("two", achieves(HERON, ACCURACY, "90", IMAGES)))
    assert sorted((side.quote.paper, side.figure) for side in each.sides) == [("one", "85%"), ("two", "90%")]


def test_gains_over_different_rivals_are_different_keys():
    gains = [
        beats(HERON, rival, "", figure(value, "x", ACCURACY, IMAGES, mode=Mode.RATIO))
        for rival, value in ((OSPREY, "2"), (LINNET, "3"))
    ]
    assert not found(read("one", *gains, names=[IMAGES]))


IMPOSSIBLE = [
    (
        beats(HERON, OSPREY, "It cuts the wait by 150 %.", figure("150", "%", LATENCY, mode=Mode.DIFFERENCE_RELATIVE)),
        "reduced",
    ),
    (beats(HERON, OSPREY, "", figure("120", "points", ACCURACY, mode=Mode.DIFFERENCE_POINTS)), "100 points"),
    (achieves(HERON, ACCURACY, "101", IMAGES), "no share"),
    (achieves(HERON, ACCURACY, "-3", IMAGES), "no share"),
]
POSSIBLE = [
    beats(HERON, OSPREY, "", figure("150", "%", ACCURACY, mode=Mode.DIFFERENCE_RELATIVE)),
    beats(HERON, OSPREY, "It cuts the wait by 99 %.", figure("99", "%", LATENCY, mode=Mode.DIFFERENCE_RELATIVE)),
    beats(HERON, OSPREY, "It covers 150 % more ground.", figure("150", "%", LATENCY, mode=Mode.DIFFERENCE_RELATIVE)),
    beats(HERON, OSPREY, "It is set against 3600 points.", figure("3600", "points", mode=Mode.DIFFERENCE_POINTS)),
    achieves(HERON, named("recall improvement", "metric"), "130"),
    beats(HERON, OSPREY, "", figure("150", "x", LATENCY, mode=Mode.RATIO)),
    beats(HERON, OSPREY, "", figure("150", "%", "odd thing", mode=Mode.DIFFERENCE_RELATIVE)),
    beats(HERON, OSPREY, "", figure("many", "%", LATENCY, mode=Mode.DIFFERENCE_RELATIVE)),
    achieves(HERON, ACCURACY, "100", IMAGES),
    achieves(HERON, LATENCY, "250", unit="%"),
    achieves(HERON, ACCURACY, "101", IMAGES, hedge="may"),
]


@pytest.mark.parametrize(("said", "why"), IMPOSSIBLE, ids=lambda case: case if isinstance(case, str) else "")
def test_what_nothing_can_have(said, why):
    (each,) = found(read("one", said, said, names=[IMAGES]), kind=Kind.IMPOSSIBLE)
    assert each.kind is Kind.IMPOSSIBLE
    assert why in each.why
    assert len(each.sides) == 1


@pytest.mark.parametrize("said", POSSIBLE)
def test_what_can_be(said):
    assert not found(read("one", said, names=[IMAGES]))


def test_kinds_come_in_order_and_can_be_chosen():
    papers = [
        read(
            "one",
            beats(HERON, OSPREY),
            achieves(HERON, ACCURACY, "90", IMAGES),
            achieves(LINNET, ACCURACY, "101", IMAGES),
            names=[IMAGES],
        ),
        read("two", beats(OSPREY, HERON), achieves(HERON, ACCURACY, "88", IMAGES)),
    ]
    assert [each.kind for each in found(*papers)] == list(Kind)
    assert [each.kind for each in found(*papers, limit=2)] == list(Kind)[:2]
    assert [each.kind for each in found(*papers, kind=Kind.FIGURES)] == [Kind.FIGURES]
    assert found(*papers) == found(*reversed(papers))


def test_contradictions_are_those_that_sparql_finds():
    papers = [
        read("one", beats(HERON, OSPREY), beats(LINNET, OSPREY)),
        read("two", beats(OSPREY, HERON), beats(HERON, LINNET, hedge="may"), beats(LINNET, HERON)),
    ]
    store = store_of(*papers)
    rows = store.query(
        "SELECT ?a ?b WHERE { ?x kg:outperforms ?y . ?y kg:outperforms ?x . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b FILTER(STR(?a) < STR(?b)) }"
    )
    asked = {(row["a"].value, row["b"].value) for row in rows}
    assert asked == {each.about for each in conflicts(store, kind=Kind.CONTRADICTION)} == {("Heron", "Osprey")}
