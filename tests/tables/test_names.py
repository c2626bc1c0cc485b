"""From a name to a concept or a paper, and from a concept to what stands under and above it."""

import pytest

from kg.errors import UnknownNode
from kg.tables.names import Names
from kg.tables.stored import StoredTables
from tests.tables.made import A100, ACCURACY, CHIP, GPU, HERON, IMAGES, T4, introduces, named, read, store_of

TWIN = named("Heron", "task")
PAPERS = [
    read("one", introduces(HERON), names=[A100, T4, ACCURACY, TWIN]),
    read("two", names=[TWIN, IMAGES]),
]


@pytest.fixture(scope="module")
def names():
    return Names(StoredTables(store_of(*PAPERS)))


@pytest.mark.parametrize("name", ["A100", "a100", "a-100", A100.iri])
def test_a_concept_is_found_by_any_spelling(names, name):
    assert names.concept(name).concept == A100.iri


def test_other_names_count_after_labels(names):
    assert names.concept("graphics processors").concept == GPU.iri
    assert names.only("top-1 accuracy", ("Metric",)) == ACCURACY.iri
    assert names.only("top-1 accuracy", ("Task",)) is None


def test_of_several_the_one_that_most_papers_name_is_taken(names):
    assert names.concept("Heron").concept == TWIN.iri
    assert names.concept("Heron", ("Model",)).concept == HERON.iri
    assert names.only("Heron", ()) is None


@pytest.mark.parametrize("name", ["one", "A paper on one", "https://w3id.org/mlhw-kg/paper/one"])
def test_a_paper_is_found_by_id_title_and_iri(names, name):
    assert names.thing(name).paper_id == "one"


def test_a_thing_that_is_no_paper_is_a_concept(names):
    assert names.thing("A100").label == "A100"


@pytest.mark.parametrize(("name", "near"), [("Herin", "Heron"), ("Image", "ImageSea"), ("!!", "")])
def test_an_unknown_name_gets_near_ones(names, name, near):
    with pytest.raises(UnknownNode) as error:
        names.thing(name)
    assert error.value.suggestions == ((near,) if near else ())


def test_a_name_of_another_type_is_unknown(names):
    with pytest.raises(UnknownNode):
        names.concept("A100", ("Metric",))


def test_what_stands_under_and_above(names):
    assert names.under(GPU.iri) == {GPU.iri, A100.iri, T4.iri}
    assert names.under(HERON.iri) == {HERON.iri}
    assert names.above(A100.iri) == (GPU.iri, CHIP.iri)
    assert names.above("https://example.org/none") == ()
    assert names.label(T4.iri) == "T4"
