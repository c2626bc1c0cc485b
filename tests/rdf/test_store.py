import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.errors import QueryError, StoreError, UnknownNode
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Extraction, Link, Mention, Paper, Span
from kg.rdf import bulk
from kg.rdf.store import Store
from kg.rdf.terms import paper_graph
from kg.vocab import KG, SKOS
from tests.rdf import strategies
from tests.rdf.example import EXAMPLE, SWIFT
from tests.rdf.small_catalogue import CATALOGUE, TURTLE, entry, load

small_papers = st.builds(
    Paper, id=st.sampled_from("abcd"), title=st.sampled_from(["One", "Two"]), abstract=st.just("Text.")
)
small_concepts = st.sampled_from(
    [Concept(concept_iri(ConceptType.TECHNIQUE, "lora"), label, ConceptType.TECHNIQUE) for label in ("LoRA", "LORA", "lora")]
    + [entry("gpu"), entry("a100"), entry("a100-80gb")]
)  # fmt: skip
small = strategies.extractions(small_papers, small_concepts)
steps = st.lists(
    st.tuples(st.sampled_from(["replace", "remove", "replace_all"]), st.lists(small, min_size=1, max_size=3)),
    max_size=5,
)


@pytest.fixture
def store():
    with Store(ontology=CATALOGUE) as opened:
        yield opened


def state(store):
    """All quads of a store, bookkeeping too."""
    return set(store._store)


def check_union(store):
    named = {place.triple for place in store.quads()}
    assert set(store.triples()) == named


def run(store, steps):
    held = {}
    for action, extractions in steps:
        if action == "replace_all":
            store.replace_all(extractions)
            held |= {extraction.paper.id: extraction for extraction in extractions}
        elif action == "replace":
            store.replace(extractions[0])
            held[extractions[0].paper.id] = extractions[0]
        else:
            store.remove(extractions[0].paper.id)
            held.pop(extractions[0].paper.id, None)
    return held


@given(steps)
def test_any_sequence_of_changes_gives_the_store_built_from_nothing(steps):
    store, anew = Store(ontology=CATALOGUE), Store(ontology=CATALOGUE)
    held = run(store, steps)
    check_union(store)
    assert list(store.extractions()) == [held[paper_id] for paper_id in sorted(held)]
    for paper_id in reversed(held):
        anew.replace(held[paper_id])
    store.remove("no such paper")
    anew.remove("no such paper")
    assert state(store) == state(anew)


@given(st.lists(strategies.extractions(), max_size=3))
def test_arbitrary_extractions_come_back_from_the_store(extractions):
    store = Store(ontology=CATALOGUE)
    store.replace_all(extractions)
    check_union(store)
    last = {extraction.paper.id: extraction for extraction in extractions}
    assert list(store.extractions()) == [last[paper_id] for paper_id in sorted(last)]
    for paper_id in last:
        store.remove(paper_id)
    assert len(store) == 0


def naming(paper_id, *concepts):
    links = tuple(
        Link(Mention(Span(place, place + 1), concept.type, "f"), concept, 1.0, "h")
        for place, concept in enumerate(concepts)
    )
    return Extraction(Paper(paper_id, "Some title", "Some text."), links, ())


def lora(label):
    return Concept(concept_iri(ConceptType.TECHNIQUE, "lora"), label, ConceptType.TECHNIQUE)


def labels(store, concept):
    return {
        t.object.value
        for t in store.triples()
        if t.subject.value == concept.iri and t.predicate.value == SKOS.prefLabel
    }


# Labels and facts of concepts


def test_the_label_that_most_papers_give_is_the_preferred_one(store):
    for paper_id, label in (("a", "LORA"), ("b", "LoRA"), ("c", "LoRA")):
        store.replace(naming(paper_id, lora(label)))
    assert labels(store, lora("")) == {"LoRA"}
    store.remove("b")
    assert labels(store, lora("")) == {"LORA"}, "of equals the first in code point order"
    store.remove("a")
    assert labels(store, lora("")) == {"LoRA"}
    store.remove("c")
    assert labels(store, lora("")) == set()


def test_a_concept_of_the_catalogue_brings_its_facts_and_the_concepts_above_it(store):
    store.replace(naming("a", entry("a100-80gb")))
    rows = store.query("SELECT ?l { hardware:a100-80gb skos:broader+/skos:prefLabel ?l } ORDER BY ?l")
    assert [row["l"].value for row in rows] == ["A100", "GPU"]
    assert bool(store.query('ASK { hardware:a100 kg:maker "NVIDIA" ; kg:year 2020 }'))
    assert not bool(store.query("ASK { hardware:t4 ?p ?o }"))


def test_facts_leave_with_the_last_paper_that_needs_them(store):
    store.replace(naming("a", entry("a100-80gb")))
    store.replace(naming("b", entry("a100")))
    store.remove("a")
    assert labels(store, entry("a100")) == {"A100"}
    assert labels(store, entry("gpu")) == {"GPU"}
    assert labels(store, entry("a100-80gb")) == set()
    store.remove("b")
    assert len(store) == 0


def test_a_catalogue_label_wins_over_the_papers_spelling(store):
    store.replace(naming("a", replace(entry("gpu"), label="gpus")))
    assert labels(store, entry("gpu")) == {"GPU"}


def test_a_new_catalogue_updates_the_facts_at_the_next_write(tmp_path):
    with Store(tmp_path / "s", ontology=CATALOGUE) as store:
        store.replace(naming("a", entry("a100")))
    newer = load(TURTLE.replace("2020", "2021"))
    with Store(tmp_path / "s", ontology=newer) as store:
        assert bool(store.query("ASK { hardware:a100 kg:year 2020 }"))
        store.remove("no such paper")
        assert bool(store.query("ASK { hardware:a100 kg:year 2021 }"))
        assert not bool(store.query("ASK { hardware:a100 kg:year 2020 }"))
        check_union(store)


# Papers


def test_fingerprints_are_kept_by_paper_and_stand_outside_the_merged_graph(store):
    store.replace(naming("b"), fingerprint="one")
    store.replace_all([naming("a"), naming("b")], fingerprints={"a": "two"})
    assert store.papers() == {"a": "two", "b": ""}
    assert list(store.papers()) == ["a", "b"]
    assert not bool(store.query("ASK { ?s kg:fingerprint ?o }"))
    store.remove("a")
    assert store.papers() == {"b": ""}


def test_a_replaced_paper_leaves_nothing_of_the_old_one(store):
    store.replace(EXAMPLE)
    store.replace(replace(EXAMPLE, claims=(), links=()))
    assert not bool(store.query(f"ASK {{ {{ <{SWIFT.iri}> ?p ?o }} UNION {{ ?c a kg:Claim }} }}"))


def test_what_two_papers_state_stays_when_one_goes(store):
    other = replace(EXAMPLE, paper=replace(EXAMPLE.paper, id="other"))
    store.replace_all([EXAMPLE, other])
    store.remove("other")
    assert bool(store.query("ASK { technique:swiftkv kg:outperforms technique:pagekv }"))
    assert set(store.extractions()) == {EXAMPLE}


def test_one_paper_is_found_and_an_unknown_one_is_named(store):
    store.replace(EXAMPLE)
    assert store.paper("swift-kv") == EXAMPLE.paper
    assert store.extraction("swift-kv") == EXAMPLE
    for method in (store.paper, store.extraction):
        with pytest.raises(UnknownNode, match="Did you mean swift-kv") as caught:
            method("swift-vk")
        assert caught.value.suggestions == ("swift-kv",)


def test_counts_name_what_the_merged_graph_holds(store):
    store.replace(EXAMPLE)
    store.replace(naming("a", entry("a100")))
    assert store.counts() == {"papers": 2, "concepts": 7, "claims": 7, "triples": len(set(store.triples()))}


def test_more_papers_than_a_chunk_are_written_and_the_last_of_a_paper_wins(store, monkeypatch):
    monkeypatch.setattr(bulk, "_CHUNK", 64)
    many = [naming(f"p{number:03}", lora("LoRA")) for number in range(130)]
    store.replace_all(iter([*many, naming("p000", lora("LORA"))]))
    assert len(store.papers()) == 130
    assert store.extraction("p000").links[0].concept.label == "LORA"
    check_union(store)


def test_few_papers_are_one_load_and_slow_ones_do_not_wait_for_each_other(monkeypatch):
    many = [naming(f"p{number:03}", lora("LoRA")) for number in range(130)]
    assert [len(chunk) for chunk in bulk.chunks(many)] == [130]
    assert not list(bulk.chunks([]))
    monkeypatch.setattr(bulk, "_SECONDS", -1.0)
    assert [len(chunk) for chunk in bulk.chunks(many[:3])] == [1, 1, 1]


def test_an_error_in_the_middle_keeps_the_chunks_before_it(store, monkeypatch):
    monkeypatch.setattr(bulk, "_CHUNK", 64)

    def papers():
        yield from (naming(f"p{number:03}") for number in range(70))
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        store.replace_all(papers())
    assert len(store.papers()) == 64
    check_union(store)


# What a killed build leaves


class KilledError(Exception):
    """Stands for the end of the process."""


class DyingStore:
    """A store of pyoxigraph whose n-th write does not happen, or happens and then ends the process."""

    def __init__(self, store, steps, *, after):
        self._store, self._steps, self._after = store, steps, after

    def __getattr__(self, name):
        method = getattr(self._store, name)
        return self._dying(method) if name in ("extend", "add", "bulk_load", "bulk_extend", "update") else method

    def __contains__(self, item):
        return item in self._store

    def _dying(self, method):
        def write(*args, **options):
            self._steps -= 1
            if self._steps or self._after:
                method(*args, **options)
            if not self._steps:
                raise KilledError

        return write


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("many", "step"), [*((10_000, step) for step in range(1, 7)), *((1, step) for step in range(5, 8))]
)
def test_a_load_that_is_killed_at_any_step_is_whole_or_absent_and_mended(tmp_path, monkeypatch, many, step, after):
    monkeypatch.setattr(bulk, "_MANY", many)
    before = naming("before", entry("a100"), lora("LORA"), SWIFT)
    more = [EXAMPLE, naming("more", entry("a100-80gb"), lora("LoRA"))]
    with Store(tmp_path / "s", ontology=CATALOGUE) as store:
        store.replace(before, fingerprint="b")
        store._opened = DyingStore(store._opened, step, after=after)
        with pytest.raises(KilledError):
            store.replace_all(more, fingerprints={"more": "m"})
        store._opened = store._opened._store
    with Store(tmp_path / "s", read_only=True) as reader:
        held = {each.paper.id: each for each in reader.extractions()}
        assert set(held.values()) <= {before, *more}
    with Store(tmp_path / "s", ontology=CATALOGUE) as store, Store(ontology=CATALOGUE) as anew:
        store.remove("no such paper")
        check_union(store)
        assert {each.paper.id for each in store.extractions()} in ({"before"}, {"before", "swift-kv", "more"})
        store.replace_all(more, fingerprints={"more": "m"})
        anew.replace(before, fingerprint="b")
        anew.replace_all(more, fingerprints={"more": "m"})
        assert state(store) == state(anew)


@pytest.mark.parametrize(("many", "steps"), [(10_000, 6), (1, 7)])
def test_these_are_the_steps_to_kill(tmp_path, monkeypatch, many, steps):
    monkeypatch.setattr(bulk, "_MANY", many)
    with Store(tmp_path / "s", ontology=CATALOGUE) as store:
        store.remove("no such paper")
        store._opened = DyingStore(store._opened, steps + 1, after=False)
        store.replace_all([EXAMPLE])
        assert store._opened._steps == 1
        store._opened = store._opened._store


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6])
def test_a_failed_load_is_mended_by_the_next_write_of_the_same_store(store, step):
    store.replace(naming("before"))
    store._opened = DyingStore(store._opened, step, after=False)
    with pytest.raises(KilledError):
        store.replace_all([EXAMPLE])
    store._opened = store._opened._store
    store.replace(naming("a"))
    assert set(store.papers()) in ({"a", "before"}, {"a", "before", "swift-kv"})
    check_union(store)


def test_a_failed_replacement_changes_nothing(store):
    store.replace(EXAMPLE)
    old = state(store)
    store._opened = DyingStore(store._opened, 1, after=False)
    with pytest.raises(KilledError):
        store.replace(replace(EXAMPLE, claims=()))
    store._opened = store._opened._store
    assert state(store) == old


# The folder


def test_a_store_on_disk_is_there_again_and_opens_for_reading(tmp_path):
    with Store(tmp_path / "deep" / "s", ontology=CATALOGUE) as store:
        store.replace(EXAMPLE, fingerprint="f")
    with Store(tmp_path / "deep" / "s", read_only=True) as store:
        assert store.papers() == {"swift-kv": "f"}
        assert store.extraction("swift-kv") == EXAMPLE
        with pytest.raises(StoreError, match="reading only"):
            store.replace(EXAMPLE)


def test_an_absent_folder_is_an_error_for_readers(tmp_path):
    with pytest.raises(StoreError, match="there is no graph here") as caught:
        Store(tmp_path / "none", read_only=True)
    assert caught.value.path == tmp_path / "none"


def test_a_second_writer_is_told_so(tmp_path):
    with Store(tmp_path / "s"), pytest.raises(StoreError, match=f"this process, {os.getpid()}, is writing"):
        Store(tmp_path / "s")


def test_a_damaged_folder_is_told_so(tmp_path):
    with Store(tmp_path / "s", ontology=CATALOGUE) as store:
        store.replace(EXAMPLE)
    for file in (tmp_path / "s").glob("MANIFEST*"):
        file.write_bytes(b"broken")
    with pytest.raises(StoreError, match="no readable graph"):
        Store(tmp_path / "s")


def test_a_folder_that_cannot_be_made_is_told_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Store(tmp_path / "file" / "s")


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.papers()


# Queries


def test_queries_know_the_prefixes_and_see_each_triple_once(store):
    store.replace_all([naming("a", entry("gpu")), naming("b", entry("gpu"))])
    rows = list(store.query("SELECT ?c { ?c a kg:Hardware }"))
    assert len(rows) == 1
    assert rows[0]["c"].value == entry("gpu").iri


def test_a_query_may_bring_its_own_prefixes_and_data_set(store):
    store.replace(naming("a", entry("gpu")))
    assert bool(store.query("PREFIX kg: <urn:other#> ASK { ?s ?p ?o FILTER NOT EXISTS { ?s a kg:Hardware } }"))
    assert bool(store.query("ASK { ?c x:label ?l }", prefixes={"x": "http://www.w3.org/2000/01/rdf-schema#"}))
    graph = paper_graph("a").value
    assert not bool(store.query("ASK { ?s skos:prefLabel ?l }", default_graphs=[graph]))
    assert bool(store.query("ASK { GRAPH ?g { ?s schema:mentions ?c } }", named_graphs=[graph]))
    assert not bool(store.query("ASK { GRAPH ?g { ?s ?p ?c } }", named_graphs=[]))


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT nothing", "expected"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD"),
        ("INSERT DATA { kg:a kg:b kg:c }", "INSERT"),
    ],
)
def test_a_query_that_cannot_run_is_an_error(store, sparql, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        store.query(sparql)
    assert caught.value.sparql == sparql


# Other forms


def test_rdflib_holds_the_same_graph(store):
    import rdflib

    store.replace(EXAMPLE)
    ours = rdflib.Graph().parse(data=store.ntriples(), format="nt")
    assert set(store.to_rdflib()) == set(ours)
    assert store.to_rdflib().namespace_manager.compute_qname(KG.Claim)[0] == "kg"


def test_the_reported_digits_survive_beside_the_number(store):
    store.replace(EXAMPLE)
    (row,) = store.query("SELECT ?v ?n { ?q kg:reportedValue ?v ; qudt:numericValue ?n }")
    assert row["v"] == Literal("1.50")
    assert row["n"].value == "1.5"


def test_a_store_that_was_laid_out_anew_holds_the_same(tmp_path):
    with Store(tmp_path / "store", ontology=CATALOGUE) as store:
        store.replace(EXAMPLE)
        before = sorted(map(str, store.triples()))
        store.optimize()
        assert sorted(map(str, store.triples())) == before
    with Store(tmp_path / "store", read_only=True) as store:
        assert sorted(map(str, store.triples())) == before
        with pytest.raises(StoreError, match="reading only"):
            store.optimize()
