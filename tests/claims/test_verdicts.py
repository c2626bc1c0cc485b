"""Comparisons in words: who beats, lags, matches whom; state of the art; what is kept; what is improved."""

import pytest

from kg.model import Polarity, Predicate
from tests.claims.marked import Row, claims, metrics, rows

OUT, SAME = Predicate.OUTPERFORMS.value, Predicate.COMPARABLE_TO.value
PRIOR = "~(implied) prior methods"

BEATS: list[tuple[str, str, list[Row]]] = [
    ("outperforms", "{M Foo!} outperforms {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("hyphen", "{M Foo!} out-performs {M Bar}.", [("Foo", OUT, "Bar", None)]),
    (
        "surpasses two",
        "{M Foo!} surpasses {M Bar} and {M Baz}.",
        [("Foo", OUT, "Bar", None), ("Foo", OUT, "Baz", None)],
    ),
    (
        "list of three",
        "{M Foo!} beats {M Bar}, {M Baz}, and {M Qux}.",
        [("Foo", OUT, "Bar", None), ("Foo", OUT, "Baz", None), ("Foo", OUT, "Qux", None)],
    ),
    ("participle", "{M Foo!} is small, outperforming {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("superior to", "{M Foo!} is superior to {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("superior noun", "{M Foo!} shows superior recall to {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("improves over", "{M Foo!} improves over {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("improves upon", "{M Foo!} improves upon {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("outpaces", "{M Foo!} outpaces {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("class", "{M Foo!} outperforms existing sorters.", [("Foo", OUT, "~existing sorters", None)]),
    (
        "class with a name in it",
        "{M Foo!} exceeds state-of-the-art {T tide hashing} methods.",
        [("Foo", OUT, "~state-of-the-art tide hashing methods", None)],
    ),
    (
        "such as",
        "{M Foo!} beats prior sorters such as {M Bar} and {M Baz}.",
        [("Foo", OUT, "Bar", None), ("Foo", OUT, "Baz", None)],
    ),
    (
        "brackets",
        "{M Foo!} beats prior sorters ({M Bar}, {M Baz}).",
        [("Foo", OUT, "Bar", None), ("Foo", OUT, "Baz", None)],
    ),
    (
        "for example keeps the class",
        "{M Foo!} beats prior sorting methods (e.g., {M Bar}).",
        [("Foo", OUT, "~prior sorting methods", None)],
    ),
    ("apposition", "{M Foo!} beats the strongest baseline, {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("provided by", "{M Foo!} beats the best tools provided by {S Tide}.", [("Foo", OUT, "Tide", None)]),
    (
        "counterpart",
        "{M Foo!} surpasses its full-precision counterpart.",
        [("Foo", OUT, "~its full-precision counterpart", None)],
    ),
    ("larger model", "{M Foo!} outperforms a 14x larger model.", [("Foo", OUT, "~a 14x larger model", None)]),
    ("unnamed subject", "Our approach outperforms {M Bar}.", [("@paper", OUT, "Bar", None)]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in BEATS], ids=[case[0] for case in BEATS])
def test_beats(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


LAGS = [
    "{M Bar} falls behind {M Foo!}.",
    "{M Bar} lags behind {M Foo!}.",
    "{M Bar} underperforms {M Foo!}.",
    "{M Bar} is inferior to {M Foo!}.",
    "{M Bar} is outperformed by {M Foo!}.",
    "{M Bar} is worse than {M Foo!}.",
    "{M Bar} is slower than {M Foo!}.",
]


@pytest.mark.parametrize("text", LAGS)
def test_lags_is_beats_turned_round(text: str) -> None:
    assert rows(text) == [("Foo", OUT, "Bar", None)]


EQUALS: list[tuple[str, str, list[Row]]] = [
    ("on par with", "{M Foo!} is on par with {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("comparably to", "{M Foo!} performs comparably to {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("comparable M to", "{M Foo!} has comparable {Q recall} to {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("competitive with", "{M Foo!} is competitive with {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("competitive M with", "{M Foo!} has competitive performance with {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("matches", "{M Foo!} matches {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("matches the M of", "{M Foo!} matches the {Q recall} of {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("matches or exceeds", "{M Foo!} matches or exceeds {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("rivals", "{M Foo!} rivals {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("similar M as", "{M Foo!} has similar accuracy as {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("same M as", "{M Foo!} attains the same {Q accuracy} as {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("as accurate as", "{M Foo!} is as accurate as {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("gap", "{M Foo!} closes the gap to {M Bar}.", [("Foo", SAME, "Bar", None)]),
    ("class", "{M Foo!} is on par with larger models.", [("Foo", SAME, "~larger models", None)]),
    ("two", "{M Foo!} is comparable to {M Bar} and {M Baz}.", [("Foo", SAME, "Bar", None), ("Foo", SAME, "Baz", None)]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in EQUALS], ids=[case[0] for case in EQUALS])
def test_equals(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_what_is_on_par_stands_before() -> None:
    (same,) = claims("{M Foo!} achieves performance on-par with {M Bar} that requires more {Q memory}.")
    assert same.quantity.metric == "performance"


def test_a_condition_is_not_what_is_higher() -> None:
    text = "{M Foo!} has a {Q throughput} of 1 token/s at a {Q batch size} of 144, much higher than {M Bar}."
    better = next(claim for claim in claims(text) if claim.predicate == OUT)
    assert (better.subject.label, better.object.label, better.quantity.metric) == ("Foo", "Bar", "throughput")


@pytest.mark.parametrize(
    "text", ["{M Foo!} is there to enhance rather than hinder {M Bar}.", "We use {M Foo!} on tasks other than {M Bar}."]
)
def test_rather_than_compares_nothing(text: str) -> None:
    assert rows(text) == []


def test_a_match_with_a_saving_is_both() -> None:
    found = rows("{M Foo!} matches {M Bar} with 30% less {Q energy}.")
    assert found == [("Foo", OUT, "Bar", "30 %"), ("Foo", SAME, "Bar", None)]


def test_its_accuracy_is_that_of_the_rival_before() -> None:
    found = rows("{M Foo!} is four times faster than {M Bar} and matches its search accuracy.")
    assert found == [("Foo", OUT, "Bar", "4 x"), ("Foo", SAME, "Bar", None)]


COMPARATIVES: list[tuple[str, str, list[Row]]] = [
    ("better than", "{M Foo!} gives better {Q recall} than {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("compared to", "{M Foo!} reduces {Q latency} compared to {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("relative to", "{M Foo!} has higher {Q recall} relative to {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("versus", "{M Foo!} has higher {Q recall} versus {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("gains over", "{M Foo!} has clear gains over {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("lead", "In contrast to {M Bar}, our method performs better.", [("@paper", OUT, "Bar", None)]),
    ("lead, compared", "Compared with {M Bar}, {M Foo!} is more robust.", [("Foo", OUT, "Bar", None)]),
    ("higher cost", "{M Foo!} has higher {Q latency} than {M Bar}.", [("Bar", OUT, "Foo", None)]),
    ("lower quality", "{M Foo!} has lower {Q accuracy} than {M Bar}.", [("Bar", OUT, "Foo", None)]),
    (
        "larger error",
        "The {Q error} of {M Foo!} is clearly larger than that of {M Bar}.",
        [("Bar", OUT, "Foo", None)],
    ),
    ("finds more", "{M Foo!} detects more {Q failures} than {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("larger sizes", "{M Foo!} allows larger {Q batch size} than {M Bar}.", [("Foo", OUT, "Bar", None)]),
    ("less of a flaw", "{M Foo!} has lower quality degradation than {M Bar}.", [("Foo", OUT, "Bar", None)]),
    (
        "two metrics",
        "{M Foo!} has higher {Q recall} and lower {Q latency} than {M Bar}.",
        [("Foo", OUT, "Bar", None), ("Foo", OUT, "Bar", None)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in COMPARATIVES], ids=[c[0] for c in COMPARATIVES])
def test_comparatives(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_each_comparative_has_its_metric() -> None:
    assert metrics("{M Foo!} has higher {Q recall} and lower {Q latency} than {M Bar}.") == ["recall", "latency"]


KEPT = [
    "{M Foo!} sorts fast without loss of {Q accuracy}.",
    "{M Foo!} sorts fast without sacrificing {Q accuracy}.",
    "{M Foo!} sorts fast with negligible {Q accuracy} degradation.",
    "{M Foo!} sorts fast while maintaining {Q accuracy}.",
    "{M Foo!} sorts fast while preserving the model {Q accuracy}.",
    "{M Foo!} sorts fast with comparable {Q accuracy}.",
    "{M Foo!} sorts fast with no loss in {Q accuracy}.",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept_is_comparable(text: str) -> None:
    assert rows(text) == [("Foo", SAME, PRIOR, None)]
    assert metrics(text) == ["accuracy"]


def test_what_is_kept_is_that_of_the_rival() -> None:
    found = rows("{M Foo!} is 3x faster than {M Bar} while maintaining comparable {Q accuracy}.")
    assert found == [("Foo", OUT, "Bar", "3 x"), ("Foo", SAME, "Bar", None)]


BEST = [
    "{M Foo!} achieves state-of-the-art performance.",
    "{M Foo!} sets a new state of the art.",
    "{M Foo!} attains SOTA results.",
    "We show that {M Foo!} delivers superior accuracy.",
]


@pytest.mark.parametrize("text", BEST)
def test_state_of_the_art_beats_what_was_before(text: str) -> None:
    assert rows(text) == [("Foo", OUT, PRIOR, None)]


IMPROVES = [
    ("{M Foo!} significantly reduces {Q latency}.", ["latency"]),
    ("{M Foo!} consistently improves {Q throughput} and {Q latency}.", ["throughput", "latency"]),
    ("Results show that {M Foo!} boosts generalization.", ["generalization"]),
]


@pytest.mark.parametrize(("text", "expected"), IMPROVES, ids=[case[0] for case in IMPROVES])
def test_improves_without_a_figure(text: str, expected: list[str]) -> None:
    assert metrics(text) == expected
    assert {row[1:3] for row in rows(text)} == {(OUT, PRIOR)}


SILENT = {
    "purpose": "To reduce {Q latency}, we propose {M Foo!}.",
    "aim": "{M Foo!} is built for improving {Q accuracy}.",
    "no metric": "{M Foo!} improves the view.",
    "others' work": "{M Bar} reduces {Q latency}.",
    "background": "{M Bar} has comparable {Q accuracy}. We propose {M Foo!}.",
    "before we speak": "Sorting improves {Q accuracy}. We propose {M Foo!}.",
    "over time": "Over the last ten years, shells improved.",
    "over a range": "{M Foo!} is better over a wide range of tides.",
    "matched noun": "{M Foo!} finds matched pairs of shells.",
    "as well as": "{M Foo!} sorts shells as well as {M Bar}.",
    "inside a name": "{M Foo!} was tested with {T more than once sampling}.",
    "itself": "{M Foo!} outperforms {M Foo!}.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_sentences_that_compare_nothing(text: str) -> None:
    assert rows(text) == []


def test_a_denied_claim_stays_marked() -> None:
    (claim,) = claims("{M Foo!} does not outperform {M Bar}.")
    assert claim.polarity is Polarity.NEGATED
    assert not claim.asserted


def test_neither_nor_denies_both() -> None:
    found = claims("{M Foo!} neither beats {M Bar} nor {M Baz}.")
    assert [(claim.object.label, claim.polarity) for claim in found] == [
        ("Bar", Polarity.NEGATED),
        ("Baz", Polarity.NEGATED),
    ]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("{M Foo!} may outperform {M Bar}.", "may"),
        ("{M Foo!} could halve the {Q latency}.", "could"),
        ("Does {M Foo!} outperform {M Bar}?", "?"),
    ],
)
def test_a_hedged_claim_stays_marked(text: str, hedge: str) -> None:
    (claim,) = claims(text)
    assert claim.hedge == hedge
    assert not claim.asserted
