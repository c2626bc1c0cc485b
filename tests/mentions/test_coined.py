"""Names at the places that coin them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mentions.coined import coined_names, occurrences

TITLES = [
    ("HeronNet: sorting of shells", "HeronNet"),
    ("Heron: sorting of shells", "Heron"),
    ("W4A8-Heron: sorting of shells", "W4A8-Heron"),
    ("heronLM: sorting of shells", "heronLM"),
    ("Heron++: sorting of shells", "Heron++"),
    ("Heron 2: sorting of shells", "Heron 2"),
    ("Tiny Heron: sorting of shells", "Tiny Heron"),
    ("Heron – sorting of shells", "Heron"),
    ("Heron - sorting of shells", "Heron"),
    ("Tally-Ho!: sorting of shells", "Tally-Ho!"),
    ("D2Heron: sorting of shells", "D2Heron"),
    ("3D-HERON: sorting of shells", "3D-HERON"),
]
SENTENCES = [
    ("We propose HeronNet, a network for shells.", "HeronNet"),
    ("We introduce the HeronNet to sort shells.", "HeronNet"),
    ("This paper presents ShellSort-X (a sorter).", "ShellSort-X"),
    ("We present a novel HERON for shells.", "HERON"),
    ("We develop a fast and small HeronLM that sorts.", "HeronLM"),
    ("We release ShellBench, a set of shells.", "ShellBench"),
    ("Here we describe SHELLS-2 as a sorter.", "SHELLS-2"),
    ("We design HERON-Lite: a small one.", "HERON-Lite"),
    ("Here we build MyHeron. It sorts.", "MyHeron"),
    ("The sorter, called HeronNet, is quick.", "HeronNet"),
    ("It is a sorter named ShellKing here.", "ShellKing"),
    ("A sorter dubbed HERON beats it.", "HERON"),
    ("The sorter, which we call ShellFish, is new.", "ShellFish"),
    ("It is denoted as SHELL-Q here.", "SHELL-Q"),
    ('A sorter termed "ShellKing" wins.', "ShellKing"),
    ("We name it ShellKing for short.", "ShellKing"),
    ("With our HeronNet, shells are sorted.", "HeronNet"),
    ("The proposed ShellKing wins.", "ShellKing"),
    ("We propose LLM.shell8 for shells.", "LLM.shell8"),
    ("We propose HeronQ(4+2), a mixed one.", "HeronQ(4+2)"),
    ("It is called Shell King Bench and is large.", "Shell King Bench"),
]
PLAIN_TITLES = [
    "Towards: sorting of shells",
    "The: sorting of shells",
    "On Shells: a study",
    "Sorting of shells",
    "sorting: of shells",
    "A survey: shells",
    "Learning: of shells",
    "How shells fall: a study of it",
    "2020: a year of shells",
]
PLAIN = [
    "We propose a method for shells.",
    "We introduce the first shells.",
    "We present results with shells.",
    "We propose to sort shells.",
    "Our method sorts, and our Shells are new.",
    "It is called sorting by people.",
    "HeronNet is used for shells.",
    "We propose and sort.",
    "We develop an approach based on HeronNet.",
    "We compare it with HeronNet, a sorter.",
    "The proposed method wins.",
    "We design 12 tests for it.",
]


def names(text: str, title: str = "Of shells") -> list[str]:
    full = f"{title}\n{text}"
    return [full[start:end] for start, end in coined_names(full, len(title))]


@pytest.mark.parametrize(("title", "name"), TITLES, ids=[title for title, _ in TITLES])
def test_a_title_coins_the_name_before_its_colon(title: str, name: str) -> None:
    assert names("Text.", title) == [name]


@pytest.mark.parametrize(("text", "name"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_coins_a_name(text: str, name: str) -> None:
    assert set(names(text)) == {name}


@pytest.mark.parametrize("title", PLAIN_TITLES)
def test_a_title_of_plain_words_coins_nothing(title: str) -> None:
    assert names("Text.", title) == []


@pytest.mark.parametrize("text", PLAIN)
def test_a_sentence_of_plain_words_coins_nothing(text: str) -> None:
    assert names(text) == []


OCCURRENCES = [
    ("Heron and Heron.", "Heron", [(0, 5), (10, 15)]),
    ("HeronNet, heron, Herons", "Heron", []),
    ("Heron-2 and (Heron)", "Heron", [(0, 5), (13, 18)]),
    ("aHeron", "Heron", []),
    ("HeronHeron Heron", "Heron", [(11, 16)]),
]


@pytest.mark.parametrize(("text", "name", "places"), OCCURRENCES)
def test_a_name_stands_as_a_whole_word(text: str, name: str, places: list[tuple[int, int]]) -> None:
    assert list(occurrences(text, name)) == places


@given(st.text("Ab1 -.:(\n", max_size=60), st.integers(0, 20))
def test_a_coined_name_lies_in_the_text_and_has_a_letter(text: str, title_end: int) -> None:
    for start, end in coined_names(text, min(title_end, len(text))):
        assert 0 <= start < end <= len(text)
        assert any(char.isalpha() for char in text[start:end])
        assert (start, end) in occurrences(text, text[start:end]) or not text[end - 1].isalnum()
