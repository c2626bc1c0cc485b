"""How fast is kg? Each stage of the line beside spaCy's tokenizer, then `kg extract` and `kg build` as people run them.

    python benchmarks/build_speed.py [--papers 400] [--rounds 4] [--bulk 2000] [CORPUS]

Prints Markdown. The line runs on one core in rounds; each round gets papers that none before it has had, and every
paper goes through the tokenizer alone as well, in turn with the stages, so that a ratio does not depend on how busy
the machine is; it is the median over the rounds. Without a corpus the examples are read.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from corpus import CORPUS, records, step_for

import kg
from kg.claims.extract import extract as claims_of
from kg.linking.link import link
from kg.mentions.find import find
from kg.model import Extraction, Paper
from kg.parse import parse_one
from kg.pipeline import Engine, load_engine
from kg.rdf.encode import encode
from kg.settings import Settings

EXAMPLES = ("examples/papers.txt", "examples/papers.jsonl")
ALONE = "spaCy's tokenizer alone"


def papers_of(corpus: Path, wanted: int) -> list[Paper]:
    """Return about as many papers of the corpus in a mixed order, or the examples where there is no corpus."""
    if not corpus.is_file():
        return list(kg.read([name for name in EXAMPLES if Path(name).is_file()]))
    rows = records(corpus, step=step_for(wanted, corpus))
    papers = [Paper(row["id"], row["title"], row["abstract"] or "") for row in rows][:wanted]
    random.Random(0).shuffle(papers)  # the corpus goes by venue and year
    return papers


def stages(engine: Engine, tokenizer: Callable[[str], object]) -> Callable[[Paper], Iterator[tuple[str, float]]]:
    """Return what takes one paper through the line and yields the seconds of each stage, the tokenizer alone first."""
    settings = engine.settings

    def run(paper: Paper) -> Iterator[tuple[str, float]]:
        clock = time.process_time
        marks = [clock()]
        tokenizer(paper.text)
        marks.append(clock())
        document = parse_one(paper)
        marks.append(clock())
        mentions = find(document, engine.gazetteer, engine.recognizer)
        marks.append(clock())
        links = link(document, mentions, engine.gazetteer.resolver, ranker=engine.ranker, threshold=settings.min_link)
        marks.append(clock())
        claims = claims_of(document, links, reader=engine.reader, threshold=settings.min_confidence)
        marks.append(clock())
        encode(Extraction(paper, links, claims))
        marks.append(clock())
        names = (
            ALONE,
            "parse (clean, tokens, sentences)",
            "mentions",
            "linking (with the network)",
            "claims",
            "encode as RDF",
        )
        yield from zip(names, (after - before for before, after in pairwise(marks)), strict=True)

    return run


def rounds(papers: Sequence[Paper], count: int, *, fast: bool) -> dict[str, list[float]]:
    """Return the seconds a paper of each stage in each round; a part before them is for warming."""
    import spacy

    engine = load_engine(Settings(fast=fast))
    engine.warm()
    run = stages(engine, spacy.blank("en").tokenizer)
    share = max(1, len(papers) // (count + 1))
    found: dict[str, list[float]] = {}
    for number in range(count + 1):
        spent: dict[str, float] = {}
        part = papers[number * share : (number + 1) * share]
        for paper in part:
            for name, seconds in run(paper):
                spent[name] = spent.get(name, 0.0) + seconds
        for name, seconds in spent.items() if number else ():
            found.setdefault(name, []).append(seconds / len(part))
    found["the whole line"] = [sum(row[1:]) for row in zip(*found.values(), strict=True)]
    return found


def table(found: dict[str, list[float]], title: str) -> None:
    print(f"\n| {title} | ms a paper | papers/s | times the tokenizer |\n| --- | ---: | ---: | ---: |")
    for name, values in found.items():
        ratio = statistics.median(value / base for base, value in zip(found[ALONE], values, strict=True))
        middle = statistics.median(values)
        print(f"| {name} | {middle * 1000:.2f} | {1 / middle:,.0f} | {ratio:.2f} |")


def timed(*command: str) -> tuple[float, float]:
    """Return wall seconds and the peak megabytes of any process of one command of kg."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", "-q", *command], check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def commands(papers: Sequence[Paper], folder: Path) -> Iterator[tuple[str, float, float]]:
    """Yield a command, its wall seconds and the peak; the start of the process counts."""
    source = folder / "papers.jsonl"
    rows = ({"id": paper.id, "title": paper.title, "abstract": paper.abstract} for paper in papers)
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out = ("-o", str(folder / "out.jsonl"))
    graph = ("build", str(source), "-o", str(folder / "graph"))
    for name, command in (
        ("kg extract --fast", ("extract", str(source), "--fast", *out)),
        ("kg extract", ("extract", str(source), *out)),
        ("kg build", graph),
        ("kg build, again with nothing new", graph),
    ):
        yield name, *timed(*command)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("corpus", nargs="?", type=Path, default=CORPUS)
    options.add_argument("--papers", type=int, default=400, help="of all rounds of one table")
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--bulk", type=int, default=2000, help="papers for the commands; 0 for none")
    given = options.parse_args()
    papers = papers_of(given.corpus, 2 * given.papers * (given.rounds + 1) // given.rounds)
    half = len(papers) // 2  # words are remembered, so that each table has papers of its own
    print(
        f"{half:,} papers a table of {statistics.mean(len(paper.text) for paper in papers):,.0f} characters, one core"
    )
    table(rounds(papers[:half], given.rounds, fast=False), "default")
    table(rounds(papers[half:], given.rounds, fast=True), "--fast")
    bulk = papers_of(given.corpus, given.bulk)[: given.bulk] if given.bulk else []
    if not bulk:
        return
    print("\n| command | papers | seconds | papers/s | peak MB so far |\n| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        for name, wall, peak in commands(bulk, Path(scratch)):
            print(f"| `{name}` | {len(bulk):,} | {wall:.1f} | {len(bulk) / wall:,.0f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
