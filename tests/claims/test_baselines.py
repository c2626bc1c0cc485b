"""What stands behind "than", "over", "compared to" and the verbs of winning."""

import pytest

from kg.claims.baselines import find_comparisons
from tests.claims.marked import sentence


def found(text: str) -> list[tuple[str, list[str], bool]]:
    """Return kind, rivals, and whether they are named, for each comparison phrase."""
    return [
        (c.kind, [rival.phrase for rival in c.rivals], all(rival.named for rival in c.rivals))
        for c in find_comparisons(sentence(text))
    ]


KINDS = [
    ("compared to {M Bar}, it is better", "compared"),
    ("in comparison with {M Bar}, it is better", "compared"),
    ("relative to {M Bar}, it is better", "compared"),
    ("as opposed to {M Bar}, it is better", "compared"),
    ("it runs against {M Bar}", "compared"),
    ("gains over {M Bar}", "over"),
    ("on top of {M Bar}", "over"),
    ("faster than {M Bar}", "than"),
    ("faster than that of {M Bar}", "than"),
    ("twice as fast as {M Bar}", "than"),
    ("surpassing {M Bar}", "beats"),
    ("advantages over {M Bar}", "beats"),
    ("ahead of {M Bar}", "beats"),
    ("trailing {M Bar}", "lags"),
    ("beaten by {M Bar}", "lags"),
    ("on par with {M Bar}", "equals"),
    ("comparable, if not better, recall to {M Bar}", "equals"),
    ("parity with {M Bar}", "equals"),
    ("approaching {M Bar}'s recall", "equals"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[case[0] for case in KINDS])
def test_kinds(text: str, kind: str) -> None:
    assert found(text) == [(kind, ["Bar"], True)]


PHRASES = [
    ("faster than existing sorters on {D Sand}", "existing sorters"),
    ("faster than the FP16 baseline by far", "the FP16 baseline"),
    ("faster than previous works, and smaller", "previous works"),
    ("faster than other {T tide} methods", "other tide methods"),
    ("faster than state-of-the-art systems that learn", "state-of-the-art systems"),
    ("faster than conventional approaches when small", "conventional approaches"),
    ("faster than human experts", "human experts"),
    ("faster than our own baseline (untuned)", "our own baseline"),
    ("faster than prior art", "prior art"),
]


@pytest.mark.parametrize(("text", "phrase"), PHRASES, ids=[case[0] for case in PHRASES])
def test_a_class_gives_its_phrase(text: str, phrase: str) -> None:
    assert found(text) == [("than", [phrase], False)]


NAMED = [
    ("faster than the {M Bar} baseline", ["Bar"]),
    ("faster than {M Bar} models", ["Bar"]),
    ("faster than {M Bar}'s kernels", ["Bar"]),
    ("faster than {M Bar}, {M Baz} and {M Qux}", ["Bar", "Baz", "Qux"]),
    ("faster than {M Bar} as well as {M Baz}", ["Bar", "Baz"]),
    ("faster than the state-of-the-art work {M Bar}", ["Bar"]),
    ("faster than existing tools ({M Bar} and {M Baz})", ["Bar", "Baz"]),
    ("faster than existing tools, such as {M Bar}", ["Bar"]),
    ("faster than the standard {M Bar}", ["Bar"]),
    ("faster than {M Bar} on {D Sand}", ["Bar"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[case[0] for case in NAMED])
def test_names_win_over_the_class(text: str, names: list[str]) -> None:
    assert found(text) == [("than", names, True)]


NOTHING = {
    "number behind over": "trained over 3 days",
    "range of things": "tested over a wide range of tides",
    "time": "better over time",
    "metric behind than": "more than {Q recall}",
    "data set behind over": "averaged over {D Sand}",
    "marker inside a name": "we use {T no more than twice hashing} of all",
    "nothing behind": "it is faster than",
    "plain words": "it is warmer than the sea",
    "no marker": "{M Foo} is fast",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_no_comparison(text: str) -> None:
    assert found(text) == []


def test_a_verb_behind_a_name_ends_the_list() -> None:
    assert found("faster than {M Bar}, and {M Foo} achieves more") == [("than", ["Bar"], True)]


def test_offsets_bound_the_phrase() -> None:
    view = sentence("{M Foo} is faster than {M Bar} on {D Sand}.")
    (comparison,) = find_comparisons(view)
    assert view.text[comparison.start : comparison.marker_end] == "than"
    assert view.text[comparison.marker_end : comparison.end].strip() == "Bar"
