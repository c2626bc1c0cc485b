"""What is like a paper or a system: what shares its concepts and claims, the rare ones counting more.

The measure is the weighted Jaccard index: the weight of what two share over the weight of what either has, where a
feature weighs the logarithm of how rare it is (0 for one that all have). What two share in one paper's words alone
says that they are named together, not that they are alike, and does not count.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import fsum, log

from kg.analysis.features import Feature, Known, known
from kg.model import Iri
from kg.tables.names import Names
from kg.tables.rows import PaperRow
from kg.tables.tables import Source, Tables, tables_of


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that two things share, as what, and what it weighs: BERT, which both name and use."""

    predicates: tuple[str, ...]
    iri: Iri
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Similar:
    """Something like the thing asked for: how much (0 to 1), and why, the weightiest first."""

    iri: Iri
    label: str
    type: str
    score: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Similarity:
    """What is like one thing, most alike first."""

    iri: Iri
    label: str
    type: str
    rows: tuple[Similar, ...]


def similar(source: Source, name: str, *, limit: int | None = 10) -> Similarity:
    """Return the papers that are like a paper, or the concepts of one type that are like a concept.

    A concept is known by its claims and by the papers that introduce it, or where none does, by those that use it.
    Raises UnknownNode.
    """
    tables = tables_of(source)
    about = Names(tables).thing(name)
    every = known(tables)
    if isinstance(about, PaperRow):
        iri, label, kind = about.paper, about.title, "Paper"
        features = every.papers
        told_apart: _Shared = _all
    else:
        iri, label, kind = about.concept, about.label, about.type
        features = {row.concept: every.concept(row.concept) for row in tables.concepts().values() if row.type == kind}
        told_apart = _by_two_papers(every, iri, features[iri])
    rows = _alike(iri, features, told_apart)[:limit]
    return Similarity(iri, label, kind, tuple(_row(tables, kind, *row) for row in rows))


_Alike = tuple[Iri, float, list[tuple[float, Feature]]]
_Shared = Callable[[Iri, set[Feature]], set[Feature]]
"""From something else and the features that it shares to those that count."""


def _all(other: Iri, both: set[Feature]) -> set[Feature]:
    """Return all that two papers share: each has it from itself."""
    return both


def _by_two_papers(every: Known, iri: Iri, mine: set[Feature]) -> _Shared:
    """Return what drops the features that a concept and another one have from one and the same paper alone."""
    sources = every.sources(iri, mine)
    lone = {feature: papers for feature, papers in sources.items() if len(papers) == 1}
    holders: dict[Feature, set[Iri]] = {feature: set() for feature in lone}
    for paper, features in every.papers.items():
        for feature in features & lone.keys():
            holders[feature].add(paper)

    def kept(other: Iri, both: set[Feature]) -> set[Feature]:
        speakers, claims = every.speakers(other), every.claims.get(other, {})
        return {
            feature
            for feature in both
            if feature not in lone
            or (holders[feature] & speakers) - lone[feature]
            or claims.get(feature, lone[feature]) - lone[feature]
        }

    return kept


def _alike(iri: Iri, features: Mapping[Iri, set[Feature]], told_apart: _Shared) -> list[_Alike]:
    """Return what shares a feature with something, with the measure and what is shared, most alike first."""
    held = [each for each in features.values() if each]
    spread = Counter(feature for each in held for feature in each)
    weight = {feature: log(len(held) / number) for feature, number in spread.items()}
    mine = features[iri]
    total = _sum(weight, mine)
    found: list[_Alike] = []
    for other, theirs in features.items():
        both = told_apart(other, mine & theirs) if other != iri else set()
        common = _sum(weight, both)
        if common > 0:
            why = [(weight[feature], feature) for feature in both if weight[feature] > 0]
            found.append((other, round(common / (total + _sum(weight, theirs) - common), 4), why))
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _sum(weight: Mapping[Feature, float], features: Iterable[Feature]) -> float:
    """Return the weight of features; the sum is exact, so that their order plays no part."""
    return fsum(map(weight.__getitem__, features))


def _row(tables: Tables, kind: str, iri: Iri, score: float, why: list[tuple[float, Feature]]) -> Similar:
    concepts = tables.concepts()
    label = tables.papers()[iri].title if kind == "Paper" else concepts[iri].label
    by_end: dict[Iri, list[tuple[float, Feature]]] = {}
    for weight, feature in why:
        by_end.setdefault(feature[1], []).append((weight, feature))
    shared = [
        Shared(
            tuple(sorted(predicate for _, (predicate, _) in group)), end,
            concepts[end].label if end in concepts else end, round(fsum(weight for weight, _ in group), 4),
        )
        for end, group in by_end.items()
    ]  # fmt: skip
    shared.sort(key=lambda each: (-each.weight, each.label, each.iri))
    return Similar(iri, label, kind, score, tuple(shared))
