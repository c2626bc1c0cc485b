"""How fast is the catalogue? Its loading, and finding its names in unseen abstracts beside spaCy's tokenizer alone.

    python benchmarks/gazetteer_speed.py [--papers 500] [--rounds 5] [CORPUS]

Prints Markdown. Loading is timed in processes of their own: once with an empty cache, then from the cache that this
left. Finding is timed on one core in rounds. The tokenizers and the grammar of names remember words, so they are warm
from other papers, and no two works get the same paper; times are by character. The ratio is the median over the rounds.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from corpus import CORPUS, records, step_for

from kg.mentions.find import known_names
from kg.mentions.gazetteer import Gazetteer
from kg.model import Paper
from kg.ontology import Ontology
from kg.parse import parse_one, tokenize

WORKS = 4
_LOAD = """
import time
import kg.ontology, kg.mentions.gazetteer
begun = time.perf_counter()
catalogue = kg.ontology.Ontology.load()
loaded = time.perf_counter()
kg.mentions.gazetteer.Gazetteer(catalogue).prepare()
print(loaded - begun, time.perf_counter() - loaded)
"""


def loading(cache: str) -> tuple[float, float]:
    """Return the seconds that a fresh process takes to load the catalogue, and then to make the automaton."""
    environment = {**os.environ, "XDG_CACHE_HOME": cache}  # where the compiled catalogue is kept on Linux
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True, env=environment)
    load, automaton = map(float, done.stdout.split())
    return load, automaton


def works() -> dict[str, Callable[[Paper], object]]:
    """Return what is timed, by name; the first is what the others are compared with."""
    import spacy

    alone: Any = spacy.blank("en").tokenizer
    gazetteer = Gazetteer(Ontology.load())
    gazetteer.prepare()
    return {
        'spaCy\'s `blank("en")` tokenizer alone': lambda paper: alone(paper.text),
        "kg's tokenizer": lambda paper: tokenize(paper.text),
        "kg's tokenizer and `known_names`": lambda paper: (tokenize(paper.text), known_names(paper.text, gazetteer)),
        "the same with cleaning and sentences": lambda paper: known_names(parse_one(paper).clean.text, gazetteer),
    }


def seconds(papers: list[Paper], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that each work takes for a character in each round; a round before them is for warming."""
    kinds = works()
    share = len(papers) // ((rounds + 1) * len(kinds))
    found: dict[str, list[float]] = {name: [] for name in kinds}
    waiting = iter(papers)
    for _ in range(rounds + 1):
        for name, work in kinds.items():
            part = list(islice(waiting, share))
            begun = time.process_time()
            for paper in part:
                work(paper)
            spent = time.process_time() - begun
            found[name].append(spent / sum(len(paper.text) for paper in part))
    return {name: values[1:] for name, values in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--papers", type=int, default=500, help="of each work in each round")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        first, again = loading(cache), loading(cache)
    ontology = Ontology.load()
    print(f"{len(ontology.concepts):,} concepts, {len(ontology.spellings):,} spellings\n")
    print("| loading | catalogue, s | automaton, s | of the first |\n| --- | ---: | ---: | ---: |")
    for name, (load, automaton) in (("nothing cached", first), ("cached", again)):
        print(f"| {name} | {load:.2f} | {automaton:.2f} | {(load + automaton) / sum(first):.2f} |")
    step = step_for(given.papers * (given.rounds + 1) * WORKS, given.corpus)
    papers = [Paper(row["id"], row["title"], row["abstract"] or "") for row in records(given.corpus, step=step)]
    random.Random(0).shuffle(papers)  # the corpus goes by venue and year
    report(papers, seconds(papers, given.rounds))


def report(papers: list[Paper], found: dict[str, list[float]]) -> None:
    """Print the papers a second of each work, for papers of the usual length, and the ratios."""
    usual = statistics.mean(len(paper.text) for paper in papers)
    alone = next(iter(found.values()))
    print(f"\n{len(papers):,} papers of {usual:,.0f} characters, {len(alone)} rounds and one for warming, one core\n")
    print("| work | papers/s | times the tokenizer |\n| --- | ---: | ---: |")
    for name, values in found.items():
        ratio = statistics.median(value / base for base, value in zip(alone, values, strict=True))
        print(f"| {name} | {1 / (statistics.median(values) * usual):,.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
