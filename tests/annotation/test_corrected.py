"""What an annotation does to an extraction: the person's concepts, roles and relations, and no others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.corrected import PERSON, corrected
from kg.annotation.form import gold, line
from kg.annotation.kept import Annotation
from kg.annotation.proposal import judged, proposal
from kg.annotation.standoff import stand_off
from kg.export.records import record as printed
from kg.iris import baseline, concept_iri, contribution, measure, paper_iri
from kg.model import Bound, ConceptType, Extraction, Mode, Predicate
from kg.pipeline import extract
from kg.rdf.decode import decode
from kg.rdf.encode import encode
from tests.annotation.made import PAPER, RECORD, SENTENCES, changed, concept, record, relation

BARE = Extraction(PAPER, (), ())
T, M, H = ConceptType.TECHNIQUE, ConceptType.MODEL, ConceptType.HARDWARE


@pytest.fixture(scope="module")
def read(engine):
    """What kg itself reads out of the paper."""
    return extract(PAPER, engine=engine)


@pytest.fixture
def said(engine, read):
    """A function that returns what an annotation makes of the paper, or of another extraction of it."""

    def apply(made=RECORD, extraction=read):
        return corrected(extraction, Annotation("owl", line(gold(made))), engine.ontology)

    return apply


def names(extraction):
    return {link.concept.label for link in extraction.links}


def relations(extraction):
    node = paper_iri("owl")
    return [claim for claim in extraction.claims if claim.subject.iri != node]


def roles(extraction):
    node = paper_iri("owl")
    return {claim.object.label: claim for claim in extraction.claims if claim.subject.iri == node}


def test_the_person_has_the_last_word(said):
    found = said()
    assert len(names(found)) == len(RECORD["concepts"])
    assert len(relations(found)) == len(RECORD["relations"])
    assert {claim.rule for claim in found.claims} == {PERSON}
    assert {claim.confidence for claim in found.claims} == {1.0}
    assert all(claim.asserted for claim in found.claims)
    assert {link.score for link in found.links} == {1.0}
    assert {link.mention.finder for link in found.links} == {PERSON}
    assert found.paper is PAPER


def test_what_is_rejected_is_gone(said):
    made = record()
    made["concepts"] = [each for each in made["concepts"] if each["name"] != "GPTQ"]
    made["relations"] = [each for each in made["relations"] if each["o"] != "GPTQ"]
    found = said(made)
    assert "GPTQ" not in names(found)
    assert not [claim for claim in found.claims if "GPTQ" in (claim.subject.label, claim.object.label)]


def test_an_annotation_without_parts_empties_the_paper(said):
    found = said(record(concepts=[], relations=[]))
    assert (found.links, found.claims) == ((), ())


def test_every_mention_and_every_sentence_is_exact(said):
    found = said()
    for link in found.links:
        assert link.mention.span.of(PAPER.text) in {form for each in RECORD["concepts"] for form in each["mentions"]}
        assert link.mention.type is link.concept.type
    for claim in found.claims:
        assert claim.evidence.text == claim.evidence.span.of(PAPER.text)
    assert [claim.evidence.text for claim in relations(found)] == [each["evidence"] for each in RECORD["relations"]]
    spans = [link.mention.span for link in found.links]
    assert spans == sorted(spans)


def test_each_concept_has_its_role_with_a_sentence_that_names_it(said):
    found = roles(said())
    for each in RECORD["concepts"]:
        claim = next(claim for label, claim in found.items() if label.casefold() == each["name"].casefold()
                     or claim.object.label in ("Large language model", "large language model"))  # fmt: skip
        assert claim.evidence.text
    assert found["OwlQuant"].predicate is Predicate.INTRODUCES
    assert found["OwlQuant"].evidence.text == SENTENCES[1]
    assert found["MMLU"].predicate is Predicate.EVALUATED_ON
    assert len(found) == len(RECORD["concepts"])


def test_introduced_names_are_marked(said):
    marked = {link.concept.label for link in said().links if link.mention.introduced}
    assert marked == {"OwlQuant"}


def test_names_are_nodes_of_the_catalogue_as_linking_has_them(said, engine):
    known = {link.concept.label: link.concept for link in said(extraction=BARE).links}
    assert known["GPTQ"].iri in engine.ontology.concepts
    assert known["Jetson Orin"].iri in engine.ontology.concepts
    assert known["OwlQuant"].iri == concept_iri(T, "OwlQuant")


def test_a_retyped_concept_is_another_node(said):
    found = said(changed("concepts", 4, type="Software"))
    node = next(link.concept for link in found.links if link.concept.label == "GPTQ")
    assert (node.type, node.iri) == (ConceptType.SOFTWARE, concept_iri(ConceptType.SOFTWARE, "GPTQ"))


def test_a_renamed_concept_has_its_name(said):
    made = changed("concepts", 0, name="Owl quantizer")
    for each in made["relations"]:
        each["s"] = "Owl quantizer" if each["s"] == "OwlQuant" else each["s"]
    found = said(made)
    assert "Owl quantizer" in names(found)
    assert "OwlQuant" not in names(found)
    assert len(relations(found)) == len(RECORD["relations"])


def test_a_drawn_span_is_linked_at_each_of_its_places(said):
    made = record()
    made["concepts"].append(concept("outlier", T, "mentions", "outliers", required=False))
    places = [link.mention.span.of(PAPER.text) for link in said(made).links if link.concept.label.startswith("outlier")]
    assert places == ["outliers"]


def test_a_name_inside_a_longer_one_is_linked_too(said):
    made = record()
    made["concepts"].append(concept("Orin", H, "mentions"))
    made["relations"].append(relation("OwlQuant", "runsOn", "Orin", 2))
    found = said(made)
    assert len(relations(found)) == 6
    assert roles(found)["Orin"].evidence.text == SENTENCES[2]


def test_two_names_of_one_node_have_the_first_ones_role(said):
    made = record()
    made["concepts"].append(concept("LM", M, "addresses", "devices"))
    made["concepts"][1] |= {"name": "LMs"}
    found = [claim for claim in said(made).claims if claim.predicate is Predicate.ADDRESSES]
    assert len(found) in (0, 1)


def test_figures_carry_what_the_person_wrote(said):
    claim = next(each for each in relations(said(extraction=BARE)) if each.predicate is Predicate.OUTPERFORMS)
    figure = claim.quantity
    assert (figure.value, figure.unit, figure.metric, figure.condition) == ("1.8", "x", "speed", "up to")
    assert (figure.mode, figure.bound, figure.verbatim) == (Mode.RATIO, Bound.UP_TO, "1.8x")
    assert figure.dataset == "Lark-7B"


def test_unnamed_ends_are_the_papers_own_nodes(said):
    claim = relations(said())[-1]
    assert claim.subject == contribution("owl", PAPER.title)
    assert claim.object == baseline("owl", "prior serving systems")
    made = changed("relations", 3, o=None, o_text="score")
    assert relations(said(made))[3].object == measure("owl", "score")
    made = changed("relations", 0, s="@baseline")
    assert relations(said(made))[0].subject == baseline("owl", "(implied) prior methods")


def test_what_the_text_no_longer_holds_is_left_out(said, engine):
    paper = replace(PAPER, abstract="We present OwlQuant. It reaches 62.5% accuracy on MMLU.")
    found = said(extraction=extract(paper, engine=engine))
    assert names(found) == {"OwlQuant", "accuracy", "MMLU"}
    assert [claim.evidence.text for claim in relations(found)] == [SENTENCES[3]]


def test_a_relation_of_nobody_is_left_out(said):
    assert len(relations(said(changed("relations", 0, s="Nobody")))) == 4


def test_an_annotation_without_text_does_the_same(said, read, engine):
    bare = Annotation("owl", line(stand_off(RECORD)))
    assert corrected(read, bare, engine.ontology) == said()


def test_an_annotation_without_text_of_another_text_changes_nothing(read, engine):
    bare = Annotation("owl", line(stand_off(RECORD)))
    other = replace(read, paper=replace(PAPER, title="Another"))
    assert corrected(other, bare, engine.ontology) is other


def test_a_proposal_that_is_accepted_as_it_is_changes_no_node_and_no_relation(said, read):
    found = said(judged(proposal(printed(read))))
    assert {link.concept for link in found.links} == {link.concept for link in read.links}
    stated = [claim for claim in relations(read) if claim.asserted]
    assert [(each.subject, each.predicate, each.object, each.quantity, each.evidence) for each in relations(found)] == [
        (each.subject, each.predicate, each.object, each.quantity, each.evidence) for each in stated
    ]


def test_it_is_the_same_again(said):
    once = said()
    assert said(extraction=once) == once


def test_the_store_gives_back_what_the_person_said(said):
    assert decode(encode(said())) == said()


@given(data=st.data())
def test_any_selection_of_parts_makes_an_extraction_that_can_be_stored(data, engine, read):
    made = record()
    made["concepts"] = data.draw(st.lists(st.sampled_from(made["concepts"]), unique_by=lambda each: each["name"]))
    made["relations"] = data.draw(st.lists(st.sampled_from(made["relations"]), unique_by=line))
    found = corrected(read, Annotation("owl", line(made)), engine.ontology)
    assert decode(encode(found)) == found
    assert len({link.concept.iri for link in found.links}) == len(made["concepts"])
