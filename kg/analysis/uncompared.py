"""What is missing: systems that nobody has compared, and hardware on which no one has evaluated what many use."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from math import log

from kg.analysis.features import Known, known
from kg.iris import own_kind, paper_iri
from kg.model import ConceptType, Iri, Predicate
from kg.tables.names import Names
from kg.tables.rows import Want
from kg.tables.tables import Source, Tables, tables_of

_SYSTEMS = (ConceptType.MODEL, ConceptType.TECHNIQUE, ConceptType.SOFTWARE, ConceptType.HARDWARE)
_COMPARING = (Predicate.OUTPERFORMS, Predicate.COMPARABLE_TO, Predicate.COMPARES_WITH)
_SHARED = (Predicate.EVALUATED_ON, Predicate.ADDRESSES)
_CROWD = 300  # systems that share one thing, from which it says nothing of two of them
_WIDE = 8  # more things than this stand under what is a family, too wide to miss anything


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Two systems that share data sets or tasks, and that no paper has compared.

    `weight` tells how rare what they share is; `papers` are the titles of those that introduce the two.
    """

    first: Iri
    first_label: str
    second: Iri
    second_label: str
    shared: tuple[str, ...]
    weight: float
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untried:
    """Hardware and a technique that no paper has together; `expected` papers would have if the two were independent."""

    hardware: Iri
    hardware_label: str
    technique: Iri
    technique_label: str
    hardware_papers: int
    technique_papers: int
    expected: float


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, the most telling first."""

    uncompared: tuple[Uncompared, ...]
    untried: tuple[Untried, ...]


def uncompared(source: Source, *, min_papers: int = 3, min_expected: float = 1.0, limit: int | None = None) -> Missing:
    """Return the pairs of systems that nobody has compared, and of hardware and techniques that nobody has tried.

    A system is what a paper introduces. Data sets it is evaluated on and tasks it addresses count as shared, unless
    more than 300 systems share them. A comparison counts even where the text denies or hedges it. Techniques and
    hardware count from `min_papers` papers on that use the one, or run on the other or on what stands under it, where
    `min_expected` papers would have both by chance. Nothing counts that has more than eight things under it: such
    families are too wide to miss anything.
    """
    tables = tables_of(source)
    every = known(tables)
    return Missing(
        tuple(_pairs(tables, every, limit)), tuple(_untried(tables, every, min_papers, min_expected)[:limit])
    )


_Pair = tuple[float, Iri, Iri]  # less the weight, so that the weightiest is the smallest


def _pairs(tables: Tables, every: Known, limit: int | None) -> list[Uncompared]:
    concepts, papers = tables.concepts(), tables.papers()
    names = Names(tables)
    systems = {
        iri: by
        for iri, by in every.introducers.items()
        if concepts[iri].type in _SYSTEMS and len(names.under(iri)) <= _WIDE + 1
    }
    things = {iri: _things(every, by) for iri, by in sorted(systems.items())}
    holders: dict[Iri, list[Iri]] = {}
    for iri, shared in things.items():
        for thing in shared:
            holders.setdefault(thing, []).append(iri)
    weight = {thing: log(len(systems) / len(each)) for thing, each in holders.items() if len(each) <= _CROWD}
    done = _compared(tables, every)
    # one system after the other, since all pairs of a large graph are too many to hold
    pairs = (
        pair
        for first in things
        for pair in _beside(first, things[first], holders, weight)
        if pair[1:] not in done and systems[first].isdisjoint(systems[pair[2]])
    )
    return [
        Uncompared(
            first, concepts[first].label, second, concepts[second].label,
            tuple(concepts[thing].label for thing in sorted(
                (each for each in things[first] if each in weight and each in things[second]),
                key=lambda each: (-weight[each], concepts[each].label),
            )),
            -less,
            tuple(papers[paper].title for iri in (first, second) for paper in sorted(systems[iri])),
        )
        for less, first, second in (sorted(pairs) if limit is None else nsmallest(limit, pairs))
    ]  # fmt: skip


def _things(every: Known, papers: Iterable[Iri]) -> list[Iri]:
    """Return what the papers of a system evaluate on and address, in order of IRI."""
    return sorted({other for paper in papers for predicate, other in every.papers[paper] if predicate in _SHARED})


def _beside(first: Iri, things: list[Iri], holders: dict[Iri, list[Iri]], weight: dict[Iri, float]) -> Iterator[_Pair]:
    """Yield the pairs of a system with those after it that share something with it."""
    found: dict[Iri, float] = {}
    for thing in things:
        if thing in weight:
            others = holders[thing]
            for other in others[bisect_right(others, first) :]:
                found[other] = found.get(other, 0.0) + weight[thing]
    return ((-round(total, 4), first, other) for other, total in found.items())


def _compared(tables: Tables, every: Known) -> set[tuple[Iri, Iri]]:
    """Return the pairs, in order, of which some paper holds the one against the other."""
    introduced: dict[Iri, set[Iri]] = {}
    for iri, papers in every.introducers.items():
        for paper in papers:
            introduced.setdefault(paper, set()).add(iri)
    found: set[tuple[Iri, Iri]] = set()
    for row in tables.claims(Want(predicates=frozenset(_COMPARING), asserted=False)):
        ours = {row.subject}
        if row.subject == row.paper or own_kind(row.subject) == "contribution":
            ours = introduced.get(paper_iri(row.paper_id), set())
        found |= {(min(one, row.object), max(one, row.object)) for one in ours}
    return found


def _untried(tables: Tables, every: Known, min_papers: int, min_expected: float) -> list[Untried]:
    """Return the hardware and techniques of enough papers that no paper has together.

    Where a whole family lacks a technique, its members are not listed too.
    """
    concepts, names = tables.concepts(), Names(tables)
    running, using = _papers_of(tables, every, names)
    whole = len(every.papers)
    found = [
        Untried(
            device, concepts[device].label, technique, concepts[technique].label, len(there), len(users),
            round(len(there) * len(users) / whole, 3),
        )
        for device, there in _large(running, min_papers)
        for technique, users in _large(using, min_papers)
        if len(there) * len(users) >= min_expected * whole and there.isdisjoint(users)
    ]  # fmt: skip
    missing = {(row.hardware, row.technique) for row in found}
    found = [row for row in found if not any((up, row.technique) in missing for up in names.above(row.hardware))]
    return sorted(found, key=lambda row: (-row.expected, row.hardware, row.technique))


_Papers = dict[Iri, set[Iri]]


def _papers_of(tables: Tables, every: Known, names: Names) -> tuple[_Papers, _Papers]:
    """Return the papers that run on hardware, or on what stands under it, and those that use a technique."""
    concepts = tables.concepts()
    running: _Papers = {}
    using: _Papers = {}
    for paper, features in every.papers.items():
        for predicate, iri in features:
            if predicate == Predicate.RUNS_ON and concepts[iri].type == ConceptType.HARDWARE:
                running.setdefault(iri, set()).add(paper)
            elif predicate in (Predicate.USES, Predicate.INTRODUCES) and concepts[iri].type == ConceptType.TECHNIQUE:
                using.setdefault(iri, set()).add(paper)
    families: _Papers = {}
    for iri, papers in running.items():
        for each in (iri, *names.above(iri)):
            if concepts[each].broader or each == iri:  # what stands above all hardware of a kind is too wide
                families.setdefault(each, set()).update(papers)
    narrow = [
        {iri: each for iri, each in found.items() if len(names.under(iri)) <= _WIDE + 1} for found in (families, using)
    ]
    return narrow[0], narrow[1]


def _large(groups: _Papers, least: int) -> Iterable[tuple[Iri, set[Iri]]]:
    return [(iri, group) for iri, group in groups.items() if len(group) >= least]
