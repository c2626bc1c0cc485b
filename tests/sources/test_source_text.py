"""From bytes to numbered lines: encodings, bounds, problems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Problem
from kg.sources import decode
from kg.sources.decode import Text, encoding_of
from tests.sources.written import text_of

CYRILLIC = "Мы собираем груши ночью, когда никто не смотрит, и считаем их утром."
CHINESE = "我们在夜里采摘梨子，早上再数一遍，结果总是少了几个，没有人知道为什么。"


def lines(content: bytes | str, report=None) -> list[str]:
    return [line for _, line in text_of(content, report).lines()]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", "utf-8"),
        (b"pears", "utf-8"),
        ("Birnen für alle".encode(), "utf-8"),
        (b"\xef\xbb\xbfpears", "utf-8-sig"),
        ("pears".encode("utf-16"), "utf-16"),
        (b"\xfe\xff\x00p", "utf-16"),
        ("pears".encode("utf-32"), "utf-32"),
        ("pears".encode("utf-16-le"), "utf-16-le"),
        ("pears".encode("utf-16-be"), "utf-16-be"),
        (b"p\x00", "utf-8"),
        ("Birnen für alle".encode("cp1252"), "cp1252"),
        ("für\nfür\n".encode() + "für\n".encode("cp1252"), "utf-8"),
        ("für\n".encode() + "für\nfür\n".encode("cp1252"), "cp1252"),
    ],
    ids=repr,
)
def test_the_encoding_is_told_by_the_first_bytes(content: bytes, encoding: str) -> None:
    assert encoding_of(content) == encoding


@pytest.mark.parametrize(
    ("text", "encoding"), [(CHINESE * 5, "gb18030"), (CYRILLIC * 5, "cp1251"), (CYRILLIC * 5, "koi8-r")]
)
def test_a_rare_encoding_is_guessed_and_noted(text: str, encoding: str) -> None:
    problems: list[Problem] = []

    assert lines(text.encode(encoding), problems.append) == [text]
    assert [(problem.line, problem.error, problem.mend) for problem in problems] == [(0, False, "Save it as UTF-8")]


def test_a_character_cut_by_the_end_of_the_head_does_not_mislead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "HEAD", 101)

    assert encoding_of(b"x" * 100 + "ü".encode()[:1]) == "utf-8"
    assert lines("x" * 100 + "üü\n" + "ü" * 300) == ["x" * 100 + "üü", "ü" * 300]


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"))),
    st.sampled_from(["\n", "\r\n"]),
)
def test_lines_are_numbered_and_end_at_line_ends_only(given_lines: list[str], end: str) -> None:
    content = end.join(given_lines) + end

    found = list(text_of(("x" + content).encode()).lines())

    assert found == list(enumerate(("x" + end.join(given_lines)).split(end), 1))


def test_single_bad_bytes_are_mended_and_their_lines_noted() -> None:
    problems: list[Problem] = []
    content = "für\n".encode() + b"f\xfcr \x93pears\x94 \xe2\x82\xac \x81\n" + "für\n".encode()

    assert lines(content, problems.append) == ["für", "für “pears” € \x81", "für"]
    assert [(problem.line, problem.error) for problem in problems] == [(2, False)]
    assert "Windows-1252" in problems[0].message


def test_bad_bytes_of_a_whole_document_are_mended_too() -> None:
    problems: list[Problem] = []
    content = "für\n".encode() * 2 + b"f\xfcr\n"

    assert text_of(content, problems.append).whole() == "für\nfür\nfür\n"
    assert [problem.line for problem in problems] == [3]


def test_half_a_character_of_utf_16_is_noted() -> None:
    problems: list[Problem] = []

    assert lines("für\nalle\n".encode("utf-16") + b"\x00", problems.append)[:2] == ["für", "alle"]
    assert [problem.line for problem in problems] == [3]


@given(st.binary(max_size=400))
def test_any_bytes_make_text_that_can_be_written(content: bytes) -> None:
    for line in lines(content):
        line.encode()
    text_of(content).whole().encode()


def test_a_line_beyond_the_bound_is_reported_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_LINE", 10)
    problems: list[Problem] = []

    assert lines("a\n" + "b" * 25 + "\nc\n123456789\n1234567890\nd", problems.append) == ["a", "c", "123456789", "d"]
    assert [(problem.line, problem.error) for problem in problems] == [(2, True), (5, True)]


def test_a_document_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_WHOLE", 10)

    assert text_of("1234567890").whole() == "1234567890"
    with pytest.raises(SourceError, match="is longer than 10 characters"):
        text_of("12345678901").whole()


def test_problems_beyond_the_bound_are_counted() -> None:
    problems: list[Problem] = []
    text = text_of("x", problems.append)
    text.found = 1

    for line in range(decode.MAX_ERRORS + 5):
        text.problem(line, "a record is broken", "Mend it")
        text.note(line, "a line is odd")
    text.finish()

    errors, notes = ([problem for problem in problems if problem.error is kind] for kind in (True, False))
    assert (len(errors), len(notes)) == (decode.MAX_ERRORS + 1, decode.MAX_NOTES + 1)
    assert errors[-1].message == "5 more errors about this source are not listed"
    assert (
        notes[-1].message == f"{decode.MAX_ERRORS + 5 - decode.MAX_NOTES:,} more notes about this source are not listed"
    )
    assert text.errors == decode.MAX_ERRORS + 5


def test_few_problems_need_no_summary() -> None:
    problems: list[Problem] = []
    text = text_of("x", problems.append)

    text.problem(1, "a record is broken", "Mend it")
    text.finish()

    assert problems == [Problem("in/some.file", 1, "read", "a record is broken", "Mend it")]


def test_the_head_shows_line_ends_as_newlines() -> None:
    text: Text = text_of("a\r\nb\rc\n")

    assert text.head == "a\nb\nc\n"
    assert text.name == "some.file"
