"""Distributional classes: a table from word keys to two numbers."""

import pytest

from kg.wordclasses import UNKNOWN, word_classes

TABLE = word_classes()


def test_every_row_is_a_word_key_with_a_coarse_and_a_fine_class() -> None:
    assert len(TABLE) == 20000
    assert all(0 <= coarse < 64 and 0 <= fine < 512 for coarse, fine in TABLE.values())
    assert all(word == word.lower() and not any(char in "123456789" for char in word) for word in TABLE)


def test_the_table_is_read_once() -> None:
    assert word_classes() is TABLE


ALIKE = [("throughput", "bandwidth"), ("propose", "introduce"), ("imagenet", "cifar-00"), ("outperforms", "surpasses")]
UNLIKE = [("latency", "propose"), ("gpu", "however"), ("dataset", "the")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_words_of_like_company_share_the_coarse_class(one: str, other: str) -> None:
    assert TABLE[one][0] == TABLE[other][0]


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_words_of_unlike_company_do_not(one: str, other: str) -> None:
    assert TABLE[one] != TABLE[other]
    assert TABLE[one][0] != TABLE[other][0]


def test_an_unknown_word_has_a_class_of_its_own() -> None:
    assert "qwxzv" not in TABLE
    assert UNKNOWN not in TABLE.values()
