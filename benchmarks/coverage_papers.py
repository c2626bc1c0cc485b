"""How many papers does the catalogue speak of? The share that links two or more of its concepts, by year and venue.

    python benchmarks/coverage_papers.py [--papers 3000 | --all] [--fast] [--workers N] [CORPUS]

Reads every k-th paper of the corpus (default: ../shared/corpora/conferences.jsonl.gz) with the default engine and
prints Markdown. A paper counts where two or more distinct concepts that it links are of the catalogue, or made by its
grammar of names under one of its families ("Qwen2.5-Coder-32B"); what only the paper itself names does not count. The
venue of a paper is its id before the slash, without the year.
"""

import argparse
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from corpus import CORPUS, records, step_for

from kg.analysis.gaps_found import is_held
from kg.linking.link import link
from kg.mentions.find import find
from kg.model import Paper
from kg.parse import parse_one
from kg.pipeline import Engine, load_engine
from kg.settings import Settings

ENOUGH = 2
_engines: list[Engine] = []  # of a worker


def start(settings: Settings) -> None:
    _engines[:] = [load_engine(settings)]


def concepts(paper: Paper) -> tuple[int, int]:
    """Return the number of distinct concepts of the catalogue that a paper links, and of all concepts."""
    engine = _engines[0]
    document, resolver = parse_one(paper), engine.gazetteer.resolver
    mentions = find(document, engine.gazetteer, engine.recognizer)
    links = link(document, mentions, resolver, ranker=engine.ranker, threshold=engine.settings.min_link)
    found = {each.concept for each in links}
    return sum(is_held(concept, resolver) for concept in found), len(found)


def counted(papers: list[Paper], settings: Settings, workers: int) -> Iterator[tuple[int, int]]:
    """Yield `concepts` of each paper, in order; forked workers share what is loaded here."""
    start(settings)
    _engines[0].warm()
    if workers == 1:
        yield from map(concepts, papers)
        return
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(workers, context, initializer=start, initargs=(settings,)) as pool:
        yield from pool.map(concepts, papers, chunksize=16)


def venue_of(paper_id: str) -> str:
    """Return the venue that an id names: `cvpr` of `cvpr2019/478`."""
    return re.sub(r"\d+$", "", paper_id.partition("/")[0])


def table(name: str, hits: Counter[str], totals: Counter[str]) -> None:
    print(f"\n| {name} | papers | with two or more | share |\n| --- | ---: | ---: | ---: |")
    for each in sorted(totals):
        print(f"| {each} | {totals[each]:,} | {hits[each]:,} | {hits[each] / totals[each]:.3f} |")


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--papers", type=int, default=3000, help="about so many, every k-th of the corpus")
    options.add_argument("--all", action="store_true", help="every paper")
    options.add_argument("--fast", action="store_true", help="by rules and the catalogue alone")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = options.parse_args()
    step = step_for(None if given.all else given.papers, given.corpus)
    rows = list(records(given.corpus, step=step))
    papers = [Paper(row["id"], row["title"], row["abstract"] or "") for row in rows]
    begun = time.perf_counter()
    numbers = list(counted(papers, Settings(fast=given.fast), given.workers))
    seconds = time.perf_counter() - begun
    report(rows, numbers, step)
    print(f"\n{len(papers) / seconds:,.0f} papers a second with {given.workers} processes")


def report(rows: list[dict[str, object]], numbers: list[tuple[int, int]], step: int) -> None:
    """Print the shares: over all, by number of concepts, by year and by venue."""
    enough = [held >= ENOUGH for held, _ in numbers]
    total = len(rows) or 1
    print(f"{len(rows):,} papers, one in {step} of the corpus" if step > 1 else f"all {len(rows):,} papers")
    print(f"\n**{sum(enough) / total:.4f} of them link {ENOUGH} or more concepts of the catalogue.**\n")
    print("| concepts of the catalogue | papers | share |\n| --- | ---: | ---: |")
    for least in (0, 1, 2, 3, 5, 10):
        having = sum(held == 0 for held, _ in numbers) if least == 0 else sum(held >= least for held, _ in numbers)
        print(f"| {'none' if least == 0 else f'{least} or more'} | {having:,} | {having / total:.4f} |")
    held, linked = sum(each for each, _ in numbers), sum(each for _, each in numbers)
    print(f"\n{held / total:.2f} concepts of the catalogue a paper, of {linked / total:.2f} linked ones")
    for name, of in (("year", [str(row["year"]) for row in rows]), ("venue", [venue_of(str(r["id"])) for r in rows])):
        hits = Counter(each for each, is_enough in zip(of, enough, strict=True) if is_enough)
        table(name, hits, Counter(of))


if __name__ == "__main__":
    main()
