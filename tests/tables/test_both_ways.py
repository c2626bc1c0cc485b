"""The same rows from Parquet, from the store, from SPARQL and from walking the graph."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Bound, Mode, Polarity, Predicate
from kg.tables import parquet
from kg.tables.ducked import ParquetTables
from kg.tables.rows import Want
from kg.tables.stored import StoredTables
from kg.traverse import Graph
from tests.tables.made import (
    ACCURACY,
    GPU,
    HERON,
    IMAGES,
    LATENCY,
    LINNET,
    OSPREY,
    PRUNING,
    SHELLS,
    T4,
    WORDS,
    Said,
    figure,
    read,
    store_of,
)

pytest.importorskip("duckdb")

ENDS = (HERON, OSPREY, LINNET, PRUNING, T4, GPU, ACCURACY, "@paper", "@self", "older ones")
FIGURES = st.builds(
    figure,
    st.sampled_from(["1", "92.10", "1,140", "41-137", "several", "99999999999999T", "3k"]),
    st.sampled_from(["%", "x", "ms", ""]),
    st.sampled_from([None, ACCURACY, LATENCY, "odd speed"]),
    st.sampled_from([IMAGES, WORDS, SHELLS]),
    mode=st.sampled_from(Mode),
    bound=st.sampled_from([None, *Bound]),
    condition=st.sampled_from([None, "on T4", 'a "quoted" \n line', "naïve \\ 𝔸"]),
)
CLAIMS = st.builds(
    Said,
    st.sampled_from(ENDS[:-1]),
    st.sampled_from(list(Predicate)),
    st.sampled_from([end for end in ENDS if end not in ("@paper", "@self")]),
    st.sampled_from(["", "It is so.", "One, “two”\tand 'three'."]),
    st.none() | FIGURES,
    st.sampled_from(Polarity),
    st.sampled_from([None, "may"]),
    st.sampled_from([0.25, 0.9, 1.0]),
)
PAPERS = st.lists(
    st.builds(
        lambda name, said, date: read(name, *said, names=[IMAGES, SHELLS], published=date),
        st.sampled_from(["a", "b", "c/d", "é 1"]),
        st.lists(CLAIMS, max_size=5),
        st.sampled_from([None, "2024-05-01", "2023-12", "2022", "--03-04"]),
    ),
    max_size=4,
    unique_by=lambda extraction: extraction.paper.id,
)
SOME = st.none() | st.frozensets(st.sampled_from([node.iri for node in (*ENDS[:7], IMAGES, SHELLS)]), max_size=3)
WANTS = st.builds(
    Want,
    predicates=st.none() | st.frozensets(st.sampled_from(list(Predicate)), max_size=4),
    subjects=SOME,
    objects=SOME,
    ends=SOME,
    metrics=SOME,
    datasets=SOME,
    figures=st.booleans(),
    asserted=st.booleans(),
)


@settings(max_examples=25)
@given(PAPERS, st.lists(WANTS, min_size=1, max_size=4))
def test_parquet_and_the_store_give_the_same_rows(papers, wants):
    store = store_of(*papers)
    stored = StoredTables(store)
    with TemporaryDirectory() as folder:
        parquet.write(Path(folder), store, sorted(papers, key=lambda each: each.paper.id))
        tables = ParquetTables(Path(folder))
        assert tables.papers() == stored.papers()
        assert list(tables.concepts().items()) == list(stored.concepts().items())
        assert tables.mentions() == stored.mentions()
        assert tables.edges() == stored.edges()
        for want in [Want(), Want(asserted=False), *wants]:
            assert tables.claims(want) == stored.claims(want)
        tables.close()


@settings(max_examples=25)
@given(PAPERS, st.sampled_from(ENDS[:7]), st.sampled_from(list(Predicate)))
def test_tables_sparql_and_walking_give_the_same_claims(papers, subject, predicate):
    store = store_of(*papers)
    rows = StoredTables(store).claims(
        Want(subjects=frozenset((subject.iri,)), predicates=frozenset((predicate,)), asserted=False)
    )
    asked = store.query(
        f"SELECT ?claim ?object WHERE {{ ?claim rdf:subject <{subject.iri}> ; rdf:predicate kg:{predicate} ; rdf:object ?object }}"
    )
    assert sorted((row["claim"].value, row["object"].value) for row in asked) == sorted(
        (row.claim, row.object) for row in rows
    )
    graph = Graph.of(store)
    walked = graph.claims(subject.iri, predicate) if subject.iri in graph else ()
    # under its IRI the graph for walking holds a claim once that stands in a paper twice
    assert {(claim.evidence.paper, claim.object.iri) for claim in walked} == {(row.paper, row.object) for row in rows}
