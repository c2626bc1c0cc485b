"""The claims of whole abstracts: whose they are, what surrounds them, and what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import comparisons
from kg.claims.claimants import claimants_of, first_own, subjects_at
from kg.claims.confidences import confidence
from kg.iris import iri_of, own_kind, paper_iri
from kg.model import Claim, ConceptType, Mode, Predicate
from kg.parse import parse_one
from tests.claims.marked import TITLE, claims, end, marked, metrics, row, rows, sentence

OUT, SAME, HAS = Predicate.OUTPERFORMS.value, Predicate.COMPARABLE_TO.value, Predicate.ACHIEVES.value
PRIOR = "~(implied) prior methods"

SUBJECTS = [
    ("the name before the verb", "{M Foo!} beats {M Bar}.", "Foo"),
    ("another's result", "We propose {M Foo!}. {M Qux} beats {M Bar}.", "Qux"),
    ("our method", "We propose {M Foo!}. Our method beats {M Bar}.", "Foo"),
    ("we", "We propose {M Foo!}. We beat {M Bar}.", "Foo"),
    ("it", "We propose {M Foo!}. It beats {M Bar}.", "Foo"),
    ("show that", "We show that {M Qux} beats {M Bar}.", "Qux"),
    ("experiments show", "We propose {M Foo!}. Tests on {M Qux} show that it beats {M Bar}.", "Foo"),
    ("lead-in", "We propose {M Foo!}. With {M Qux}, our method beats {M Bar}.", "Foo"),
    ("lead-in without comma", "We propose {M Foo!}. For {M Qux} our method beats {M Bar}.", "Foo"),
    ("two sorts of names", "{M Qux}, a plain sorter, and {M Foo!} beat {M Bar}.", "Foo"),
    ("our named", "Our {M Foo!} beats {M Bar}.", "Foo"),
    ("our own kind", "We propose {M Foo!}. Our {T ring hashing} scheme beats {M Bar}.", "Foo"),
    ("participle keeps the subject", "{M Foo!} is small, thus beating {M Bar}.", "Foo"),
    ("while changes the subject", "{M Foo!} is small while {M Qux} beats {M Bar}.", "Qux"),
    ("an introduced data set", "{D ShellBank!} beats {M Bar} by 3%.", "ShellBank"),
    ("nobody named", "Our method beats {M Bar}.", "@paper"),
]


@pytest.mark.parametrize(("text", "subject"), [case[1:] for case in SUBJECTS], ids=[case[0] for case in SUBJECTS])
def test_subjects(text: str, subject: str) -> None:
    assert [found[0] for found in rows(text)] == [subject]


def test_the_main_contribution_is_the_most_frequent_of_what_is_introduced() -> None:
    document, links = marked("We propose {T Ring!} and {M Foo!}. {M Foo!} is small.")
    claimants = claimants_of(document, links)
    assert end(claimants.main) == "Foo"
    assert len(claimants.own) == 2


def test_a_system_is_rather_the_main_contribution_than_a_data_set() -> None:
    document, links = marked("We release {D Bank!}, {D Bank!} and {M Foo!}.")
    assert end(claimants_of(document, links).main) == "Foo"


def test_a_paper_that_introduces_nothing_speaks_for_itself() -> None:
    document, links = marked("We test {M Bar}.")
    claimants = claimants_of(document, links)
    assert own_kind(claimants.main.iri) == "contribution"
    assert claimants.own == {claimants.main.iri}


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("Shells are many. We sort them.", 2),
        ("We sort shells.", 1),
        ("Shells are many. Sand is fine.", 0),
        ("Shells are many. {M Foo!} sorts them.", 2),
        ("In this paper shells are sorted.", 1),
    ],
)
def test_the_first_sentence_of_ones_own(text: str, index: int) -> None:
    assert first_own(*marked(text)) == index


def test_the_subject_of_a_verb() -> None:
    document, links = marked("{M Foo!} is small while {M Bar} beats it.")
    view = sentence("{M Foo!} is small while {M Bar} beats it.")
    claimants = claimants_of(document, links)
    assert [end(node) for node in subjects_at(view, 5, claimants)] == ["Foo"]
    assert [end(node) for node in subjects_at(view, view.text.index("beats"), claimants)] == ["Bar"]


DATA = [
    ("on one", "{M Foo!} achieves 92% {Q accuracy} on {D Sand}.", ["Sand"]),
    ("on two", "{M Foo!} beats {M Bar} by 2% on {D Sand} and {D Dune}.", ["Sand, Dune"]),
    ("lead", "On {D Sand}, {M Foo!} achieves 92% {Q accuracy}.", ["Sand"]),
    ("each its own", "{M Foo!} has 58% {Q PQ} on {D Sand} and 68% {Q PQ} on {D Dune}.", ["Sand", "Dune"]),
    ("none", "{M Foo!} achieves 92% {Q accuracy}.", [None]),
    ("no figure", "{M Foo!} outperforms {M Bar} on {D Sand}.", ["Sand"]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in DATA], ids=[case[0] for case in DATA])
def test_data_sets(text: str, expected: list[str | None]) -> None:
    found = claims(text)
    assert [claim.quantity.dataset for claim in found if claim.quantity] == expected
    for claim in found:
        assert claim.quantity is not None
        names = claim.quantity.dataset.split(", ") if claim.quantity.dataset else []
        assert len(claim.quantity.dataset_iris) == len(names)


CONDITIONS = [
    ("{M Foo!} is up to 3x faster than {M Bar}.", "up to"),
    ("{M Foo!} is at least 3x faster than {M Bar}.", "at least"),
    ("{M Foo!} is about 3x faster than {M Bar}.", "about"),
    ("{M Foo!} is 3x faster on average.", "on average"),
    ("{M Foo!} is 3x faster under batch size 1.", "under batch size 1"),
    ("{M Foo!} is 3x faster on {H Tide}.", "on Tide"),
    ("{M Foo!} is up to 3x faster on an {H Tide}.", "up to; on Tide"),
    ("{M Foo!} is 3x faster.", None),
]


@pytest.mark.parametrize(("text", "condition"), CONDITIONS, ids=[case[0] for case in CONDITIONS])
def test_conditions(text: str, condition: str | None) -> None:
    quantity = claims(text)[0].quantity
    assert quantity is not None
    assert quantity.condition == condition


ABSTRACT = (
    "Sorting shells is slow. We propose {M Foo!}, a sorter with {T ring hashing!}. On {D SandSet}, {M Foo!} achieves 92.1% "
    "{Q accuracy} and beats {M Bar} by 3.2%. Compared with {M Baz}, it is up to 4.5x faster while maintaining comparable "
    "{Q accuracy}. {M Foo!} may also save 20% {Q energy}."
)


def test_an_abstract() -> None:
    assert rows(ABSTRACT) == [
        ("Foo", HAS, "accuracy", "92.1 %"),
        ("Foo", OUT, "Bar", "3.2 %"),
        ("Foo", OUT, "Baz", "4.5 x"),
        ("Foo", SAME, "Baz", None),
        ("Foo", OUT, PRIOR, "20 %"),
    ]
    assert metrics(ABSTRACT) == ["accuracy", "accuracy", "speed", "accuracy", "energy"]
    assert [claim.asserted for claim in claims(ABSTRACT)] == [True, True, True, True, False]


def test_the_title_may_state_a_result() -> None:
    document, _ = marked("Shells are many.")
    paper = document.paper
    renamed = parse_one(type(paper)("p", "A sorter that cuts latency by 40%", paper.abstract))
    (claim,) = comparisons.find(renamed, ())
    assert row(claim) == ("@paper", OUT, PRIOR, "40 %")
    assert claim.evidence.text == renamed.paper.title


def test_no_claims_without_links_or_figures() -> None:
    assert list(comparisons.find(*marked("Shells lie on the beach."))) == []
    assert list(comparisons.find(*marked(""))) == []


def test_a_claim_is_made_once() -> None:
    text = "{M Foo!} outperforms {M Bar} and outperforms {M Bar}."
    assert rows(text) == [("Foo", OUT, "Bar", None)]


@pytest.mark.parametrize("rule", ["figure.by", "figure.chain", "words.beats", "words.kept", "no.such.rule"])
def test_confidences_are_shares(rule: str) -> None:
    assert 0.0 < confidence(rule) < 1.0


def test_a_rare_guess_is_less_sure_than_a_plain_statement() -> None:
    assert confidence("figure.unit") < confidence("words.kept") < confidence("words.beats")


_NAMES = st.sampled_from(
    [
        "{M Foo!}",
        "{M Bar}",
        "{M Baz}",
        "{T ring hashing}",
        "{Q accuracy}",
        "{Q latency}",
        "{D SandSet}",
        "{H Tide}",
        "our method",
    ]
)
_FIGURES = st.sampled_from(
    ["3.7x", "12%", "41-137x", "twice", "two orders of magnitude", "2.5 points", "0.93", "12 ms", "half"]
)
_WORDS = st.sampled_from(
    [
        "outperforms",
        "by",
        "achieves",
        "a",
        "speedup",
        "over",
        "compared to",
        "than",
        "faster",
        "reduces",
        "and",
        ",",
        "while",
        "maintaining",
        "of",
        "on",
        "matches",
        "up to",
        "from",
        "to",
        "does not",
        "may",
        "state-of-the-art",
        "(",
        ")",
        ".",
        ";",
        "respectively",
        "improvement in",
        "without loss of",
        "lower",
        "with",
        "lags behind",
        "such as",
        "its",
        "is",
        "as",
    ]
)
ABSTRACTS = st.lists(_NAMES | _FIGURES | _WORDS, min_size=1, max_size=30).map(" ".join)


def checked(claim: Claim, text: str) -> None:
    """Assert what holds of every claim."""
    assert claim.evidence.text == claim.evidence.span.of(text)
    assert claim.evidence.paper == paper_iri("p")
    assert claim.subject.iri != claim.object.iri
    assert 0.0 < claim.confidence < 1.0
    assert claim.predicate in (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO, Predicate.ACHIEVES)
    quantity = claim.quantity
    assert quantity is not None
    assert (quantity.value is None) == (quantity.verbatim is None) == (quantity.mode is None)
    if quantity.verbatim is not None:
        assert quantity.verbatim in text
    if claim.predicate is Predicate.ACHIEVES:
        assert claim.object.type is ConceptType.METRIC or own_kind(claim.object.iri) == "measure"
        assert quantity.mode in (Mode.ABSOLUTE, None)


@given(ABSTRACTS)
def test_what_holds_of_every_claim(text: str) -> None:
    document, links = marked(text)
    for claim in comparisons.find(document, links):
        checked(claim, document.paper.text)


@given(ABSTRACTS)
def test_ends_are_linked_or_the_papers_own(text: str) -> None:
    document, links = marked(text)
    known = {link.concept.iri for link in links}
    for claim in comparisons.find(document, links):
        for node in (claim.subject, claim.object):
            assert node.iri in known or own_kind(node.iri) in ("contribution", "baseline", "measure")


@given(ABSTRACTS)
def test_the_same_abstract_gives_the_same_claims(text: str) -> None:
    first, second = ([iri_of(claim) for claim in claims(text)] for _ in range(2))
    assert first == second


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    document = parse_one(type(marked("")[0].paper)("p", TITLE, text))
    for claim in comparisons.find(document, ()):
        checked(claim, document.paper.text)


def test_a_comparison_of_which_nothing_else_is_said_has_no_quantity():
    (claim,) = claims("{M TideNet!} is competitive with {M WaveNet}.")
    assert claim.quantity is None
