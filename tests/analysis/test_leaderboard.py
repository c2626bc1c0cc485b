"""Rankings: like against like, every row with its sentence, conflicts flagged, nothing that a text holds back."""

import pytest

from kg.analysis.leaderboard import leaderboard
from kg.errors import UnknownNode
from kg.model import Bound, Mode, Polarity, Predicate
from tests.tables.made import (
    A100,
    ACCURACY,
    CHIP,
    FPGA,
    GPU,
    HERON,
    IMAGES,
    LATENCY,
    LINNET,
    MERLIN,
    ODDITY,
    OSPREY,
    SHELLS,
    T4,
    WORDS,
    achieves,
    beats,
    figure,
    introduces,
    read,
    role,
    store_of,
)


def boards(name, *extractions, **options):
    return leaderboard(store_of(*extractions), name, **options).boards


def lines(board):
    return [(entry.rank, entry.label, entry.figure) for entry in board.entries]


ONE = read("one", achieves(HERON, ACCURACY, "92.10", IMAGES), achieves(OSPREY, ACCURACY, "90", IMAGES), names=[IMAGES])
TWO = read("two", achieves(LINNET, ACCURACY, "92.1", IMAGES), achieves(MERLIN, ACCURACY, "80", IMAGES))


def test_figures_are_ranked_and_equal_ones_share_a_rank():
    (board,) = boards("ImageSea", ONE, TWO)
    assert lines(board) == [(1, "Heron", "92.10%"), (1, "Linnet", "92.1%"), (3, "Osprey", "90%"), (4, "Merlin", "80%")]
    assert (board.metric, board.dataset, board.unit, board.mode, board.better) == (
        "accuracy",
        "ImageSea",
        "%",
        "Absolute",
        True,
    )


def test_every_row_has_its_sentence_and_paper():
    (board,) = boards("ImageSea", ONE, TWO)
    assert [(entry.quote.paper, entry.quote.sentence) for entry in board.entries[:2]] == [
        ("one", "Claim 0 of one."), ("two", "Claim 0 of two."),
    ]  # fmt: skip


def test_lower_is_better_where_the_catalogue_says_so():
    (board,) = boards(
        "latency", read("one", achieves(HERON, LATENCY, "3", unit="ms"), achieves(OSPREY, LATENCY, "12", unit="ms"))
    )
    assert lines(board) == [(1, "Heron", "3 ms"), (2, "Osprey", "12 ms")]


def test_without_a_direction_there_are_no_ranks():
    (board,) = boards(
        "oddity", read("one", achieves(HERON, ODDITY, "3", unit="ms"), achieves(OSPREY, ODDITY, "12", unit="ms"))
    )
    assert (board.better, lines(board)) == (None, [(None, "Osprey", "12 ms"), (None, "Heron", "3 ms")])


def test_units_are_never_mixed_but_spellings_are_one_unit():
    found = boards(
        "latency",
        read("one", achieves(HERON, LATENCY, "3", unit="ms"), achieves(OSPREY, LATENCY, "1", unit="s")),
        read("two", achieves(LINNET, LATENCY, "2", unit="milliseconds")),
    )
    assert [(board.unit, [entry.label for entry in board.entries]) for board in found] == [
        ("ms", ["Linnet", "Heron"]), ("s", ["Osprey"]),
    ]  # fmt: skip


def test_gains_stand_apart_with_their_rivals_the_greatest_first():
    gain = figure("2", "x", LATENCY, mode=Mode.RATIO)
    more = figure("1.5-3", "x", LATENCY, mode=Mode.RATIO)
    absolute, gains = boards(
        "latency",
        read(
            "one",
            achieves(HERON, LATENCY, "3", unit="ms"),
            beats(HERON, OSPREY, "", gain),
            beats(LINNET, "older ones", "", more),
        ),
    )
    assert (absolute.mode, gains.mode, gains.better) == ("Absolute", "Ratio", True)
    assert [(entry.label, entry.figure, entry.rival) for entry in gains.entries] == [
        ("Linnet", "1.5-3x", "older ones"), ("Heron", "2x", "Osprey"),
    ]  # fmt: skip


def test_a_rank_is_better_the_lower_it_is():
    (board,) = boards("ImageSea", read("one", *[achieves(who, ODDITY, value, IMAGES, unit="", mode=Mode.RANK) for who, value in ((HERON, "3"), (OSPREY, "1"))], names=[IMAGES]))  # fmt: skip
    assert lines(board) == [(1, "Osprey", "rank 1"), (2, "Heron", "rank 3")]


def test_what_the_text_denies_or_hedges_is_not_there():
    held = read("one", achieves(HERON, ACCURACY, "1", IMAGES, polarity=Polarity.NEGATED), achieves(OSPREY, ACCURACY, "2", IMAGES, hedge="may"), names=[IMAGES])  # fmt: skip
    assert boards("ImageSea", held) == ()


def test_a_system_has_one_row_a_paper_and_its_other_figures_beside():
    said = [
        achieves(HERON, ACCURACY, "90", IMAGES, said="It gets 90 and 85 at night."),
        achieves(HERON, ACCURACY, "85", IMAGES, said="It gets 90 and 85 at night.", condition="at night"),
        achieves(HERON, ACCURACY, "90", IMAGES, said="Ninety it is."),
    ]
    (board,) = boards("ImageSea", read("one", *said, names=[IMAGES]))
    (entry,) = board.entries
    assert (entry.figure, entry.also, entry.conflict) == ("90%", ("85% (at night)",), False)


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        ({"value": "88"}, True),
        ({"value": "90.0"}, False),
        ({"value": "88", "condition": "at night"}, False),
        ({"value": "88", "bound": Bound.UP_TO}, False),
        ({"value": "88", "unit": "points"}, False),
    ],
    ids=str,
)
def test_another_figure_under_the_same_conditions_is_a_conflict(other, conflict):
    first = read("one", achieves(HERON, ACCURACY, "90", IMAGES), names=[IMAGES])
    second = read("two", achieves(HERON, ACCURACY, other.pop("value"), IMAGES, **other))
    flags = {entry.conflict for board in boards("ImageSea", first, second) for entry in board.entries}
    assert flags == {conflict}


@pytest.mark.parametrize("data", [(), (IMAGES,)], ids=["no data set", "data set"])
def test_only_figures_on_one_stated_data_set_conflict(data):
    first = read("one", achieves(HERON, ACCURACY, "90", *data), names=data)
    (board,) = boards("accuracy", first, read("two", achieves(HERON, ACCURACY, "88", *data), names=data))
    assert {entry.conflict for entry in board.entries} == {bool(data)}


@pytest.mark.parametrize(("unit", "better"), [("%", True), ("", True), ("mm", None), ("ms", None)])
def test_an_accuracy_in_a_length_has_no_known_direction(unit, better):
    (board,) = boards("accuracy", read("one", achieves(HERON, ACCURACY, "3", unit=unit)))
    assert board.better is better


def test_figures_of_one_sentence_are_no_conflict():
    said = [achieves(HERON, ACCURACY, value, IMAGES, said="It gets 90 and 85.") for value in ("90", "85")]
    (board,) = boards("ImageSea", read("one", *said, names=[IMAGES]))
    assert [entry.conflict for entry in board.entries] == [False]


def test_what_stands_under_a_data_set_has_its_own_ranking():
    found = boards("ImageSea", ONE, read("two", achieves(LINNET, ACCURACY, "70", SHELLS), names=[SHELLS]))
    assert [(board.dataset, len(board.entries)) for board in found] == [("ImageSea", 2), ("ShellSea", 1)]


def test_a_figure_on_several_data_sets_counts_for_the_one_asked_for():
    (board,) = boards("ImageSea", read("one", achieves(HERON, ACCURACY, "1", IMAGES, WORDS), names=[IMAGES, WORDS]))
    assert board.dataset == "ImageSea"
    (board,) = boards("accuracy", read("one", achieves(HERON, ACCURACY, "1", IMAGES, WORDS), names=[IMAGES, WORDS]))
    assert board.dataset == "ImageSea, WordSea"


def test_a_limit_is_a_ranking_s_own_and_tells_what_is_left():
    (board,) = boards("ImageSea", ONE, TWO, limit=3)
    assert (len(board.entries), board.left) == (3, 1)


# On hardware


def on(paper, *devices, condition=None, extra=()):
    said = [*role(Predicate.RUNS_ON, *devices), achieves(HERON, LATENCY, "3", unit="ms", condition=condition)]
    return read(paper, *said, names=extra)


@pytest.mark.parametrize(
    ("paper", "name", "there"),
    [
        (on("one", A100), "A100", True),
        (on("one", A100), "GPU", True),
        (on("one", GPU), "A100", False),
        (on("one", A100, FPGA), "A100", False),
        (on("one", A100, GPU), "A100", True),
        (on("one", A100, FPGA, condition="on an A100"), "A100", True),
        (on("one", A100, FPGA, condition="up to; on A100, at night"), "GPU", True),
        (on("one", A100, condition="on an FPGA", extra=[FPGA]), "A100", False),
        (on("one", T4, condition="on an A1000", extra=[A100]), "A100", False),
        (on("one", A100), "chip", True),
    ],
)
def test_a_figure_counts_for_hardware_that_it_or_its_paper_names(paper, name, there):
    assert bool(boards(name, paper, read("x", names=[GPU, A100, FPGA, CHIP]))) is there


# Names


def test_a_name_of_something_else_is_unknown():
    with pytest.raises(UnknownNode):
        boards("Heron", ONE)
    with pytest.raises(UnknownNode, match="ImageSea"):
        boards("ImageSeas of the world", ONE)


def test_nothing_measured_is_no_ranking():
    found = leaderboard(store_of(read("one", introduces(HERON), names=[IMAGES])), "ImageSea")
    assert (found.label, found.type, found.boards) == ("ImageSea", "Dataset", ())


def test_the_order_of_papers_plays_no_part():
    assert boards("ImageSea", ONE, TWO) == boards("ImageSea", TWO, ONE)
