"""One paper out of all its records, whatever their order."""

import itertools
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Paper, Problem
from kg.sources.identity import derived_id
from kg.sources.merge import merge
from kg.sources.similar import alike

PEARS = "We pick pears with a robot arm that was built for apples, and it drops one pear in nine on the grass below."
PEARS_AGAIN = "We pick pears with a robot arm that was built for apples. In this version it drops one pear in ten."
PLUMS = "Plum stones hold a bitter oil; here we press it, weigh it, and say what it could be sold for in a dry year."


def merged(*records: Paper) -> list[Paper]:
    """The papers of the records, the same for every order of them."""
    results = {tuple(merge(order, lambda problem: None)) for order in itertools.permutations(records)}
    assert len(results) == 1
    return list(results.pop())


def problems_of(*records: Paper) -> list[Problem]:
    problems: list[Problem] = []
    list(merge(records, problems.append))
    return problems


def record(identifier: str = "", title: str = "Picking pears", abstract: str = PEARS, **more: object) -> Paper:
    return replace(Paper(identifier, title, abstract), **more)


def test_a_single_record_gets_an_identifier_from_its_title() -> None:
    assert merged(record()) == [record(derived_id("Picking pears", PEARS))]
    assert merged(record("x")) == [record("x")]


def test_a_paper_in_several_listings_keeps_them_all() -> None:
    found = merged(
        record(source=("b.txt",)), record(title="Picking Pears", source=("a.txt",)), record(source=("c.txt",))
    )

    assert [paper.source for paper in found] == [("a.txt", "b.txt", "c.txt")]


def test_the_given_identifier_survives_and_the_smallest_of_several() -> None:
    assert [paper.id for paper in merged(record(), record("x9"), record("x1"))] == ["x1"]


def test_the_longest_abstract_stands_with_its_title_then_the_first_by_letters() -> None:
    longer = record(title="Picking PEARS", abstract=PEARS + " Then we rest.")

    assert [(p.title, p.abstract) for p in merged(record(), longer)] == [("Picking PEARS", PEARS + " Then we rest.")]
    same_length = record(abstract="A" + PEARS[1:])
    assert [p.abstract for p in merged(record(), same_length)] == ["A" + PEARS[1:]]


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        (("--09-25", "2024"), "2024"),
        (("2024", "2024-11-18"), "2024-11-18"),
        (("2024-11-18", "2024-11-17"), "2024-11-17"),
        (("--09-25", "--09-24"), "--09-24"),
        ((None, "--09-24"), "--09-24"),
        ((None, None), None),
    ],
)
def test_a_date_with_a_year_then_the_more_precise_then_the_earlier_stands(dates, kept) -> None:
    assert [paper.published for paper in merged(*(record(published=date) for date in dates))] == [kept]


def test_what_one_record_lacks_comes_from_another() -> None:
    first = record(abstract=PEARS + " More.", venue="Orchard", authors=("Ann Roe",))
    second = record(url="https://a.example", authors=("A. Roe", "B. Poe"), keywords=("pears",), author_count=2)

    (paper,) = merged(first, second, record(organizations=("Acme",)))

    assert (paper.venue, paper.url, paper.authors) == ("Orchard", "https://a.example", ("Ann Roe",))
    assert (paper.keywords, paper.author_count, paper.organizations) == (("pears",), 2, ("Acme",))


def test_records_join_by_identifier_and_by_title_in_a_chain() -> None:
    found = merged(
        record("2411.11745", "Picking pears, first version"),
        record("2411.11745", "Picking pears", PEARS_AGAIN),
        record("", "Picking pears"),
        record("10.1145/x", "Picking Pears"),
    )

    assert [paper.id for paper in found] == ["10.1145/x"]


def test_a_worldwide_identifier_joins_whatever_the_texts_say() -> None:
    found = merged(record("2411.11745"), record("2411.11745", "Oil from stones", PLUMS))

    assert len(found) == 1


def test_a_number_of_one_file_joins_no_different_papers() -> None:
    records = (record("1", source=("a.csv",)), record("1", "Oil from stones", PLUMS, source=("b.csv",)))

    found = merged(*records)

    assert sorted(paper.title for paper in found) == ["Oil from stones", "Picking pears"]
    assert all(paper.id != "1" for paper in found)
    (problem,) = problems_of(*records)
    assert (problem.source, problem.error) == ("a.csv, b.csv", False)
    assert "“Oil from stones”, “Picking pears”" in problem.message


def test_two_files_with_row_numbers_are_noted_once() -> None:
    rows = [(letter * 8, number) for number in range(9) for letter in "ab"]
    records = [record(str(number), f"{word} {number}", f"{word} {number}") for word, number in rows]

    (problem,) = problems_of(*records)

    assert problem.message.startswith("9 ids, 0 among them, stand for several papers")
    assert len(list(merge(records, lambda problem: None))) == 18


def test_a_number_of_one_file_joins_versions_of_one_paper() -> None:
    found = merged(record("1"), record("1", "Pears, picked", PEARS_AGAIN))

    assert [paper.id for paper in found] == ["1"]


def test_three_papers_under_one_number_of_which_two_share_a_title() -> None:
    found = merged(
        record("1"),
        record("1", "Oil", PLUMS),
        record("2", "Oil", "Something else: figs, dried, in boxes of ten."),
        record("2", "Figs", "x"),
    )

    assert len(found) == 4
    assert len({paper.id for paper in found}) == 4


def test_one_title_two_identifiers_two_texts_are_two_papers() -> None:
    found = merged(record("j1/1", "Editorial"), record("j2/1", "Editorial", PLUMS))

    assert [(paper.id, paper.abstract) for paper in found] == [("j1/1", PEARS), ("j2/1", PLUMS)]


def test_a_record_without_identifier_goes_to_the_one_it_resembles() -> None:
    found = merged(record("j1/1"), record("j2/1", abstract=PLUMS), record(abstract=PEARS_AGAIN, source=("a.txt",)))

    assert [(paper.id, paper.source) for paper in found] == [("j1/1", ("a.txt",)), ("j2/1", ())]


def test_a_record_that_resembles_none_of_several_stays_alone() -> None:
    found = merged(
        record("j1/1"), record("j2/1", abstract=PLUMS), record(abstract="Figs are dried in the sun for ten days.")
    )

    assert len(found) == 3


def test_texts_under_a_title_that_many_papers_bear_stay_apart() -> None:
    found = merged(
        record(title="Editorial"),
        record(title="Editorial", abstract=PLUMS),
        record(title="editorial", abstract=PEARS_AGAIN),
    )

    assert sorted(paper.abstract for paper in found) == [PLUMS, PEARS]
    assert len({paper.id for paper in found}) == 2


def test_unlike_texts_under_a_title_of_its_own_are_one_paper_and_noted() -> None:
    records = (record(source=("a.txt",)), record(abstract=PLUMS, source=("b.txt",)))

    assert len(merged(*records)) == 1
    (problem,) = problems_of(*records)
    assert not problem.error
    assert "share little" in problem.message
    assert not problems_of(record(), record(abstract=PEARS_AGAIN))


RECORDS = st.builds(
    record,
    st.sampled_from(["", "", "a", "b", "2411.11745", "10.1145/x"]),
    st.sampled_from(["Pears", "pears!", "Plums", "Figs and dates", "Editorial"]),
    st.sampled_from([PEARS, PEARS_AGAIN, PLUMS, "Short.", "x"]),
    url=st.sampled_from([None, "https://a.example", "https://b.example"]),
    published=st.sampled_from([None, "2024", "--09-25", "2024-11-18"]),
    authors=st.sampled_from([(), ("Ann Roe",), ("Bo Poe", "Ann Roe")]),
    source=st.sampled_from([("a.txt",), ("b.txt",)]),
    author_count=st.sampled_from([None, 2, 3]),
)


@given(st.lists(RECORDS, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(records: list[Paper], random_order: random.Random) -> None:
    found = list(merge(records, lambda problem: None))
    shuffled = records[:]
    random_order.shuffle(shuffled)

    assert list(merge(shuffled, lambda problem: None)) == found
    assert list(merge(records + shuffled, lambda problem: None)) == found


@given(st.lists(RECORDS, max_size=8))
def test_merging_again_changes_nothing_and_loses_nothing(records: list[Paper]) -> None:
    found = list(merge(records, lambda problem: None))

    ids = [paper.id for paper in found]
    assert ids == sorted(set(ids))
    assert all(ids)
    assert {name for paper in found for name in paper.source} == {name for paper in records for name in paper.source}
    assert {paper.title for paper in found} <= {paper.title for paper in records}


def test_many_papers_under_one_title_take_no_time() -> None:
    letters = random.Random(7)
    records = [
        record(f"id{number}" if number % 2 else "", "Editorial", " ".join(str(letters.random()) for _ in range(40)))
        for number in range(4000)
    ]

    start = time.process_time()
    found = list(merge(records, lambda problem: None))

    assert time.process_time() - start < 5
    assert len(found) == 4000


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (PEARS, PEARS_AGAIN, True),
        (PEARS, PEARS[:40], True),
        (PEARS, PLUMS, False),
        (PEARS, PEARS.upper(), True),
        ("", "", True),
        ("", PEARS, False),
        ("!", "?", False),
        ("Pears.", "pears", True),
        ("Pears.", "Plums.", False),
        ("We pick pears.", "We sell plums.", False),
        ("We pick pears.", "We pick plums.", True),
        ("We pick pears.", PEARS, True),
        ("We sell plums.", PEARS, False),
        ("x" * 100_000, "x " * 100_000, False),
    ],
)
def test_versions_of_a_text_are_alike(left: str, right: str, same: bool) -> None:
    assert alike(left, right) is same
    assert alike(right, left) is same
