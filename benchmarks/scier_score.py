"""The score of SciER: exact spans, directed relations, counted over all papers, as the authors' own scorer does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scier_data import TYPES, Named, Related
from scier_lessons import Page


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of those `found` are `right`, and how many are `wanted`."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """The share of those found that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of those wanted that are found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.found + self.wanted
        return 2 * self.right / both if both else 0.0


def mentions_tally(page: Page, mentions: Iterable[Named], kinds: Collection[str] = TYPES) -> Tally:
    """Return how many mentions of some types have the span and the type of an annotated one."""
    sentences = enumerate(page.sheet.article.sentences)
    wanted = {(number, span, kind) for number, each in sentences for span, kind in each.mentions if kind in kinds}
    found = {(*page.sheet.span_of(span), kind) for span, kind in mentions if kind in kinds}
    return Tally(len(found & wanted), len(found), len(wanted))


def relations_tally(page: Page, mentions: Iterable[Named], relations: Iterable[Related], *, typed: bool) -> Tally:
    """Return how many relations have spans and name of an annotated one (Rel), if `typed` the types as well (Rel+)."""
    sheet = page.sheet
    sentences = list(enumerate(sheet.article.sentences))
    wanted = {(number, *related) for number, each in sentences for related in each.relations}
    right = {(number, *named) for number, each in sentences for named in each.mentions}
    kinds = {sheet.span_of(span): kind for span, kind in mentions}
    hits: list[bool] = []
    for one, other, name in set(relations):
        (number, subject), (_, partner) = sheet.span_of(one), sheet.span_of(other)
        ends = {(number, span, kinds[number, span]) for span in (subject, partner)}
        hits.append((number, subject, partner, name) in wanted and (not typed or ends <= right))
    return Tally(sum(hits), len(hits), len(wanted))


def given_tally(page: Page, relations: Iterable[Related]) -> Tally:
    """Return how many relations between annotated mentions are right."""
    wanted = {(*ends, name) for ends, names in page.stated.items() for name in names}
    found = set(relations)
    return Tally(len(found & wanted), len(found), sum(len(each.relations) for each in page.sheet.article.sentences))
