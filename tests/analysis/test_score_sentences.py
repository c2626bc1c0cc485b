"""The sentences of a mistake."""

import pytest

from kg.analysis.score import judge, summed
from kg.analysis.score_marks import Mistake, Note
from kg.analysis.score_sentences import Sentence, listed, sentences
from tests.analysis.annotated import GOLD, concept, paper, relation

TITLE = "Heron: a bird of a cache"
FIRST = "We present Heron (HRN), a cache."
SECOND = "It is 1.7x faster than Willow."
THIRD = "On GPUs, Heron needs 3 W; heron-like caches need more."
PAPER = paper(title=TITLE, abstract=f"{FIRST} {SECOND}\n{THIRD}")
(JUDGED,) = judge([PAPER], [])


def about(mistake, *forms, judged=JUDGED):
    return sentences(judged, Note(mistake, "what", forms))


def marked(found):
    return [(each.text, [each.text[start:end] for start, end in each.marks]) for each in found]


def test_a_concept_has_each_sentence_that_names_it_in_order():
    assert marked(about(Mistake.MISSED_CONCEPT, "HRN", "Heron")) == [
        (TITLE, ["Heron"]),
        (FIRST, ["Heron", "HRN"]),
        (THIRD, ["Heron"]),
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        pytest.param("Willow", [(SECOND, ["Willow"])], id="as written"),
        pytest.param("willow", [(SECOND, ["Willow"])], id="another case where it is nowhere as written"),
        pytest.param("cach", [], id="a part of a word"),
        pytest.param("Stork", [], id="nowhere"),
        pytest.param(" ", [], id="nothing"),
        pytest.param("(HRN)", [(FIRST, ["(HRN)"])], id="marks"),
    ],
)
def test_a_concept_is_found_as_whole_words(form, expected):
    assert marked(about(Mistake.FALSE_CONCEPT, form)) == expected


def test_a_relation_has_the_sentence_that_holds_its_evidence():
    assert about(Mistake.MISSED_RELATION, "1.7x faster") == (Sentence(SECOND),)
    assert about(Mistake.FALSE_QUANTITY, SECOND) == (Sentence(SECOND),)


def test_evidence_over_two_sentences_has_both():
    assert about(Mistake.FALSE_RELATION, f"Heron (HRN), a cache. {SECOND}\nOn") == (
        Sentence(f"{FIRST} {SECOND} {THIRD}"),
    )


def test_evidence_that_stands_nowhere_is_told_so():
    assert about(Mistake.FALSE_RELATION, "Made up.") == (Sentence("Made up.", in_text=False),)
    assert about(Mistake.FALSE_RELATION) == ()


def test_a_paper_without_an_abstract_shows_the_evidence_alone():
    (bare,) = judge([PAPER | {"abstract": None}], [])
    assert about(Mistake.MISSED_RELATION, SECOND, judged=bare) == (Sentence(SECOND),)
    assert about(Mistake.MISSED_CONCEPT, "Heron", judged=bare) == ()


def test_the_abstract_may_be_that_of_the_extraction():
    (judged,) = judge([PAPER | {"abstract": None}], [PAPER])
    assert about(Mistake.MISSED_RELATION, "1.7x", judged=judged) == (Sentence(SECOND),)


def test_an_empty_paper():
    (empty,) = judge([paper(title="", abstract="")], [])
    assert about(Mistake.MISSED_CONCEPT, "Heron", judged=empty) == ()
    assert about(Mistake.MISSED_RELATION, "x", judged=empty) == (Sentence("x"),), "as without an abstract"


def test_up_to_some_mistakes_of_each_kind_in_the_order_of_the_papers():
    gold = [GOLD, paper([concept("Linnet")], id="p2", title="Other")]
    found = [paper([concept("Stork")], [relation("Stork", "uses", "Stork")])]
    rows = listed(summed(judge(gold, found)), 2)
    assert list(rows) == list(Mistake)
    assert [(one.id, note.what) for one, note in rows[Mistake.MISSED_CONCEPT]] == [
        ("p1", "Heron (Technique)"),
        ("p1", "Willow (Technique)"),
    ]
    assert len(listed(summed(judge(gold, found)), 9)[Mistake.MISSED_CONCEPT]) == 3
    assert [note.what for _, note in rows[Mistake.FALSE_RELATION]] == ["Stork uses Stork"]
    assert listed(summed(judge(gold, found)), 0)[Mistake.MISSED_CONCEPT] == []
