"""What changed, as people speak of it: the same from two stores and from files of them."""

from dataclasses import fields, replace

import pytest

from kg.change.facts import diff
from kg.change.sides import FileSide, StoredSide
from kg.errors import SourceError
from kg.model import Polarity, Quantity, Span
from tests.change.made import every, files, stored, under, with_value
from tests.rdf.example import CLAIMS, EXAMPLE, FIGURE, FLAT, PAGE, SWIFT

OTHERS = every()[1:]


def between(old, new):
    with stored(*old) as before, stored(*new) as after:
        return diff(StoredSide(before), StoredSide(after))


def kinds(found):
    """What is not empty."""
    return {field.name for field in fields(found) if getattr(found, field.name)}


def test_equal_graphs_do_not_differ():
    found = between(every(), every()[::-1])
    assert not found
    assert kinds(found) == set()


def test_a_new_paper_brings_its_claims_and_the_concepts_that_none_named_before():
    found = between(OTHERS, every())
    assert kinds(found) == {"papers_new", "concepts_new", "claims_new"}
    assert found.papers_new == (EXAMPLE.paper,)
    assert len(found.claims_new) == len(CLAIMS)
    assert {SWIFT, PAGE, FLAT} <= {each.concept for each in found.concepts_new}
    assert all(each.papers == (EXAMPLE.paper,) for each in found.concepts_new)
    labels = [each.concept.label for each in found.concepts_new]
    assert labels == sorted(labels)


def test_a_paper_that_goes_takes_them_with_it():
    found, back = between(every(), OTHERS), between(OTHERS, every())
    assert kinds(found) == {"papers_gone", "concepts_gone", "claims_gone"}
    assert (found.papers_gone, found.concepts_gone, found.claims_gone) == (
        back.papers_new,
        back.concepts_new,
        back.claims_new,
    )


def test_a_concept_that_another_paper_names_is_not_new():
    twin = replace(EXAMPLE, paper=replace(EXAMPLE.paper, id="twin", title="A twin of SwiftKV"))
    assert kinds(between([EXAMPLE], [EXAMPLE, twin])) == {"papers_new", "claims_new"}


def test_another_value_is_a_changed_figure_and_neither_new_nor_gone():
    found = between([EXAMPLE], [with_value(EXAMPLE, 1, "1.70")])
    assert kinds(found) == {"papers_changed", "claims_changed"}
    (changed,) = found.claims_changed
    assert (changed.old.quantity.value, changed.new.quantity.value) == ("1.50", "1.70")
    assert found.papers_changed[0].parts == ("claims",)


def test_the_figures_keep_their_own_text():
    found = between([EXAMPLE], [with_value(EXAMPLE, 1, "1.5")])
    assert found.claims_changed[0].old.quantity.value == "1.50"
    assert found.claims_changed[0].new.quantity.value == "1.5"


@pytest.mark.parametrize(
    "change", [{"metric": "energy", "metric_iri": None}, {"dataset": "GLUE"}, {"dataset_iris": (PAGE.iri,)}]
)
def test_another_metric_or_data_set_is_another_claim(change):
    claims = list(CLAIMS)
    claims[1] = replace(claims[1], quantity=replace(FIGURE, **change))
    found = between([EXAMPLE], [replace(EXAMPLE, claims=tuple(claims))])
    assert kinds(found) == {"papers_changed", "claims_new", "claims_gone"}


def test_a_claim_that_is_denied_now_has_changed():
    claims = (*CLAIMS[:2], replace(CLAIMS[2], polarity=Polarity.NEGATED), *CLAIMS[3:])
    (changed,) = between([EXAMPLE], [replace(EXAMPLE, claims=claims)]).claims_changed
    assert (changed.old.polarity, changed.new.polarity) == (Polarity.ASSERTED, Polarity.NEGATED)


def test_a_claim_elsewhere_in_the_text_or_of_another_confidence_is_the_same():
    moved = replace(CLAIMS[2].evidence, span=Span(0, 7), text=EXAMPLE.paper.text[:7])
    for claim, part in (
        (replace(CLAIMS[2], evidence=moved), "scores"),
        (replace(CLAIMS[2], confidence=0.1), "scores"),
        (replace(CLAIMS[2], rule="another"), "scores"),
    ):
        found = between([EXAMPLE], [replace(EXAMPLE, claims=(*CLAIMS[:2], claim, *CLAIMS[3:]))])
        assert kinds(found) == {"papers_changed"}
        assert found.papers_changed[0].parts == (part,)


def test_a_claim_that_is_said_twice_and_then_once_is_gone_once():
    twice = replace(EXAMPLE, claims=(*CLAIMS, replace(CLAIMS[2], evidence=CLAIMS[3].evidence)))
    found = between([twice], [EXAMPLE])
    assert len(found.claims_gone) == 1
    assert not found.claims_new


def test_the_fields_of_a_paper_that_changed_are_named():
    paper = replace(EXAMPLE.paper, published="2025-01-01", venue=None)
    found = between([EXAMPLE], [replace(EXAMPLE, paper=paper)])
    assert found.papers_changed[0].parts == ("published", "venue")
    assert kinds(found) == {"papers_changed"}


def test_a_paper_of_the_same_title_under_another_id_has_changed():
    found = between([under("one")], [under("two")])
    assert kinds(found) == {"papers_changed"}
    assert found.papers_changed[0].parts == ("id",)


def test_one_concept_in_two_spellings_is_one():
    other = replace(SWIFT, label="SWIFTKV")
    first, second = (replace(EXAMPLE, paper=replace(EXAMPLE.paper, id=name)) for name in "ab")
    links = tuple(replace(link, concept=other if link.concept == SWIFT else link.concept) for link in second.links)
    found = between([], [first, replace(second, links=links, claims=())])
    assert len([each for each in found.concepts_new if each.concept.iri == SWIFT.iri]) == 1
    assert next(len(each.papers) for each in found.concepts_new if each.concept.iri == SWIFT.iri) == 2


# Files


CASES = {
    "new": (OTHERS, every()),
    "gone": (every(), OTHERS),
    "figure": (every(), (with_value(EXAMPLE, 1, "2"), *OTHERS)),
    "nothing": (every(), every()),
    "all": ((), every()),
}


@pytest.mark.parametrize("ending", ["nq", "ttl", "nt"])
@pytest.mark.parametrize("case", CASES)
def test_files_tell_what_the_stores_tell(tmp_path, case, ending):
    old, new = CASES[case]
    with stored(*old) as before, stored(*new) as after:
        wanted = diff(StoredSide(before), StoredSide(after))
        (first,), (second,) = files(before, tmp_path / "old", ending), files(after, tmp_path / "new", ending)
    found = diff(FileSide(first), FileSide(second))
    if ending == "nq":
        assert found == wanted
    for name in ("papers_new", "papers_gone", "claims_new", "claims_gone", "claims_changed"):
        assert [str(each) for each in getattr(found, name)] == [str(each) for each in getattr(wanted, name)], name
    for name in ("concepts_new", "concepts_gone"):
        assert [each.concept.iri for each in getattr(found, name)] == [
            each.concept.iri for each in getattr(wanted, name)
        ]


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no graph that kg can compare"):
        FileSide(tmp_path / "graph.html")


def test_a_file_that_holds_a_paper_in_part_is_told(tmp_path):
    with stored(*every()) as store:
        (path,) = files(store, tmp_path, "nt")
    lines = path.read_text(encoding="utf-8").split("\n")
    part = tmp_path / "part.nt"
    part.write_text(
        "\n".join(line for line in lines if "TextPositionSelector" in line or "#Claim" in line or "claim/" in line),
        encoding="utf-8",
    )
    with pytest.raises(SourceError, match="is not whole"):
        diff(FileSide(path), FileSide(part))


def test_a_broken_file_is_named_with_its_line(tmp_path):
    path = tmp_path / "graph.nq"
    path.write_text("<urn:a> <urn:b> <urn:c> .\nnot a statement\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"graph.nq:2: this is no RDF"):
        list(FileSide(path).blocks())


def test_quantities_without_value_do_not_fail():
    bare = replace(EXAMPLE, claims=(replace(CLAIMS[1], quantity=Quantity(metric="speed")),))
    found = between([EXAMPLE], [bare])
    assert found.claims_gone
