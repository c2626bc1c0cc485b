import json

import pytest

from kg.annotation.form import line, read, write
from kg.annotation.proposal import annotated, proposal
from kg.annotation.standoff import digest, stand_off
from kg.errors import SourceError
from kg.model import Paper
from kg.serve.annotate.desk import Files, cleaned, findings, settled
from tests.annotation.made import PAPER, RECORD, record
from tests.serve.desk_papers import HERON, propose


@pytest.fixture
def out(tmp_path):
    return tmp_path / "annotations.jsonl"


def ids(path):
    return [each["id"] for _, each in read(path)]


def heron(**changes):
    return proposal(propose(HERON)) | changes


def test_nothing_is_known_and_nothing_is_written_at_first(out):
    files = Files(out)
    assert files.known(PAPER) is None
    assert not out.exists()
    assert files.work.name == "annotations.work.jsonl"


def test_a_draft_stands_in_the_file_of_work_alone(out):
    files = Files(out)
    files.put(heron(state="draft"))
    assert not out.exists()
    assert ids(files.work) == ["heron"]
    assert HERON.abstract not in files.work.read_text(encoding="utf-8")
    assert Files(out).known(HERON) == heron(state="draft")


def test_a_done_paper_stands_in_the_file_of_annotations(out):
    files = Files(out)
    files.put(annotated(RECORD))
    assert out.read_text(encoding="utf-8") == line(RECORD) + "\n"
    assert Files(out).known(PAPER) == annotated(RECORD)


def test_a_paper_that_is_to_do_again_leaves_the_annotations(out):
    files = Files(out)
    files.put(annotated(RECORD))
    files.put(annotated(RECORD, "draft"))
    assert out.read_bytes() == b""
    assert Files(out).known(PAPER)["state"] == "draft"


def test_what_was_rejected_is_not_forgotten(out):
    made = annotated(RECORD)
    made["relations"][0]["status"] = "rejected"
    Files(out).put(made)
    assert len(json.loads(out.read_text(encoding="utf-8"))["relations"]) == 4
    assert Files(out).known(PAPER)["relations"][0]["status"] == "rejected"


def test_papers_that_are_not_on_the_desk_stay_in_the_file(out):
    write(out, [record(id="zebra"), record(id="ant")])
    files = Files(out)
    files.put(annotated(RECORD))
    assert ids(out) == ["ant", "owl", "zebra"]


def test_the_file_of_annotations_counts_where_it_was_changed_since(out):
    Files(out).put(annotated(RECORD))
    write(out, [record(concepts=RECORD["concepts"], relations=[])])
    assert Files(out).known(PAPER)["relations"] == []
    out.unlink()
    assert Files(out).known(PAPER)["state"] == "draft", "it is not done any more, and the work is kept"


def test_a_file_that_another_program_changes_meanwhile_is_not_overwritten(out):
    files = Files(out)
    files.put(annotated(RECORD))
    write(out, [record(id="other")])
    with pytest.raises(SourceError, match="another program has changed the file"):
        files.put(annotated(record(relations=[])))
    with pytest.raises(SourceError, match="another program"):
        files.put(annotated(record(relations=[])))
    assert ids(out) == ["other"]
    assert ids(files.work) == ["owl"], "the work is kept"


def test_annotations_without_text(out):
    files = Files(out, bare=True)
    files.put(annotated(RECORD))
    assert out.read_text(encoding="utf-8") == line(stand_off(RECORD)) + "\n"
    assert Files(out, bare=True).known(PAPER) == annotated(RECORD)
    assert Files(out).known(PAPER) == annotated(RECORD)
    assert Files(out).annotation(Paper("owl", "Another", "text")) is None


def test_annotations_of_another_file_are_taken_in_with_the_first_change(out):
    write(out, [record(relations=[])])
    files = Files(out)
    files.adopt(RECORD)
    files.adopt(record(id="ant"))
    assert files.known(PAPER)["relations"] == [], "what the file has counts"
    files.put(heron(state="draft"))
    assert ids(out) == ["ant", "owl"]


def test_work_on_another_text_does_not_count(out):
    Files(out).put(heron(state="draft"))
    assert Files(out).known(Paper("heron", HERON.title, "Another text.")) is None


def test_an_annotation_of_another_text_is_a_draft_on_the_new_one(out):
    Files(out).put(annotated(RECORD))
    new = Paper("owl", PAPER.title, "We present OwlQuant.")
    found = Files(out).known(new)
    assert (found["state"], found["abstract"]) == ("draft", "We present OwlQuant.")
    assert [finding for finding, _ in findings(found) if finding.error]


def test_a_broken_file_of_work_is_told(out):
    files = Files(out)
    files.work.write_text(json.dumps({"id": "heron", "text_sha256": digest(HERON.text), "state": "draft"}) + "\n")
    with pytest.raises(SourceError, match=r"annotations\.work\.jsonl: heron: .* Move the file away"):
        Files(out).known(HERON)


def test_a_broken_file_of_annotations_is_told(out):
    out.write_text('{"id": "owl"}\n', encoding="utf-8")
    with pytest.raises(SourceError, match="the paper has no title"):
        Files(out)


# What the page sends


def test_only_what_the_form_knows_is_taken():
    given = heron(state="draft", title="Another", revision=3)
    given["concepts"][0] |= {"evil": "x", "confidence": 1}
    made = cleaned(given, HERON)
    assert set(made) == {"id", "title", "abstract", "state", "concepts", "relations"}
    assert made["title"] == HERON.title
    assert "evil" not in made["concepts"][0]
    assert made["concepts"][0]["confidence"] == 1.0


@pytest.mark.parametrize(
    "given",
    [
        None, [], {}, heron(state="finished"), heron(concepts=None), heron(concepts=["x"]), heron(relations={}),
        heron(concepts=[{"name": "x", "status": "odd"}]), heron(concepts=[{"name": "x", "status": "open"}]),
        heron(relations=[{"s": "x", "p": "uses", "evidence": "", "required": 1, "status": "open"}]),
    ],
)  # fmt: skip
def test_what_is_no_paper_is_refused(given):
    with pytest.raises(ValueError, match=r"\w"):
        cleaned(given, HERON)


def test_findings_point_at_the_part_that_is_meant_though_others_are_rejected():
    made = heron()
    made["concepts"][0]["status"] = "rejected"
    made["concepts"][2]["type"] = "Thing"
    found = {(finding.part, index, finding.field) for finding, index in findings(made) if finding.error}
    assert ("concept", 2, "type") in found
    assert ("relation", 0, "s") in found


def test_done_means_that_all_that_is_open_is_accepted():
    made = settled(heron(state="done"))
    assert {each["status"] for part in ("concepts", "relations") for each in made[part]} == {"accepted"}


def test_a_paper_with_errors_is_never_done():
    broken = heron(state="done")
    broken["relations"][0]["evidence"] = "Nowhere."
    assert settled(broken)["state"] == "draft"
    broken["relations"][0]["status"] = "rejected"
    assert settled(broken)["state"] == "done"
    assert settled(heron(state="todo"))["concepts"][0]["status"] == "open"
