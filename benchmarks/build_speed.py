"""How fast is a build? Stages side by side in one run, as ratios to spaCy's tokenizer alone.

    python benchmarks/build_speed.py [SOURCE…]      (default: examples/)

Prints a table in Markdown: papers a second of each stage on one core, the ratio to the first row,
and the wall time and peak memory of `kg build` in a process of its own, from nothing and again.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import kg
from kg.claims.extract import extract as claims_of
from kg.linking.link import link
from kg.mentions.find import find
from kg.parse import parse_one
from kg.pipeline import load_engine
from kg.rdf.encode import encode

DEFAULT = ("examples/papers.txt", "examples/papers.jsonl")


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def stages(papers: list[kg.Paper]) -> Iterable[tuple[str, float]]:
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    engine = load_engine()
    documents = [parse_one(paper) for paper in papers]
    mentions = [find(document, engine.gazetteer, engine.recognizer) for document in documents]
    links = [
        link(document, own, engine.gazetteer.resolver, ranker=engine.ranker)
        for document, own in zip(documents, mentions, strict=True)
    ]
    extractions = [kg.extract(paper) for paper in papers]
    yield "spaCy's tokenizer alone", seconds(lambda: [tokenizer(paper.text) for paper in papers])
    yield "parse (clean, tokens, sentences)", seconds(lambda: [parse_one(paper) for paper in papers])
    yield "gazetteer", seconds(lambda: [engine.gazetteer.find(document.clean.text) for document in documents])
    yield (
        "mentions (all finders)",
        seconds(lambda: [find(d, engine.gazetteer, engine.recognizer) for d in documents]),
    )
    yield (
        "linking",
        seconds(
            lambda: [
                link(d, m, engine.gazetteer.resolver, ranker=engine.ranker)
                for d, m in zip(documents, mentions, strict=True)
            ]
        ),
    )
    yield (
        "claims",
        seconds(lambda: [claims_of(d, own, reader=engine.reader) for d, own in zip(documents, links, strict=True)]),
    )
    yield "encode", seconds(lambda: [encode(extraction) for extraction in extractions])
    yield "the whole line, one core", seconds(lambda: [kg.extract(paper) for paper in papers])


def build(sources: list[str], folder: str) -> tuple[float, float]:
    """Return wall seconds and peak megabytes of one `kg build`."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", "-q", "build", *sources, "-o", folder], check=False)
    wall = time.perf_counter() - start
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    sources = sys.argv[1:] or [name for name in DEFAULT if Path(name).is_file()]
    papers = list(kg.read(sources))
    rows = list(stages(papers))
    print(f"{len(papers)} papers\n\n| stage | papers/s | times the tokenizer |\n| --- | ---: | ---: |")
    for name, spent in rows:
        print(f"| {name} | {len(papers) / max(spent, 1e-9):,.0f} | {spent / max(rows[0][1], 1e-9):.1f} |")
    with tempfile.TemporaryDirectory() as folder:
        first, peak = build(sources, folder)
        again, _ = build(sources, folder)
    print(
        f"\n`kg build`: {first:.1f} s from nothing, {again:.1f} s again, {again / first:.2f} of it; peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
