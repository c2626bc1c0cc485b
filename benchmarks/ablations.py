"""What does each part of the reader bring? The scores on annotated papers with one part after another left out.

    python benchmarks/ablations.py GOLD [--weights NAME=FOLDER …]

Prints Markdown: F1 of each measure, the difference to the whole, the time a paper as a ratio to `--fast`. A folder of
weights (made by `kg train`, say from half of the papers) is one more row. GOLD must hold the abstracts, and its papers
must not have been learned from: otherwise the learned parts look better than they are.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.analysis.score import Score, score
from kg.analysis.score_files import load_gold
from kg.export.records import record
from kg.linear import LinearModel
from kg.linking.link import Ranker
from kg.model import Extraction, Paper
from kg.ontology import Ontology
from kg.pipeline import Engine, extract, load_engine
from kg.settings import Settings

MEASURES = ("concept", "typed", "role", "relation", "quantity")
Change = Callable[[Extraction], Extraction]


def whole(extraction: Extraction) -> Extraction:
    return extraction


def without_rules(extraction: Extraction) -> Extraction:
    """Leave out what the rules for figures and comparisons have read."""
    kept = tuple(claim for claim in extraction.claims if not claim.rule.startswith(("figure.", "words.")))
    return replace(extraction, claims=kept)


def flat(model: LinearModel) -> LinearModel:
    """Return the model with every feature forgotten: it says the same of everything."""
    return replace(model, index={}, bias=model.bias * 0)


def without_linear(engine: Engine) -> Engine:
    ranker = Ranker(flat(engine.ranker.keep), flat(engine.ranker.types), engine.ranker.network)
    return replace(engine, ranker=ranker, reader=replace(engine.reader, roles=flat(engine.reader.roles)))


def variants(folders: list[str]) -> Iterator[tuple[str, Engine, Change]]:
    """Yield the readers by name, the whole one first."""
    engine = load_engine(Settings())
    mute = replace(engine, ranker=replace(engine.ranker, network=None), reader=replace(engine.reader, network=None))
    yield "whole", engine, whole
    yield "without the network", mute, whole
    yield "without the random field", replace(engine, recognizer=None), whole
    yield "without the linear models", without_linear(engine), whole
    yield "without the catalogue", load_engine(Settings(), Ontology.empty()), whole
    yield "without the rules for figures", engine, without_rules
    yield "`--fast`: no network, no random field", load_engine(Settings(fast=True)), whole
    for given in folders:
        name, _, folder = given.partition("=")
        yield name, load_engine(Settings(weights=folder)), whole


def scored(engine: Engine, change: Change, gold: list[Any]) -> tuple[Score, float]:
    """Return the scores of a reader, and its seconds a paper."""
    papers = [Paper(each["id"], each["title"], each["abstract"]) for each in gold]
    engine.warm()
    start = time.process_time()
    found = [record(change(extract(paper, engine=engine))) for paper in papers]
    return score(gold, found), (time.process_time() - start) / len(papers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--weights", action="append", default=[], metavar="NAME=FOLDER")
    given = parser.parse_args()
    gold = list(load_gold(given.gold))
    rows = [(name, *scored(engine, change, gold)) for name, engine, change in variants(given.weights)]
    fast = next(seconds for name, _, seconds in rows if name.startswith("`--fast`"))
    first = rows[0][1].measures
    print(f"{len(gold)} papers of {given.gold.name}\n")
    print("| reader | " + " | ".join(MEASURES) + " | time |")
    print("| --- |" + " ---: |" * (len(MEASURES) + 1))
    for name, result, seconds in rows:
        cells = [f"{result.measures[m].f1:.3f} ({result.measures[m].f1 - first[m].f1:+.3f})" for m in MEASURES]
        print(f"| {name} | " + " | ".join(cells) + f" | {seconds / fast:.1f} |")


if __name__ == "__main__":
    main()
