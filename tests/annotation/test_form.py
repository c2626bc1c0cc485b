import json

import pytest

from kg.annotation.form import gold, line, read, text_of, write
from kg.errors import SourceError
from tests.annotation.made import ABSTRACT, RECORD, TITLE, record


def test_the_form_keeps_a_record_of_the_form_as_it_is():
    assert line(gold(RECORD)) == line(RECORD)


def test_keys_that_the_form_does_not_know_are_left_out_and_the_others_stand_in_order():
    odd = record(url="https://example.org", state="done")
    odd["concepts"][0] = {"status": "open", **dict(reversed(odd["concepts"][0].items())), "iri": "urn:x"}
    odd["relations"][0] = {"confidence": 1, **dict(reversed(odd["relations"][0].items()))}
    assert line(gold(odd)) == line(RECORD)


@pytest.mark.parametrize("field", ["o", "o_text", "metric", "value", "unit", "dataset", "condition"])
@pytest.mark.parametrize("empty", ["", None])
def test_what_a_relation_does_not_say_has_no_key(field, empty):
    odd = record()
    odd["relations"][0][field] = empty
    assert field not in gold(odd)["relations"][0]


def test_no_other_types_have_no_key_but_no_mentions_do():
    odd = record()
    odd["concepts"][0] |= {"alt_types": [], "mentions": []}
    made = gold(odd)["concepts"][0]
    assert "alt_types" not in made
    assert made["mentions"] == []


def test_text_is_title_and_abstract():
    assert text_of(RECORD) == f"{TITLE}\n{ABSTRACT}"


def test_written_papers_are_sorted_and_read_back(tmp_path):
    path = tmp_path / "deep" / "gold.jsonl"
    write(path, [record(id="b"), record(id="a")])
    rows = path.read_text(encoding="utf-8").split("\n")
    assert [json.loads(row)["id"] for row in rows[:-1]] == ["a", "b"]
    assert rows[-1] == ""
    assert "𝔸" in rows[0], "text stays readable"
    assert [(number, each["id"]) for number, each in read(path)] == [(1, "a"), (2, "b")]


def test_writing_again_gives_the_same_bytes_and_leaves_no_draft(tmp_path):
    path = tmp_path / "gold.jsonl"
    write(path, [record(id="b"), record(id="a")])
    first = path.read_bytes()
    write(path, [record(id="a"), record(id="b")])
    assert path.read_bytes() == first
    assert list(tmp_path.iterdir()) == [path]


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"\ufeff\n{line(RECORD)}\n\n", encoding="utf-8")
    assert [number for number, _ in read(path)] == [2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "gold.jsonl:1: this is no JSON"),
        (b"{}\n[1]\n", "gold.jsonl:2: this is no JSON object"),
        (b"\xff\xfe", "gold.jsonl: this is no UTF-8 text. Save it as UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path, content, message):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        list(read(path))
    assert message in str(caught.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(SourceError, match="Check the name"):
        list(read(tmp_path / "nowhere.jsonl"))
