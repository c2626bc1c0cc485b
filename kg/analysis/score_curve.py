"""What a threshold trades: the rates at each confidence from which predictions are kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.analysis.score import Judged, Tally, tallied
from kg.analysis.score_concepts import concept_marks
from kg.analysis.score_marks import Marks, stated
from kg.analysis.score_names import Alignment, Record, align
from kg.analysis.score_relations import relation_marks

THRESHOLDS = tuple(step / 10 for step in range(10))
_NOTHING: Record = {"concepts": [], "relations": []}


@dataclass(frozen=True, slots=True)
class Point:
    """The tallies of what reaches a threshold.

    Of `typed` concepts it is the score of the concept, which is what `min_link` is held against; of relations and
    quantities it is the confidence of the claim, as for `min_confidence`.
    """

    threshold: float
    measures: Mapping[str, Tally]

    def as_dict(self) -> dict[str, object]:
        """Return the numbers as plain JSON values."""
        return {"threshold": self.threshold, **{name: tally.row() for name, tally in self.measures.items()}}


def curve(papers: Sequence[Judged], thresholds: Sequence[float] = THRESHOLDS) -> Iterator[Point]:
    """Yield a point for each threshold. What was not predicted at all cannot come back at a lower one."""
    pairs = [(paper.gold, paper.found or _NOTHING) for paper in papers]
    aligned = [(gold, found, align(gold["concepts"], found["concepts"])) for gold, found in pairs]
    for threshold in thresholds:
        concepts = tallied(mark for gold, found in pairs for mark in _concepts(gold, found, threshold))
        claims = tallied(mark for row in aligned for mark in _claims(*row, threshold))
        yield Point(
            threshold, {"typed": concepts["typed"], **{name: claims[name] for name in ("relation", "quantity")}}
        )


def confident(predicted: Sequence[Record], threshold: float) -> list[Record]:
    """Return extractions without the relations whose confidence is below a threshold; none stated is enough."""
    return [{**paper, "relations": _kept(paper["relations"], "confidence", threshold)} for paper in predicted]


def _concepts(gold: Record, found: Record, threshold: float) -> Marks:
    kept = {**found, "concepts": _kept(found["concepts"], "score", threshold)}
    return concept_marks(gold, kept, align(gold["concepts"], kept["concepts"]))


def _claims(gold: Record, found: Record, alignment: Alignment, threshold: float) -> Marks:
    kept = {**found, "relations": _kept(found["relations"], "confidence", threshold)}
    return relation_marks(gold, kept, alignment)


def _kept(rows: Sequence[Record], field: str, threshold: float) -> list[Record]:
    sure = [(row, stated(row, field)) for row in rows]
    return [row for row, confidence in sure if confidence is None or confidence >= threshold]
