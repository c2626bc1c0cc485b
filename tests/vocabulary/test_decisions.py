import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.iris import BASE, concept_iri
from kg.model import Concept, ConceptType
from kg.vocabulary.decisions import (
    HEADER,
    Action,
    Decision,
    append,
    drop_last,
    full,
    kind_of,
    merge,
    read,
    rename,
    short,
    split,
)

TECHNIQUE = ConceptType.TECHNIQUE


def concept(label, kind=TECHNIQUE):
    return Concept(concept_iri(kind, label), label, kind)


QUANT, CACHE, BERT = concept("FlashQuant"), concept("flash quant cache"), concept("BERT", ConceptType.MODEL)
THREE = (merge(CACHE, QUANT), split(QUANT, "FQ-2", ConceptType.MODEL), rename(BERT, "BERT (2018)"))


def written(path, *lines):
    path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return path


# The form


def test_a_file_of_three(tmp_path):
    path = tmp_path / "graph" / "decisions.tsv"
    for decision in THREE:
        append(path, decision)
    assert path.read_text("utf-8") == (
        "action\tconcept\tlabel\tname\tother\n"
        "merge\ttechnique/flashquantcache\tflash quant cache\tFlashQuant\ttechnique/flashquant\n"
        "split\ttechnique/flashquant\tFlashQuant\tFQ-2\tModel\n"
        "rename\tmodel/bert\tBERT\tBERT (2018)\t\n"
    )
    assert read(path) == THREE


def test_an_absent_file_holds_no_decision(tmp_path):
    assert read(tmp_path / "none.tsv") == ()
    assert drop_last(tmp_path / "none.tsv") is None
    assert list(tmp_path.iterdir()) == []


def test_comments_and_empty_lines_stay_and_do_not_count(tmp_path):
    path = tmp_path / "decisions.tsv"
    path.write_text(f"# ours\n{HEADER}\n\n# checked by Zoe\n{THREE[0].row}\n", encoding="utf-8")
    append(path, THREE[1])
    assert read(path) == THREE[:2]
    assert path.read_text("utf-8").startswith(f"# ours\n{HEADER}\n\n# checked by Zoe\n")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_a_file_without_a_header_gets_one(tmp_path, text):
    path = tmp_path / "decisions.tsv"
    path.write_text(text, encoding="utf-8")
    assert read(path) == ()
    append(path, THREE[0])
    assert path.read_text("utf-8") == f"{text}{HEADER}\n{THREE[0].row}\n"


def test_a_file_that_a_spreadsheet_saved(tmp_path):
    path = tmp_path / "decisions.tsv"
    rows = "\r\n".join([HEADER, THREE[0].row, THREE[2].row.rstrip("\t")])
    path.write_bytes(b"\xef\xbb\xbf" + rows.encode())
    assert read(path) == (THREE[0], THREE[2])
    append(path, THREE[1])
    assert read(path) == (THREE[0], THREE[2], THREE[1])


def test_the_concepts_may_be_written_in_full(tmp_path):
    row = f"merge\t{CACHE.iri}\tflash quant cache\tFlashQuant\t{QUANT.iri}"
    assert read(written(tmp_path / "d.tsv", row)) == THREE[:1]


def test_short_and_full_are_inverse():
    assert short(QUANT.iri) == "technique/flashquant"
    assert full(short(QUANT.iri)) == full(QUANT.iri) == QUANT.iri
    assert kind_of(QUANT.iri) is TECHNIQUE
    with pytest.raises(ValueError, match="no concept"):
        kind_of(f"{BASE}paper/one")


# Taking back


def test_the_last_decision_is_taken_back(tmp_path):
    path = tmp_path / "decisions.tsv"
    for decision in THREE:
        append(path, decision)
    for left in (2, 1, 0):
        assert drop_last(path) == THREE[left]
        assert read(path) == THREE[:left]
    assert drop_last(path) is None
    assert path.read_text("utf-8") == f"{HEADER}\n"


def test_taking_back_leaves_the_comments(tmp_path):
    path = written(tmp_path / "d.tsv", THREE[0].row, THREE[1].row, "# the end", "")
    assert drop_last(path) == THREE[1]
    assert path.read_text("utf-8") == f"{HEADER}\n{THREE[0].row}\n# the end\n\n"


def test_appending_and_taking_back_gives_the_same_bytes(tmp_path):
    path = written(tmp_path / "d.tsv", THREE[0].row, "# why", THREE[1].row)
    before = path.read_bytes()
    append(path, THREE[2])
    drop_last(path)
    assert path.read_bytes() == before


def test_a_writer_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = written(tmp_path / "d.tsv", THREE[0].row)

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", fail)
    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError, match="no space"):
        append(path, THREE[1])
    assert read(path) == THREE[:1]
    assert [file.name for file in tmp_path.iterdir()] == ["d.tsv"]


# What is broken


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("merge\ttechnique/a\tA", "5 columns"),
        ("merge a b", "5 columns"),
        ("merge\ttechnique/a\tA\tB\ttechnique/b\tmore", "5 columns"),
        ("join\ttechnique/a\tA\tB\ttechnique/b", "'join' is none of merge, split, rename"),
        ("merge\tgadget/a\tA\tB\ttechnique/b", "'gadget/a' is no concept"),
        ("merge\ttechnique/\tA\tB\ttechnique/b", "is no concept"),
        ("merge\ttechnique/a b\tA\tB\ttechnique/b", "is no concept"),
        ("merge\ttechnique/<a>\tA\tB\ttechnique/b", "is no concept"),
        ("merge\ttechnique/a\tA\tB\t", "is no concept"),
        ("merge\ttechnique/a\tA\tA\ttechnique/a", "another concept that stays"),
        ("merge\ttechnique/a\t\tB\ttechnique/b", "is no label"),
        ("rename\ttechnique/a\tA\t\t", "is no label"),
        ("rename\ttechnique/a\tA\tB\tModel", "none of the types"),
        ("split\ttechnique/a\tA\tB\tGadget", "none of the types Model, Hardware"),
        ("split\ttechnique/a\tA\tB  C\t", "no odd spaces"),
    ],
)
def test_a_broken_line_is_told_with_file_line_and_mend(tmp_path, row, message):
    path = written(tmp_path / "d.tsv", THREE[0].row, "# a comment", row)
    before = path.read_bytes()
    for act in (lambda: read(path), lambda: append(path, THREE[1]), lambda: drop_last(path)):
        with pytest.raises(OntologyError) as caught:
            act()
        assert str(caught.value).startswith(f"{path}: line 4: ")
        assert message in str(caught.value)
        assert "Mend the line, or put # before it" in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("first", [THREE[0].row, "concept,label", "action\tconcept"])
def test_a_file_that_does_not_name_its_columns(tmp_path, first):
    path = tmp_path / "d.tsv"
    path.write_text(f"# mine\n{first}\n", encoding="utf-8")
    with pytest.raises(
        OntologyError, match=r"line 2: the first line does not name the columns\. Write action, concept"
    ):
        read(path)


def test_a_file_that_is_not_utf_8(tmp_path):
    path = tmp_path / "d.tsv"
    path.write_bytes(HEADER.encode() + b"\nrename\tmodel/bert\tBERT\tB\xe9RT\t\n")
    with pytest.raises(OntologyError, match="Save it as UTF-8"):
        read(path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": Action.MERGE},
        {"action": Action.RENAME, "winner": CACHE.iri},
        {"action": Action.RENAME, "kind": TECHNIQUE},
        {"action": Action.SPLIT, "name": "two\nlines"},
        {"action": Action.SPLIT, "name": "a\ttab"},
        {"action": Action.SPLIT, "concept": "urn:elsewhere"},
    ],
)
def test_a_decision_that_no_line_can_hold(wrong):
    with pytest.raises(ValueError, match=r"another concept|type|label|concept"):
        Decision(**{"concept": QUANT.iri, "label": "FlashQuant", "name": "FQ", **wrong})


# What always holds

LABELS = st.text(max_size=20).map(lambda text: " ".join(text.split()) or "x")
CONCEPTS = st.builds(concept, LABELS, st.sampled_from(ConceptType))


@st.composite
def some_decision(draw):
    one, other = draw(CONCEPTS), draw(CONCEPTS)
    if draw(st.booleans()) and one.iri != other.iri:
        return merge(one, other)
    if draw(st.booleans()):
        return split(one, draw(LABELS), draw(st.none() | st.sampled_from(ConceptType)))
    return rename(one, draw(LABELS))


@settings(max_examples=40)
@given(decisions=st.lists(some_decision(), max_size=6))
def test_what_is_written_is_read_back(tmp_path_factory, decisions):
    path = tmp_path_factory.mktemp("decisions") / "d.tsv"
    for decision in decisions:
        append(path, decision)
    assert list(read(path)) == decisions
