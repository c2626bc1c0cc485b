from dataclasses import replace

import pytest

from kg.annotation.form import gold, line, write
from kg.annotation.kept import FILE, Annotation, annotations_in, annotations_of, misfits, unusable
from kg.annotation.standoff import stand_off
from kg.errors import SourceError
from tests.annotation.made import PAPER, RECORD, changed, record


def test_a_folder_without_the_file_has_no_annotations(tmp_path):
    assert annotations_of(tmp_path) == {}
    assert annotations_in(tmp_path / "nowhere.jsonl") == {}


def test_annotations_are_by_paper_and_in_the_form(tmp_path):
    write(tmp_path / FILE, [record(url="https://example.org"), record(id="b")])
    found = annotations_of(tmp_path)
    assert list(found) == ["b", "owl"]
    assert found["owl"] == Annotation("owl", line(RECORD))
    assert found["owl"].record == RECORD
    assert hash(found["owl"])


def test_the_digest_tells_a_change_of_the_annotation_and_nothing_else(tmp_path):
    write(tmp_path / FILE, [record(url="x")])
    first = annotations_of(tmp_path)["owl"].digest
    write(tmp_path / FILE, [record(), record(id="b")])
    assert annotations_of(tmp_path)["owl"].digest == first
    write(tmp_path / FILE, [changed("concepts", 1, type="Technique")])
    assert annotations_of(tmp_path)["owl"].digest != first


def test_annotations_without_text_are_on_the_text_of_the_paper(tmp_path):
    write(tmp_path / FILE, [stand_off(RECORD)])
    annotation = annotations_of(tmp_path)["owl"]
    assert "abstract" not in annotation.record
    assert annotation.on(PAPER) == RECORD
    assert annotation.on(replace(PAPER, title="Another")) is None


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "a"}], "annotations.jsonl:1: the paper has no title"),
        ([RECORD, RECORD], "annotations.jsonl:2: owl stands in line 1 already. Remove one of the two"),
        ([changed("concepts", 0, type="Thing")], "annotations.jsonl:1: “OwlQuant” has no known type and role"),
        ([changed("concepts", 0, role="achieves")], "annotations.jsonl:1: “OwlQuant” has no known type and role"),
        ([changed("relations", 0, p="mentions")], "annotations.jsonl:1: “mentions” is no relation"),
        ([changed("concepts", 2, mentions=None)], "annotations.jsonl:1: concept 3: mentions must be a list"),
        ([stand_off(RECORD) | {"id": 3}], "annotations.jsonl:1: the paper has no id"),
        ([stand_off(RECORD) | {"concepts": 3}], "annotations.jsonl:1: the paper has no list of concepts"),
        ([stand_off(RECORD) | {"relations": ["x"]}], "annotations.jsonl:1: relation 1: this is no JSON object"),
        ([stand_off(changed("concepts", 0, type="x"))], "annotations.jsonl:1: “OwlQuant” has no known type and role"),
    ],
)
def test_a_broken_line_stops_with_its_number(tmp_path, rows, message):
    (tmp_path / FILE).write_text("\n".join(line(row) for row in rows), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        annotations_of(tmp_path)
    assert message in str(caught.value)


def test_a_rule_that_a_build_can_live_with_does_not_stop_it():
    assert unusable(changed("relations", 0, s="Nobody")) == ""
    assert unusable(changed("relations", 0, evidence="Nowhere.")) == ""
    assert unusable(stand_off(RECORD)) == ""


def test_a_text_that_has_changed_since_is_told():
    said = {
        "owl": Annotation("owl", line(gold(RECORD))),
        "bare": Annotation("bare", line(stand_off(record(id="bare")))),
        "gone": Annotation("gone", line(record(id="gone"))),
    }
    same = {"owl": PAPER, "bare": replace(PAPER, id="bare"), "other": replace(PAPER, id="other")}
    assert misfits(same, said) == ()
    new = {name: replace(paper, abstract=paper.abstract + " New.") for name, paper in same.items()}
    notes = misfits(new, said)
    assert [note.source for note in notes] == ["bare", "owl"]
    assert not any(note.error for note in notes)
    assert "the text has changed since" in notes[0].message
