"""The linked things of one paper as the claims see them, and who speaks: the paper's main contribution."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.context import Context
from kg.iris import contribution, paper_iri
from kg.model import Concept, Evidence, Link, Paper, Span


@dataclass(frozen=True, slots=True)
class Thing:
    """One concept of a paper with the places where it stands, in order."""

    concept: Concept
    links: tuple[Link, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of its mentions."""
        return tuple(link.mention.span for link in self.links)

    @property
    def introduced(self) -> bool:
        """Tell whether the text coins its name."""
        return any(link.mention.introduced for link in self.links)

    def in_title(self, paper: Paper) -> bool:
        """Tell whether the title holds it."""
        return self.links[0].mention.span.start < len(paper.title)


def things(links: Sequence[Link]) -> tuple[Thing, ...]:
    """Return the concepts of a paper in order of first mention."""
    gathered: dict[str, list[Link]] = {}
    for link in links:
        gathered.setdefault(link.concept.iri, []).append(link)
    return tuple(Thing(members[0].concept, tuple(members)) for members in gathered.values())


def main_contribution(paper: Paper, introduced: Sequence[Thing]) -> Concept:
    """Return what the paper is about: of the things that it introduces the one in the title, with most mentions.

    Where it introduces nothing by name, its unnamed contribution.
    """
    if not introduced:
        return contribution(paper.id, paper.title)
    best = max(introduced, key=lambda t: (t.in_title(paper), t.introduced, len(t.links), -t.spans[0].start))
    return best.concept


def evidence(context: Context, sentence: int) -> Evidence:
    """Return the exact sentence of that index."""
    paper = context.document.paper
    span = context.document.sentence_span(sentence)
    return Evidence(paper_iri(paper.id), span, span.of(paper.text))
