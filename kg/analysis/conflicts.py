"""What cannot all be true: two that beat each other, two figures for one thing, figures that nothing can have."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.analysis.measured import Measures, Quote, condition, contradicting, figure, once_a_paper, quote, unit_of
from kg.iris import own_kind
from kg.model import Iri, Mode, Predicate
from kg.tables.names import Names
from kg.tables.rows import ClaimRow, Want
from kg.tables.tables import Source, tables_of

_WHOLE = Decimal(100)
_REDUCED = re.compile(r"\b(?:reduc|decreas|lower|less|few|sav|cut|drop|declin|diminish|shrink|small|short)", re.I)
_BOUNDED = frozenset(("accuracy", "recall", "precision", "f1", "pass", "rate", "coverage", "sparsity", "utilization"))
_CHANGES = frozenset(("improvement", "gain", "increase", "change", "growth", "overhead", "speedup", "difference"))


class Kind(StrEnum):
    """What is wrong."""

    CONTRADICTION = "contradiction"  # A beats B, and B beats A
    FIGURES = "figures"  # one key, two figures
    IMPOSSIBLE = "impossible"  # as a reduction of more than 100 %


@dataclass(frozen=True, slots=True)
class Side:
    """One of the claims that conflict."""

    winner: str
    figure: str
    condition: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims that cannot all be true as they stand.

    `stated` tells whether they name the same metric and data set; else one of them leaves something open, and they may
    speak of different things. `why` says what is wrong in words.
    """

    kind: Kind
    about: tuple[str, ...]
    metric: str
    dataset: str
    stated: bool
    why: str
    sides: tuple[Side, ...]


def conflicts(source: Source, *, kind: Kind | None = None, limit: int | None = None) -> tuple[Conflict, ...]:
    """Return what conflicts (of one kind): contradictions, then figures, then the impossible, stated ones first.

    Claims that the text denies or hedges never count, and a claim that one paper makes twice counts once.
    """
    tables = tables_of(source)
    measures = Measures(tables, Names(tables))
    beats = tables.claims(Want(predicates=frozenset((Predicate.OUTPERFORMS,))))
    measured = tables.claims(Want(predicates=frozenset((Predicate.ACHIEVES, Predicate.OUTPERFORMS)), figures=True))
    finders: dict[Kind, Callable[[], Iterator[Conflict]]] = {
        Kind.CONTRADICTION: lambda: _contradictions(beats, measures),
        Kind.FIGURES: lambda: _figures(measured, measures),
        Kind.IMPOSSIBLE: lambda: _impossible(measured, measures),
    }
    found = [each for name, find in finders.items() if kind in (None, name) for each in find()]
    order = list(Kind)
    found.sort(key=lambda each: (order.index(each.kind), not each.stated, each.about, each.metric, each.dataset))
    return tuple(found[:limit])


def _contradictions(beats: list[ClaimRow], measures: Measures) -> Iterator[Conflict]:
    """Yield the pairs that beat each other on one metric and data set, or on what one of them leaves open."""
    pairs: dict[tuple[Iri, ...], list[ClaimRow]] = {}
    for row in beats:
        if own_kind(row.subject) is None and own_kind(row.object) is None and row.subject != row.object:
            pairs.setdefault(tuple(sorted((row.subject, row.object))), []).append(row)
    for (first, _), rows in sorted(pairs.items()):
        by_scope: dict[tuple[tuple[str, str], bool], list[ClaimRow]] = {}
        for row in rows:
            by_scope.setdefault((_scope(row, measures), row.subject == first), []).append(row)
        ours = sorted({scope for scope, wins in by_scope if wins})
        theirs = sorted({scope for scope, wins in by_scope if not wins})
        for mine in ours:
            for other in theirs:
                if _meet(mine, other):
                    yield _contradiction(by_scope[mine, True] + by_scope[other, False], mine == other, measures)


def _scope(row: ClaimRow, measures: Measures) -> tuple[str, str]:
    metric = measures.metric(row)
    return metric.key if metric else "", measures.dataset(row)[0]


def _meet(mine: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two metrics and two data sets are the same, as far as both are named."""
    return all(a == b or not a or not b for a, b in zip(mine, other, strict=True))


def _contradiction(rows: list[ClaimRow], same: bool, measures: Measures) -> Conflict:
    once = once_a_paper([((row.subject, *_scope(row, measures)), row) for row in rows])
    about = tuple(sorted({once[0].subject_label, once[0].object_label}))
    metric, dataset = _first_named(once, measures)
    stated = same and bool(metric) and bool(dataset)
    why = "each is said to beat the other" if stated else "each is said to beat the other, maybe on something else"
    return Conflict(Kind.CONTRADICTION, about, metric, dataset, stated, why, _sides(once))


def _first_named(rows: list[ClaimRow], measures: Measures) -> tuple[str, str]:
    metrics = [metric.label for row in rows if (metric := measures.metric(row))]
    datasets = [label for row in rows if (label := measures.dataset(row)[1])]
    return next(iter(metrics), ""), next(iter(datasets), "")


def _figures(rows: list[ClaimRow], measures: Measures) -> Iterator[Conflict]:
    """Yield what has two figures under one key: system, rival, metric, data set, unit, kind, bound and conditions."""
    groups: dict[tuple[str | None, ...], list[ClaimRow]] = {}
    for row in rows:
        metric, dataset = measures.metric(row), measures.dataset(row)[0]
        # a paper that names no data set may mean another one each time; two papers mean the same thing even less
        if metric and dataset and row.numbers:
            rival = row.object if row.predicate == Predicate.OUTPERFORMS else None
            key = (row.subject, rival, metric.key, dataset, unit_of(row), row.mode, row.bound, row.condition)
            groups.setdefault(key, []).append(row)
    for group in groups.values():
        kept = once_a_paper([((row.numbers,), row) for row in group])
        wrong = contradicting(kept)
        if odd := [row for row in kept if row.claim in wrong]:
            metric, (_, dataset) = measures.metric(odd[0]), measures.dataset(odd[0])
            papers = len({row.paper for row in odd})
            why = f"{len({row.numbers for row in odd})} figures in {papers} paper{'s' * (papers > 1)}"
            label = metric.label if metric else ""
            yield Conflict(Kind.FIGURES, (odd[0].subject_label,), label, dataset, True, why, _sides(odd))


def _impossible(rows: list[ClaimRow], measures: Measures) -> Iterator[Conflict]:
    """Yield figures that nothing can have."""
    named = [(why, row) for row in rows if (why := _why_impossible(row, measures))]
    for row in once_a_paper([((row.subject, why, row.numbers), row) for why, row in named]):
        metric, dataset = _first_named([row], measures)
        why = _why_impossible(row, measures)
        yield Conflict(Kind.IMPOSSIBLE, (row.subject_label,), metric, dataset, True, why, _sides([row]))


def _why_impossible(row: ClaimRow, measures: Measures) -> str:
    """Return why no figure can be so; empty where it can."""
    number, metric = row.number, measures.metric(row)
    if (
        number is None or metric is None or unit_of(row) not in ("%", "points")
    ):  # points without a metric may be counted
        return ""
    lower = metric.better is False and bool(_REDUCED.search(row.sentence))
    if row.mode == Mode.DIFFERENCE_RELATIVE and row.predicate == Predicate.OUTPERFORMS and lower and number > _WHOLE:
        return "nothing can be reduced by more than 100 %"
    if row.mode == Mode.DIFFERENCE_POINTS and number > _WHOLE:
        return "no two shares of a whole differ by more than 100 points"
    words = frozenset(metric.label.lower().split())
    if row.mode == Mode.ABSOLUTE and words & _BOUNDED and not words & _CHANGES:
        return "no share of a whole is more than 100 % or less than 0 %" if not 0 <= number <= _WHOLE else ""
    return ""


def _sides(rows: list[ClaimRow]) -> tuple[Side, ...]:
    ordered = sorted(rows, key=lambda row: (row.subject_label, row.paper, row.position))
    return tuple(Side(row.subject_label, figure(row), condition(row), quote(row)) for row in ordered)
