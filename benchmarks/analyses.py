"""How fast are the analyses? Each one by the tables that a build wrote, and by the store, in one run.

    python benchmarks/analyses.py GRAPH [--only leaderboard …] [--rounds 3]

GRAPH is the folder of a graph with `store/` and `tables/`. Every answer is asked of both and must be the same, or the
run ends with an error. Three times are given, in seconds of the processor: by the tables, opened anew for each
question, as a command does it, the median of some rounds; by the store, opened anew, once, since reading all its claims
takes long; and by the store when its rows are read already. Prints Markdown. What is asked is chosen from the graph
itself, so that there is an answer: the data set, metric and hardware of most figures, two of the systems that win most.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kg.analysis.communities import communities
from kg.analysis.compare import compare
from kg.analysis.conflicts import conflicts
from kg.analysis.leaderboard import leaderboard
from kg.analysis.order import order
from kg.analysis.similar import similar
from kg.analysis.trends import trends
from kg.analysis.uncompared import uncompared
from kg.model import ConceptType, Iri, Predicate
from kg.rdf.store import Store
from kg.tables.ducked import ParquetTables
from kg.tables.rows import Want
from kg.tables.stored import StoredTables
from kg.tables.tables import TABLES, Tables

Ask = Callable[[Tables], Any]


def first(counted: Iterable[Iri]) -> Iri:
    """Return the most frequent; of equals the first in the alphabet."""
    counts = Counter(counted)
    if not counts:
        sys.exit("this graph has too little to be asked")
    return min(counts, key=lambda each: (-counts[each], each))


def questions(tables: Tables) -> dict[str, Ask]:
    """Return what is asked, by name."""
    concepts = tables.concepts()
    figures = tables.claims(Want(figures=True))
    beats = tables.claims(Want(predicates=frozenset((Predicate.OUTPERFORMS,))))
    dataset = first(iri for row in figures for iri in row.datasets)
    metric = first(row.metric_iri for row in figures if row.metric_iri)
    edges = [edge for edge in tables.edges() if edge.object in concepts]
    hardware = first(
        edge.object
        for edge in edges
        if edge.predicate == Predicate.RUNS_ON and concepts[edge.object].type == ConceptType.HARDWARE
    )
    introduced = [edge for edge in edges if edge.predicate == Predicate.INTRODUCES]
    pair = [row.subject for row in beats if row.subject in concepts]
    one = first(pair)
    other = first(iri for iri in pair if iri != one)
    system = first(edge.object for edge in introduced if concepts[edge.object].type == ConceptType.MODEL)
    paper = first(edge.paper for edge in edges)
    return {
        f"leaderboard {concepts[dataset].label}": lambda each: leaderboard(each, dataset),
        f"leaderboard {concepts[metric].label}": lambda each: leaderboard(each, metric),
        f"leaderboard {concepts[hardware].label}": lambda each: leaderboard(each, hardware),
        f"compare {concepts[one].label}, {concepts[other].label}": lambda each: compare(each, [one, other]),
        "conflicts": conflicts,
        "order": lambda each: order(each, unstated=True, limit=100),
        "trends": lambda each: trends(each, limit=30),
        "communities": communities,
        f"similar {concepts[system].label}": lambda each: similar(each, system),
        f"similar {paper.rpartition('/')[2]} (a paper)": lambda each: similar(each, paper),
        "gaps": lambda each: uncompared(each, limit=20),
    }


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds of the processor that some work took, and what it gave."""
    start = time.process_time()
    given = work()
    return time.process_time() - start, given


def by_tables(folder: Path, ask: Ask) -> Any:
    """Return the answer of tables that are opened for it."""
    tables = ParquetTables(folder)
    try:
        return ask(tables)
    finally:
        tables.close()


def by_store(folder: Path, ask: Ask) -> Any:
    """Return the answer of a store that is opened for it."""
    with Store(folder, read_only=True) as store:
        return ask(StoredTables(store))


def measured(graph: Path, rounds: int, only: list[str]) -> Iterable[tuple[str, float, float, float]]:
    """Yield each question with its seconds by the tables, by the store, and by a store whose rows are read.

    Ends the run where two answers differ.
    """
    asked = by_tables(graph / TABLES, questions)
    with Store(graph / "store", read_only=True) as store:
        warm = StoredTables(store)
        warm.papers(), warm.concepts(), warm.claims(Want())
        for name, ask in asked.items():
            if only and name.split()[0] not in only:
                continue
            quick = [timed(lambda ask=ask: by_tables(graph / TABLES, ask)) for _ in range(rounds)]  # type: ignore[misc]
            slow, slow_answer = timed(lambda ask=ask: by_store(graph / "store", ask))  # type: ignore[misc]
            read, read_answer = timed(lambda ask=ask: ask(warm))  # type: ignore[misc]
            if any(answer != slow_answer for _, answer in (*quick, (0, read_answer))):
                sys.exit(f"{name}: the tables and the store give different answers")
            yield name, statistics.median(seconds for seconds, _ in quick), slow, read


def main() -> None:
    """Print one line a question."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("graph", type=Path, help="the folder of a graph with its tables")
    parser.add_argument("--only", nargs="*", default=[], help="these analyses alone")
    parser.add_argument("--rounds", type=int, default=3, help="how often the tables are asked")
    given = parser.parse_args()
    papers = len(by_tables(given.graph / TABLES, lambda tables: tables.papers()))
    print(f"{papers:,} papers; seconds of the processor; the answers are the same\n")
    print("| question | tables | store | times | store, rows read |\n| --- | ---: | ---: | ---: | ---: |")
    for name, quick, slow, read in measured(given.graph, given.rounds, given.only):
        print(f"| {name} | {quick:.2f} | {slow:.2f} | {slow / quick:.1f} | {read:.2f} |", flush=True)


if __name__ == "__main__":
    main()
