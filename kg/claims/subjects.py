"""The linked things of one paper as the claims see them, and who speaks: the paper's main contribution."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.context import Context
from kg.iris import contribution, paper_iri
from kg.model import Concept, ConceptType, Evidence, Iri, Link, Paper, Span

SYSTEMS = frozenset((ConceptType.MODEL, ConceptType.TECHNIQUE, ConceptType.HARDWARE, ConceptType.SOFTWARE))
_NAMEY = re.compile(r"[A-Z0-9]")
_OFTEN = 8  # more mentions say nothing more
_SURE = 0.75  # a wrong name in every claim of a paper is worse than none


@dataclass(frozen=True)
class Thing:
    """One concept of a paper with the places where it stands, in order."""

    concept: Concept
    links: tuple[Link, ...]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its mentions."""
        return tuple(link.mention.span for link in self.links)

    @cached_property
    def introduced(self) -> bool:
        """Tell whether the text coins its name."""
        return any(link.mention.introduced for link in self.links)

    @cached_property
    def score(self) -> float:
        """The score of its surest link, 0 to 1."""
        return max(link.score for link in self.links)

    def has_name(self, paper: Paper) -> bool:
        """Tell whether a mention looks like a proper name: a capital or a digit behind its first letter."""
        return any(_NAMEY.search(span.of(paper.text), 1) for span in self.spans)

    def in_title(self, paper: Paper) -> bool:
        """Tell whether the title holds it."""
        return self.links[0].mention.span.start < len(paper.title)


def things(links: Sequence[Link]) -> tuple[Thing, ...]:
    """Return the concepts of a paper in order of first mention."""
    gathered: dict[str, list[Link]] = {}
    for link in links:
        gathered.setdefault(link.concept.iri, []).append(link)
    return tuple(Thing(members[0].concept, tuple(members)) for members in gathered.values())


def main_contribution(paper: Paper, introduced: Sequence[Thing], shares: Mapping[Iri, float] | None = None) -> Concept:
    """Return what "we" and "our method" stand for: of the things that a paper introduces the likeliest speaker.

    A system speaks rather than a data set or a task, a proper name rather than a description; then what the
    title holds and what is mentioned often. Where a paper introduces nothing by name, its unnamed contribution
    speaks; so too where `shares`, the probability that the paper introduces a concept, leaves the name in doubt.
    """
    if not introduced:
        return contribution(paper.id, paper.title)

    def weight(thing: Thing) -> tuple[int, int]:
        points = 2 * (thing.concept.type in SYSTEMS) + thing.has_name(paper) + 2 * thing.in_title(paper)
        return points + min(len(thing.links), _OFTEN), -thing.spans[0].start

    best = max(introduced, key=weight).concept
    doubtful = shares is not None and shares.get(best.iri, 0.0) < _SURE
    return contribution(paper.id, paper.title) if doubtful else best


def evidence(context: Context, sentence: int) -> Evidence:
    """Return the exact sentence of that index."""
    paper = context.document.paper
    span = context.document.sentence_span(sentence)
    return Evidence(paper_iri(paper.id), span, span.of(paper.text))
