import pytest

from kg.model import ConceptType, Extraction, Link, Mention, Paper, Span
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.vocabulary.decisions import merge, rename, split
from kg.vocabulary.mappings import Justification, Mapping, mappings
from tests.vocabulary.made import SMALL, concept

LEXICAL, TEXT, PERSON = Justification
QUANT, CACHE, BERT = concept("FlashQuant"), concept("flash quant cache"), concept("BERT", ConceptType.MODEL)
DISTILLER = concept("layer-wise distiller")


def paper(name, text, *named):
    """An extraction of a paper; `named` are (words, concept, reason, score, words of the long form)."""
    given = Paper(name, "A title", text)

    def place(words):
        at = given.text.index(words)
        return Span(at, at + len(words))

    links = [
        Link(Mention(place(words), what.type, "made", alias_of=place(long) if long else None), what, score, why)
        for words, what, why, score, long in named
    ]
    return Extraction(given, tuple(sorted(links, key=lambda link: link.mention.span)), ())


PAPERS = (
    paper(
        *("one", "FlashQuant is fast. Flash-Quant is small. We keep the flashquants. BERT base is old."),
        ("FlashQuant", QUANT, "named by the paper", 0.9, None),
        ("Flash-Quant", QUANT, "named by the paper", 0.7, None),
        ("flashquants", QUANT, "named by the paper", 0.9, None),
        ("BERT base", BERT, "alias of the catalogue: BERT base", 0.9, None),
    ),
    paper(
        *("two", "The layer-wise distiller (LWD) and vanilla FlashQuant help; LWDs do. Flash-Quant wins."),
        ("layer-wise distiller", DISTILLER, "defined in the text as “layer-wise distiller”", 0.8, None),
        ("LWD", DISTILLER, "defined in the text as “layer-wise distiller”", 0.8, "layer-wise distiller"),
        ("LWDs", DISTILLER, "defined in the text as “layer-wise distiller”", 0.8, None),
        ("vanilla FlashQuant", QUANT, "read in the text", 0.6, None),
        ("Flash-Quant", QUANT, "read in the text", 0.8, None),
    ),
)


@pytest.fixture(scope="module")
def store():
    with Store(ontology=SMALL) as made:
        made.replace_all(PAPERS)
        yield made


def rows(store, *decisions, ontology=SMALL):
    return mappings(store.query, ontology, decisions)


def test_each_further_spelling_of_a_new_concept_is_a_row(store):
    assert rows(store) == (
        Mapping(None, "Flash-Quant", QUANT.iri, "FlashQuant", LEXICAL, 0.8, "flashquant", "equal label keys; 2 papers"),
        Mapping(None, "flashquants", QUANT.iri, "FlashQuant", LEXICAL, 0.9, "flashquant", "equal label keys; 1 paper"),
        Mapping(None, "vanilla FlashQuant", QUANT.iri, "FlashQuant", LEXICAL, 0.6, "", "read in the text; 1 paper"),
        Mapping(None, "LWD", DISTILLER.iri, "layer-wise distiller", TEXT, 0.8, "", "defined in the text; 1 paper"),
        Mapping(None, "LWDs", DISTILLER.iri, "layer-wise distiller", TEXT, 0.8, "", "defined in the text; 1 paper"),
    )


def test_the_long_form_is_a_row_where_the_short_one_is_the_label():
    short = concept("LWD")
    with Store(ontology=SMALL) as made:
        made.replace(
            paper(
                *("three", "LWD, the layer-wise distiller."),
                ("LWD", short, "named by the paper", 0.9, "layer-wise distiller"),
                ("layer-wise distiller", short, "named by the paper", 0.9, None),
            )
        )
        (row,) = rows(made)
    assert (row.subject_label, row.justification) == ("layer-wise distiller", TEXT)


def test_what_the_catalogue_holds_is_no_merge_of_ours(store):
    assert not [row for row in rows(store) if row.object == BERT.iri]
    assert [row.subject_label for row in rows(store, ontology=Ontology.empty()) if row.object == BERT.iri] == [
        "BERT base"
    ]


def test_the_order_of_papers_plays_no_part(store):
    with Store(ontology=SMALL) as other:
        for extraction in reversed(PAPERS):
            other.replace(extraction)
        assert rows(other) == rows(store)


def test_an_empty_graph_has_no_rows():
    with Store(ontology=SMALL) as empty:
        assert rows(empty) == ()


# Decisions


def test_a_merge_is_a_row_of_two_concepts(store):
    (row,) = (row for row in rows(store, merge(CACHE, QUANT)) if row.subject)
    assert row == Mapping(CACHE.iri, "flash quant cache", QUANT.iri, "FlashQuant", PERSON)


def test_a_split_is_a_row_that_denies(store):
    (row,) = (row for row in rows(store, split(BERT, "BERT base")) if row.subject)
    assert (row.subject, row.object, row.negated) == (concept("BERT base", BERT.type).iri, BERT.iri, True)


@pytest.mark.parametrize(
    "decisions",
    [
        (merge(CACHE, QUANT), split(QUANT, "flash quant cache")),
        (split(QUANT, "flash quant cache"), merge(CACHE, QUANT)),
    ],
)
def test_of_a_merge_and_its_split_the_later_counts(store, decisions):
    (row,) = (row for row in rows(store, *decisions) if row.subject)
    assert row.negated is (decisions[-1].winner is None)


def test_of_a_merge_both_ways_the_later_counts(store):
    (row,) = (row for row in rows(store, merge(CACHE, QUANT), merge(QUANT, CACHE)) if row.subject)
    assert (row.subject, row.object) == (QUANT.iri, CACHE.iri)


def test_a_spelling_that_a_decision_gave_is_told_so():
    with Store(ontology=SMALL) as made:
        made.replace(
            paper(
                *("four", "FlashQuant, or flash quant caches, or FQ."),
                ("FlashQuant", QUANT, "label of the catalogue", 0.9, None),
                ("flash quant caches", QUANT, "spelling of “flash quant cache”", 0.9, None),
                ("FQ", QUANT, "alias of the catalogue: FQ", 0.9, None),
            )
        )
        decided = (merge(CACHE, concept("FQ")), rename(concept("FQ"), "fq"), merge(concept("FQ"), QUANT))
        found = {row.subject_label: row.justification for row in rows(made, *decided) if row.subject is None}
        assert found == {"flash quant caches": PERSON, "FQ": PERSON}
        undone = rows(made, *decided, split(QUANT, "FQ"))
        assert next(row for row in undone if row.subject_label == "FQ" and row.subject is None).justification is LEXICAL
