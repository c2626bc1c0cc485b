"""How a finder joins those that ship: its spans become whole tokens, and count like the recognizer's."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest

from kg.mentions.find import find
from kg.mentions.recognizer import Recognized
from kg.model import ConceptType, Paper
from kg.parse import parse_one
from kg.pipeline import Engine, extract
from kg.readers.finders import Finder, Found, Joined, in_document
from kg.settings import Settings

PAPER = Paper("p", "On Gullwork", "We use a \\textbf{gullish flocker} here. The flocker-2 sings.\nIt ends.")
MODEL, TASK = ConceptType.MODEL, ConceptType.TASK


@dataclass
class Fixed:
    """A finder of given words."""

    words: dict[str, tuple[ConceptType, float]]
    limit: int = 99

    def size(self, text: str) -> int:
        return len(text.split())

    def spans(self, text: str) -> Iterable[Found]:
        for word, (kind, probability) in self.words.items():
            start = text.find(word)
            if start >= 0:
                yield Found(start, start + len(word), kind, probability)


def surfaces(finder: Finder) -> list[tuple[str, ConceptType, float]]:
    document = parse_one(PAPER)
    return [
        (document.raw_span(found.first, found.last).of(PAPER.text), found.type, found.probability)
        for found in in_document(document, finder)
    ]


CASES = [
    ("gullish flocker", ["gullish flocker"]),
    ("ullish flock", ["gullish flocker"]),  # whole tokens
    (" gullish ", ["gullish"]),
    ("flocker-2", ["flocker-2"]),
    ("here. The flocker", []),  # over the end of a sentence
    ("sings.\nIt", []),
    ("\n", []),
    ("Gullwork\nWe", []),
]


@pytest.mark.parametrize(("word", "found"), CASES, ids=[repr(word) for word, _ in CASES])
@pytest.mark.parametrize("limit", [99, 8])
def test_a_span_becomes_whole_tokens_of_one_sentence(word: str, found: list[str], limit: int) -> None:
    finder = Fixed({word: (MODEL, 0.7)}, limit)
    assert [surface for surface, _, _ in surfaces(finder)] == found


@dataclass
class Wild:
    """A finder that says what it likes."""

    found: list[Found]
    limit: int = 99

    def size(self, text: str) -> int:
        return len(text.split())

    def spans(self, text: str) -> Iterable[Found]:
        return self.found


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-4, 0), (900, 999)])
def test_a_span_that_is_none_is_passed_over(start: int, end: int) -> None:
    assert surfaces(Wild([Found(start, end, MODEL, 0.7)])) == []


def test_ends_outside_the_text_are_cut_off() -> None:
    assert surfaces(Wild([Found(-5, 2, MODEL, 2.0), Found(3, 11, TASK, -1.0)])) == [
        ("On", MODEL, 1.0),
        ("Gullwork", TASK, 0.0),
    ]


def test_of_two_that_find_one_span_the_surer_counts() -> None:
    finder = Wild([Found(3, 11, MODEL, 0.4), Found(3, 11, TASK, 0.9), Found(3, 11, MODEL, 0.5)])
    document = parse_one(PAPER)
    assert list(Joined(None, None, finder).find(document, {})) == [Recognized(1, 2, TASK, 0.9)]


def test_a_finder_joins_the_recognizer(engine: Engine) -> None:
    document = parse_one(PAPER)
    assert engine.recognizer is not None
    joined = Joined(None, engine.recognizer, Fixed({"gullish flocker": (MODEL, 0.9)}))
    own = {(found.first, found.last) for found in engine.recognizer.find(document, {})}
    both = list(joined.find(document, {}))
    assert {(found.first, found.last) for found in both} >= own
    assert both == sorted(both, key=lambda found: (found.first, found.last))


@pytest.mark.parametrize("by_itself", [True, False])
def test_its_mentions_are_linked(engine: Engine, by_itself: bool) -> None:
    recognizer = Joined(None, None if by_itself else engine.recognizer, Fixed({"gullish flocker": (MODEL, 0.97)}))
    loose = replace(engine, recognizer=recognizer, settings=Settings(min_link=0.0))
    links = {each.concept.label: each for each in extract(PAPER, engine=loose).links}
    link = links["gullish flocker"]
    assert (link.mention.finder, link.mention.type, link.mention.score) == ("recognizer", MODEL, 0.97)
    assert link.score > extract_score(engine, by_itself)  # the ranker takes it for what the recognizer finds


def extract_score(engine: Engine, by_itself: bool) -> float:
    """The score of the link where the finder is less sure."""
    recognizer = Joined(None, None if by_itself else engine.recognizer, Fixed({"gullish flocker": (MODEL, 0.5)}))
    loose = replace(engine, recognizer=recognizer, settings=Settings(min_link=0.0))
    return next(each.score for each in extract(PAPER, engine=loose).links if each.concept.label == "gullish flocker")


def test_a_doubtful_span_does_not_hide_a_known_name(engine: Engine) -> None:
    paper = Paper("p", "On it", "We train with the NVIDIA A100 machine room.")
    document = parse_one(paper)
    doubtful = Joined(None, None, Fixed({"with the NVIDIA A100 machine room": (TASK, 0.3)}))
    names = [mention.span.of(paper.text) for mention in find(document, engine.gazetteer, doubtful)]
    assert "NVIDIA A100" in names
