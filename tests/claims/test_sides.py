"""Sentences that give the figures of two sides, and lists whose members belong together."""

import pytest

from tests.claims.marked import Row, claims, metrics, rows

HAS, OUT, LIKE = "achieves", "outperforms", "comparableTo"
IMPLIED = "~(implied) prior methods"
INTRO = "We propose {M Foo!}. "

SIDES: list[tuple[str, str, list[Row]]] = [
    (
        "compared to the figure of another",
        "{M Foo!} reaches 91% {Q accuracy}, versus 85% for {M Bar}.",
        [("Foo", HAS, "accuracy", "91 %"), ("Foo", OUT, "Bar", None), ("Bar", HAS, "accuracy", "85 %")],
    ),
    (
        "both in brackets",
        "{M Foo!} surpasses {M Bar} (85.3 vs. 83.1 {Q F1}).",
        [("Foo", HAS, "F1", "85.3"), ("Bar", HAS, "F1", "83.1"), ("Foo", OUT, "Bar", None)],
    ),
    ("ahead of", "It scores more than 2 {Q BLEU} above {M Bar}.", [("Foo", OUT, "Bar", "2 BLEU")]),
    ("up to a figure", "{M Foo!} boosts the {Q F1 score} to 81.2.", [("Foo", HAS, "F1 score", "81.2")]),
    ("a factor", "{M Foo!} cuts {Q memory} by a factor of 4.", [("Foo", OUT, IMPLIED, "4 x")]),
    ("that of", "{M Foo!} has a {Q throughput} 3x that of {M Bar}.", [("Foo", OUT, "Bar", "3 x")]),
    ("less of a flaw", "The {Q error rate} is 12% lower than that of {M Bar}.", [("Foo", OUT, "Bar", "12 %")]),
    ("trailing", "{M Bar} trails {M Foo!} by 2%.", [("Foo", OUT, "Bar", "2 %")]),
    ("within", "{M Foo!} stays within 0.3% of {M Bar}.", [("Foo", LIKE, "Bar", "0.3 %")]),
    ("as well as", "{M Foo!} performs as well as {M Bar}.", [("Foo", LIKE, "Bar", None)]),
    ("the level of another", "{M Foo!} reaches {M GPT-4}-level performance.", [("Foo", LIKE, "GPT-4", None)]),
    ("near another", "{M Foo!} attains near-{M FP16} {Q accuracy}.", [("Foo", LIKE, "FP16", None)]),
    ("unchanged", "{M Foo!} keeps {Q accuracy} unchanged.", [("Foo", LIKE, IMPLIED, None)]),
    ("solved", "{M Foo!} solves 84 problems.", [("Foo", HAS, "#problems", "84")]),
    ("no matching", "A loss handles regions with unreliable matching such as glass.", []),
    ("in time", "{M Foo!} is 8x faster within 30 seconds.", [("Foo", OUT, IMPLIED, "8 x")]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SIDES], ids=[case[0] for case in SIDES])
def test_sides(text: str, expected: list[Row]) -> None:
    assert [row for row in rows(INTRO + text) if row[3] != "30 s"] == expected


def test_each_figure_of_a_list_has_its_own_metric() -> None:
    assert metrics(INTRO + "{M Foo!} improves {Q accuracy} by 3% and {Q latency} by 20%.") == ["accuracy", "latency"]


DATA = [
    ("they follow", "{M Foo!} reaches 91% {Q recall} on {D Sand}, 85% on {D Mud}.", ["Sand", "Mud"]),
    ("they lead", "On {D Sand} it reaches 91% {Q recall}, and on {D Mud} 85%.", ["Sand", "Mud"]),
    ("a leading list", "On {D Sand} and {D Mud}, it reaches 91% and 85% {Q recall}.", ["Sand", "Mud"]),
    ("brackets", "It is tested on {D Sand} (91% {Q recall}) and {D Mud} (85%).", ["Sand", "Mud"]),
    ("one for all", "It reaches 91% {Q recall} and 85% {Q accuracy} on {D Sand}.", ["Sand", "Sand"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in DATA], ids=[case[0] for case in DATA])
def test_each_figure_has_its_own_data_set(text: str, expected: list[str]) -> None:
    assert [claim.quantity.dataset for claim in claims(INTRO + text) if claim.quantity] == expected


def test_signed_and_unsigned_figures_are_two_lists() -> None:
    text = INTRO + "{M Foo!} improves {Q F1} to 62.1% (+1.9%) on {D Sand} and 71.9% (+3.0%) on {D Mud}."
    found = [(row[1], row[3]) for row in rows(text)]
    assert found == [(HAS, "62.1 %"), (OUT, "1.9 %"), (HAS, "71.9 %"), (OUT, "3.0 %")]


def test_it_is_who_spoke_before() -> None:
    text = "We propose {T Bar!} for {T Bar!}, and {M Foo!}. {M Foo!} beats {M Baz}. It is 2x faster than {M Baz}."
    assert rows(text)[-1] == ("Foo", OUT, "Baz", "2 x")
