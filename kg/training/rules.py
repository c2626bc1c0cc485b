"""How often each rule of the figures and comparisons is right, measured on annotated papers.

`python -m kg.training.rules GOLD.jsonl` logs the table that `kg/claims/confidences.py` holds.
"""

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kg.analysis.score_names import Record, align, numbers
from kg.export.records import record
from kg.model import Extraction
from kg.pipeline import extract, load_engine
from kg.training.gold import load_gold

logger = logging.getLogger(__name__)
_PREFIXES = ("figure.", "words.")
_PRIOR, _WEIGHT = 0.6, 3.0  # a rule that fires rarely is drawn towards the mean
Ends = frozenset[str]


def measure_rules(papers: Iterable[tuple[Record, Record]]) -> dict[str, float]:
    """Return the precision of each rule; `papers` are (annotated, found), both as the guidelines write them.

    A claim is right where the annotation holds its ends, required or not, and its figure, if it has one.
    The links should come from models that have not learned from the papers.
    """
    right: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    for annotated, found in papers:
        for relation, fits in judged_relations(annotated, found):
            fired[relation["rule"]] += 1
            right[relation["rule"]] += fits
    return {
        rule: round((right[rule] + _PRIOR * _WEIGHT) / (fired[rule] + _WEIGHT), 2)
        for rule in sorted(fired)
        if rule.startswith(_PREFIXES)
    }


def judged_relations(annotated: Record, found: Record) -> list[tuple[Record, bool]]:
    """Return each relation found, and whether the annotation has its ends and, where it has a figure, that figure."""
    own = {concept["name"]: concept for concept in annotated["concepts"]}
    introduced = frozenset(name for name, concept in own.items() if concept["role"] == "introduces")
    matched = align(annotated["concepts"], found["concepts"]).gold_of
    wanted = [(_ends(row, own, introduced), row) for row in annotated["relations"]]
    return [(row, _is_wanted(row, _ends(row, matched, introduced), wanted)) for row in found["relations"]]


def _is_wanted(row: Record, ends: tuple[Ends, Ends], wanted: Sequence[tuple[tuple[Ends, Ends], Record]]) -> bool:
    value = numbers(row["value"]) if row.get("value") else ()
    return any(
        other["p"] == row["p"]
        and ends[0] & subject
        and ends[1] & target
        and (not value or (bool(other.get("value")) and numbers(other["value"]) == value))
        for (subject, target), other in wanted
    )


def _ends(row: Record, concepts: Mapping[str, Record | None], introduced: Ends) -> tuple[Ends, Ends]:
    return _end(row["s"], concepts, introduced), _end(row.get("o"), concepts, introduced)


def _end(name: str | None, concepts: Mapping[str, Record | None], introduced: Ends) -> Ends:
    """Return what an end may be called: the paper is any concept that it introduces, and the reverse."""
    if not name or name == "@baseline":
        return frozenset(("@baseline",))
    if name == "@paper":
        return introduced | {"@paper"}
    concept = concepts.get(name)
    if concept is None:
        return frozenset((f"?{name}",))
    return frozenset((concept["name"], "@paper") if concept["name"] in introduced else (concept["name"],))


def _main(gold: Path) -> None:
    papers = load_gold(gold)
    engine = load_engine()
    engine = replace(engine, reader=replace(engine.reader, figures=None))  # the rules alone, without their judge
    found: list[Extraction] = [extract(paper.document.paper, engine=engine) for paper in papers]
    table = measure_rules((paper.record, record(each)) for paper, each in zip(papers, found, strict=True))
    for rule, share in table.items():
        logger.info('    "%s": %.2f,', rule, share)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    _main(Path(sys.argv[1]))
