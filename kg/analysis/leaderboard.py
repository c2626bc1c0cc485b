"""Who leads: the figures on a data set, of a metric or on hardware, ranked where like can be held against like."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.analysis.measured import (
    Measures,
    Metric,
    Quote,
    condition,
    contradicting,
    figure,
    number_of,
    once_a_paper,
    quote,
    unit_of,
)
from kg.model import ConceptType, Iri, Mode, Predicate
from kg.tables.names import Names
from kg.tables.rows import ClaimRow, ConceptRow, Want
from kg.tables.tables import Source, Tables, tables_of
from kg.text import label_key

TYPES = (ConceptType.DATASET, ConceptType.METRIC, ConceptType.HARDWARE)
GAINS = (Mode.RATIO, Mode.DIFFERENCE_RELATIVE, Mode.DIFFERENCE_POINTS, Mode.DIFFERENCE_ABSOLUTE)
_UNMEASURED = Metric("", "", None, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One system with its best figure of one paper.

    `rank` is None where nobody says which direction is better; equal figures share a rank. `rival` is what a gain is a
    gain over. `also` are the paper's other figures for the system, and `conflict` tells that the same system has
    another figure under the same conditions, of this paper or another one, so that both cannot be right as they stand;
    where metric or data set are not stated, they may be figures of different things, and nothing is told.
    """

    rank: int | None
    system: Iri
    label: str
    figure: str
    number: Decimal
    bound: str | None
    rival: str | None
    condition: str
    also: tuple[str, ...]
    conflict: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class Board:
    """One ranking: one metric, one data set, one unit, one kind of figure.

    `mode` is that of `kg.model.Mode`; gains over a rival (ratios and differences) are ranked apart from absolute
    figures, the greatest first. `better` tells whether higher is better, None where nobody says. `left` entries stand
    behind the last one.
    """

    metric: str
    metric_iri: Iri | None
    dataset: str
    unit: str
    mode: str
    better: bool | None
    entries: tuple[Entry, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """The rankings of a data set, a metric or hardware: absolute figures first, the longest first."""

    iri: Iri
    label: str
    type: str
    boards: tuple[Board, ...]


_Key = tuple[str, str, str, str]  # metric, data set, unit, mode


def leaderboard(source: Source, name: str, *, limit: int | None = None) -> Leaderboard:
    """Return the rankings of the data set, metric or hardware of a name, at most `limit` entries each.

    What stands under it in the catalogue counts too, each data set and metric in a ranking of its own. A figure on
    hardware is one whose conditions name it, or one of a paper that runs on it and on no other kind of hardware.
    Units are never mixed, and claims that the text denies or hedges never count. Raises UnknownNode.
    """
    tables = tables_of(source)
    names = Names(tables)
    about = names.concept(name, TYPES)
    under = names.under(about.concept)
    measures = Measures(tables, names)
    groups: dict[_Key, list[ClaimRow]] = {}
    for row in _rows(tables, about, under):
        if row.number is not None:
            for dataset in _datasets(row, about, under, measures):
                metric = measures.metric(row) or _UNMEASURED
                groups.setdefault((metric.key, dataset, unit_of(row), row.mode or Mode.ABSOLUTE), []).append(row)
    boards = [_board(key, rows, measures, limit) for key, rows in groups.items()]
    boards.sort(key=lambda board: (_is_gain(board.mode), -len(board.entries) - board.left, _names_of(board)))
    return Leaderboard(about.concept, about.label, about.type, tuple(boards))


def _rows(tables: Tables, about: ConceptRow, under: frozenset[Iri]) -> list[ClaimRow]:
    """Return the claims with a figure that are about a data set, a metric or hardware."""
    kinds = frozenset((Predicate.ACHIEVES, Predicate.OUTPERFORMS))
    if about.type == ConceptType.DATASET:
        return tables.claims(Want(predicates=kinds, datasets=under, figures=True))
    if about.type == ConceptType.METRIC:
        linked = tables.claims(Want(predicates=kinds, metrics=under, figures=True))
        of_object = tables.claims(Want(predicates=frozenset((Predicate.ACHIEVES,)), objects=under, figures=True))
        return sorted({*linked, *of_object}, key=lambda row: (row.paper, row.position))
    # a paper that names a concept gives it a role, if only that it mentions it
    naming = frozenset(row.paper for row in tables.claims(Want(objects=under, asserted=False)))
    alone = _papers_on(tables, naming, under)
    words = _words(tables, under)
    rows = tables.claims(Want(predicates=kinds, papers=naming, figures=True))
    return [row for row in rows if _holds(row.condition, words) or (row.paper in alone and not row.condition)]


def _papers_on(tables: Tables, naming: frozenset[Iri], under: frozenset[Iri]) -> frozenset[Iri]:
    """Return those of the papers that run on this hardware, and on nothing but what stands above or under it."""
    devices: dict[Iri, set[Iri]] = {}
    for row in tables.claims(Want(predicates=frozenset((Predicate.RUNS_ON,)), papers=naming, subjects=naming)):
        devices.setdefault(row.paper, set()).add(row.object)
    names = Names(tables)
    family = under.union(*(names.above(iri) for iri in under))
    return frozenset(paper for paper, named in devices.items() if named & under and named <= family)


def _words(tables: Tables, under: frozenset[Iri]) -> tuple[str, ...]:
    """Return the label keys of hardware, those that are long enough to be told from other words."""
    rows = [tables.concepts()[iri] for iri in sorted(under)]
    keys = {label_key(name) for row in rows for name in (row.label, *row.aliases)}
    return tuple(sorted(key for key in keys if len(key) > 1))


def _holds(text: str | None, keys: tuple[str, ...]) -> bool:
    """Tell whether a text names one of some label keys, in whole words."""
    words = re.split(r"[\s;,]+", text or "")
    runs = (words[start:end] for start in range(len(words)) for end in range(start + 1, start + 6))
    return not {label_key(" ".join(run)) for run in runs}.isdisjoint(keys)


def _datasets(row: ClaimRow, about: ConceptRow, under: frozenset[Iri], measures: Measures) -> Iterator[str]:
    """Yield the label of each data set under which a figure is ranked."""
    if about.type == ConceptType.DATASET:
        yield from (measures.label(iri) for iri in row.datasets if iri in under)
    else:
        yield measures.dataset(row)[1]


def _is_gain(mode: str) -> bool:
    return mode in GAINS


def _names_of(board: Board) -> tuple[str, ...]:
    return board.metric, board.dataset, board.unit, board.mode


def _board(key: _Key, rows: list[ClaimRow], measures: Measures, limit: int | None) -> Board:
    metric = measures.metric(rows[0]) or _UNMEASURED
    better = True if _is_gain(key[3]) else False if key[3] == Mode.RANK else metric.better_in(key[2])
    kept = once_a_paper([((row.subject, row.object, number_of(row), row.condition), row) for row in rows])
    odd = contradicting(kept) if key[0] and key[1] else frozenset()
    entries = _ranked([_entry(group, odd, better) for group in _by_system(kept)], better)
    left = max(0, len(entries) - limit) if limit is not None else 0
    return Board(metric.label, metric.iri, key[1], key[2], key[3], better, tuple(entries[:limit]), left)


def _by_system(rows: Iterable[ClaimRow]) -> list[list[ClaimRow]]:
    groups: dict[tuple[Iri, Iri], list[ClaimRow]] = {}
    for row in rows:
        groups.setdefault((row.subject, row.paper), []).append(row)
    return list(groups.values())


def _entry(group: list[ClaimRow], odd: Set[Iri], better: bool | None) -> Entry:
    """Return the entry of one system in one paper, still without its rank."""
    sign = -1 if better is False else 1
    best, *others = sorted(group, key=lambda row: (-sign * number_of(row), -row.confidence, row.position))
    gain = best.predicate == Predicate.OUTPERFORMS
    return Entry(
        rank=None,
        system=best.subject,
        label=best.subject_label,
        figure=figure(best),
        number=number_of(best),
        bound=best.bound,
        rival=best.object_label if gain else None,
        condition=condition(best),
        also=tuple(dict.fromkeys(_also(row) for row in others)),
        conflict=any(row.claim in odd for row in group),
        quote=quote(best),
    )


def _also(row: ClaimRow) -> str:
    held = condition(row)
    over = f" over {row.object_label}" if row.predicate == Predicate.OUTPERFORMS else ""
    return f"{figure(row)}{over}{f' ({held})' if held else ''}"


def _ranked(entries: list[Entry], better: bool | None) -> list[Entry]:
    """Return entries in order with their ranks; without a direction the highest come first and have no rank."""
    sign = -1 if better is False else 1
    entries = sorted(entries, key=lambda entry: (-sign * entry.number, entry.label, entry.quote.paper))
    if better is None:
        return entries
    ranks: dict[Decimal, int] = {}
    for place, entry in enumerate(entries, start=1):
        ranks.setdefault(entry.number, place)
    return [replace(entry, rank=ranks[entry.number]) for entry in entries]
