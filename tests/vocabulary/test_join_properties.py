"""What holds for every import: the catalogue stays sound, keeps its names, and the order does not count."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import concept_iri
from kg.model import Concept, ConceptType
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.additions import joined, turtle
from kg.vocabulary.joining import join
from kg.vocabulary.lint import check
from kg.vocabulary.readers.assemble import assemble
from kg.vocabulary.readers.record import Read, Record, Vocabulary

TECHNIQUE = ConceptType.TECHNIQUE
LABELS = st.sampled_from(
    "attention|self-attention|Attention|sparse attention|MHA|multi-head attention|GQA|grouped query attention|KV cache"
    "|key-value cache|pruning|weight pruning|Net-2|Net-3|net 3|LoRA|low-rank adaptation|low rank adapters".split("|")
)
RECORDS = st.lists(
    st.builds(
        lambda number, labels, above: Record(str(number), tuple(labels), TECHNIQUE, broader=tuple(map(str, above))),
        st.integers(0, 9),
        st.lists(LABELS, min_size=1, max_size=4),
        st.lists(st.integers(0, 9), max_size=3),
    ),
    max_size=8,
    unique_by=lambda record: record.id,
)


def vocabulary(records: list[Record]) -> Vocabulary:
    return assemble("words", Read(tuple(records)), TECHNIQUE)


def sound(records: list[Record]) -> Ontology:
    """A catalogue without findings: what joins an empty one."""
    entries = join("words", vocabulary(records), Ontology.empty()).entries
    return Ontology.empty().changed({entry.concept.iri: entry for entry in entries}, "x")


def after(known: Ontology, found: tuple[Entry, ...]) -> dict[str, Entry]:
    both = dict(known.concepts)
    for entry in found:
        iri = entry.concept.iri
        both[iri] = joined(both[iri], entry) if iri in both else entry
    return both


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("join") / "all.ttl"


@given(known=RECORDS, more=RECORDS)
def test_no_import_makes_a_sound_catalogue_unsound(file: Path, known: list[Record], more: list[Record]) -> None:
    base = sound(known)
    file.write_text(turtle(base.concepts.values()), encoding="utf-8")
    assert check([file]) == ()
    found = join("words", vocabulary(more), base)
    file.write_text(turtle(after(base, found.entries).values()), encoding="utf-8")
    assert check([file]) == ()


@given(known=RECORDS, more=RECORDS)
def test_no_import_takes_a_name_from_the_catalogue(known: list[Record], more: list[Record]) -> None:
    base = sound(known)
    both = after(base, join("words", vocabulary(more), base).entries)
    for iri, entry in base.concepts.items():
        assert both[iri].concept == entry.concept
        assert set(entry.labels) <= set(both[iri].labels)


@given(known=RECORDS, more=RECORDS)
def test_the_order_of_the_entries_does_not_count(known: list[Record], more: list[Record]) -> None:
    base, words = sound(known), vocabulary(more)
    turned = Vocabulary(tuple(reversed(words.entries)), words.problems, words.or_else)
    assert join("words", words, base).entries == join("words", turned, base).entries


@given(more=RECORDS)
def test_to_import_what_is_there_adds_nothing(more: list[Record]) -> None:
    base = sound(more)
    again = join("words", Vocabulary(tuple(base.concepts.values())), base)
    assert again.entries == ()
    assert again.joined == len(base.concepts)


@given(more=RECORDS)
def test_every_concept_is_new_joined_or_told(more: list[Record]) -> None:
    words = vocabulary(more)
    found = join("words", words, Ontology.empty())
    assert found.new == len(words.entries)
    assert {label_key(entry.concept.label) for entry in found.entries} == {
        label_key(entry.concept.label) for entry in words.entries
    }


def test_a_type_is_no_reason_for_another_name() -> None:
    one = Entry(Concept(concept_iri(ConceptType.TASK, "pruning"), "pruning", ConceptType.TASK))
    found = join("words", Vocabulary((one,)), sound([Record("1", ("pruning",), TECHNIQUE)]))
    assert found.entries == (one,)
    assert [problem.error for problem in found.problems] == [False]
