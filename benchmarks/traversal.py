"""How fast is walking? What `kg.Graph` and the commands on top of it take, and how much memory.

    python benchmarks/traversal.py [GRAPH | --papers 60000] [--pairs 50]

Takes the folder of a graph that `kg build` wrote, or makes up a graph of so many papers: concepts as frequent as those
of abstracts (Zipf), sixteen claims a paper, one in four with a figure. The store of a made-up graph holds one paper:
walking reads the copy beside the store, and asks the store for other names and broader concepts of one node alone.
Each line runs in a process of its own. Prints Markdown; seconds are of the processor, and of the wall where a command
is run from a cold shell.
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
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import kg
from kg.iris import concept_iri, contribution, paper_iri, paper_node
from kg.model import Claim, Concept, ConceptType, Evidence, Extraction, Link, Mention, Paper, Predicate, Quantity, Span
from kg.traverse.kept import FILE, STORE, seal

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka le mi no pu ra".split()
SENTENCES, LINKS, CLAIMS = 8, 14, 16


def name(number: int, rng: random.Random) -> str:
    """Return a made-up name; numbers keep names apart."""
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize() + f"-{number}"


def made_up(papers: int) -> Iterator[Extraction]:
    """Yield the extractions of made-up papers, the same on every run."""
    rng = random.Random(0)
    count = max(200, papers * 2)
    kinds = list(ConceptType)
    concepts = [Concept(concept_iri(kinds[i % 7], label := name(i, rng)), label, kinds[i % 7]) for i in range(count)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(count)))

    def drawn() -> Concept:
        return concepts[min(bisect(weights, rng.random() * weights[-1]), count - 1)]

    for number in range(papers):
        yield one_paper(number, [drawn() for _ in range(LINKS)], rng)


def one_paper(number: int, named: list[Concept], rng: random.Random) -> Extraction:
    """Return the extraction of one made-up paper that names some concepts."""
    words = [concept.label for concept in named]
    sentences = [
        f"In part {i} we set {words[2 * i % LINKS]} against {words[(2 * i + 1) % LINKS]} and report what became of the "
        f"figures on the devices that we had, with {words[i]} beside it."
        for i in range(SENTENCES)
    ]
    day = f"{rng.randrange(2015, 2027)}-{rng.randrange(1, 13):02}"
    identifier = f"{number}.{rng.randrange(10**5):05}"
    paper = Paper(identifier, f"{words[0]}: paper {number} on {words[1]}", " ".join(sentences), published=day)
    links = []
    for concept in named:
        start = paper.text.find(concept.label)
        mention = Mention(Span(start, start + len(concept.label)), concept.type, "gazetteer")
        links.append(Link(mention, concept, 0.9, "exact label"))
    links.sort(key=lambda link: link.mention.span)
    own = (paper_node(paper.id, paper.title), contribution(paper.id, paper.title))
    claims = []
    for i in range(CLAIMS):
        start = paper.text.find(sentences[i % SENTENCES])
        span = Span(start, start + len(sentences[i % SENTENCES]))
        subject = own[0] if i < 9 else own[1] if i < 12 else named[i % LINKS]
        predicate = rng.choice(list(Predicate))
        figure = Quantity(f"{rng.randrange(10, 99)}.{i}", "%", metric="accuracy", verbatim="so") if i % 4 == 0 else None
        evidence = Evidence(paper_iri(paper.id), span, span.of(paper.text))
        claims.append(Claim(subject, predicate, named[(i * 3 + 1) % LINKS], evidence, "made-up", 0.5 + i / 40, figure))
    return Extraction(paper, tuple(links), tuple(claims))


def make_folder(folder: Path, papers: int) -> None:
    """Write the copy of a made-up graph, beside a store of its first paper."""
    extractions = list(made_up(papers))
    with kg.Store(folder / STORE, ontology=kg.Ontology.empty()) as store:
        store.replace(extractions[0])
    kg.Graph.from_extractions(extractions, ontology=kg.Ontology.empty()).save(folder)
    seal(folder)


def pairs_of(graph: kg.Graph, count: int) -> list[tuple[kg.Concept, kg.Concept]]:
    """Return pairs of concepts, half of them hubs and half drawn from all."""
    rng = random.Random(1)
    ranked = graph.concepts()
    hubs = ranked[: max(2, len(ranked) // 1000)]
    return [tuple(rng.sample(hubs if i % 2 else ranked, 2)) for i in range(count)]  # type: ignore[misc]


def each(calls: list[Callable[[], object]]) -> str:
    """Return the median and the most of what some calls take."""
    times = []
    for call in calls:
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return f"{1000 * statistics.median(times):.2f} ms, at most {1000 * max(times):.0f} ms"


def questions(folder: Path, pairs: int) -> dict[str, Callable[[], str]]:
    """Return what is measured: a name, and what runs it on a graph that was just opened and says how long it took."""

    def many(make: Callable[[kg.Graph, list[kg.Concept]], list[Callable[[], object]]]) -> Callable[[], str]:
        def run() -> str:
            graph = kg.Graph.open(folder)
            nodes = [node for pair in pairs_of(graph, pairs) for node in pair]
            graph.node(nodes[0].label)  # the table of names is read once
            return each(make(graph, nodes))

        return run

    def once(call: Callable[[kg.Graph], object]) -> Callable[[], str]:
        def run() -> str:
            graph = kg.Graph.open(folder)
            start = time.process_time()
            result = call(graph)
            return f"{time.process_time() - start:.1f} s" + (f" ({result})" if isinstance(result, str) else "")

        return run

    return {
        "open": lambda: each([lambda: kg.Graph.open(folder)]),
        "node of a label": many(lambda g, nodes: [lambda n=n: g.node(n.label) for n in nodes]),
        "search of a beginning": many(lambda g, nodes: [lambda n=n: g.search(n.label[:4]) for n in nodes]),
        "search of a misspelt name": many(
            lambda g, nodes: [lambda n=n: g.search(n.label[:2] + n.label[3:]) for n in nodes]
        ),
        "claims of a subject": many(lambda g, nodes: [lambda n=n: g.claims(n) for n in nodes]),
        "claims of an object": many(lambda g, nodes: [lambda n=n: g.claims(None, None, n) for n in nodes]),
        "neighbors": many(lambda g, nodes: [lambda n=n: g.neighbors(n) for n in nodes]),
        "5 shortest paths": many(
            lambda g, nodes: [lambda a=a, b=b: g.paths(a, b) for a, b in zip(nodes[::2], nodes[1::2], strict=True)]
        ),
        "subgraph of a year": once(lambda g: g.subgraph(since="2024", until="2024")),
        "to_networkx": once(lambda g: str(g.to_networkx())),
        "to_networkx and PageRank": once(lambda g: __import__("networkx").pagerank(g.to_networkx())),
        "to_pandas": once(lambda g: g.to_pandas()),
    }  # fmt: skip


def cold(folder: Path, *command: str) -> str:
    """Return how long a command takes from a cold shell."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "kg", *command, "--graph", str(folder), "-q"], capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{used:.2f} s ({wall:.2f} s wall, exit code {done.returncode})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("graph", nargs="?", type=Path)
    parser.add_argument("--papers", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        answer = questions(given.graph, given.pairs)[given.only]()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(f"{answer} | {peak:,.0f} MB"))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.graph or Path(scratch)
        if given.graph is None:
            start = time.process_time()
            make_folder(folder, given.papers)
            print(f"{given.papers:,} made-up papers in {time.process_time() - start:.0f} s\n")
        graph = kg.Graph.open(folder)
        size = (folder / FILE).stat().st_size / 1e6
        print(f"{len(graph):,} nodes; {FILE} has {size:,.0f} MB\n")
        report(folder, given.pairs, graph)


def report(folder: Path, pairs: int, graph: kg.Graph) -> None:
    """Print the table of all questions and commands."""
    print("| what | time | peak memory |\n| --- | --- | --- |")
    for question in questions(folder, pairs):
        command = [sys.executable, __file__, str(folder), "--pairs", str(pairs), "--only", question]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"| {question} | {json.loads(done.stdout.splitlines()[-1])} |", flush=True)
    (a, b), *_ = pairs_of(graph, 2)[1:]
    rare = graph.concepts()[-1]
    for command in (["show", a.label], ["show", rare.label], ["path", a.label, b.label], ["path", a.label, rare.label],
                    ["neighbors", a.label]):  # fmt: skip
        print(f"| kg {' '.join(command)} | {cold(folder, *command)} | |", flush=True)


if __name__ == "__main__":
    main()
