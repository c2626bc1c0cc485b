"""The nouns by which a text says what a thing is, and the places where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.heads import heads
from kg.model import ConceptType, Paper, Span
from kg.parse import parse_one


def found(sentence: str, name: str = "Wren") -> set[str]:
    """The features of a name in a sentence that stands as the abstract of a paper."""
    paper = Paper("p", "T", sentence)
    start = paper.text.index(name)
    return set(heads(parse_one(paper), [Span(start, start + len(name))]))


def nouns(sentence: str) -> set[str]:
    return {feature.removeprefix("head:") for feature in found(sentence) if "=" in feature}


SAID = [
    ("Wren is a compiler for shells.", {"is=compiler"}),
    ("Wren is an open library.", {"is=library"}),
    ("Wren, a library for sparse shells, is fast.", {"is=library"}),
    ("Wren, an algorithm that sorts shells", {"is=algorithm"}),
    ("Wren, our simulator, is fast.", {"is=simulator"}),
    ("Wren: a benchmark of shells", {"is=benchmark"}),
    ("Wren - a benchmark", {"is=benchmark"}),
    ("Wren – the toolkit for shells", {"is=toolkit"}),
    ("Several things are Wrens.", set()),
    ("Wren denotes the problem at hand.", {"is=problem"}),
    ("We see Wren as an optimizer for shells.", {"is=optimizer"}),
    ("Wren are the datasets of the beach.", {"is=dataset"}),
    ("Wren is a data set.", {"is=set"}),
    ("Wren is a benchmark suite.", {"is=suite"}),  # the last noun of the phrase names it
    ("Wren is a compiler of models.", {"is=compiler"}),  # what it is of does not
    ("Wren is a compiler using kernels.", {"is=compiler"}),
    ("Wren is a compiler and a library.", {"is=compiler"}),
    ("Wren is a fast and small compiler.", set()),
    ("Wren is a bird.", set()),
    ("Wren is fast.", set()),
    ("Wren. A library is fast.", set()),
    ("Wren beats a compiler.", set()),
]
BEHIND = [
    ("The quick one is Wren framework.", {"behind=framework"}),
    ("Of Wren chips two are new.", {"behind=chip"}),
    ("On Wren datasets it fails.", {"behind=dataset"}),
    ("On Wren batteries it fails.", set()),
    ("On Wren Compiler it fails.", set()),  # a capital is part of the name
    ("On Wren, compilers fail.", set()),
]
CALLED = [
    ("There is a compiler called Wren.", {"called=compiler"}),
    ("There is an accelerator, named Wren.", {"called=accelerator"}),
    ("Few toolkits like Wren are slow.", {"called=toolkit"}),
    ("In libraries such as Wren it fails.", {"called=library"}),
    ("In simulators, e.g., Wren, it fails.", {"called=simulator"}),
    ("Some metric, namely Wren, is low.", {"called=metric"}),
    ("Some optimizers dubbed Wren fail.", {"called=optimizer"}),
    ("There is a bird called Wren.", set()),
]
BEFORE = [
    ("It uses the compiler Wren.", {"before=compiler"}),
    ("It uses our new sparse compiler Wren.", {"before=compiler"}),
    ("It uses a tiny GPU accelerator, Wren.", {"before=accelerator"}),
    ("It uses the compilers Wren.", {"before=compiler"}),
    ("It uses compiler Wren.", set()),  # no article that opens the phrase
    ("It uses the bird Wren.", set()),
    ("The compiler is good. Wren is new.", set()),
    ("The compiler that we like uses Wren.", set()),
]
ALL = [*SAID, *BEHIND, *CALLED, *BEFORE]


@pytest.mark.parametrize(("sentence", "expected"), ALL, ids=[sentence for sentence, _ in ALL])
def test_the_noun_and_its_place_are_read(sentence: str, expected: set[str]) -> None:
    assert nouns(sentence) == expected


def test_several_places_may_speak() -> None:
    sentence = "In the compiler Wren framework it fails."
    assert nouns(sentence) == {"before=compiler", "behind=framework"}
    assert nouns("A compiler called Wren is a tool.") == {"called=compiler", "is=tool"}


TYPES = [
    ("network", {ConceptType.MODEL}),
    ("classifier", {ConceptType.MODEL}),
    ("detector", {ConceptType.MODEL}),
    ("accelerator", {ConceptType.HARDWARE}),
    ("chip", {ConceptType.HARDWARE}),
    ("microcontroller", {ConceptType.HARDWARE}),
    ("corpus", {ConceptType.DATASET}),
    ("benchmark", {ConceptType.DATASET}),
    ("compiler", {ConceptType.SOFTWARE}),
    ("library", {ConceptType.SOFTWARE}),
    ("optimizer", {ConceptType.TECHNIQUE}),
    ("algorithm", {ConceptType.TECHNIQUE}),
    ("score", {ConceptType.METRIC}),
    ("ratio", {ConceptType.METRIC}),
    ("task", {ConceptType.TASK}),
    ("challenge", {ConceptType.TASK, ConceptType.DATASET}),
]


@pytest.mark.parametrize(("noun", "kinds"), TYPES, ids=[noun for noun, _ in TYPES])
def test_a_noun_speaks_for_its_types(noun: str, kinds: set[ConceptType]) -> None:
    assert found(f"Wren is a {noun}.") == {f"head:is={noun}", *(f"head:is~{kind}" for kind in kinds)}


@pytest.mark.parametrize(("one", "many"), [("library", "libraries"), ("chip", "chips")])
def test_one_and_many_are_one_noun(one: str, many: str) -> None:
    assert {f.lower() for f in found(f"Wren is a {one}.")} == {f.lower() for f in found(f"Wren are the {many}.")}


def test_the_raw_text_may_hold_marks() -> None:
    assert "head:is=library" in found("\\textbf{Wren}, a \\emph{library} for shells", "Wren")


def test_every_mention_is_asked() -> None:
    paper = Paper("p", "T", "Wren is new. So the compiler Wren is small.")
    spans = [Span(2, 6), Span(paper.text.rindex("Wren"), paper.text.rindex("Wren") + 4)]
    assert list(heads(parse_one(paper), spans[:1])) == []
    assert set(heads(parse_one(paper), spans)) == {"head:before=compiler", "head:before~Software"}


def test_without_mentions_nothing_is_said() -> None:
    assert list(heads(parse_one(Paper("p", "T", "The compiler Wren.")), [])) == []


WORDS = st.sampled_from(
    ["Wren", "is", "a", "the", "compiler", "libraries", "called", ",", ".", "(", ")", ":", "of", "é", "\\textbf{"]
)


@given(before=st.lists(WORDS, max_size=8), after=st.lists(WORDS, max_size=8))
def test_any_text_gives_nouns_with_their_types(before: list[str], after: list[str]) -> None:
    paper = Paper("p", "T", " ".join([*before, "Finch", *after]))
    start = paper.text.index("Finch")
    features = list(heads(parse_one(paper), [Span(start, start + 5)]))
    places = {feature.split(":")[1].split("=")[0] for feature in features if "=" in feature}
    assert places <= {"is", "behind", "called", "before"}
    assert all(any(f.startswith(f"head:{place}~") for f in features) for place in places)
