import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation.form import gold, line
from kg.annotation.standoff import is_stand_off, restored, stand_off
from kg.errors import SourceError
from kg.model import Paper
from tests.annotation.made import ABSTRACT, PAPER, RECORD, SENTENCES, TITLE, changed, concept, record


def test_the_text_comes_back_with_the_paper():
    assert line(restored(stand_off(RECORD), PAPER)) == line(RECORD)


def test_nothing_of_the_text_but_labels_is_left():
    words = line(stand_off(RECORD))
    for sentence in (*SENTENCES, TITLE, ABSTRACT, "prior serving systems", "up to", "LMs"):
        assert sentence not in words
    assert json.loads(words)["concepts"][0] == {
        "name": "OwlQuant", "type": "Technique", "alt_types": ["Software"], "role": "introduces", "required": True,
        "spans": [[0, 8], [104, 112], [144, 152]],
    }  # fmt: skip


def test_offsets_are_of_characters_of_the_paper():
    bare = stand_off(RECORD)
    start, end = bare["relations"][4]["evidence"]
    assert PAPER.text[start:end] == SENTENCES[4]
    start, end = bare["relations"][4]["o_text"]
    assert PAPER.text[start:end] == "prior serving systems"


def test_words_that_the_sentence_does_not_have_stay_words():
    made = changed("relations", 4, o_text="(implied) older kernels", condition="of the time")
    bare = stand_off(made)
    assert bare["relations"][4]["o_text"] == "(implied) older kernels"
    assert line(restored(bare, PAPER)) == line(gold(made))


def test_a_form_inside_a_longer_one_comes_back():
    made = record()
    made["concepts"].append(concept("Orin", "Hardware", "mentions"))
    assert line(restored(stand_off(made), PAPER)) == line(made)


def test_which_form_is_told():
    assert is_stand_off(stand_off(RECORD))
    assert not is_stand_off(RECORD)
    assert not is_stand_off(RECORD | {"text_sha256": "x"})


def test_another_text_is_refused():
    with pytest.raises(SourceError, match="owl: the annotations were made on another text of this paper"):
        restored(stand_off(RECORD), Paper("owl", TITLE, ABSTRACT + " "))


@pytest.mark.parametrize("pair", [[5], [5, 5], [9, 2], [0, 9999], ["0", "4"], "0-4", None, [True, 4], [-4, 2]])
def test_damaged_offsets_are_told(pair):
    bare = stand_off(RECORD)
    bare["concepts"][0]["spans"] = [pair]
    with pytest.raises(SourceError, match="the offsets are damaged"):
        restored(bare, PAPER)


def test_missing_offsets_are_told():
    bare = stand_off(RECORD)
    del bare["concepts"][0]["spans"]
    with pytest.raises(SourceError, match="the offsets are damaged"):
        restored(bare, PAPER)


@given(st.data())
def test_any_forms_of_a_text_come_back(data):
    text = data.draw(st.text(alphabet="ab 𝔸", min_size=1, max_size=20))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 5))
    forms = {text[start : start + length] for start, length in data.draw(st.lists(ends, max_size=4))}
    concepts = [concept(f"c{number}", "Model", "uses", form) for number, form in enumerate(sorted(forms))]
    made = {"id": "p", "title": "T", "abstract": text, "concepts": concepts, "relations": []}
    assert restored(stand_off(made), Paper("p", "T", text)) == made
