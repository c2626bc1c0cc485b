"""Papers without annotations: pieces, hidden words, and an encoder that guesses them."""

import logging
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from kg.neural.pieces import MASK, Splitter  # noqa: E402 - after what is skipped without torch
from kg.training.network.adapt import LONGEST_TEXT, Text, adapt, masked  # noqa: E402
from kg.training.network.module import Encoder  # noqa: E402
from kg.training.network.texts import renumbered, seen_in, texts_of  # noqa: E402
from tests.neural.made import PIECES, TEXT, splitter  # noqa: E402


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Splitter:
    return splitter(tmp_path_factory.mktemp("pieces"))


@pytest.fixture(scope="module")
def texts(cut: Splitter) -> list[Text]:
    return list(texts_of([TEXT, "We use \\textbf{sandnets}.", "x " * 900], cut))


def test_a_text_is_cleaned_and_cut_into_pieces(texts: list[Text]) -> None:
    names = [PIECES[i] for i in texts[1].ids]
    assert names == ["[CLS]", "we", "use", "sand", "##net", "##s", ".", "[SEP]"]
    assert texts[1].words.tolist() == [-1, 0, 1, 2, 2, 2, 3, -1]
    assert texts[1].shapes.tolist()[0] == 0


def test_a_long_text_is_cut_off(texts: list[Text]) -> None:
    assert len(texts[2].ids) == len(texts[2].words) == LONGEST_TEXT


def test_many_texts_come_in_the_order_given(cut: Splitter) -> None:
    many = list(texts_of((f"{'a ' * (n % 7)}b" for n in range(600)), cut))
    assert [len(text.ids) for text in many] == [n % 7 + 3 for n in range(600)]


def test_pieces_that_texts_hold_are_renumbered(texts: list[Text]) -> None:
    kept = sorted(seen_in(texts[:2]) | {0, 7})
    for text, other in zip(texts[:2], renumbered(texts[:2], kept), strict=True):
        assert [kept[i] for i in other.ids] == text.ids.tolist()
        assert other.shapes is text.shapes


def test_whole_words_are_hidden(texts: list[Text]) -> None:
    rng = np.random.default_rng(3)
    hidden = 0
    for _ in range(40):
        ids, shapes, mask, chosen, truth = masked(texts[:2], rng, len(PIECES))
        assert ids.shape == shapes.shape == mask.shape == chosen.shape
        assert mask.sum(1).tolist() == [len(text.ids) for text in texts[:2]]
        for row, text in enumerate(texts[:2]):
            given = torch.from_numpy(text.ids.astype(np.int64))
            own, said = chosen[row, : len(given)], ids[row, : len(given)]
            assert torch.equal(said[~own], given[~own])
            for word in range(text.words.max() + 1):
                assert len(set(own[torch.from_numpy(text.words == word)].tolist())) == 1
            assert not own[0]
            assert not chosen[row, len(given) :].any()
        assert torch.equal(
            truth,
            torch.cat([torch.from_numpy(t.ids[chosen[i, : len(t.ids)].numpy()]) for i, t in enumerate(texts[:2])]),
        )
        hidden += int((ids == MASK).sum())
    share = hidden / (40 * sum(len(text.ids) for text in texts[:2]))
    assert 0.1 < share < 0.25


def test_drawn_pieces_are_words(texts: list[Text]) -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        ids, _, _, chosen, _ = masked(texts[:1], rng, len(PIECES))
        assert ((ids[chosen] >= MASK) & (ids[chosen] < len(PIECES))).all()


def encoder() -> Encoder:
    torch.manual_seed(1)
    return Encoder(len(PIECES), layers=1)


def test_an_encoder_adapts_and_leaves_the_words_as_they_are(
    texts: list[Text], caplog: pytest.LogCaptureFixture
) -> None:
    one, other = encoder(), encoder()
    with caplog.at_level(logging.INFO):
        assert adapt(one, texts[:2], minutes=0, steps=26, seed=5) == 26
    adapt(other, texts[:2], minutes=0, steps=26, seed=5)
    assert "step 25" in caplog.text
    assert torch.equal(one.words.weight, encoder().words.weight)
    assert not torch.equal(one.blocks[0].up.weight, encoder().blocks[0].up.weight)
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    assert not one.training


def test_the_clock_ends_the_adaptation(texts: list[Text]) -> None:
    assert adapt(encoder(), texts[:2], minutes=0) == 0
    assert adapt(encoder(), texts[:2], minutes=0.002) >= 1


def test_texts_of_which_nothing_is_hidden_do_no_harm(cut: Splitter) -> None:
    adapted = encoder()
    adapt(adapted, list(texts_of(["a"], cut)), minutes=0, steps=8)
    assert all(torch.isfinite(weight).all() for weight in adapted.parameters())


def test_a_splitter_of_the_kept_pieces_cuts_alike(cut: Splitter, texts: list[Text], tmp_path: Path) -> None:
    """What is renumbered is what the smaller vocabulary gives: no longer piece has come in."""
    from kg.neural.pieces import read_splitter

    kept = sorted(seen_in(texts[:2]) | set(range(MASK + 1)))
    (tmp_path / "pieces.txt").write_text("\n".join(PIECES[i] for i in kept) + "\n", encoding="utf-8")
    anew = list(texts_of([TEXT, "We use \\textbf{sandnets}."], read_splitter(tmp_path / "pieces.txt")))
    assert [t.ids.tolist() for t in anew] == [t.ids.tolist() for t in renumbered(texts[:2], kept)]
