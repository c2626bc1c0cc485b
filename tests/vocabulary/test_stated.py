"""The forgiving reader: everything that files state, right or wrong, and where."""

import pytest

from kg.model import ConceptType
from kg.vocabulary.stated import CONCEPT, Stated, line_of, read

HEAD = """@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix model: <https://w3id.org/mlhw-kg/concept/model/> .

"""
FULL = """model:a a skos:Concept, kg:Model ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/model> ;
  skos:prefLabel "A net"@en ; skos:altLabel "net of A"@en, "AN" ; skos:broader model:b ;
  kg:contextLabel "AN" ; kg:cue "layer", "residual" ; kg:maker "Maker" ; kg:year 2020 .
"""


@pytest.fixture
def stated(tmp_path):
    """A function that writes files and returns what they state and what is broken in them."""

    def run(*texts):
        files = [tmp_path / f"{number}.ttl" for number, _ in enumerate(texts)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        return read(files)

    return run


def test_everything_about_a_concept(stated):
    found, broken = stated(HEAD + FULL)
    (one,) = found.values()
    assert broken == ()
    assert one.iri == f"{CONCEPT}model/a"
    assert one.kind is ConceptType.MODEL
    assert one.labels == ("A net", "net of A", "AN")
    assert one.broader == [f"{CONCEPT}model/b"]
    assert (one.context, one.cues, one.makers) == (["AN"], ["layer", "residual"], ["Maker"])
    assert one.schemes == ["https://w3id.org/mlhw-kg/scheme/model"]


def test_what_two_files_state_is_one_concept_of_the_first_file(stated, tmp_path):
    found, _ = stated(HEAD + 'model:a skos:prefLabel "A net" .', HEAD + FULL)
    (one,) = found.values()
    assert one.file == tmp_path / "0.ttl"
    assert one.preferred == ["A net"]
    assert one.kind is ConceptType.MODEL


def test_concepts_come_in_the_order_of_their_iris(stated):
    found, _ = stated(HEAD + "".join(f'model:{x} skos:prefLabel "{x} net" .\n' for x in "cab"))
    assert [iri[-1] for iri in found] == ["a", "b", "c"]


def test_schemes_and_other_subjects_are_no_concepts(stated):
    found, _ = stated(
        HEAD + '<http://e.org/s> a skos:ConceptScheme ; skos:prefLabel "Words" .\n<http://e.org/x> a kg:Claim .'
    )
    assert found == {}


def test_broken_places_are_told_and_the_rest_is_read(stated, tmp_path):
    found, broken = stated(
        HEAD + 'model:x skos:prefLabel oops .\nmodel:b skos:prefLabel "B net" .\nmodel:y nope .\n' + FULL
    )
    assert [iri[-1] for iri in found] == ["a", "b"]
    assert [(each.file.name, each.line) for each in broken] == [("0.ttl", 5), ("0.ttl", 7)]


def test_an_absent_file_is_broken_as_a_whole(tmp_path):
    found, broken = read([tmp_path / "absent.ttl"])
    assert found == {}
    assert [(each.file.name, each.line) for each in broken] == [("absent.ttl", 0)]


def test_several_types_are_no_type(stated):
    found, _ = stated(HEAD + "model:a a kg:Model, kg:Task .\nmodel:b a skos:Concept .")
    assert [each.kind for each in found.values()] == [None, None]
    assert [each.label for each in found.values()] == ["a", "b"], "the end of the IRI where there is no label"


def test_a_blank_node_is_noted(stated):
    found, _ = stated(HEAD + 'model:a skos:prefLabel "A net" ; kg:maker [ kg:year 1 ] .')
    assert [each.blank for each in found.values()] == [True]


def test_the_line_of_a_concept(tmp_path):
    file = tmp_path / "x.ttl"
    file.write_text(f"{HEAD}model:a\n  kg:year 1 .\n\n<{CONCEPT}model/b> kg:year 2 .\n")
    assert line_of(file, f"{CONCEPT}model/a") == 5
    assert line_of(file, f"{CONCEPT}model/b") == 8
    assert line_of(file, f"{CONCEPT}model/year") == 0
    assert isinstance(Stated(f"{CONCEPT}model/b", file).labels, tuple)
