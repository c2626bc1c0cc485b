"""What every reader promises, whatever its format. A new reader joins by a line in `written.CASES`."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper, Problem
from kg.sources import READERS
from kg.sources.sniff import sniff
from tests.sources.written import CASES, Case, paper, text_of

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöéñßøłКнига深度学习", min_size=1, max_size=9)
TITLES = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: "The " + " ".join(words))
SENTENCES = st.lists(WORDS, min_size=4, max_size=20).map(lambda words: f"We {' '.join(words)} 98.5 times.")
ABSTRACTS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
NUMBERED = st.lists(st.tuples(TITLES, ABSTRACTS), min_size=1, max_size=5).map(
    lambda pairs: [Paper(f"key{n}", title, abstract) for n, (title, abstract) in enumerate(pairs)]
)

every_format = pytest.mark.parametrize("name", sorted(CASES))


def read_all(name: str, content: bytes | str) -> tuple[list[Paper], list[Problem]]:
    problems: list[Problem] = []
    return list(READERS[name](text_of(content, problems.append))), problems


def ids_and_texts(papers: list[Paper], case: Case) -> list[tuple[str, str, str]]:
    return [(paper.id if case.gives_ids else "", paper.title, paper.abstract) for paper in papers]


def test_every_reader_has_a_case_here() -> None:
    assert CASES.keys() == READERS.keys()


@every_format
@given(papers=NUMBERED)
def test_papers_that_are_written_are_read_back(name: str, papers: list[Paper]) -> None:
    case = CASES[name]

    found, problems = read_all(name, case.write(papers))

    assert ids_and_texts(found, case) == ids_and_texts(papers, case)
    assert not [problem for problem in problems if problem.error]


@every_format
@given(papers=NUMBERED)
def test_the_content_tells_the_format(name: str, papers: list[Paper]) -> None:
    assert sniff(text_of(CASES[name].write(papers))) == name


@every_format
@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="cr"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
        pytest.param(lambda text: text.encode("utf-16-be"), id="utf-16-be without mark"),
        pytest.param(lambda text: text.encode("utf-32"), id="utf-32"),
        pytest.param(lambda text: "\n\n\n" + text + "\n\n\n", id="blank lines around"),
    ],
)
def test_encodings_and_line_ends_do_not_matter(name, encode) -> None:
    case = CASES[name]
    papers = [paper(1, title="Straße für Äpfel: a survey"), paper(2)]

    found, problems = read_all(name, encode(case.write(papers)))

    assert ids_and_texts(found, case) == ids_and_texts(papers, case)
    assert not [problem for problem in problems if problem.error]


@every_format
def test_every_paper_names_its_source(name: str) -> None:
    found, _ = read_all(name, CASES[name].write([paper(1), paper(2)]))

    assert [item.source for item in found] == [("some.file",)] * 2


@every_format
def test_a_broken_record_costs_no_other(name: str) -> None:
    case = CASES[name]

    found, problems = read_all(name, case.with_broken([paper(1)], [paper(2)]))

    assert ids_and_texts(found, case) == ids_and_texts([paper(1), paper(2)], case)
    errors = [problem for problem in problems if problem.error]
    assert [(error.source, error.line, error.stage) for error in errors] == [("in/some.file", case.error_line, "read")]
    assert errors[0].mend


@every_format
def test_markup_in_the_text_stays_as_it_is(name: str) -> None:
    hostile = paper(
        1, title="<script>alert(1)</script> for <b>pears</b>", abstract="Pears </p><img src=x> are > apples."
    )

    found, _ = read_all(name, CASES[name].write([hostile]))

    assert [(item.title, item.abstract) for item in found] == [(hostile.title, hostile.abstract)]


@every_format
def test_control_characters_become_spaces_one_for_one(name: str) -> None:
    content = CASES[name].write(
        [paper(1, title="Pears\x01and\x7fplums at night", abstract="They ripen\x00in the dark.")]
    )

    found, problems = read_all(name, content)

    assert [(item.title, item.abstract) for item in found] == [("Pears and plums at night", "They ripen in the dark.")]
    notes = [problem for problem in problems if "control characters" in problem.message]
    assert len(notes) == 2
    assert not any(note.error for note in notes)


@every_format
@given(data=st.data())
def test_a_source_cut_anywhere_gives_the_whole_papers_before_the_cut(name: str, data: st.DataObject) -> None:
    case = CASES[name]
    papers = [paper(number) for number in range(4)]
    content = case.write(papers).encode()
    cut = data.draw(st.integers(0, len(content)))

    try:
        found, _ = read_all(name, content[:cut])
    except SourceError:
        found = []

    whole = [item for item in ids_and_texts(found, case) if item in ids_and_texts(papers, case)]
    assert len(found) - len(whole) <= 1, "at most the last paper may be short of its end"
    assert whole == ids_and_texts(papers, case)[: len(whole)]


@every_format
@given(content=st.binary(max_size=300))
def test_random_bytes_raise_nothing_but_source_error(name: str, content: bytes) -> None:
    start = CASES[name].write([paper(1)]).encode()

    for data in (content, start + content, content + start):
        with contextlib.suppress(SourceError):
            found, problems = read_all(name, data)
            assert all(item.title.strip() == item.title and item.abstract for item in found)
            assert all(problem.mend for problem in problems)


@every_format
@pytest.mark.parametrize("where", ["title", "abstract"])
def test_a_line_of_ten_megabytes_takes_no_time(name: str, where: str) -> None:
    long = "Pears are ripe. " * 650_000
    papers = [paper(1, **{where: long.strip()}), paper(2)]
    content = CASES[name].write(papers)

    start = time.process_time()
    found, problems = read_all(name, content)

    assert time.process_time() - start < 2
    assert found[-1].title == papers[1].title
    assert len(found) == 2 or any(problem.error for problem in problems)


@every_format
@pytest.mark.parametrize("junk", ["{", '"', "@a{", "[", "\\", "$ ", "\n", "· ", "é", ",", "Title\n"], ids=repr)
def test_a_megabyte_of_one_mark_takes_no_time(name: str, junk: str) -> None:
    content = CASES[name].write([paper(1)]) + junk * (1_000_000 // len(junk))

    start = time.process_time()
    with contextlib.suppress(SourceError):
        read_all(name, content)

    assert time.process_time() - start < 4
