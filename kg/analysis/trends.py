"""What rises and what falls: the papers that name a concept, or make a kind of claim, by month or year.

The measure is the z of two proportions: how much the share of papers in the later half of the time differs from that
in the earlier half, in standard errors, each share with half a paper added to both sides. From 2 on something rises,
from -2 down it falls; between the two it may be chance.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import log2, sqrt

from kg.model import Iri, Predicate
from kg.tables.rows import PaperRow
from kg.tables.tables import Source, Tables, tables_of

_NOTABLE = 2.0


class Period(StrEnum):
    """The step of time."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Trend:
    """How many papers name a concept, or make claims with a predicate (`type` is then `claim`), in each period.

    `early` and `late` are the papers of the two halves, `ratio` how many times as large the later share is (as a
    power of two), `z` the measure, `course` rising, falling or steady.
    """

    iri: Iri | None
    label: str
    type: str
    papers: tuple[int, ...]
    early: int
    late: int
    ratio: float
    z: float
    course: str


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends over some periods, the largest change first.

    `papers` counts all papers of each period; the later half begins with the period `middle`. `undated` papers have no
    such date and count nowhere.
    """

    periods: tuple[str, ...]
    papers: tuple[int, ...]
    middle: str
    undated: int
    rows: tuple[Trend, ...]


def trends(
    source: Source,
    *,
    by: Period = Period.MONTH,
    type: str | None = None,  # noqa: A002 - the field's word
    since: str | None = None,
    until: str | None = None,
    min_papers: int = 3,
    limit: int | None = None,
) -> Trends:
    """Return the trends of concepts (of one type, or of `claim`) that at least `min_papers` dated papers name.

    `since` and `until` are months or years, both included. A paper counts once however often it says something, and
    claims that are denied or hedged never count.
    """
    tables = tables_of(source)
    dated = _dated(tables.papers().values(), by, since, until)
    periods = _periods(set(dated.values()), by)
    by_period = Counter(dated.values())
    totals = tuple(by_period[each] for each in periods)
    middle = _middle(totals)
    sizes = sum(totals[:middle]), sum(totals[middle:])
    rows = []
    for (iri, label, kind), papers in _named(tables, type).items():
        counts = Counter(dated[paper] for paper in papers if paper in dated)
        if counts.total() >= min_papers:
            rows.append(_trend(iri, label, kind, tuple(counts[each] for each in periods), middle, sizes))
    rows.sort(key=lambda row: (-abs(row.z), row.label, row.type))
    undated = len(tables.papers()) - len(_dated(tables.papers().values(), by, None, None))
    return Trends(periods, totals, periods[middle] if periods else "", undated, tuple(rows[:limit]))


def shares(row: Trend, found: Trends) -> list[float]:
    """Return the share of papers in each period; 0 where there is no paper at all."""
    return [number / total if total else 0.0 for number, total in zip(row.papers, found.papers, strict=True)]


def _periods(found: set[str], by: Period) -> tuple[str, ...]:
    """Return every period from the first to the last, those without a paper too."""
    if not found:
        return ()
    if by is Period.YEAR:
        return tuple(f"{year:04}" for year in range(int(min(found)), int(max(found)) + 1))
    first, last = (int(each[:4]) * 12 + int(each[5:]) - 1 for each in (min(found), max(found)))
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1))


def _dated(papers: Iterable[PaperRow], by: Period, since: str | None, until: str | None) -> dict[Iri, str]:
    """Return the period of each paper that has one, within the limits."""
    of: Callable[[PaperRow], str | None] = (lambda row: row.month) if by is Period.MONTH else (lambda row: row.year)
    return {
        row.paper: period
        for row in papers
        if (period := of(row)) and _within(row.published or "", since or "", until or "")
    }


def _within(date: str, since: str, until: str) -> bool:
    """Tell whether a date is between two others, as far as both are stated: 2024 may be since 2024-05."""
    return date[: len(since)] >= since[: len(date)] and (not until or date[: len(until)] <= until[: len(date)])


def _middle(totals: tuple[int, ...]) -> int:
    """Return where the later half begins: where the papers fall into halves most evenly."""
    whole = sum(totals)
    cuts = range(1, len(totals)) or range(len(totals))
    return min(cuts, key=lambda cut: (abs(whole - 2 * sum(totals[:cut])), cut), default=0)


def _named(tables: Tables, kind: str | None) -> dict[tuple[Iri | None, str, str], set[Iri]]:
    """Return the papers that name each concept, and those that assert each kind of claim."""
    found: dict[tuple[Iri | None, str, str], set[Iri]] = {}
    concepts = tables.concepts()
    for row in tables.mentions():
        concept = concepts[row.concept]
        if kind in (None, concept.type):
            found.setdefault((row.concept, concept.label, concept.type), set()).add(row.paper)
    if kind in (None, "claim"):
        for edge in tables.edges():
            if edge.predicate == Predicate.MENTIONS:  # a role for want of another, no claim
                continue
            found.setdefault((None, edge.predicate, "claim"), set()).add(edge.paper)
    return found


def _trend(
    iri: Iri | None, label: str, kind: str, counts: tuple[int, ...], middle: int, sizes: tuple[int, int]
) -> Trend:
    early, late = sum(counts[:middle]), sum(counts[middle:])
    if not sizes[0]:  # there is one period, so nothing can change
        return Trend(iri, label, kind, counts, early, late, 0.0, 0.0, "steady")
    before, after = (early + 0.5) / (sizes[0] + 1), (late + 0.5) / (sizes[1] + 1)
    pooled = (early + late + 1) / (sizes[0] + sizes[1] + 2)
    error = sqrt(pooled * (1 - pooled) * (1 / (sizes[0] + 1) + 1 / (sizes[1] + 1)))
    z = (after - before) / error
    course = "rising" if z >= _NOTABLE else "falling" if z <= -_NOTABLE else "steady"
    return Trend(iri, label, kind, counts, early, late, round(log2(after / before), 3), round(z, 3), course)
