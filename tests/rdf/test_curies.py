import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import concept_iri, paper_iri
from kg.model import ConceptType
from kg.rdf.curies import curie, expand
from kg.rdf.kgx import cell, cells, text, texts


@given(st.text())
def test_every_iri_comes_back(name):
    for iri in (
        paper_iri(name),
        concept_iri(ConceptType.MODEL, name),
        f"urn:{name}",
        f"schema:{name}",
        f"paper:{name}",
    ):
        assert expand(curie(iri)) == iri


def test_an_address_may_stand_as_it_is():
    assert expand("https://example.org/a") == "https://example.org/a"
    for unknown in ("nobody:x", "plain", ""):
        with pytest.raises(ValueError, match="not known"):
            expand(unknown)


@given(st.none() | st.text())
def test_every_text_comes_back_from_a_cell(given_text):
    made = cell(given_text)
    assert text(made) == given_text
    assert not set(made) & set("\t\n\r|")


@given(st.lists(st.text()).map(tuple))
def test_several_texts_come_back_from_a_cell(values):
    assert texts(cells(values)) == values


def test_a_code_that_is_none():
    with pytest.raises(ValueError, match="is no code"):
        text("a\\qb")
