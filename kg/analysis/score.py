"""How good extractions are: precision, recall and F1 against papers that people have annotated.

Micro-averaged over papers. A `concept` is found when its normalized name or one of its mentions is one of an annotated
concept. What is annotated as not required counts neither way; a second node for one concept is a false alarm. `typed`
asks for the type as well, `role` for the paper's edge to the concept too. A `relation` is subject, predicate and
object, a `quantity` a relation with its value.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.analysis.intervals import Counts
from kg.analysis.score_concepts import concept_marks
from kg.analysis.score_marks import Mark, Marks, Note, Outcome, Verdict
from kg.analysis.score_names import Record, align, normalized
from kg.analysis.score_relations import relation_marks

MEASURES = ("concept", "typed", "role", "relation", "quantity")
#: The group of what a file does not say.
UNKNOWN = "unknown"
_NOTHING: Record = {"concepts": [], "relations": []}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were found rightly, not found, and found wrongly."""

    hit: int = 0
    miss: int = 0
    alarm: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.hit / (self.hit + self.alarm) if self.hit + self.alarm else 0.0

    @property
    def recall(self) -> float:
        """The share of what is annotated that was found."""
        return self.hit / self.wanted if self.wanted else 0.0

    @property
    def wanted(self) -> int:
        """How many are annotated."""
        return self.hit + self.miss

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def row(self) -> dict[str, float]:
        """Return the rates, rounded to four places, and the counts."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**rates, "hit": self.hit, "miss": self.miss, "alarm": self.alarm}


@dataclass(frozen=True, slots=True)
class Score:
    """The tallies of some papers.

    `metric` is the share of the figures found whose metric shares a word with the annotated one, `evidence` the share
    of the relations found whose sentence stands in the text; None where there is nothing to count.
    `mistakes` are in the order of the papers; `missing` are the ids of papers not predicted.
    """

    measures: Mapping[str, Tally]
    by_type: Mapping[str | None, Tally]
    by_predicate: Mapping[str | None, Tally]
    metric: float | None
    evidence: float | None
    papers: int
    missing: tuple[str, ...]
    mistakes: tuple[tuple["Judged", Note], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as plain JSON values."""
        return {
            **{name: tally.row() for name, tally in self.measures.items()},
            "by_type": {str(name): tally.row() for name, tally in self.by_type.items()},
            "by_predicate": {str(name): tally.row() for name, tally in self.by_predicate.items()},
            "metric": self.metric,
            "evidence": self.evidence,
            "papers": self.papers,
            "papers_missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """An annotated paper, what was found in it (None where it was not predicted), and the marks of that."""

    gold: Record
    found: Record | None
    marks: tuple[Mark | Note | Verdict, ...]

    @property
    def id(self) -> str:
        """The id of the annotated paper."""
        name: str = self.gold["id"]
        return name

    def counts(self) -> list[Counts]:
        """Return hits, misses and false alarms in each measure, in the order of MEASURES."""
        found = Counter(mark for mark in self.marks if isinstance(mark, Mark) and mark.table == "measure")
        return [tuple(found[Mark("measure", name, outcome)] for outcome in Outcome) for name in MEASURES]

    def verdicts(self, measure: str) -> Iterator[Verdict]:
        """Yield whether each prediction is right, in one measure."""
        return (mark for mark in self.marks if isinstance(mark, Verdict) and mark.measure == measure)


def judge(gold: Sequence[Record], predicted: Iterable[Record]) -> tuple[Judged, ...]:
    """Return the annotated papers with what was found in them; papers are told by title, then by id."""
    listed = list(predicted)
    index = {paper.get("id"): paper for paper in listed}
    index |= {normalized(paper.get("title") or ""): paper for paper in listed}
    pairs = [(paper, index.get(normalized(paper["title"])) or index.get(paper["id"])) for paper in gold]
    return tuple(Judged(paper, found, tuple(paper_marks(paper, found or _NOTHING))) for paper, found in pairs)


def paper_marks(gold: Record, found: Record) -> Marks:
    """Yield the marks of one annotated paper and what was found in it."""
    alignment = align(gold["concepts"], found["concepts"])
    yield from concept_marks(gold, found, alignment)
    yield from relation_marks(gold, found, alignment)


def score(gold: Sequence[Record], predicted: Iterable[Record]) -> Score:
    """Return how well the predicted papers fit the annotated ones; papers are told by title, then by id."""
    return summed(judge(gold, predicted))


def summed(papers: Sequence[Judged]) -> Score:
    """Return the score of some papers together."""
    counts = Counter(mark for paper in papers for mark in paper.marks if isinstance(mark, Mark))
    return Score(
        measures=_measures(counts),
        by_type=_table(counts, "type"),
        by_predicate=_table(counts, "predicate"),
        metric=_share(counts, "metric"),
        evidence=_share(counts, "evidence"),
        papers=len(papers),
        missing=tuple(paper.id for paper in papers if paper.found is None),
        mistakes=tuple((paper, note) for paper in papers for note in paper.marks if isinstance(note, Note)),
    )


def summed_by(papers: Sequence[Judged], field: str) -> dict[str, Score]:
    """Return the score of each group of papers that have the same in a field, the largest group first.

    A field such as `venue` is that of the annotated paper, else that of its extraction, else `unknown`.
    """
    groups: dict[str, list[Judged]] = {}
    for paper in papers:
        groups.setdefault(_field(paper, field), []).append(paper)
    return {name: summed(groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))}


def _field(paper: Judged, field: str) -> str:
    value = paper.gold.get(field) or (paper.found or {}).get(field)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or UNKNOWN)


def by_rule(papers: Iterable[Judged], measure: str) -> dict[str, Tally]:
    """Return how many predictions of each rule are right and false; nothing that was missed has a rule."""
    verdicts = [verdict for paper in papers for verdict in paper.verdicts(measure)]
    counts = Counter((verdict.rule or UNKNOWN, verdict.right) for verdict in verdicts)
    tallies = {name: Tally(hit=counts[name, True], alarm=counts[name, False]) for name, _ in counts}
    return dict(sorted(tallies.items(), key=lambda item: (-item[1].hit - item[1].alarm, item[0])))


def tallied(marks: Iterable[Mark | Note | Verdict]) -> dict[str, Tally]:
    """Return the tally of each measure over some marks."""
    return _measures(Counter(mark for mark in marks if isinstance(mark, Mark)))


def _measures(counts: Counter[Mark]) -> dict[str, Tally]:
    found = _table(counts, "measure")
    return {name: found.get(name, Tally()) for name in MEASURES}


def _table(counts: Counter[Mark], table: str) -> dict[str | None, Tally]:
    names = sorted({mark.key for mark in counts if mark.table == table}, key=str)
    return {name: Tally(**{outcome.value: counts[Mark(table, name, outcome)] for outcome in Outcome}) for name in names}


def _share(counts: Counter[Mark], table: str) -> float | None:
    hit, miss = (counts[Mark(table, None, outcome)] for outcome in (Outcome.HIT, Outcome.MISS))
    return round(hit / (hit + miss), 4) if hit + miss else None
