"""Systems or papers side by side: what each uses and runs on, figures on what they share, what is said of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.analysis.measured import Measures, Quote, condition, figure, once_a_paper, quote, unit_of
from kg.iris import own_kind
from kg.model import Iri, Mode, Predicate
from kg.tables.names import Names
from kg.tables.rows import ClaimRow, PaperRow, Want
from kg.tables.tables import Source, Tables, tables_of

FACETS = (
    Predicate.INTRODUCES, Predicate.USES, Predicate.BASED_ON, Predicate.RUNS_ON, Predicate.EVALUATED_ON,
    Predicate.TRAINED_ON, Predicate.ADDRESSES, Predicate.MEASURES, Predicate.COMPARES_WITH,
)  # fmt: skip
_SAID = (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO, Predicate.COMPARES_WITH, Predicate.BASED_ON, Predicate.PART_OF,
         Predicate.USES)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """One of those compared, and the titles of the papers that introduce it (of a paper, its own)."""

    iri: Iri
    label: str
    type: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One concept in one role, as `runsOn A100`, and the quotes for each of the things, none where it lacks it."""

    predicate: str
    iri: Iri
    label: str
    quotes: tuple[tuple[Quote, ...], ...]

    @property
    def shared(self) -> bool:
        """Whether all of the things have it."""
        return all(self.quotes)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of one thing."""

    figure: str
    rival: str | None
    condition: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the things for one metric, data set, unit and kind of figure."""

    metric: str
    dataset: str
    unit: str
    mode: str
    better: bool | None
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What a paper says of one of the things against another; `asserted` is False where it denies or hedges it."""

    subject: str
    predicate: str
    object: str
    figure: str
    metric: str
    dataset: str
    asserted: bool
    doubt: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Comparison:
    """Things side by side: columns are in the order of `things`; what all share comes first."""

    things: tuple[Thing, ...]
    facets: tuple[Facet, ...]
    figures: tuple[Figures, ...]
    said: tuple[Word, ...]


def compare(source: Source, names: Sequence[str]) -> Comparison:
    """Return two or more systems or papers side by side.

    To a system belongs what its own claims say and what the papers say that introduce it; to a paper, what it says of
    itself, of its contribution and of what it introduces. Denied and hedged claims stand under what is said alone.
    Raises UnknownNode, and ValueError for fewer than two things.
    """
    tables = tables_of(source)
    index = Names(tables)
    sides = list({side.thing.iri: side for side in (_side(tables, index, name) for name in names)}.values())
    if len(sides) < 2:
        raise ValueError("a comparison needs two different systems or papers")
    measures = Measures(tables, index)
    claims = [side.claims for side in sides]
    return Comparison(
        tuple(side.thing for side in sides),
        _facets(claims, {side.thing.iri for side in sides}),
        _figures(claims, measures),
        _said(tables, sides, measures),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the things: its nodes in the graph, and the claims that belong to it."""

    thing: Thing
    nodes: frozenset[Iri]
    claims: list[ClaimRow]


def _side(tables: Tables, names: Names, name: str) -> _Side:
    found = names.thing(name)
    introduces = frozenset((Predicate.INTRODUCES,))
    if isinstance(found, PaperRow):
        made = tables.claims(Want(predicates=introduces, subjects=frozenset((found.paper,))))
        nodes = frozenset((found.paper, _contribution(found.paper), *(row.object for row in made)))
        rows = tables.claims(Want(papers=frozenset((found.paper,)), subjects=nodes))
        return _Side(Thing(found.paper, found.title, "Paper", (found.title,)), nodes, rows)
    made = tables.claims(Want(predicates=introduces, objects=frozenset((found.concept,))))
    papers = {row.paper: row.title for row in made if row.subject == row.paper}
    own = frozenset((found.concept, *(_contribution(paper) for paper in _making_one(tables, papers))))
    rows = tables.claims(Want(subjects=frozenset((*own, *papers))))
    kept = [row for row in rows if not (row.predicate == Predicate.INTRODUCES and row.object == found.concept)]
    return _Side(Thing(found.concept, found.label, found.type, tuple(papers[iri] for iri in sorted(papers))), own, kept)


def _contribution(paper: Iri) -> Iri:
    return Iri(f"{paper}#contribution")


def _making_one(tables: Tables, papers: Iterable[Iri]) -> list[Iri]:
    """Return the papers that introduce one thing: what they say of their contribution, they say of that."""
    made: dict[Iri, set[Iri]] = {}
    for row in tables.claims(Want(predicates=frozenset((Predicate.INTRODUCES,)), subjects=frozenset(papers))):
        made.setdefault(row.paper, set()).add(row.object)
    return sorted(paper for paper, things in made.items() if len(things) == 1)


def _facets(claims: list[list[ClaimRow]], things: set[Iri]) -> tuple[Facet, ...]:
    """Return what each thing has in which role, the roles in their order, what all share first."""
    cells: dict[tuple[str, Iri], list[list[ClaimRow]]] = {}
    for place, rows in enumerate(claims):
        for row in rows:
            if row.predicate in FACETS and own_kind(row.object) is None and row.object not in things:
                cells.setdefault((row.predicate, row.object), [[] for _ in claims])[place].append(row)
    found = [_facet(*key, rows) for key, rows in cells.items()]
    order = [str(predicate) for predicate in FACETS]
    found.sort(key=lambda each: (order.index(each.predicate), -sum(map(bool, each.quotes)), each.label, each.iri))
    return tuple(found)


def _facet(predicate: str, iri: Iri, cells: list[list[ClaimRow]]) -> Facet:
    label = next(row.object_label for rows in cells for row in rows)
    quotes = (tuple(quote(row) for row in once_a_paper([((), row) for row in rows])) for rows in cells)
    return Facet(predicate, iri, label, tuple(quotes))


_Key = tuple[str, str, str, str]  # metric, data set, unit, mode


def _figures(claims: list[list[ClaimRow]], measures: Measures) -> tuple[Figures, ...]:
    """Return the figures for metrics, or on data sets, that at least two of the things share."""
    groups: dict[_Key, list[list[ClaimRow]]] = {}
    for place, rows in enumerate(claims):
        for row in rows:
            metric = measures.metric(row)
            if metric and row.numbers and row.predicate in (Predicate.ACHIEVES, Predicate.OUTPERFORMS):
                key = (metric.key, measures.dataset(row)[0], unit_of(row), row.mode or Mode.ABSOLUTE)
                groups.setdefault(key, [[] for _ in claims])[place].append(row)
    by_metric, by_dataset = _shared(groups, lambda key: key[0]), _shared(groups, lambda key: key[1])
    found = [
        _row(group, measures)
        for key, group in groups.items()
        if key[0] in by_metric or (key[1] and key[1] in by_dataset)
    ]
    found.sort(key=lambda each: (-sum(map(bool, each.cells)), each.metric, each.dataset, each.unit, each.mode))
    return tuple(found)


def _shared(groups: dict[_Key, list[list[ClaimRow]]], part: Callable[[_Key], str]) -> set[str]:
    holders: dict[str, set[int]] = {}
    for key, group in groups.items():
        holders.setdefault(part(key), set()).update(place for place, rows in enumerate(group) if rows)
    return {name for name, places in holders.items() if len(places) > 1}


def _row(group: list[list[ClaimRow]], measures: Measures) -> Figures:
    first = next(row for rows in group for row in rows)
    metric = measures.metric(first)
    cells = tuple(
        tuple(map(_cell, once_a_paper([((row.object, row.numbers, row.condition), row) for row in rows])))
        for rows in group
    )
    unit = unit_of(first)
    label, better = (metric.label, metric.better_in(unit)) if metric else ("", None)
    return Figures(label, measures.dataset(first)[1], unit, first.mode or Mode.ABSOLUTE, better, cells)


def _cell(row: ClaimRow) -> Cell:
    rival = row.object_label if row.predicate == Predicate.OUTPERFORMS else None
    return Cell(figure(row), rival, condition(row), quote(row))


def _said(tables: Tables, sides: list[_Side], measures: Measures) -> tuple[Word, ...]:
    """Return what is said of one side against another, whether asserted or not."""
    nodes = frozenset().union(*(side.nodes for side in sides))
    rows = tables.claims(Want(predicates=frozenset(_SAID), subjects=nodes, objects=nodes, asserted=False))
    apart = [row for row in rows if not any({row.subject, row.object} <= side.nodes for side in sides)]
    once = once_a_paper([((row.subject, row.predicate, row.object, row.numbers, row.asserted), row) for row in apart])
    return tuple(
        _word(row, measures) for row in sorted(once, key=lambda row: (not row.asserted, row.paper, row.position))
    )


def _word(row: ClaimRow, measures: Measures) -> Word:
    metric, dataset = measures.metric(row), measures.dataset(row)[1]
    doubt = "" if row.asserted else f"hedged: {row.hedge}" if row.hedge else "denied"
    return Word(
        row.subject_label, row.predicate, row.object_label, figure(row), metric.label if metric else "", dataset,
        row.asserted, doubt, quote(row),
    )  # fmt: skip
