"""Members that only the grammar of names knows: they hang under their family while a paper names them."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Extraction, Iri, Link, Mention, Paper, Span
from kg.rdf.store import Store
from kg.vocab import SKOS
from tests.vocabulary.made import catalogue, entry

MODEL, HARDWARE = ConceptType.MODEL, ConceptType.HARDWARE
CATALOGUE = catalogue(
    entry("language model", kind=MODEL),
    entry("Qwen", "Tongyi", kind=MODEL, broader=("language model",), maker="Alibaba"),
    entry("Qwen2-7B", kind=MODEL, broader=("Qwen",)),
    entry("GPU", kind=HARDWARE),
    entry("NVIDIA A100", "A100", kind=HARDWARE, broader=("GPU",), maker="NVIDIA", year="2020"),
    entry("TPU v4", kind=HARDWARE),
)
PARENT = {"Qwen9-VL-7B": "Qwen", "Qwen9-VL-72B": "Qwen", "A100 80GB": "NVIDIA A100"}


def iri(label: str) -> Iri:
    """The IRI of a concept of this file: hardware where it is known as such, else a model."""
    label = {"A100 80GB": "NVIDIA A100 80GB"}.get(label, label)
    return concept_iri(HARDWARE if any(word in label for word in ("A100", "GPU", "TPU")) else MODEL, label)


def naming(paper_id: str, *labels: str, spelled: dict[str, str] | None = None) -> Extraction:
    """A paper that names some concepts by their labels, or spells them otherwise."""
    forms = [(spelled or {}).get(label, label) for label in labels]
    paper = Paper(paper_id, "T", ", ".join(forms))
    links, start = [], 2
    for label, form in zip(labels, forms, strict=True):
        kind = HARDWARE if "/hardware/" in iri(label) else MODEL
        mention = Mention(Span(start, start + len(form)), kind, "test")
        links.append(Link(mention, Concept(iri(label), form, kind), 0.9, "member"))
        start += len(form) + 2
    return Extraction(paper, tuple(links), ())


@pytest.fixture
def store():
    with Store(ontology=CATALOGUE) as opened:
        yield opened


def pairs(store: Store, predicate: str) -> set[tuple[str, str]]:
    rows = store.query(f"SELECT ?s ?o WHERE {{ ?s {predicate} ?o }}")
    return {(row["s"].value, row["o"].value) for row in rows}


def broader(store: Store) -> set[tuple[str, str]]:
    return pairs(store, "skos:broader")


def labels(store: Store) -> set[str]:
    return {label for _, label in pairs(store, "skos:prefLabel")}


def dump(store: Store) -> list[bytes]:
    return sorted(store.ntriples().splitlines())


@pytest.mark.parametrize("member", PARENT)
def test_a_member_hangs_under_its_family(member: str, store: Store) -> None:
    store.replace(naming("p", member))
    assert (iri(member), iri(PARENT[member])) in broader(store)


def test_the_familys_statements_stand_there_though_no_paper_names_it(store: Store) -> None:
    store.replace(naming("p", "Qwen9-VL-7B"))
    assert labels(store) == {"Qwen9-VL-7B", "Qwen", "language model"}
    assert (iri("Qwen"), "Tongyi") in pairs(store, "skos:altLabel")
    assert (iri("Qwen"), "Alibaba") in pairs(store, "kg:maker")
    assert broader(store) == {(iri("Qwen9-VL-7B"), iri("Qwen")), (iri("Qwen"), iri("language model"))}


def test_nothing_else_of_the_catalogue_stands_there(store: Store) -> None:
    store.replace(naming("p", "A100 80GB"))
    assert labels(store) == {"A100 80GB", "NVIDIA A100", "GPU"}


def test_a_family_goes_with_its_last_member(store: Store) -> None:
    store.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "Qwen9-VL-72B")])
    store.remove("p")
    assert labels(store) == {"Qwen9-VL-72B", "Qwen", "language model"}
    store.remove("q")
    assert (len(store), dump(store)) == (0, [])


def test_a_family_stays_while_a_paper_names_itself(store: Store) -> None:
    store.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "Qwen")])
    store.remove("p")
    assert labels(store) == {"Qwen", "language model"}
    store.remove("q")
    assert labels(store) == set()


def test_a_family_stays_while_a_member_of_the_catalogue_is_named(store: Store) -> None:
    store.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "Qwen2-7B")])
    store.remove("p")
    assert labels(store) == {"Qwen2-7B", "Qwen", "language model"}


def test_a_member_stays_while_one_of_two_papers_names_it(store: Store) -> None:
    store.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "Qwen9-VL-7B", "TPU v4")])
    store.remove("p")
    assert (iri("Qwen9-VL-7B"), iri("Qwen")) in broader(store)
    store.replace(naming("q", "TPU v4"))
    assert labels(store) == {"TPU v4"}
    assert broader(store) == set()


def test_the_commonest_spelling_is_the_label_and_the_family_stays(store: Store) -> None:
    spelled = {"Qwen9-VL-7B": "Qwen9 VL 7B"}
    store.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "Qwen9-VL-7B", spelled=spelled)])
    assert labels(store) == {"Qwen9 VL 7B", "Qwen", "language model"}
    store.replace(naming("r", "Qwen9-VL-7B"))
    assert labels(store) == {"Qwen9-VL-7B", "Qwen", "language model"}
    assert (iri("Qwen9-VL-7B"), iri("Qwen")) in broader(store)


OTHERS = ["Wren9-7B", "Qwenling", "Qwen of the beach", "Wren"]


@pytest.mark.parametrize("label", OTHERS)
def test_other_names_have_no_family(label: str, store: Store) -> None:
    store.replace(naming("p", label))
    assert (labels(store), broader(store)) == ({label}, set())


def test_a_name_of_another_type_has_no_family(store: Store) -> None:
    """The grammar makes a model of this name; a paper's data set of the same name is something else."""
    concept = Concept(concept_iri(ConceptType.DATASET, "Qwen9-VL-7B"), "Qwen9-VL-7B", ConceptType.DATASET)
    [link] = naming("p", "Qwen9-VL-7B").links
    store.replace(Extraction(naming("p", "Qwen9-VL-7B").paper, (Link(link.mention, concept, 0.9, "read"),), ()))
    assert (labels(store), broader(store)) == ({"Qwen9-VL-7B"}, set())


def test_members_of_the_catalogue_keep_what_it_states(store: Store) -> None:
    store.replace(naming("p", "Qwen2-7B", spelled={"Qwen2-7B": "Qwen2 7B"}))
    assert broader(store) == {(iri("Qwen2-7B"), iri("Qwen")), (iri("Qwen"), iri("language model"))}
    assert "Qwen2-7B" in labels(store)


def test_each_concept_has_one_preferred_label(store: Store) -> None:
    store.replace_all([naming("p", *PARENT), naming("q", "Qwen", "Qwen2-7B", "A100 80GB")])
    found = [subject for subject, _ in pairs(store, "skos:prefLabel")]
    assert len(found) == len(set(found)) == 8


def test_a_bulk_load_and_single_papers_give_the_same(store: Store) -> None:
    papers = [naming("p", "Qwen9-VL-7B", "Qwen"), naming("q", "A100 80GB"), naming("r", "Qwen9-VL-72B", "TPU v4")]
    store.replace_all(papers)
    with Store(ontology=CATALOGUE) as other:
        for paper in reversed(papers):
            other.replace(paper)
        assert dump(other) == dump(store)


def test_the_default_graph_is_the_union_of_the_named_ones(store: Store) -> None:
    store.replace_all([naming("p", *PARENT), naming("q", "Qwen")])
    store.remove("q")
    assert {place.triple for place in store.quads()} == set(store.triples())
    assert any(triple.predicate.value == SKOS.broader for triple in store.triples())


NAMES = ["Qwen9-VL-7B", "Qwen9-VL-72B", "A100 80GB", "Qwen", "Qwen2-7B", "NVIDIA A100", "GPU", "TPU v4", "Wren9-7B"]
PAPERS = st.builds(
    lambda paper_id, names: naming(paper_id, *names),
    st.sampled_from("abc"),
    st.lists(st.sampled_from(NAMES), unique=True, max_size=4),
)
STEPS = st.lists(st.tuples(st.booleans(), PAPERS), max_size=6)


def run(store: Store, steps: Iterable[tuple[bool, Extraction]]) -> dict[str, Extraction]:
    held: dict[str, Extraction] = {}
    for added, extraction in steps:
        if added:
            store.replace(extraction)
            held[extraction.paper.id] = extraction
        else:
            store.remove(extraction.paper.id)
            held.pop(extraction.paper.id, None)
    return held


@profile(max_examples=60)
@given(steps=STEPS)
def test_a_store_that_changed_is_the_one_loaded_at_once(steps: list[tuple[bool, Extraction]]) -> None:
    with Store(ontology=CATALOGUE) as grown, Store(ontology=CATALOGUE) as fresh:
        held = run(grown, steps)
        fresh.replace_all(held.values())
        assert dump(grown) == dump(fresh)


@profile(max_examples=60)
@given(steps=STEPS)
def test_a_concept_stands_there_while_it_or_one_below_is_named(steps: list[tuple[bool, Extraction]]) -> None:
    with Store(ontology=CATALOGUE) as store:
        held = run(store, steps)
        above = dict(broader(store))
        wanted: set[str] = set()
        for extraction in held.values():
            for link in extraction.links:
                one: str | None = link.concept.iri
                while one:
                    wanted.add(one)
                    one = above.get(one)
        assert {subject for subject, _ in pairs(store, "skos:prefLabel")} == wanted


@pytest.mark.parametrize("member", PARENT)
def test_queries_over_a_family_find_its_members(member: str, store: Store) -> None:
    store.replace(naming("p", member))
    top = {"Qwen": "language model", "NVIDIA A100": "GPU"}[PARENT[member]]
    rows = store.query(f"SELECT ?paper WHERE {{ ?paper schema:mentions/skos:broader* <{iri(top)}> }}")
    assert len(list(rows)) == 1


# Another catalogue


def test_a_family_that_the_catalogue_learns_takes_its_members(tmp_path: Path) -> None:
    small = catalogue(entry("language model", kind=MODEL), sha256="without")
    with Store(tmp_path / "store", ontology=small) as store:
        store.replace(naming("p", "Qwen9-VL-7B"))
        assert (labels(store), broader(store)) == ({"Qwen9-VL-7B"}, set())
    with Store(tmp_path / "store", ontology=CATALOGUE) as store:
        store.replace(naming("q", "TPU v4"))
        assert (iri("Qwen9-VL-7B"), iri("Qwen")) in broader(store)
        assert labels(store) == {"Qwen9-VL-7B", "Qwen", "language model", "TPU v4"}


def test_a_member_that_the_catalogue_learns_gets_its_facts(tmp_path: Path) -> None:
    known = entry("Qwen9-VL-7B", "Qwen nine", kind=MODEL, broader=("Qwen",), maker="Alibaba")
    more = catalogue(*CATALOGUE.concepts.values(), known, sha256="with")
    with Store(tmp_path / "store", ontology=CATALOGUE) as store:
        store.replace(naming("p", "Qwen9-VL-7B"))
    with Store(tmp_path / "store", ontology=more) as store, Store(ontology=more) as fresh:
        store.replace(naming("q", "TPU v4"))
        fresh.replace_all([naming("p", "Qwen9-VL-7B"), naming("q", "TPU v4")])
        assert (iri("Qwen9-VL-7B"), "Qwen nine") in pairs(store, "skos:altLabel")
        assert dump(store) == dump(fresh)
