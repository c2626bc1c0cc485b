"""Word pieces, the shapes of words, and where each token begins."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.neural.encoder import flags_of, windows
from kg.neural.pieces import LONGEST, MASK, SHAPES, Splitter, shape_of
from tests.neural.made import PIECES, document, splitter

TEXTS = st.text(st.sampled_from("aAbBzZ019 .,-()%/$\\{}é∑\n"), max_size=80)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Splitter:
    return splitter(tmp_path_factory.mktemp("pieces"))


KINDS = [
    ("net", False, 4), ("net", True, 5), ("Net", False, 6), ("GPU", False, 8), ("X", False, 10), ("BitMoD", False, 12),
    ("7B", False, 14), ("7b", False, 16), ("7Bx", False, 18), ("100", True, 3), ("-", False, 22), ("(", True, 25),
    ("∑", False, 0),
]  # fmt: skip


@pytest.mark.parametrize(("word", "spaced", "shape"), KINDS)
def test_a_word_has_a_shape(word: str, spaced: bool, shape: int) -> None:
    assert shape_of(word, spaced) == shape


@given(st.text(min_size=1, max_size=9), st.booleans())
def test_each_shape_is_known_and_tells_whether_a_blank_stands_before(word: str, spaced: bool) -> None:
    assert 0 <= shape_of(word, spaced) < SHAPES
    assert shape_of(word, spaced) % 2 == spaced


def test_a_text_falls_into_known_pieces(cut: Splitter) -> None:
    pieces = cut.pieces(document("We use sandnets.", "Shells"))
    names = [PIECES[i] for i in pieces.ids]
    assert names == ["[CLS]", "shell", "##s", "we", "use", "sand", "##net", "##s", ".", "[SEP]"]
    assert pieces.shapes.tolist() == [0, 6, 6, 7, 5, 5, 5, 5, 20, 0]
    assert [names[i] for i in pieces.first] == ["shell", "we", "we", "use", "sand", "."]  # the second is a line feed


@given(TEXTS, TEXTS)
def test_the_first_piece_of_a_token_lies_inside_it(cut: Splitter, title: str, abstract: str) -> None:
    paper = document(abstract, title)
    made = cut.tokenizer.encode(paper.clean.text)
    pieces = cut.pieces(paper)
    assert pieces.ids.shape == pieces.shapes.shape == (len(made.ids),)
    assert pieces.first.shape == (len(paper.doc),)
    assert (pieces.first[1:] >= pieces.first[:-1]).all()
    for token, first in zip(paper.doc, pieces.first, strict=True):
        start, end = made.offsets[first]
        touched = [i for i, (a, b) in enumerate(made.offsets) if a < token.idx + len(token) and b > token.idx]
        assert 0 <= first < len(made.ids)
        if touched:
            assert start < token.idx + len(token)
            assert end > token.idx
            assert first == touched[0]


@given(st.lists(st.sampled_from(["We use a net.", "Sand is fast (very).", "x" * 40, "\n", "A-B/C"]), max_size=60))
def test_windows_cover_all_pieces_and_none_is_too_long(cut: Splitter, sentences: list[str]) -> None:
    paper = document(" ".join(sentences))
    pieces = cut.pieces(paper)
    for longest in (16, LONGEST):
        found = list(windows(paper, pieces, longest))
        assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
        assert found[-1][1] == len(pieces.ids)
        assert all(0 < end - start <= longest for start, end in found)


def test_a_long_paper_is_cut_where_a_sentence_begins(cut: Splitter) -> None:
    paper = document("We use a net. " * 300)
    pieces = cut.pieces(paper)
    starts = {int(pieces.first[start]) for start, _ in paper.sentences}
    found = list(windows(paper, pieces))
    assert len(found) == 3
    assert all(start in starts for start, _ in found[1:])


def test_a_short_paper_is_read_at_once(cut: Splitter) -> None:
    paper = document()
    pieces = cut.pieces(paper)
    assert list(windows(paper, pieces)) == [(0, len(pieces.ids))]


def test_all_pieces_of_a_token_have_its_marks(cut: Splitter) -> None:
    paper = document("We use sandnets.", "Shells")
    flags = flags_of(
        cut.pieces(paper), {0: ["gModB"], 4: ["coinedB", "unheard of"], 5: ["nTasI"]}, ("gModB", "coinedB")
    )
    assert flags[:, 0].tolist() == [0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert flags[:, 1].tolist() == [0, 0, 0, 0, 0, 1, 1, 1, 0, 0]


def test_marks_stand_where_training_expects_them(cut: Splitter, tmp_path: Path) -> None:
    assert PIECES[MASK] == "[MASK]"
    assert splitter(tmp_path).tokenizer.token_to_id("[MASK]") == MASK
