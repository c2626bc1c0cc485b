"""The things of a paper, and who speaks."""

import pytest

from kg.claims.subjects import Thing, evidence, main_contribution, things
from kg.iris import contribution, paper_iri
from kg.model import Concept, Paper
from tests.claims.made import BEACH, BOARD, HASHING, PAPER, SAND, SORT, context, links


def test_things_come_in_order_of_first_mention_with_all_their_places() -> None:
    found = things(links(SAND, HASHING, SORT, BEACH))
    assert [thing.concept for thing in found] == [SORT, HASHING, BEACH, SAND]
    assert [len(thing.links) for thing in found] == [3, 2, 2, 1]
    assert all(span.of(PAPER.text) == thing.concept.label for thing in found for span in thing.spans)


def test_without_links_there_is_nothing() -> None:
    assert things(()) == ()


def thing(node: Concept, *, introduced: bool = False, paper: Paper = PAPER) -> Thing:
    [made] = things(links(node, paper=paper, introduced=(node,) if introduced else ()))
    return made


def test_a_thing_knows_whether_the_title_holds_it_and_the_text_coins_it() -> None:
    assert thing(SORT).in_title(PAPER)
    assert not thing(BEACH).in_title(PAPER)
    assert thing(SORT, introduced=True).introduced
    assert not thing(SORT).introduced


UNTITLED = Paper("p2", "Of shells", "BeachSort and Sand. Sand and tide board. BeachSort and Sand.")
MAIN = [
    ([thing(BEACH), thing(SORT)], SORT, "the one in the title"),
    ([thing(BEACH, introduced=True), thing(SORT)], SORT, "the title goes before the coined name"),
    ([thing(HASHING), thing(BEACH, introduced=True)], BEACH, "the coined one"),
    ([thing(SAND), thing(HASHING)], HASHING, "the one with more mentions"),
    ([thing(BOARD), thing(SAND)], BOARD, "the earlier one"),
]


@pytest.mark.parametrize(("introduced", "expected", "why"), MAIN, ids=[why for *_, why in MAIN])
def test_the_main_contribution_is_the_most_prominent(introduced: list[Thing], expected: Concept, why: str) -> None:
    assert main_contribution(PAPER, introduced) == expected == main_contribution(PAPER, introduced[::-1])


@pytest.mark.parametrize(("share", "named"), [(0.9, True), (0.8, True), (0.6, False), (0.0, False)])
def test_a_name_in_doubt_does_not_speak_for_the_paper(share: float, named: bool) -> None:
    found = main_contribution(PAPER, [thing(SORT)], {SORT.iri: share})
    assert found == (SORT if named else contribution(PAPER.id, PAPER.title))


def test_a_system_speaks_rather_than_a_data_set() -> None:
    assert main_contribution(UNTITLED, [thing(SAND, paper=UNTITLED), thing(BEACH, paper=UNTITLED)]) == BEACH


def test_a_paper_that_names_nothing_has_an_unnamed_contribution() -> None:
    assert main_contribution(UNTITLED, []) == contribution("p2", "Of shells")
    assert main_contribution(UNTITLED, []).type is None


@pytest.mark.parametrize(
    ("sentence", "text"), [(0, "ShellSort: quick shells"), (1, "Shells are many."), (5, "Sand is fine.")]
)
def test_evidence_is_the_exact_sentence(sentence: int, text: str) -> None:
    proof = evidence(context(), sentence)
    assert (proof.text, proof.paper) == (text, paper_iri("p1"))
    assert proof.span.of(PAPER.text) == proof.text
