"""Tokens and sentences fitted to abstracts of the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import parse as parsing
from kg.model import Paper, Span
from kg.parse import Document, _exceptions, _tokenizer, parse, parse_one, tokenize


def read(abstract: str, title: str = "A title") -> Document:
    return parse_one(Paper("p", title, abstract))


def words(abstract: str) -> list[str]:
    document = read(abstract)
    return [token.text for start, end in document.sentences[1:] for token in document.doc[start:end]]


def sentences(abstract: str, title: str = "A title") -> list[str]:
    document = read(abstract, title)
    return [document.sentence_span(i).of(document.paper.text) for i in range(len(document.sentences))]


WHOLE = [
    "4-bit", "W4A8", "MoE++", "Llama-3.1-405B", "ZeroQuant(4+2)", "LLM.int8()", "i.e.", "e.g.", "vs.", "GPT-4o",
    "C++", "1.69x", "CPU-GPU", "pass@k", "tokens/s", "D2MoE", "Qwen2.5-Coder-32B-Instruct", "TOPS/W", "et", "al.",
]  # fmt: skip


@pytest.mark.parametrize("word", WHOLE)
def test_names_and_abbreviations_are_one_token(word: str) -> None:
    assert word in words(f"We look at {word} here.")


SPLIT = [
    ("GPU-based", ["GPU", "-", "based"]),
    ("Transformer-free", ["Transformer", "-", "free"]),
    ("model(LLM)", ["model", "(", "LLM", ")"]),
    ("systems/benchmarks", ["systems", "/", "benchmarks"]),
    ("98%", ["98", "%"]),
    ("fast—and", ["fast", "—", "and"]),
    ("(LLMs)", ["(", "LLMs", ")"]),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_compounds_and_brackets_are_split(text: str, expected: list[str]) -> None:
    found = words(f"We look at {text} here .")
    assert found[3 : 3 + len(expected)] == expected


CUT = [
    ("One is here. Two is there.", ["One is here.", "Two is there."]),
    ("It is small, i.e. It fits. Good.", ["It is small, i.e. It fits.", "Good."]),
    ("As shown in Fig. 3 it works. Yes.", ["As shown in Fig. 3 it works.", "Yes."]),
    ("It gains 1.5x. vLLM gains less.", ["It gains 1.5x.", "vLLM gains less."]),
    ("We use A, B, etc. We stop.", ["We use A, B, etc.", "We stop."]),
    ("It draws only 600mW. We stop.", ["It draws only 600mW.", "We stop."]),
    ("It has 7B. We stop.", ["It has 7B.", "We stop."]),
    ("It was lost.Then it came back.", ["It was lost.", "Then it came back."]),
    ('They said "it works." We agree.', ['They said "it works."', "We agree."]),
    ("Does it work? Yes! It does.", ["Does it work?", "Yes!", "It does."]),
    ("Ours vs. theirs by Smith et al. is close. End.", ["Ours vs. theirs by Smith et al. is close.", "End."]),
    ("It keeps 98\\% of it. We gain 3.7times.", ["It keeps 98\\% of it.", "We gain 3.7times."]),
]


@pytest.mark.parametrize(("abstract", "expected"), CUT, ids=[abstract for abstract, _ in CUT])
def test_sentences_are_cut_where_they_end(abstract: str, expected: list[str]) -> None:
    assert sentences(abstract)[1:] == expected


def test_the_title_is_one_sentence() -> None:
    assert sentences("We run it.", "Hogwild! Inference: fast. And small")[0] == "Hogwild! Inference: fast. And small"


def test_an_empty_abstract_leaves_the_title() -> None:
    assert sentences("") == ["A title"]


def test_papers_come_in_order() -> None:
    papers = [Paper(str(i), f"Title {i}", "Text.") for i in range(5)]
    assert [document.paper for document in parse(papers)] == papers


@given(st.text(alphabet="aB1. ,()%-\n\\{}$!?\"'times", max_size=80), st.text(alphabet="aB1. !:", max_size=20))
def test_spans_lie_inside_the_text_and_sentences_are_in_order(abstract: str, title: str) -> None:
    document = parse_one(Paper("p", title, abstract))
    length = len(document.paper.text)
    last = 0
    for index in range(len(document.sentences)):
        span = document.sentence_span(index)
        assert 0 <= span.start < span.end <= length
        assert span.of(document.paper.text).strip()
        assert document.sentences[index][0] >= last
        last = document.sentences[index][1]


def test_sentence_at_finds_the_sentence_of_a_span() -> None:
    document = read("One is here. Two is there.")
    at = document.paper.text.index("Two")
    assert document.sentence_at(Span(at, at + 3)) == 2
    assert document.sentence_at(Span(0, 1)) == 0


ODD = [
    "It is\n\n small.  Very",
    " leads",
    "ends ",
    "a\tb \n c",
    "see :) (it) :( there",
    "don't a.m. U.S. we'll",
    "x" * 60,
]


@pytest.mark.parametrize("text", [*ODD, "We look at model(LLM), 98%-99% of it; e.g. GPU-based systems/benchmarks."])
def test_words_are_those_of_the_tokenizer_on_the_whole_text(text: str) -> None:
    found, starts = tokenize(text)
    whole = _tokenizer()(text)
    assert found == [token.text for token in whole]
    assert starts == [token.idx for token in whole]


@pytest.mark.parametrize("mark", ["", ",", ".", ".,"])
def test_words_of_letters_are_those_of_the_tokenizer(mark: str) -> None:
    exceptions = sorted(word for word in _exceptions() if word.isascii() and word.isalpha())
    assert "cannot" in exceptions
    for word in (*exceptions, "a", "X", "We", "sand", "GPUs", "BitMoD", "al", "etc", "vs", "km", "mW", "US"):
        assert tokenize(word + mark)[0] == [token.text for token in _tokenizer()(word + mark)]


@given(st.from_regex(r"[A-Za-z]{1,9}[.,]{0,2}", fullmatch=True))
def test_any_letters_are_cut_as_the_tokenizer_cuts_them(chunk: str) -> None:
    assert tokenize(chunk)[0] == [token.text for token in _tokenizer()(chunk)]


@given(st.text("aB1.,-( \n", max_size=30))
def test_words_stand_where_they_say(text: str) -> None:
    found, starts = tokenize(text)
    assert all(text.startswith(word, start) for word, start in zip(found, starts, strict=True))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_forgotten_words_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tokenize("One and two, three.")
    monkeypatch.setattr(parsing, "_MOST", 0)
    assert tokenize("One and two, three.") == before


@pytest.mark.parametrize("text", [*ODD, "Plain words."])
def test_the_doc_of_spacy_has_the_same_words(text: str) -> None:
    document = read(text)
    assert document.doc.text == document.clean.text
    assert [token.text for token in document.doc] == list(document.texts)
    assert [token.idx for token in document.doc] == list(document.starts)
    assert [token.is_space for token in document.doc] == [word.isspace() for word in document.texts]
    assert document.doc is document.doc


def test_a_token_ends_where_its_word_ends() -> None:
    document = read("Plain words.")
    assert [document.end_of(index) for index in range(2)] == [1, 7]


def test_a_span_has_the_tokens_that_it_touches() -> None:
    paper = parse_one(Paper("p", "Shells", "We use sand nets."))
    text = paper.paper.text
    start = text.index("sand")
    words = list(paper.texts)
    assert words == ["Shells", "\n", "We", "use", "sand", "nets", "."]
    assert paper.tokens_of(Span(start, start + 9)) == (4, 6)
    assert paper.tokens_of(Span(start + 1, start + 3)) == (4, 5)
    assert paper.tokens_of(Span(0, len(text))) == (0, 7)


@given(st.data())
def test_every_span_has_tokens(data: st.DataObject) -> None:
    paper = parse_one(Paper("p", "A title", "Two words  here. \n\nAnd more of them, in (brackets)."))
    start = data.draw(st.integers(0, len(paper.paper.text) - 1))
    end = data.draw(st.integers(start + 1, len(paper.paper.text)))
    first, last = paper.tokens_of(Span(start, end))
    assert 0 <= first < last <= len(paper.texts)
