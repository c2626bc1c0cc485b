"""Texts, things and pairs that the network learns from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scier_data import RELATIONS, TYPES, Article, laid_out
from scier_lessons import CLASSES, Page, inside, lesson_of, lessons_of, page_of, parts_of
from scier_tags import TAGS, marks_of

from kg.mentions.gazetteer import Gazetteer
from kg.neural.pieces import Splitter
from kg.ontology import Ontology
from kg.training.network.examples import FACTS, MARKS
from tests.benchmarks.made import article
from tests.neural.made import PIECES, splitter


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Splitter:
    return splitter(tmp_path_factory.mktemp("pieces"))


@pytest.fixture(scope="module")
def page(cut: Splitter) -> Page:
    sheet = laid_out(article(1))
    return page_of(sheet, marks_of(sheet, Gazetteer(Ontology.empty())), cut)


def test_a_page_knows_mentions_tags_and_relations(page: Page) -> None:
    assert len(page.mentions) == 8
    assert len(page.tags) == len(page.sheet.document.texts)
    assert page.flags.shape == (len(page.pieces.ids), len(MARKS))
    words = page.sheet.document.texts
    named = {(words[one[0]], name, words[other[0]]) for (one, other), names in page.stated.items() for name in names}
    assert named == {
        ("Shell", "SubClass-Of", "tidal"), ("Shell", "Used-For", "shell"), ("Shell", "Trained-With", "Beach"),
        ("Shell", "Compare-With", "sand"), ("Beach", "Benchmark-For", "shell"),
    }  # fmt: skip


@given(longest=st.integers(0, 250))
def test_texts_hold_each_sentence_once(page: Page, longest: int) -> None:
    parts = list(parts_of(page, longest))
    numbers = [number for part in parts for number in range(*part.sentences)]
    assert numbers == [1, 2, 3]
    assert [token for part in parts for token in range(*part.tokens)] == list(range(len(page.tags)))
    assert [piece for part in parts for piece in range(*part.pieces)] == list(range(1, len(page.pieces.ids) - 1))
    for part in parts:
        assert part.pieces[1] - part.pieces[0] <= longest or part.sentences[1] - part.sentences[0] == 1


def test_a_paper_without_sentences_has_no_texts(cut: Splitter) -> None:
    sheet = laid_out(Article("none", ()))
    assert list(parts_of(page_of(sheet, {}, cut))) == []


def test_each_text_begins_and_ends_with_the_marks(page: Page) -> None:
    for part in parts_of(page, 20):
        lesson = lesson_of(page, part, [])
        names = [PIECES[i] for i in lesson.ids]
        assert (names[0], names[-1]) == ("[CLS]", "[SEP]")
        assert len(lesson.shapes) == len(lesson.marks) == len(names)
        words = page.sheet.document.texts[slice(*part.tokens)]
        assert len(lesson.first) == len(lesson.tags) == len(words)
        for word, piece in zip(words, lesson.first, strict=True):
            assert word.lower().startswith(names[piece].removeprefix("##"))


def test_mentions_are_kept_and_other_spans_are_refused(page: Page) -> None:
    (low, high), _ = page.mentions[0]
    wrong = (low, high - 1)
    [lesson] = lessons_of(page, [(wrong, "Method"), page.mentions[1]])
    assert len(lesson.things) == 9  # what is found and annotated is one thing
    assert [thing.keep for thing in lesson.things].count(0) == 1
    kinds = [TYPES[thing.types[0]] for thing in lesson.things if thing.keep]
    assert kinds == [kind for _, kind in page.mentions]
    assert TAGS[lesson.tags[lesson.things[1].ranges[0][0]]] == "B-Method"
    assert all(thing.facts.shape == (FACTS,) for thing in lesson.things)


def test_pairs_have_the_relations_of_annotated_mentions(page: Page) -> None:
    [lesson] = lessons_of(page, [((3, 4), "Method")])
    stated = {
        (lesson.things[pair.met.subject].ranges[0], lesson.things[pair.met.other].ranges[0]): pair.labels
        for pair in lesson.pairs
    }
    assert all(len(labels) == CLASSES["stated"] for labels in stated.values())
    found = {ends: tuple(RELATIONS[i] for i in np.flatnonzero(labels)) for ends, labels in stated.items()}
    assert {ends: names for ends, names in found.items() if names} == dict(page.stated)
    assert ((3, 4), page.mentions[1][0]) in found  # the refused one stands in no relation
    assert ((3, 4), page.mentions[0][0]) not in found  # it overlaps
    assert not any(pair.met.title for pair in lesson.pairs)


def test_pairs_stay_within_a_text(page: Page) -> None:
    spans = [span for span, _ in page.mentions]
    for part in parts_of(page, 20):
        own = inside(spans, part)
        lesson = lesson_of(page, part, own)
        assert len(lesson.things) == len(own) == 3 - (part.sentences == (3, 4))
        ends = {(own[pair.met.subject], own[pair.met.other]) for pair in lesson.pairs}
        assert len(ends) == len(own) * (len(own) - 1)
        for pair, (one, other) in zip(lesson.pairs, sorted(ends), strict=True):
            low, high = pair.met.between
            assert high - low == max(other[0] - one[1], one[0] - other[1])
