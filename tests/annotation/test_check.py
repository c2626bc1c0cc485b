import pytest

from kg.annotation.check import check, errors
from tests.annotation.made import RECORD, changed, concept, record, relation


def found(made):
    return [(each.where, each.field, each.error) for each in check(made)]


def test_a_good_paper_breaks_no_rule():
    assert check(RECORD) == ()


@pytest.mark.parametrize(
    ("fields", "where", "word"),
    [
        ({"name": ""}, "name", "empty"),
        ({"name": " FP16"}, "name", "spaces"),
        ({"name": "@FP16"}, "name", "begins with @"),
        ({"type": "Thing"}, "type", "no type"),
        ({"alt_types": ["Technique"]}, "alt_types", "not the type itself"),
        ({"alt_types": ["Model", "Model"]}, "alt_types", "each once"),
        ({"alt_types": ["Thing"]}, "alt_types", "must be types"),
        ({"role": "outperforms"}, "role", "no role"),
        ({"mentions": []}, "mentions", "no mention"),
        ({"mentions": ["FP16", "FP16"]}, "mentions", "twice"),
        ({"mentions": ["FP16", "fp16"]}, "mentions", "neither in the title nor in the abstract"),
        ({"mentions": ["Edge GPUs\nLanguage"]}, "mentions", "neither in the title nor in the abstract"),
    ],
)
def test_a_concept_that_breaks_a_rule(fields, where, word):
    made = changed("concepts", 2, **fields)
    (finding,) = [each for each in check(made) if each.part == "concept"]
    assert (finding.where, finding.field, finding.error) == ("concept 3", where, True)
    assert word in finding.message


def test_two_concepts_of_one_name():
    made = record()
    made["concepts"].append(concept("GPTQ", "Technique", "uses", "outliers"))
    assert found(made) == [("concept 9", "name", True)]


def test_a_surface_form_belongs_to_one_concept():
    made = record()
    made["concepts"].append(concept("four-bit format", "Technique", "uses", "FP16"))
    (finding,) = check(made)
    assert (finding.where, finding.field) == ("concept 9", "mentions")
    assert "“FP16” is a mention of “FP16” too" in finding.message


def test_a_measured_thing_that_is_no_metric_is_worth_a_look():
    made = changed("concepts", 2, role="measures")
    assert found(made) == [("concept 3", "role", False)]
    assert errors(made) == ()
    assert check(changed("concepts", 2, role="measures", alt_types=["Metric"])) == ()


@pytest.mark.parametrize(
    ("fields", "where", "word"),
    [
        ({"p": "measures"}, "p", "no relation"),
        ({"p": "isLike"}, "p", "no relation"),
        ({"s": "Owl"}, "s", "no concept of this paper is named “Owl”"),
        ({"o": "owlquant"}, "o", "no concept of this paper"),
        ({"o": "OwlQuant"}, "o", "both ends are the same"),
        ({"o": "@baseline"}, "o_text", "phrase of the comparison"),
        ({"evidence": " "}, "evidence", "no evidence"),
        ({"evidence": "We present owlquant"}, "evidence", "no exact part"),
        ({"evidence": "Edge GPUs\nLanguage models"}, "evidence", "no exact part"),
        ({"o": "language model"}, "required", "only if both its ends are"),
    ],
)
def test_a_relation_that_breaks_a_rule(fields, where, word):
    (finding,) = check(changed("relations", 0, **fields))
    assert (finding.where, finding.field, finding.error) == ("relation 1", where, True)
    assert word in finding.message


def test_only_a_result_may_lack_its_object():
    assert found(changed("relations", 0, o=None)) == [("relation 1", "o", True), ("relation 1", "o_text", True)]
    assert found(changed("relations", 3, o=None)) == [("relation 4", "o_text", True)]
    assert check(changed("relations", 3, o=None, o_text="accuracy")) == ()


def test_an_optional_relation_may_have_an_optional_end():
    assert check(changed("relations", 0, o="language model", required=False)) == ()


@pytest.mark.parametrize(
    ("fields", "where", "error"),
    [
        ({"value": "1.8x"}, "value", True),
        ({"value": "1.8%"}, "value", True),
        ({"value": "many"}, "value", False),
        ({"value": "1.9"}, "value", False),
        ({"value": None}, "unit", False),
    ],
)
def test_a_figure_that_is_not_as_the_guidelines_have_it(fields, where, error):
    (finding,) = check(changed("relations", 2, **fields))
    assert (finding.field, finding.error) == (where, error)


def test_a_range_has_both_its_numbers_in_the_evidence():
    made = changed("relations", 4, value="12-13")
    assert found(made) == [("relation 5", "value", False)]


def test_a_relation_without_figures_has_none():
    assert found(changed("relations", 1, metric="speed")) == [("relation 2", "metric", False)]


def test_the_same_statement_twice_is_worth_a_look():
    made = record()
    made["relations"].append(relation("OwlQuant", "uses", "FP16", 1))
    assert found(made) == [("relation 6", "p", False)]
    assert "relation 1" in check(made)[0].message


@pytest.mark.parametrize(
    ("made", "where", "word"),
    [
        ({}, "paper", "no id"),
        (record(id=""), "paper", "no id"),
        (record(title=None), "paper", "no title"),
        (record(abstract=7), "paper", "no abstract"),
        (record(concepts=None), "paper", "no list of concepts"),
        (record(relations={}), "paper", "no list of relations"),
        (record(concepts=["GPU"]), "concept 1", "no JSON object"),
        (changed("concepts", 1, name=None), "concept 2", "needs name"),
        (changed("concepts", 1, type=3), "concept 2", "needs type"),
        (changed("concepts", 1, required="yes"), "concept 2", "needs required"),
        (changed("concepts", 1, mentions=None), "concept 2", "list of texts"),
        (changed("concepts", 1, mentions=[3]), "concept 2", "list of texts"),
        (changed("concepts", 1, alt_types="Model"), "concept 2", "list of texts"),
        (changed("relations", 1, s=None), "relation 2", "needs s"),
        (changed("relations", 2, value=1.8), "relation 3", "numbers in quotes"),
        (changed("relations", 1, evidence=None), "relation 2", "needs evidence"),
    ],
)
def test_what_is_no_annotated_paper_at_all(made, where, word):
    first = check(made)[0]
    assert (first.where, first.error) == (where, True)
    assert word in first.message
    assert all(each.error for each in check(made)), "the rules are looked at in a paper of the right shape alone"


def test_an_abstract_may_be_empty():
    made = record(abstract="", concepts=[], relations=[])
    assert check(made) == ()


def test_every_message_says_what_to_do():
    broken = [
        changed("concepts", 2, type="Thing", role="x", mentions=[]),
        changed("relations", 0, p="x", s="y", evidence=""),
    ]
    for finding in (each for made in broken for each in check(made)):
        assert any(mark in finding.message for mark in (";", ":", "choose", "only if")), finding.message
        assert finding.message[0].islower() or finding.message[0] in "“_"
