"""What a paper says around a thing: places, neighbours, cue words, form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.context import Context, context_of
from kg.model import Paper, Span
from kg.parse import parse_one

TITLE = "HeronNet: quick sorting of shells"
ABSTRACT = (
    "Shells come in many forms. We propose HeronNet, a network that sorts shells. "
    "It reaches 91% on ShellSet-10. Code will follow."
)
PAPER = Paper("p", TITLE, ABSTRACT)


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(parse_one(PAPER))


def span_of(words: str, occurrence: int = 0) -> Span:
    start = -1
    for _ in range(occurrence + 1):
        start = PAPER.text.index(words, start + 1)
    return Span(start, start + len(words))


def names(context: Context, words: str, occurrence: int = 0, kind: str = "Mod") -> set[str]:
    return set(context.features([span_of(words, occurrence)], kind))


EXPECTED = [
    ("HeronNet", 0, {"pos=title", "titlestart", "titlecolon", "namey", "title&namey"}),
    ("HeronNet", 1, {"L0=propose", "L1=we", "LL=we_propose", "S=we", "S=propose", "B=propose", "S|T=proposeMod"}),
    ("HeronNet", 1, {"R0=,", "R1=a", "k=heronnet", "len=1", "h=heronnet", "A=a"} - {"A=a"}),
    ("network", 0, {"lower", "h=network", "f=network", "L0=a", "R0=that", "B|T=proposeMod"}),
    ("ShellSet-10", 0, {"S=figure", "S|T=figureMod", "S=on", "B=on", "namey", "sh=XxXx-d", "k=shellset10"}),
    ("Shells", 0, {"pos=s1", "R0=come"}),
    ("Code", 0, {"pos=last"}),
]
ABSENT = [
    ("HeronNet", 1, {"pos=title", "titlestart", "lower", "S=figure", "A=propose"}),
    ("network", 0, {"namey", "title&namey", "S=figure", "A=propose"}),
    ("ShellSet-10", 0, {"lower", "S=propose", "pos=s1", "pos=last"}),
    ("quick sorting", 0, {"titlestart", "titlecolon"}),
]


@pytest.mark.parametrize(("words", "occurrence", "expected"), EXPECTED)
def test_features_name_what_stands_around(context: Context, words: str, occurrence: int, expected: set[str]) -> None:
    assert expected <= names(context, words, occurrence)


@pytest.mark.parametrize(("words", "occurrence", "absent"), ABSENT)
def test_features_name_nothing_else(context: Context, words: str, occurrence: int, absent: set[str]) -> None:
    assert not absent & names(context, words, occurrence)


def test_features_of_several_mentions_are_joined(context: Context) -> None:
    both = context.features([span_of("HeronNet"), span_of("HeronNet", 1)], "Mod")
    assert {"pos=title", "S=propose", "n=2"} <= both.keys()
    assert both["surfaces"] == 1.0
    assert both["logn"] == pytest.approx(0.693, abs=0.001)
    assert context.features([span_of("HeronNet"), span_of("network")], "Mod")["surfaces"] == 2.0


def test_neighbours_stay_in_the_sentence(context: Context) -> None:
    assert not any(name.startswith(("L0=", "L1=", "LL=")) for name in names(context, "Shells"))
    assert {name for name in names(context, "shells", 1) if name.startswith("R")} == {"R0=."}


def test_figures_are_percentages_and_factors(context: Context) -> None:
    assert context.figures == [False, False, False, True, False]
    assert Context(parse_one(Paper("p", "T", "It is 2.5x as fast."))).figures == [False, True]
    assert Context(parse_one(Paper("p", "T", "It has 12 layers."))).figures == [False, False]


@pytest.mark.parametrize("words", ["HeronNet", "quick sorting", "network", "ShellSet-10", "."])
def test_tokens_of_a_span_are_those_that_it_covers(context: Context, words: str) -> None:
    first, last = context.tokens_of(span_of(words))
    doc = context.document.doc
    assert doc[first].idx <= span_of(words).start
    assert "".join(t.text_with_ws for t in doc[first:last]).strip().replace(" ", "") == words.replace(" ", "")


def test_the_sentence_of_a_token_holds_it(context: Context) -> None:
    for index, (start, end) in enumerate(context.document.sentences):
        assert {context.sentence_of(token) for token in range(start, end)} == {index}
    assert context.sentence_of(10_000) == len(context.document.sentences) - 1


@given(st.text("ab A1.%-\n\\{}$x,", min_size=1, max_size=60), st.data())
def test_any_span_of_any_text_has_features(abstract: str, data: st.DataObject) -> None:
    paper = Paper("p", "Ab c", abstract)
    start = data.draw(st.integers(0, len(paper.text) - 1))
    end = data.draw(st.integers(start + 1, len(paper.text)))
    context = Context(parse_one(paper))
    first, last = context.tokens_of(Span(start, end))
    assert 0 <= first < last <= len(context.keys)
    assert context.features([Span(start, end)], "Mod")["bias"] == 1.0


def test_one_document_has_one_context() -> None:
    document = parse_one(PAPER)
    assert context_of(document) is context_of(document)
    assert context_of(parse_one(PAPER)) is not context_of(document)


def test_what_is_asked_twice_is_answered_alike_and_is_the_askers_own() -> None:
    asked = Context(parse_one(PAPER))
    first = asked.features([span_of("HeronNet")], "Mod")
    first["mine"] = 1.0
    second = asked.features([span_of("HeronNet")], "Mod")
    assert "mine" not in second
    assert {**second, "mine": 1.0} == first
