"""What is like something: the weighted Jaccard index, worked out by hand, and why."""

from math import log

import pytest

from kg.analysis.similar import similar
from kg.errors import UnknownNode
from kg.model import Polarity, Predicate
from tests.tables.made import (
    CACHING,
    FINCH,
    FPGA,
    GPU,
    HERON,
    IMAGES,
    LINNET,
    MERLIN,
    OSPREY,
    PRUNING,
    SORTING,
    WORDS,
    Said,
    beats,
    introduces,
    named,
    read,
    role,
    store_of,
)


def rows(name, *papers, **options):
    return similar(store_of(*papers), name, **options).rows


NAMING = [
    read("a", names=[PRUNING, IMAGES, GPU]),
    read("b", names=[PRUNING, IMAGES]),
    read("c", names=[WORDS, IMAGES]),
    read("d", names=[CACHING]),
]


def test_papers_are_alike_by_what_they_name_the_rare_counting_more():
    first, second = rows("a", *NAMING)
    pruning, images, gpu, words = log(4 / 2), log(4 / 3), log(4), log(4)
    assert (first.label, first.type) == ("A paper on b", "Paper")
    assert first.score == round((pruning + images) / (pruning + images + gpu), 4)
    assert (second.label, second.score) == ("A paper on c", round(images / (pruning + images + gpu + words), 4))
    assert [(each.predicates, each.label, each.weight) for each in first.shared] == [
        (("names",), "pruning", round(pruning, 4)), (("names",), "ImageSea", round(images, 4)),
    ]  # fmt: skip


def test_roles_count_beside_names():
    made = [read(name, *role(Predicate.USES, PRUNING)) for name in ("a", "b")]
    (row,) = rows("a", *made, *NAMING[3:], read("e", names=[PRUNING]), limit=1)
    assert row.label == "A paper on b"
    assert row.shared[0].predicates == ("names", "uses")


def test_the_role_of_what_is_only_mentioned_says_nothing_more():
    made = [read(name, *role(Predicate.MENTIONS, PRUNING)) for name in ("a", "b")]
    (row,) = rows("a", *made, *NAMING[3:])
    assert row.shared[0].predicates == ("names",)


def system(name, model, *roles):
    return read(
        name, introduces(model), *[said for predicate, *concepts in roles for said in role(predicate, *concepts)]
    )


SYSTEMS = [
    system("one", HERON, (Predicate.USES, PRUNING), (Predicate.ADDRESSES, SORTING)),
    system("two", OSPREY, (Predicate.USES, PRUNING), (Predicate.EVALUATED_ON, IMAGES)),
    system("three", LINNET, (Predicate.USES, CACHING)),
]


def test_systems_are_alike_by_the_papers_that_introduce_them():
    found = similar(store_of(*SYSTEMS), "Heron")
    assert (found.label, found.type, [row.label for row in found.rows]) == ("Heron", "Model", ["Osprey"])
    assert {(each.predicates, each.label) for each in found.rows[0].shared} == {(("names", "uses"), "pruning")}


def test_what_one_paper_names_together_is_not_alike_by_that():
    both = read("one", introduces(HERON), *role(Predicate.COMPARES_WITH, OSPREY), *role(Predicate.USES, PRUNING))
    assert rows("Heron", both, *SYSTEMS[2:]) == ()


def test_claims_of_two_papers_make_systems_alike():
    made = [read("one", beats(HERON, MERLIN)), read("two", beats(OSPREY, MERLIN)), read("three", beats(MERLIN, FINCH))]
    (row,) = rows("Heron", *made)
    assert (row.label, [(each.predicates, each.label) for each in row.shared]) == (
        "Osprey",
        [(("outperforms",), "Merlin")],
    )
    made.append(read("four", Said(LINNET, Predicate.USES, MERLIN)))
    assert [row.label for row in rows("Heron", *made)] == ["Osprey"]


@pytest.mark.parametrize("held", [{"polarity": Polarity.NEGATED}, {"hedge": "may"}])
def test_what_the_text_holds_back_makes_nothing_alike(held):
    assert rows("Heron", read("one", beats(HERON, MERLIN)), read("two", beats(OSPREY, MERLIN, **held))) == ()


def test_only_concepts_of_one_type_are_alike():
    found = rows(
        "pruning",
        read("one", *role(Predicate.USES, PRUNING, GPU)),
        read("two", *role(Predicate.USES, CACHING, GPU)),
        read("x", *role(Predicate.USES, named("sorting nets"), FPGA)),
    )
    assert [row.label for row in found] == ["caching"]


def test_so_many_rows_at_most_and_the_order_of_papers_plays_no_part():
    assert len(rows("a", *NAMING, limit=1)) == 1
    assert rows("a", *NAMING) == rows("a", *reversed(NAMING))


def test_likeness_is_mutual():
    by_name = {row.label: row.score for row in rows("b", *NAMING)}
    assert by_name["A paper on a"] == rows("a", *NAMING)[0].score


def test_an_unknown_name_is_an_error():
    with pytest.raises(UnknownNode):
        rows("Nightjar", *NAMING)
