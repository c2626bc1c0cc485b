import pytest

from kg.annotation.check import check
from kg.annotation.form import line
from kg.annotation.proposal import annotated, confidence, judged, proposal
from kg.export.records import record as printed
from kg.pipeline import extract
from tests.annotation.made import PAPER, RECORD, record
from tests.export.handmade import EXTRACTIONS


def extraction(**changes):
    """What `kg extract` prints of a small paper."""
    return {
        "id": "p", "iri": "urn:p", "title": "Owl", "abstract": "Owl runs on a GPU. It may be fast.", "url": None,
        "concepts": [
            {"name": "Owl", "type": "Technique", "iri": "urn:o", "mentions": ["Owl"], "spans": [[0, 3], [4, 7]],
             "role": "introduces", "role_confidence": 0.9, "score": 0.8, "how": "read in the text"},
            {"name": "GPU", "type": "Hardware", "iri": "urn:g", "mentions": ["GPU"], "spans": [[18, 21]],
             "role": "mentions", "role_confidence": None, "score": 0.6, "how": "label of the catalogue"},
        ],
        "relations": [
            {"s": "Owl", "p": "runsOn", "o": "GPU", "evidence": "Owl runs on a GPU.", "span": [4, 22], "iri": "urn:c",
             "rule": "pair.model", "confidence": 0.7},
        ],
        "unasserted": [],
    } | changes  # fmt: skip


def test_an_extraction_becomes_a_proposal():
    made = proposal(extraction())
    assert made["state"] == "todo"
    assert made["concepts"] == [
        {"name": "Owl", "type": "Technique", "mentions": ["Owl"], "role": "introduces", "required": True,
         "status": "open", "confidence": 0.8},
        {"name": "GPU", "type": "Hardware", "mentions": ["GPU"], "role": "mentions", "required": False,
         "status": "open", "confidence": 0.6},
    ]  # fmt: skip
    assert made["relations"] == [
        {"s": "Owl", "p": "runsOn", "o": "GPU", "evidence": "Owl runs on a GPU.", "required": False, "status": "open",
         "confidence": 0.7},
    ]  # fmt: skip


def test_how_sure_kg_is_of_a_paper_is_the_mean():
    assert confidence(proposal(extraction())) == 0.7
    assert confidence(proposal(extraction(concepts=[], relations=[]))) == 1.0


def test_a_form_and_a_name_go_to_the_first_concept_that_has_them():
    first, second = extraction()["concepts"]
    third = first | {"type": "Model", "mentions": ["Owl", "owls"]}
    lone = second | {"name": "graphics", "mentions": ["GPU"]}
    made = proposal(extraction(concepts=[first, second, third, lone]))
    assert [(each["name"], each["mentions"]) for each in made["concepts"]] == [
        ("Owl", ["Owl", "owls"]),
        ("GPU", ["GPU"]),
    ]


def test_a_relation_loses_its_end_with_the_concept():
    made = proposal(extraction(concepts=extraction()["concepts"][:1]))
    assert made["relations"] == []


def test_a_result_without_a_metric_has_words_for_it():
    bare = {"s": "Owl", "p": "achieves", "evidence": "Owl runs on a GPU.", "confidence": 0.7}
    made = proposal(extraction(relations=[bare, bare | {"metric": "speed", "value": "3"}]))
    assert [each["o_text"] for each in made["relations"]] == ["score", "speed"]


def test_a_judged_paper_is_what_was_not_rejected():
    made = annotated(RECORD)
    assert made["state"] == "done"
    assert {each["status"] for part in ("concepts", "relations") for each in made[part]} == {"accepted"}
    assert line(judged(made)) == line(RECORD)
    made["relations"][0]["status"] = made["concepts"][2]["status"] = "rejected"
    kept = judged(made)
    assert [each["name"] for each in kept["concepts"]] == [
        each["name"] for each in RECORD["concepts"] if each["name"] != "FP16"
    ]
    assert kept["relations"] == RECORD["relations"][1:]


def test_judging_changes_nothing_of_what_it_was_given():
    made = annotated(record())
    before = line(made)
    judged(made)
    assert line(made) == before


@pytest.mark.parametrize("each", EXTRACTIONS, ids=lambda each: each.paper.id)
def test_proposals_of_handmade_extractions_break_no_rule(each):
    assert [finding for finding in check(judged(proposal(printed(each)))) if finding.error] == []


def test_what_kg_reads_breaks_no_rule(engine):
    made = proposal(printed(extract(PAPER, engine=engine)))
    assert made["concepts"]
    assert [finding for finding in check(judged(made)) if finding.error] == []
