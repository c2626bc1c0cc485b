"""What a figure is a figure of: its metric, its data set and its unit, so that like is held against like."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kg.analysis.directions import direction
from kg.model import Bound, ConceptType, Iri, Mode, Predicate
from kg.rdf.quantities import UNITS
from kg.tables.names import Names
from kg.tables.rows import ClaimRow
from kg.tables.tables import Tables
from kg.text import label_key

_BOUNDS: dict[str | None, str] = {Bound.UP_TO: "up to ", Bound.AT_LEAST: "at least ", Bound.ABOUT: "about "}
_SHARES = ("", "%", "points", "x")
_JOINED = ("x", "%")
_SYMBOLS = {iri: symbol for symbol, iri in reversed(UNITS.items())}  # the first of each


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: `key` tells it from others, `better` whether higher is, None where nobody says."""

    key: str
    label: str
    iri: Iri | None
    better: bool | None

    def better_in(self, unit: str) -> bool | None:
        """Return whether higher is better of figures in a unit: an accuracy of 3 mm is an error, and nobody says."""
        words = self.label.lower().split()
        lengths = unit not in _SHARES and bool(words) and words[-1] in ("accuracy", "precision")
        return None if lengths else self.better


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a claim stands: the sentence that carries it, and the paper."""

    claim: Iri
    paper: str
    title: str
    sentence: str
    confidence: float


def quote(row: ClaimRow) -> Quote:
    """Return where a claim stands."""
    return Quote(row.claim, row.paper_id, row.title, row.sentence, row.confidence)


class Measures:
    """The metrics and data sets that the claims of some tables name."""

    def __init__(self, tables: Tables, names: Names) -> None:
        self._concepts = tables.concepts()
        self._names = names
        self._known: dict[str, Metric] = {}

    def metric(self, row: ClaimRow) -> Metric | None:
        """Return the metric of a claim: a concept where one is linked, else the words of the text, else None."""
        iri, label = row.metric_iri, row.metric
        if row.predicate == Predicate.ACHIEVES:
            iri = iri or (row.object if row.object in self._concepts else None)
            label = label or row.object_label
        if iri is None and label:
            iri = self._names.only(label, (ConceptType.METRIC,))  # words that are a name of just one metric
        if iri is not None and iri in self._concepts:
            label = self._concepts[iri].label
        key = iri or label_key(label or "")
        if not key:
            return None
        if key not in self._known:
            better = direction(iri, label or "", self._concepts, self._names)
            self._known[key] = Metric(key, label or "", iri, better)
        return self._known[key]

    def label(self, iri: Iri) -> str:
        """Return the label of a concept, or its IRI where the tables do not hold it."""
        return self._concepts[iri].label if iri in self._concepts else iri

    def dataset(self, row: ClaimRow) -> tuple[str, str]:
        """Return the key and the label of what a figure was measured on; both empty where the text does not say."""
        if row.datasets:
            return " ".join(row.datasets), ", ".join(sorted(map(self.label, row.datasets)))
        return label_key(row.dataset or ""), row.dataset or ""


def unit_of(row: ClaimRow) -> str:
    """Return the unit of a figure in its first spelling, so that `ms` and `milliseconds` are one; empty for none.

    >>> _SYMBOLS[UNITS["milliseconds"]]
    'ms'
    """
    unit = row.unit or ""
    return _SYMBOLS[UNITS[unit]] if unit in UNITS else unit


def figure(row: ClaimRow) -> str:
    """Return a figure in words, as `up to 1.69x`; empty where there is none."""
    if row.value is None:
        return ""
    if row.mode == Mode.RANK:
        return f"rank {row.value}"
    unit = row.unit or ""
    return f"{_BOUNDS.get(row.bound, '')}{row.value}{'' if unit in _JOINED else ' '}{unit}".rstrip()


def condition(row: ClaimRow) -> str:
    """Return under what a figure holds, without what its bound says already."""
    parts = [part.strip() for part in (row.condition or "").split(";")]
    return "; ".join(part for part in parts if part and part != _BOUNDS.get(row.bound, "").strip())


def once_a_paper(rows: list[tuple[tuple[object, ...], ClaimRow]]) -> list[ClaimRow]:
    """Return of claims that one paper makes twice the surest, then the first; `rows` come with what they say."""
    best: dict[tuple[object, ...], ClaimRow] = {}
    for key, row in rows:
        whole = (row.paper, *key)
        if whole not in best or row.confidence > best[whole].confidence:
            best[whole] = row
    return list(best.values())


def contradicting(rows: Iterable[ClaimRow]) -> frozenset[Iri]:
    """Return those claims that cannot be right beside others, of claims with one metric, data set and unit.

    Two contradict each other that are of the same system (and over the same rival), differ, are stated with the same
    bound and under the same conditions, and in different sentences: figures of one sentence are told apart by it.
    """
    groups: dict[tuple[object, ...], list[ClaimRow]] = {}
    for row in rows:
        rival = row.object if row.predicate == Predicate.OUTPERFORMS else None
        groups.setdefault((row.subject, rival, row.mode, row.bound, row.condition), []).append(row)
    return frozenset(iri for group in groups.values() for iri in _differing(group))


def _differing(group: list[ClaimRow]) -> list[Iri]:
    """Return the claims that differ from another one in both figure and sentence; by counting, not by pairs."""
    said = {(row.numbers, row.sentence) for row in group}
    alike, beside = Counter(numbers for numbers, _ in said), Counter(sentence for _, sentence in said)
    return [row.claim for row in group if len(said) - alike[row.numbers] - beside[row.sentence] + 1 > 0]


def number_of(row: ClaimRow) -> Decimal:
    """Return the number of a figure that has one."""
    number = row.number
    if number is None:
        raise ValueError(f"{row.claim} has no number")
    return number
