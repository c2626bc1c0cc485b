"""SciER's two forms read alike, and papers are laid out as people write."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scier_data import Article, Sentence, aligned, gap, laid_out, meet, read_offsets, read_strings

from tests.benchmarks.made import article, with_offsets, with_strings


def test_offsets_count_tokens_of_the_sentence_and_end_behind_the_last(tmp_path: Path) -> None:
    path = tmp_path / "plm_dev.jsonl"
    path.write_text("".join(f"{json.dumps(with_offsets(article(n)))}\n" for n in range(3)), encoding="utf-8")
    assert read_offsets(path) == [article(number) for number in range(3)]
    assert with_offsets(article(0))["ner"][1][0] == [13, 15, "Method"]  # in the file it counts from the paper's start


def test_strings_find_the_spans_again(tmp_path: Path) -> None:
    path = tmp_path / "llm_train.jsonl"
    rows = [row for number in range(3) for row in with_strings(article(number))]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert read_strings(path) == [article(number) for number in range(3)]


def test_repeated_strings_stand_in_the_order_of_the_text() -> None:
    found = aligned("SNet and SNet - 2 and SNet", [["SNet", "Method"], ["SNet - 2", "Method"], ["SNet", "Method"]], [])
    assert [span for span, _ in found.mentions] == [(0, 1), (2, 5), (6, 7)]
    found = aligned("the SNet of SNet", [["the SNet", "Method"], ["SNet", "Method"]], [])
    assert [span for span, _ in found.mentions] == [(0, 2), (3, 4)]


def test_a_relation_joins_the_nearest_mentions_and_each_two_once() -> None:
    mentions = [["A", "Method"], ["B", "Method"], ["A", "Method"], ["B", "Method"]]
    rows = [["A", "Part-Of", "B"], ["A", "Part-Of", "B"], ["A", "Synonym-Of", "A"], ["B", "Used-For", "A"]]
    found = aligned("A x B y z A of B", mentions, rows)
    assert found.relations == (
        ((0, 1), (2, 3), "Part-Of"),
        ((5, 6), (7, 8), "Part-Of"),
        ((0, 1), (5, 6), "Synonym-Of"),
        ((2, 3), (0, 1), "Used-For"),
    )


def test_a_relation_that_has_no_two_mentions_is_left_out() -> None:
    assert aligned("A and B", [["A", "Method"]], [["A", "Synonym-Of", "A"]]).relations == ()


def test_a_mention_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ValueError, match="'B' is not in 'A of C'"):
        aligned("A of C", [["B", "Task"]], [])
    with pytest.raises(ValueError, match="behind the mentions before it"):
        aligned("A of C", [["C", "Task"], ["A", "Task"]], [])


@pytest.mark.parametrize(
    ("one", "other", "between", "met"),
    [((0, 2), (2, 3), 0, False), ((5, 6), (0, 2), 3, False), ((0, 3), (2, 4), 0, True), ((1, 2), (0, 5), 0, True)],
)
def test_gaps_and_overlaps(one: tuple[int, int], other: tuple[int, int], between: int, met: bool) -> None:
    assert gap(one, other) == gap(other, one) == between
    assert meet(one, other) == meet(other, one) == met


WRITTEN = [
    ("SNet - 1 0 1 reaches 4 2 . 5 % .", "SNet-101 reaches 42.5%."),
    ("state - of - the - art nets ( SNets ) [ 1 2 , 7 ]", "state-of-the-art nets (SNets) [12, 7]"),
    ("In 2 0 1 9 , we saw 3 D shells .", "In 2019, we saw 3 D shells."),
    ("a rate of 0. 0 5 ; e.g. 7 .", "a rate of 0.05; e.g. 7."),
    ("hit-like nets of 2022 10 times", "hit-like nets of 2022 10 times"),
    ("the nets' shells", "the nets' shells"),
]


@pytest.mark.parametrize(("tokens", "text"), WRITTEN)
def test_texts_read_as_people_write(tokens: str, text: str) -> None:
    sheet = laid_out(Article("a", (Sentence(tuple(tokens.split(" ")), (), ()),)))
    assert sheet.document.paper.abstract == f"{text} "
    assert sheet.document.paper.text == sheet.document.clean.text


def test_numbers_are_whole_and_spans_find_back() -> None:
    sheet = laid_out(article(3))
    words = list(sheet.document.texts)
    [data] = [span for span, kind in article(3).sentences[1].mentions if kind == "Dataset"]
    first, last = sheet.range_of(1, data)
    assert words[first:last] == ["Beach", "Set", "-", "103"]
    assert sheet.span_of((first, last)) == (1, data)
    assert sheet.document.sentences[0] == (0, 0)  # the title


def test_a_mention_that_cuts_a_number_holds_all_of_it() -> None:
    sheet = laid_out(Article("a", (Sentence(tuple("SNet - 5 0 3 7".split()), (((0, 4), "Method"),), ()),)))
    assert sheet.range_of(0, (0, 4)) == (0, 3)
    assert sheet.span_of((0, 3)) == (0, (0, 6))


def test_white_space_is_no_word() -> None:
    sheet = laid_out(Article("a", (Sentence(("", "A", "", " ", "net"), (), ()), Sentence(("\n",), (), ()))))
    assert list(sheet.document.texts) == ["A", "net"]
    assert sheet.document.sentences == ((0, 0), (0, 2), (2, 2))
    assert sheet.range_of(0, (1, 5)) == (0, 2)


tokens = st.lists(st.sampled_from(["net", "Net", "-", "(", ")", ".", ",", "5", "0", "0.", "", "'s", "x2"]), max_size=12)


@given(st.lists(tokens.map(tuple), max_size=4))
def test_each_word_stands_where_its_start_says(sentences: list[tuple[str, ...]]) -> None:
    sheet = laid_out(Article("a", tuple(Sentence(each, (), ()) for each in sentences)))
    document = sheet.document
    assert len(document.texts) == len(document.starts) == len(sheet.places)
    assert len(document.sentences) == len(sentences) + 1
    for number, (word, start) in enumerate(zip(document.texts, document.starts, strict=True)):
        assert document.clean.text[start : start + len(word)] == word
        sentence, span = sheet.span_of((number, number + 1))
        assert "".join(sentences[sentence][slice(*span)]) == word
        assert sheet.range_of(sentence, span) == (number, number + 1)
