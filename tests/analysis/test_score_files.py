"""The files that are scored, and what is no such file."""

import json

import pytest

from kg.analysis.score_files import load_gold, load_predicted
from kg.errors import SourceError
from tests.analysis.annotated import GOLD, concept, paper, relation


def write(path, *records):
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def test_files_are_read(tmp_path):
    assert load_gold(write(tmp_path / "gold.jsonl", GOLD)) == [GOLD]
    assert load_predicted(write(tmp_path / "found.jsonl", {"concepts": [], "relations": []})) == [
        {"concepts": [], "relations": []}
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("\n{", 2, "no JSON", id="no JSON"),
        pytest.param("[1]", 1, "no JSON object", id="no object"),
        pytest.param('{"title": "t"}', 1, "the paper has no id", id="no id"),
        pytest.param('{"id": "i", "title": "t", "relations": []}', 1, "no list of concepts", id="no concepts"),
        pytest.param(
            '{"id": "i", "title": "t", "concepts": [3], "relations": []}', 1, "one of the concepts has no name", id="3"
        ),
        pytest.param(
            json.dumps(paper([concept(None)])), 1, "one of the concepts has no name", id="a name that is no text"
        ),
        pytest.param(
            json.dumps(paper([], [{"s": "a", "p": "uses", "evidence": "e"}])), 1, "relations has no required", id="rule"
        ),
    ],
)
def test_a_broken_gold_file_is_refused(tmp_path, text, line, message):
    file = tmp_path / "gold.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message) as caught:
        load_gold(file)
    assert caught.value.line == line


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SourceError, match="No such file"):
        load_predicted(tmp_path / "none")
    (tmp_path / "latin").write_bytes(b"\xe9")
    with pytest.raises(SourceError, match="UTF-8"):
        load_predicted(tmp_path / "latin")


@pytest.mark.parametrize(
    ("found", "message"),
    [
        pytest.param(paper([concept("Heron", ["Model"])]), "concepts has a field type that is no text", id="type"),
        pytest.param(paper([], [relation("Heron", "uses", 3)]), "relations has a field o that is no text", id="object"),
        pytest.param(
            paper([], [relation("Heron", "uses", None, evidence=["a", "b"])]),
            "field evidence that is no text",
            id="list",
        ),
    ],
)
def test_fields_that_are_no_text_are_refused(tmp_path, found, message):
    with pytest.raises(SourceError, match=message) as caught:
        load_predicted(write(tmp_path / "found.jsonl", GOLD, found))
    assert caught.value.line == 2


def test_fields_may_be_absent_or_null(tmp_path):
    found = {"concepts": [{"name": "Heron", "type": None}], "relations": [{"s": "@paper", "p": "uses", "o": None}]}
    assert load_predicted(write(tmp_path / "found.jsonl", found)) == [found]
