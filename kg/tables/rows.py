"""The rows of the tables, and the question that can be put to the rows of claims.

Rows are named tuples, since a large graph has millions of them. Values that the model has as enumerations stand as
their text.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from kg.model import Iri, Polarity
from kg.rdf.quantities import numbers


class PaperRow(NamedTuple):
    """A paper; `published` is as in `kg.model.Paper`."""

    paper: Iri
    paper_id: str
    title: str
    published: str | None
    url: str | None

    @property
    def month(self) -> str | None:
        """The month as `2024-11`; None where the date has none, or no year."""
        return month_of(self.published)

    @property
    def year(self) -> str | None:
        """The year as `2024`; None where the date has none."""
        return year_of(self.published)


class ConceptRow(NamedTuple):
    """A concept as the merged graph states it; `better` tells of a metric whether higher is better."""

    concept: Iri
    label: str
    type: str
    aliases: tuple[str, ...]
    broader: tuple[Iri, ...]
    better: bool | None


class MentionRow(NamedTuple):
    """How often a paper names a concept."""

    paper: Iri
    concept: Iri
    mentions: int


class Edge(NamedTuple):
    """One statement of one paper, however often it makes it."""

    paper: Iri
    subject: Iri
    predicate: str
    object: Iri


class ClaimRow(NamedTuple):
    """A claim with its ends, its figure, its sentence and its paper; `datasets` are in order of IRI."""

    claim: Iri
    paper: Iri
    paper_id: str
    title: str
    published: str | None
    position: int
    subject: Iri
    subject_label: str
    subject_type: str | None
    predicate: str
    object: Iri
    object_label: str
    object_type: str | None
    value: str | None
    unit: str | None
    mode: str | None
    bound: str | None
    metric: str | None
    metric_iri: Iri | None
    dataset: str | None
    datasets: tuple[Iri, ...]
    condition: str | None
    verbatim: str | None
    polarity: str
    hedge: str | None
    confidence: float
    rule: str
    sentence: str

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The one number of the figure, the two ends of a range, or nothing."""
        return numbers(self.value or "")

    @property
    def number(self) -> Decimal | None:
        """The number of the figure; a range counts by its upper end."""
        return max(self.numbers, default=None)

    @property
    def asserted(self) -> bool:
        """Whether the text commits itself to the claim: neither negated nor hedged."""
        return self.polarity == Polarity.ASSERTED and self.hedge is None

    @property
    def month(self) -> str | None:
        """The month of the paper, as `2024-11`."""
        return month_of(self.published)


@dataclass(frozen=True, slots=True)
class Want:
    """Which claims are asked for: those that fit every field that is given.

    `ends` are nodes one of which the claim has as subject or object. Claims that the text denies or does not commit
    itself to are left out, unless `asserted` is False: then they come too.
    """

    predicates: Set[str] | None = None
    subjects: Set[str] | None = None
    objects: Set[str] | None = None
    ends: Set[str] | None = None
    metrics: Set[str] | None = None
    datasets: Set[str] | None = None
    papers: Set[str] | None = None
    figures: bool = False
    asserted: bool = True


def fits(row: ClaimRow, want: Want) -> bool:
    """Tell whether a claim is one that is asked for."""
    single = (
        (want.predicates, row.predicate),
        (want.subjects, row.subject),
        (want.objects, row.object),
        (want.metrics, row.metric_iri),
        (want.papers, row.paper),
    )
    return (
        all(kept is None or value in kept for kept, value in single)
        and (want.ends is None or row.subject in want.ends or row.object in want.ends)
        and (want.datasets is None or any(each in want.datasets for each in row.datasets))
        and not (want.figures and row.value is None)
        and not (want.asserted and not row.asserted)
    )


_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(?=-[0-9]{2}$|$)")
_YEAR = re.compile(r"[0-9]{4}(?=-|$)")


def month_of(published: str | None) -> str | None:
    """Return the month of a date, None where it has none, or no year.

    >>> month_of("2024-11-18"), month_of("2024-11"), month_of("2024"), month_of("--11-18")
    ('2024-11', '2024-11', None, None)
    """
    found = _MONTH.match(published or "")
    return found[0] if found else None


def year_of(published: str | None) -> str | None:
    """Return the year of a date, None where it has none."""
    found = _YEAR.match(published or "")
    return found[0] if found else None
