"""The score counts as that of SciER: exact spans, types, directed relations."""

from pathlib import Path

import pytest
from scier_data import Named, Related, laid_out
from scier_lessons import Page, page_of
from scier_score import Tally, given_tally, mentions_tally, relations_tally

from tests.benchmarks.made import article
from tests.neural.made import splitter


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return page_of(laid_out(article(2)), {}, splitter(tmp_path_factory.mktemp("pieces")))


def related(page: Page) -> list[Related]:
    return [(*ends, name) for ends, names in page.stated.items() for name in names]


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(), 0.0, 0.0, 0.0),
        (Tally(0, 0, 5), 0.0, 0.0, 0.0),
        (Tally(2, 4, 2), 0.5, 1.0, 2 / 3),
        (Tally(1, 1, 4) + Tally(2, 3, 2), 0.75, 0.5, 0.6),
    ],
)
def test_shares(tally: Tally, precision: float, recall: float, f1: float) -> None:
    assert (tally.precision, tally.recall, tally.f1) == pytest.approx((precision, recall, f1))


def test_what_is_annotated_is_right(page: Page) -> None:
    assert mentions_tally(page, page.mentions) == Tally(8, 8, 8)
    assert relations_tally(page, page.mentions, related(page), typed=True) == Tally(5, 5, 5)
    assert given_tally(page, related(page)) == Tally(5, 5, 5)


def test_a_mention_needs_its_span_and_its_type(page: Page) -> None:
    (first, kind), *rest = page.mentions
    assert mentions_tally(page, [((first[0], first[1] - 1), kind), *rest]) == Tally(7, 8, 8)
    assert mentions_tally(page, [(first, "Task"), *rest]) == Tally(7, 8, 8)
    assert mentions_tally(page, [(first, "Task"), *rest], ["Task"]) == Tally(2, 3, 2)
    assert mentions_tally(page, rest + rest) == Tally(7, 7, 8)


def test_types_count_for_the_strict_measure_alone(page: Page) -> None:
    (first, _), *rest = page.mentions
    mentions: list[Named] = [(first, "Task"), *rest]
    assert relations_tally(page, mentions, related(page), typed=False) == Tally(5, 5, 5)
    assert relations_tally(page, mentions, related(page), typed=True) == Tally(3, 5, 5)


def test_relations_have_a_direction_and_a_name(page: Page) -> None:
    one, other, name = related(page)[0]
    wrong = [(other, one, name), (one, other, "Part-Of")]
    assert relations_tally(page, page.mentions, wrong, typed=False) == Tally(0, 2, 5)
    assert given_tally(page, [*wrong, (one, other, name)]) == Tally(1, 3, 5)


def test_a_mention_that_cuts_a_number_is_missed(tmp_path: Path) -> None:
    from scier_data import Article, Sentence

    tokens = tuple("SNet - 5 0 3 7".split())
    cut = page_of(laid_out(Article("a", (Sentence(tokens, (((0, 4), "Method"),), ()),))), {}, splitter(tmp_path))
    assert mentions_tally(cut, cut.mentions) == Tally(0, 1, 1)
