"""How fast are the named queries? Each on the store as `kg query` opens it, and on rdflib's own engine beside it.

    python benchmarks/queries.py [GRAPH] [--papers N | --no-rdflib] [--seconds 60] [--only NAME...]

Takes the folder of a graph that `kg build` wrote (default: graph_out), opened read-only. Each query runs with the
example of each parameter and, where parameters may be left out, without those ("bare"); a paper that the graph does not
hold gives way to its first one. rdflib gets the same triples and the same text. `--papers N` compares on what the first
N papers state, in a store in memory, where the whole would be too much for rdflib; `--no-rdflib` leaves it out. What
takes rdflib longer than `--seconds` is stopped, and the table says "over". All times are of the processor: the best of
three warm runs, of rdflib the one run. Prints Markdown; exit code 1 where an answer differs, a query takes over 2 s, or
more than one example in twenty takes over 100 ms.
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rdflib

from kg.errors import UnknownNode
from kg.iris import BASE
from kg.model import Iri
from kg.rdf.named import named_queries
from kg.rdf.parameters import Kind
from kg.rdf.store import Store
from kg.rdf.terms import paper_term
from kg.vocab import PREFIXES

FLAG, WORST, SHARE = 100.0, 2000.0, 0.95
RUNS = 3


@dataclass(frozen=True)
class Asked:
    """A query as it is asked: its name, with what parameters, and the text that both engines run."""

    name: str
    how: str
    text: str


@dataclass(frozen=True)
class Measured:
    """What a query took: milliseconds, rows, and those of rdflib, None where it was not asked or was stopped."""

    asked: Asked
    ms: float
    rows: int
    theirs: float | None = None
    same: bool | None = None
    stopped: bool = False


def texts(only: list[str], store: Store) -> Iterator[Asked]:
    """Yield the named queries with their examples, and bare where parameters may be left out."""
    known = lookup(store)
    for query in named_queries().values():
        if only and query.name not in only:
            continue
        yield Asked(query.name, "example", query.bound(query.example, known))
        bare = query.bound(query.needed, known)
        if any(each.optional for each in query.parameters):
            yield Asked(query.name, "bare", bare)


def lookup(store: Store) -> dict[Kind, Any]:
    """Return what finds the nodes of examples; one that the graph does not hold stays what it is."""

    def found(kind: Kind) -> Any:
        def find(name: str) -> Iri:
            try:
                return store.lookup()[kind](name)
            except UnknownNode:
                if kind is Kind.PAPER and (papers := list(store.papers())):
                    return Iri(paper_term(papers[0]).value)
                prefix, _, local = name.partition(":")
                return Iri(PREFIXES.get(prefix, BASE) + local)

        return find

    return {kind: found(kind) for kind in (Kind.CONCEPT, Kind.PAPER)}


def rows_of(answer: Any) -> list[tuple[str, ...]]:
    """Return an answer of either engine in a form that both share, sorted; of triples each once."""
    if getattr(answer, "type", "") == "ASK" or not hasattr(answer, "__iter__"):
        return [(str(bool(getattr(answer, "askAnswer", answer))).lower(),)]
    if getattr(answer, "type", "") == "SELECT":
        return sorted(tuple(plain(row[name]) for name in answer.vars) for row in answer)
    rows = [tuple(plain(term) for term in row) for row in answer]
    return sorted(rows if hasattr(answer, "variables") else set(rows))


def plain(term: Any) -> str:
    """Return the text of a term, of a number its value."""
    if term is None:
        return ""
    said = str(getattr(term, "value", term)) if not hasattr(term, "n3") else str(term)
    kind = str(getattr(term, "datatype", ""))
    return f"{float(said):g}" if kind.rstrip(">").endswith(("integer", "decimal")) else said


def timed(store: Store, text: str) -> tuple[float, list[tuple[str, ...]]]:
    """Return the best of some warm runs in milliseconds, and the rows."""
    rows = rows_of(store.query(text))
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        answer = store.query(text)
        if hasattr(answer, "__iter__"):
            for _ in answer:
                pass
        best = min(best, time.process_time() - start)
    return best * 1000, rows


def by_rdflib(graph: rdflib.Graph, text: str, seconds: float) -> tuple[float, list[tuple[str, ...]]] | None:
    """Return the same for rdflib, or None where it takes longer; its process shares the graph and is stopped then."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def work() -> None:
        used = time.process_time()
        limit = int(used + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        found = rows_of(graph.query(text, initNs=PREFIXES))
        sending.send(((time.process_time() - used) * 1000, found))
        sending.close()
        os._exit(0)

    process = context.Process(target=work, daemon=True)
    process.start()
    sending.close()
    try:
        return receiving.recv()  # type: ignore[no-any-return]
    except EOFError:  # it was stopped
        return None
    finally:
        process.join()


def part_of(store: Store, papers: int) -> Store:
    """Return a store in memory with what the first papers state and the graph of concepts."""
    part = Store()
    part.replace_all(store.extraction(paper_id) for paper_id in list(store.papers())[:papers])
    return part


def measure(store: Store, graph: rdflib.Graph | None, asked: Asked, seconds: float) -> Measured:
    """Return what one query takes here and there."""
    ms, rows = timed(store, asked.text)
    if graph is None:
        return Measured(asked, ms, len(rows))
    theirs = by_rdflib(graph, asked.text, seconds)
    if theirs is None:
        return Measured(asked, ms, len(rows), stopped=True)
    return Measured(asked, ms, len(rows), theirs[0], theirs[1] == rows)


def line(found: Measured, seconds: float) -> str:
    """Return a row of the table."""
    theirs = f"over {seconds:g} s" if found.stopped else "" if found.theirs is None else f"{found.theirs:,.1f}"
    least = seconds * 1000 if found.stopped else found.theirs
    ratio = "" if least is None else f"{'over ' if found.stopped else ''}{least / found.ms:,.0f}"
    notes = ["over 100 ms"] * (found.ms > FLAG) + ["answers differ"] * (found.same is False)
    return (
        f"| {found.asked.name} | {found.asked.how} | {found.rows:,} | {found.ms:,.2f} | {theirs} | {ratio} |"
        f" {', '.join(notes)} |"
    )


def summary(found: list[Measured], seconds: float) -> bool:
    """Print median, 95th percentile and worst; return whether the goals are met."""
    met = True
    for how in ("example", "bare"):
        times = sorted(each.ms for each in found if each.asked.how == how)
        if not times:
            continue
        under = sum(ms <= FLAG for ms in times) / len(times)
        p95 = times[min(len(times) - 1, int(SHARE * len(times)))]
        print(
            f"{how}: {len(times)} queries, median {statistics.median(times):.2f} ms, 95th percentile {p95:.1f} ms,"
            f" worst {times[-1]:,.1f} ms; {under:.0%} within {FLAG:.0f} ms"
        )
        met &= times[-1] <= WORST and (how == "bare" or under >= SHARE)
    ratios = sorted(
        (seconds * 1000 if each.stopped else each.theirs or 0) / each.ms
        for each in found
        if each.stopped or each.theirs
    )
    if ratios:
        print(f"against rdflib: median {statistics.median(ratios):,.0f} times faster, at least {ratios[0]:,.1f} times")
    return met and all(each.same is not False for each in found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("graph", nargs="?", type=Path, default=Path("graph_out"))
    parser.add_argument("--papers", type=int, help="compare on the part of so many papers")
    parser.add_argument("--no-rdflib", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0, help="after which rdflib is stopped, a query")
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args()
    with Store(given.graph / "store", read_only=True) as store:
        asked = part_of(store, given.papers) if given.papers else store
        graph = None if given.no_rdflib else asked.to_rdflib()
        counts = asked.counts()
        print(f"{counts['papers']:,} papers, {counts['claims']:,} claims, {counts['triples']:,} triples\n", flush=True)
        print("| query | parameters | rows | ms | rdflib ms | times faster | |\n|---|---|--:|--:|--:|--:|---|")
        found = []
        for each in texts(given.only, asked):
            found.append(measure(asked, graph, each, given.seconds))
            print(line(found[-1], given.seconds), flush=True)
    print()
    met = summary(found, given.seconds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
