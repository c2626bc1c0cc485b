"""How good extractions are: precision, recall and F1 against papers that people have annotated.

Micro-averaged over papers. A `concept` is found when its normalized name or one of its mentions is one of an annotated
concept. What is annotated as not required counts neither way; a second node for one concept is a false alarm. `typed`
asks for the type as well, `role` for the paper's edge to the concept too. A `relation` is subject, predicate and
object, a `quantity` a relation with its value.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.analysis.score_marks import Mark, Mistake, Note, Outcome, paper_marks
from kg.analysis.score_names import Record, normalized
from kg.errors import SourceError

MEASURES = ("concept", "typed", "role", "relation", "quantity")
_NOTHING: Record = {"concepts": [], "relations": []}
_MEND = "Give one JSON object a paper, with its concepts and relations, as `kg extract` prints them"
_GOLD = {"concepts": ("name", "type", "role", "required"), "relations": ("s", "p", "evidence", "required")}
_TEXTS = frozenset(("name", "type", "role", "p", "evidence"))
_FOUND = {"concepts": ("name",), "relations": ("s", "p")}


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
        return self.hit / (self.hit + self.miss) if self.hit + self.miss else 0.0

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
    `mistakes` are (kind, paper, words), in the order of the papers; `missing` are the ids of papers not predicted.
    """

    measures: Mapping[str, Tally]
    by_type: Mapping[str | None, Tally]
    by_predicate: Mapping[str | None, Tally]
    metric: float | None
    evidence: float | None
    papers: int
    missing: tuple[str, ...]
    mistakes: tuple[tuple[Mistake, str, str], ...]

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


def score(gold: Sequence[Record], predicted: Iterable[Record]) -> Score:
    """Return how well the predicted papers fit the annotated ones; papers are told by title, then by id."""
    return _summed(list(_marked(gold, predicted)))


def score_each(gold: Sequence[Record], predicted: Iterable[Record]) -> dict[str, Score]:
    """Return the score of each annotated paper alone, by its id."""
    return {paper.id: _summed([paper]) for paper in _marked(gold, predicted)}


def load_gold(path: Path) -> list[Record]:
    """Return the annotated papers of a JSON Lines file; raises SourceError for one that is none."""
    return list(_records(path, _GOLD, ("id", "title")))


def load_predicted(path: Path) -> list[Record]:
    """Return the extractions of a JSON Lines file; raises SourceError for one that is none."""
    return list(_records(path, _FOUND, ()))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A paper with its marks."""

    id: str
    found: bool
    marks: tuple[Mark | Note, ...]


def _marked(gold: Sequence[Record], predicted: Iterable[Record]) -> Iterator[_Marked]:
    listed = list(predicted)
    index = {paper.get("id"): paper for paper in listed}
    index |= {normalized(paper.get("title") or ""): paper for paper in listed}
    for paper in gold:
        found = index.get(normalized(paper["title"])) or index.get(paper["id"])
        yield _Marked(paper["id"], found is not None, tuple(paper_marks(paper, found or _NOTHING)))


def _summed(papers: Sequence[_Marked]) -> Score:
    counts = Counter(mark for paper in papers for mark in paper.marks if isinstance(mark, Mark))
    measures = _table(counts, "measure")
    return Score(
        measures={name: measures.get(name, Tally()) for name in MEASURES},
        by_type=_table(counts, "type"),
        by_predicate=_table(counts, "predicate"),
        metric=_share(counts, "metric"),
        evidence=_share(counts, "evidence"),
        papers=len(papers),
        missing=tuple(paper.id for paper in papers if not paper.found),
        mistakes=tuple(
            (note.mistake, paper.id, note.what) for paper in papers for note in paper.marks if isinstance(note, Note)
        ),
    )


def _table(counts: Counter[Mark], table: str) -> dict[str | None, Tally]:
    names = sorted({mark.key for mark in counts if mark.table == table}, key=str)
    return {name: Tally(**{outcome.value: counts[Mark(table, name, outcome)] for outcome in Outcome}) for name in names}


def _share(counts: Counter[Mark], table: str) -> float | None:
    hit, miss = (counts[Mark(table, None, outcome)] for outcome in (Outcome.HIT, Outcome.MISS))
    return round(hit / (hit + miss), 4) if hit + miss else None


def _records(path: Path, lists: Mapping[str, Sequence[str]], fields: Sequence[str]) -> Iterator[Record]:
    """Yield the objects of a file that have these fields, and in these lists objects with those."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no UTF-8 text"
        raise SourceError(str(path), 0, str(reason), "Check the name") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = _parsed(path, number, line)
            wrong = _lacking(record, lists, fields)
            if wrong:
                raise SourceError(str(path), number, wrong, _MEND)
            yield record


def _parsed(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise SourceError(str(path), number, f"this is no JSON ({error})", _MEND) from error


def _lacking(record: Any, lists: Mapping[str, Sequence[str]], fields: Sequence[str]) -> str:
    """Return what a record lacks, in words; empty where it lacks nothing."""
    if not isinstance(record, dict):
        return "this is no JSON object"
    for name in fields:
        if not isinstance(record.get(name), str):
            return f"the paper has no {name}"
    for name, wanted in lists.items():
        if not isinstance(record.get(name), list):
            return f"the paper has no list of {name}"
        for item in record[name]:
            lacks = next((field for field in wanted if not _has(item, field)), None)
            if lacks:
                return f"one of the {name} has no {lacks}"
    return ""


def _has(item: object, field: str) -> bool:
    if not isinstance(item, dict) or field not in item:
        return False
    return field not in _TEXTS or isinstance(item[field], str)
