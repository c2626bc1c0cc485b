"""rdflib's own engine gives the rows that the store gives, for every named query."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Bound, Extraction, Mode, Polarity, Predicate, Quantity
from kg.rdf.named import named_queries
from kg.rdf.store import Store
from kg.vocab import PREFIXES
from tests.rdf import birds
from tests.rdf.test_queries import ANSWERS, store  # noqa: F401 - the fixture

OTHERS = [
    ("has-beaten", {"winner": "Heron", "loser": "Egret"}),
    ("edges-around", {"concept": "Heron"}),
    ("quality", {}),
]


def term(value):
    """A term in a form that both engines share."""
    if value is None:
        return None
    text = (
        str(getattr(value, "value", value)) if hasattr(value, "datatype") and not hasattr(value, "n3") else str(value)
    )
    kind = getattr(value, "datatype", None)
    number = kind is not None and str(kind).rstrip(">").endswith(("integer", "decimal"))
    return float(text) if number else text.strip("<>")


def ours(answer):
    if hasattr(answer, "variables"):
        return Counter(tuple(term(each) for each in row) for row in answer)
    if hasattr(answer, "__iter__"):
        return {tuple(term(each) for each in triple) for triple in answer}
    return bool(answer)


def theirs(graph, text):
    answer = graph.query(text, initNs=PREFIXES)
    if answer.type == "SELECT":
        return Counter(tuple(term(row[name]) for name in answer.vars) for row in answer)
    if answer.type == "CONSTRUCT":
        return {tuple(term(each) for each in triple) for triple in answer}
    return answer.askAnswer


def same(asked, graph, name, given):
    text = named_queries()[name].bound(given, asked.lookup())
    assert ours(asked.query(text)) == theirs(graph, text), f"{name} {given}"


@pytest.fixture(scope="module")
def graph(store):  # noqa: F811
    return store.to_rdflib()


@pytest.mark.parametrize(
    ("name", "given"),
    [*((row[0], row[1]) for row in ANSWERS if row[3]), *OTHERS],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_rdflib_gives_the_same_rows(store, graph, name, given):  # noqa: F811
    same(store, graph, name, given)


THINGS = (birds.HERON, birds.EGRET, birds.STORK, birds.A100, birds.GPU, birds.POND, birds.SORTING, birds.ACCURACY)
quantities = st.builds(
    Quantity,
    value=st.sampled_from(["2", "2.50", "3-5", "many"]),
    unit=st.sampled_from([None, "x", "%", "W", "ms", "GB"]),
    mode=st.sampled_from([None, Mode.ABSOLUTE, Mode.RATIO]),
    bound=st.sampled_from(Bound),
    metric=st.sampled_from([None, "speed"]),
    metric_iri=st.sampled_from([None, birds.ACCURACY.iri, birds.TOP1.iri, birds.LATENCY.iri]),
    dataset_iris=st.sampled_from([(), (birds.POND.iri,), (birds.POND.iri, birds.REEDS.iri)]),
)


@st.composite
def papers(draw):
    """One of the papers with claims that nobody would make: any ends, figures and doubts, in its own sentences."""
    made = []
    for extraction in birds.EXTRACTIONS:
        own = extraction.claims[0].subject
        claims = [
            draw(
                st.builds(
                    type(claim),
                    subject=st.sampled_from((own, *THINGS)),
                    predicate=st.sampled_from(Predicate),
                    object=st.sampled_from(THINGS),
                    evidence=st.just(claim.evidence),
                    rule=st.just("any"),
                    confidence=st.sampled_from([0.5, 0.7]),
                    quantity=st.none() | quantities,
                    polarity=st.sampled_from([Polarity.ASSERTED, Polarity.ASSERTED, Polarity.NEGATED]),
                    hedge=st.sampled_from([None, None, "may"]),
                )
            )
            for claim in extraction.claims
        ]
        made.append(Extraction(extraction.paper, extraction.links, tuple(claims)))
    return made


VALUES = {
    "concept": "Heron", "system": "Heron", "subject": "Heron", "object": "Egret", "a": "Heron", "b": "Egret",
    "winner": "Heron", "loser": "Egret", "dataset": "Pond-1k", "metric": "accuracy", "task": "sorting", "family": "GPU",
    "about": "Heron", "hardware": "GPU", "technique": "Heron", "paper": "heron", "month": "2024-05", "unit": "x", "organization": "Marsh Institute",
}  # fmt: skip


@settings(max_examples=4)
@given(papers())
def test_rdflib_gives_the_same_rows_on_any_claims(drawn):
    with Store(ontology=birds.CATALOGUE) as made:
        made.replace_all(drawn)
        graph = made.to_rdflib()
        for query in named_queries().values():
            same(made, graph, query.name, {name: VALUES[name] for name in query.needed})
