"""Parameters of named queries: what a person types becomes one term, or one clear error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Oxigraph

from kg.errors import QueryError, UnknownNode
from kg.model import Iri
from kg.rdf.guard import check_query
from kg.rdf.named import LIMIT, named_queries, named_query
from kg.rdf.parameters import Kind, Parameter
from kg.rdf.store import Store
from kg.vocab import KG, PREFIXES, XSD
from tests.rdf import birds

LOOKUP = {Kind.CONCEPT: lambda name: Iri(f"urn:{name}"), Kind.PAPER: lambda name: Iri(f"urn:paper:{name}")}
HOSTILE = [
    '" } ?s ?p ?o . { "', "'''", "x\\", "} } # ", "> <urn:a> <urn:b", "?s", "\n\r\t\0", "\\u0022", "é𝔸", "",
    "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "; DROP ALL", "$&\\1\\g<0>", "}VALUES ?unit { UNDEF",
]  # fmt: skip


@pytest.fixture(scope="module")
def store():
    with Store(ontology=birds.CATALOGUE) as opened:
        opened.replace_all(birds.EXTRACTIONS)
        yield opened


def parameter(kind, default=None, *, optional=False):
    return Parameter("it", Kind(kind), default, optional, "what it is", "")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("concept", "heron", NamedNode("urn:heron")),
        ("concept", birds.HERON, NamedNode(f"urn:{birds.HERON.iri}")),
        ("paper", "heron", NamedNode("urn:paper:heron")),
        ("type", "model", NamedNode(KG.Model)),
        ("type", "kg:Model", NamedNode(KG.Model)),
        ("predicate", "runsOn", NamedNode(KG.runsOn)),
        ("predicate", "RUNSON", NamedNode(KG.runsOn)),
        ("string", "a b", Literal("a b")),
        ("integer", 7, Literal("7", datatype=NamedNode(XSD.integer))),
        ("decimal", "2.50", Literal("2.5", datatype=NamedNode(XSD.decimal))),
        ("decimal", 1e-7, Literal("0.0000001", datatype=NamedNode(XSD.decimal))),
        ("decimal", "-.5", Literal("-0.5", datatype=NamedNode(XSD.decimal))),
        ("date", "2024", Literal("2024", datatype=NamedNode(XSD.gYear))),
        ("date", 2024, Literal("2024", datatype=NamedNode(XSD.gYear))),
        ("date", "2024-02", Literal("2024-02", datatype=NamedNode(XSD.gYearMonth))),
        ("date", date(2024, 2, 29), Literal("2024-02-29", datatype=NamedNode(XSD.date))),
    ],
)
def test_a_value_becomes_a_term(kind, value, expected):
    assert parameter(kind).term(value, LOOKUP) == expected


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("type", "Bird"), ("predicate", "sings"), ("string", "\ud800"), ("integer", "2.5"), ("integer", "-1"),
        ("integer", "١"), ("decimal", "many"), ("decimal", "1e9"), ("decimal", float("nan")), ("decimal", "1,5"),
        ("date", "2024-13"), ("date", "2023-02-29"), ("date", "24"), ("date", "2024-2"), ("date", "today"),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_kind_is_told(kind, value):
    with pytest.raises(ValueError, match=rf"it: .* is no {kind}"):
        parameter(kind).term(value, LOOKUP)


def test_what_is_left_out():
    assert parameter("integer", "50").term(None, LOOKUP).value == "50"
    assert parameter("integer", optional=True).term(None, LOOKUP) is None
    with pytest.raises(ValueError, match="it is missing"):
        parameter("integer").term(None, LOOKUP)


def test_one_error_tells_all_that_is_wrong_and_lists_the_parameters(store):
    with pytest.raises(QueryError) as caught:
        store.named("figures-above", colour="red", above="much", limit="-3")
    told = str(caught.value)
    for part in (
        "there is no parameter 'colour'",
        "metric is missing",
        "above: 'much' is no decimal, such as 2.5",
        "limit: '-3' is no integer",
        "figures-above takes metric (concept, required), above (decimal = 0), unit (string, optional)",
    ):
        assert part in told


def test_unknown_things_are_told_with_near_names(store):
    with pytest.raises(UnknownNode, match="Heron"):
        store.named("outperforms", system="Herons nest")
    with pytest.raises(UnknownNode):
        store.named("claims-of-paper", paper="nobody wrote this")
    with pytest.raises(QueryError, match="there is no query named 'outperform'; there are appears-with"):
        named_query("outperform")
    with pytest.raises(QueryError, match="concept-types takes no parameters"):
        store.named("concept-types", limit=3)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    ("name", "parameter"), [("figures-in-unit", "unit"), ("papers-of-organization", "organization")]
)
def test_a_hostile_text_finds_nothing_and_changes_nothing(store, name, parameter, value):
    before = len(store)
    assert list(store.named(name, **{parameter: value})) == []
    assert len(store) == before
    assert f"VALUES ?{parameter} {{ {Literal(value)} }}" in named_query(name).bound({parameter: value}, LOOKUP)


@pytest.mark.parametrize("other", [each.name for each in named_query("figures-above").parameters])
def test_the_text_of_a_term_is_never_looked_into(store, other):
    value = f"VALUES ?{other} {{ 1 }} # with {other} LIMIT 50"
    assert list(store.named("figures-above", metric=ends_of(store), above=0, unit=value, limit=3)) == []


def ends_of(store):
    """Any concept of the graph."""
    return next(str(row["c"].value) for row in store.query("SELECT ?c { ?c skos:prefLabel ?label } LIMIT 1"))


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_name_is_no_concept_and_no_paper(store, value):
    with pytest.raises(UnknownNode):
        store.named("outperforms", system=value)
    with pytest.raises(UnknownNode):
        store.named("claims-of-paper", paper=value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet="'\"\\{}<>?$#\n ab"))
def test_any_text_stays_one_literal(value):
    query = named_query("papers-of-organization").bound({"organization": value}, LOOKUP)
    block = query[query.index("VALUES ?organization {") : query.rindex("?paper kg:organization")]
    rows = list(Oxigraph().query(f"SELECT ?organization {{ {block} }}"))
    assert [row["organization"] for row in rows] == [Literal(value)]


@pytest.mark.parametrize("query", named_queries().values(), ids=named_queries())
def test_every_parameter_has_an_example_and_any_part_of_the_optional_ones_may_go(query):
    assert all(each.example for each in query.parameters)
    check_query(query.sparql)
    for each in query.parameters:
        if each.name != LIMIT:
            assert f"VALUES ?{each.name} {{ " in query.sparql
        if each.optional:
            text = query.without(each.name)
            assert f"?{each.name} {{" not in text
            Oxigraph().query(text, prefixes=dict(PREFIXES))
    bound = query.bound(query.example, {kind: lambda name: Iri(f"urn:{name}") for kind in LOOKUP})
    Oxigraph().query(bound, prefixes=dict(PREFIXES))


def test_the_number_of_rows_is_a_parameter(store):
    assert len(list(store.named("concepts-by-use", limit=1))) == 1
    assert list(store.named("concepts-by-use", limit=0)) == []


def test_a_concept_is_found_as_people_name_it(store):
    wanted = [tuple(row) for row in store.named("figures-of", system="Heron")]
    assert wanted
    for name in ("heron", "technique:heron", birds.HERON.iri, birds.HERON):
        assert [tuple(row) for row in store.named("figures-of", system=name)] == wanted
    papers = [tuple(row) for row in store.named("claims-of-paper", paper="crane")]
    for name in ("Crane: a model", "paper:crane", birds.EXTRACTIONS[2].paper):
        assert [tuple(row) for row in store.named("claims-of-paper", paper=name)] == papers
