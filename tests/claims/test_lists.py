"""Figures in lists: same meaning, zipped with metrics, rivals and data sets."""

import pytest

from kg.claims import lists
from kg.model import Predicate
from tests.claims.marked import claims, metrics, rows, sentence

OUT, HAS = Predicate.OUTPERFORMS.value, Predicate.ACHIEVES.value
PRIOR = "~(implied) prior methods"


def groups(text: str) -> list[tuple[str, ...]]:
    return [tuple(figure.value for figure in stated.group) for stated in lists.stated(sentence(text))]


GROUPS = [
    ("one", "{M Foo!} wins by 12%.", [("12",)]),
    ("two with and", "{M Foo!} gives 1.7x and 1.5x speedups.", [("1.7", "1.5")]),
    ("three", "{M Foo!} gives 1.7x, 1.5x, and 1.2x speedups.", [("1.7", "1.5", "1.2")]),
    ("other units stay apart", "{M Foo!} gives 1.7x and 20% gains.", [("1.7",), ("20",)]),
    ("words between stay apart", "{M Foo!} gains 12% on {D Sand}, 9% on {D Dune}.", [("12",), ("9",)]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_groups(text: str, expected: list[tuple[str, ...]]) -> None:
    assert groups(text) == expected


def test_rivals_are_zipped() -> None:
    text = "{M Foo!} achieves 1.69x and 1.48x speedups compared to {M Bar} and {M Baz}, respectively."
    assert rows(text) == [("Foo", OUT, "Bar", "1.69 x"), ("Foo", OUT, "Baz", "1.48 x")]


def test_rivals_are_zipped_without_the_word() -> None:
    text = "{M Foo!} beats {M Bar} and {M Baz} by 4% and 3%."
    assert rows(text) == [("Foo", OUT, "Bar", "4 %"), ("Foo", OUT, "Baz", "3 %")]


def test_one_figure_holds_for_all_rivals() -> None:
    text = "{M Foo!} beats {M Bar} and {M Baz} by 4%."
    assert rows(text) == [("Foo", OUT, "Bar", "4 %"), ("Foo", OUT, "Baz", "4 %")]


def test_a_rival_with_a_figure_of_its_own() -> None:
    text = "{M Foo!} beats {M Bar} by 4.1 points and {M Baz} by 2.5 points."
    assert rows(text) == [("Foo", OUT, "Bar", "4.1 points"), ("Foo", OUT, "Baz", "2.5 points")]


def test_rivals_with_ratios_in_brackets() -> None:
    text = "{M Foo!} beats the best tools: {M Bar} (41.5x) and {M Baz} (6.7x)."
    assert rows(text)[:2] == [("Foo", OUT, "Bar", "41.5 x"), ("Foo", OUT, "Baz", "6.7 x")]


def test_metrics_are_zipped() -> None:
    text = "{M Foo!} reduces {Q latency} and {Q memory} by 30% and 20%, respectively."
    assert metrics(text) == ["latency", "memory"]
    assert rows(text) == [("Foo", OUT, PRIOR, "30 %"), ("Foo", OUT, PRIOR, "20 %")]


def test_results_are_zipped_with_metrics() -> None:
    text = "{M Foo!} has {Q accuracy} and {Q recall} scores of 86% and 84.4%, respectively."
    assert rows(text) == [("Foo", HAS, "accuracy", "86 %"), ("Foo", HAS, "recall", "84.4 %")]


def test_one_figure_for_two_metrics_is_two_claims() -> None:
    text = "{M Foo!} reduces {Q latency} and {Q memory} by 30%."
    assert metrics(text) == ["latency", "memory"]


def test_a_metric_of_another_clause_is_not_drawn_in() -> None:
    text = "Without raising {Q parameters}, the {Q accuracy} of {M Foo!} is improved by 3%."
    assert metrics(text) == ["accuracy"]


def test_a_chain_keeps_the_meaning_and_changes_the_data() -> None:
    text = "{M Foo!} improves the {Q F1} by 12% on {D Sand}, 9% on {D Beach}, and 14% on {D Dune}."
    found = [(c.quantity.value, c.quantity.metric, c.quantity.dataset) for c in claims(text) if c.quantity]
    assert found == [("12", "F1", "Sand"), ("9", "F1", "Beach"), ("14", "F1", "Dune")]
    assert rows(text) == [("Foo", OUT, PRIOR, f"{value} %") for value in (12, 9, 14)]


def test_a_chain_may_change_the_metric() -> None:
    text = "{M Foo!} beats {M Bar} by 3.3% in {Q mAP} and 3.1% in {Q recall}."
    assert metrics(text) == ["mAP", "recall"]
    assert {row[2] for row in rows(text)} == {"Bar"}


def test_a_chain_of_results() -> None:
    text = "{M Foo!} achieves 75.2% {Q mAP} on {D Sand}, and 74.5% on {D Dune}."
    found = [(c.quantity.value, c.quantity.metric, c.quantity.dataset) for c in claims(text) if c.quantity]
    assert found == [("75.2", "mAP", "Sand"), ("74.5", "mAP", "Dune")]


def test_a_chain_ends_at_a_verb() -> None:
    text = "{M Foo!} improves {Q recall} by 12% on {D Sand}, and reaches 90% {Q accuracy}."
    assert rows(text) == [("Foo", OUT, PRIOR, "12 %"), ("Foo", HAS, "accuracy", "90 %")]


def test_data_sets_are_zipped() -> None:
    text = "{M Foo!} gives gains of 3% and 5% on {D Sand} and {D Dune}, respectively."
    assert [c.quantity.dataset for c in claims(text) if c.quantity] == ["Sand", "Dune"]


def test_a_comparison_at_the_end_of_two_verbs_holds_for_both() -> None:
    text = "{M Foo!} improves {Q throughput} by 1.4x and reduces {Q memory} by 53% over {M Bar}."
    assert rows(text) == [("Foo", OUT, "Bar", "1.4 x"), ("Foo", OUT, "Bar", "53 %")]


def test_a_comparison_at_the_start_holds_for_all() -> None:
    text = "Compared to {M Bar}, {M Foo!} cuts {Q memory} by 30%, while reducing {Q latency} by 20%."
    assert {row[2] for row in rows(text)} == {"Bar"}


def test_a_saving_and_its_loss_have_the_same_rival() -> None:
    text = "{M Foo!} gives a 20% {Q energy} reduction with only 0.3% {Q accuracy} drop compared to {M Bar}."
    assert [row[2] for row in rows(text)] == ["Bar", "Bar"]
