"""What can be typed: each command with its options. The bodies stand in the modules of the same names."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import (
    GRAPH,
    Config,
    Fast,
    Format,
    Graph,
    Json,
    MinConfidence,
    MinLink,
    Name,
    Out,
    Quiet,
    Sources,
    Strict,
    Verbose,
    Workers,
    Year,
    call,
)


def build(
    ctx: typer.Context,
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the graph.")] = GRAPH,
    year: Year = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove papers that the sources no longer hold.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over.")] = False,
    workers: Workers = None,
    min_link: MinLink = None,
    min_confidence: MinConfidence = None,
    fast: Fast = None,
    title: Annotated[str | None, typer.Option(metavar="T", help="The heading of the page.")] = None,
    strict: Strict = False,
    config: Config = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read papers into the graph of a folder.

    The folder gets graph.ttl, graph.html (to look at), extractions.jsonl, build.json and store/ (to ask). Again on the
    same folder, only new and changed papers are worked on.
    """
    call(locals())


def extract(
    ctx: typer.Context,
    sources: Sources,
    out: Out = None,
    year: Year = None,
    workers: Workers = None,
    min_link: MinLink = None,
    min_confidence: MinConfidence = None,
    fast: Fast = None,
    strict: Strict = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Print what each paper says, one JSON object a line."""
    call(locals())


def query(
    ctx: typer.Context,
    sparql: Annotated[str | None, typer.Argument(metavar="SPARQL", help="A SPARQL 1.1 query.")] = None,
    file: Annotated[str | None, typer.Option("--file", "-f", metavar="FILE", help="Read it here; - is stdin.")] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", metavar="NAME", help="Take a named query.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    format_: Annotated[Format | None, typer.Option("--format", help="The form of the answer.")] = None,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most N rows.")] = None,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Ask the graph in SPARQL 1.1. The prefixes of the vocabulary need no declaration.

    The forms table, json, csv, tsv and xml are for SELECT and ASK, and ttl, nt and jsonld for CONSTRUCT and DESCRIBE.
    """
    call(locals())


def show(
    ctx: typer.Context, name: Name, json: Json = False, graph: Graph = GRAPH, quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:  # fmt: skip
    """Show a concept or a paper with its claims.

    Each claim comes with its figure, its sentence and its paper.
    """
    call(locals())


def path(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help="Where the paths begin: a name, a paper's id, or an IRI.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Where they end.")],
    cutoff: Annotated[int, typer.Option(min=1, metavar="N", help="At most N steps.")] = 4,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most N paths.")] = 5,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show how two nodes are connected.

    Each step comes with what connects it, its figure and one sentence.
    """
    call(locals())


def neighbors(
    ctx: typer.Context,
    name: Name,
    depth: Annotated[int, typer.Option(min=1, metavar="N", help="Up to N steps away.")] = 1,
    predicate: Annotated[list[str] | None, typer.Option(metavar="P", help="Walk these alone, as outperforms.")] = None,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List what is around a node.

    The nearest come first, then the most connected.
    """
    call(locals())


def export(
    ctx: typer.Context,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="One of graphml, html, jsonl, jsonld, nq, nt, ttl.")],
    out: Out = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the graph in another form."""
    call(locals())


def validate(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Turtle or N-Triples instead.")] = None,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check the graph, or a file, against its shapes.

    The shapes are SHACL. The exit code is 1 where something does not conform, and each such thing is listed.
    """
    call(locals())


def score(
    ctx: typer.Context,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated papers, JSON Lines.")],
    predicted: Annotated[
        Path | None, typer.Argument(metavar="[PREDICTED]", help="What kg extract printed; else kg reads the papers.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show up to N mistakes of each kind.")] = 0,
    papers: Annotated[bool, typer.Option("--papers", help="Show each paper's scores.")] = False,
    workers: Workers = None,
    config: Config = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare with annotated papers.

    The answer is precision, recall and F1 of concepts, their types and roles, relations and figures.
    """
    call(locals())


#: Each command and one line that shows its use.
COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (build, "kg build papers.txt more.jsonl -o graph_out"),
    (extract, "kg extract papers.bib -o extractions.jsonl"),
    (query, "kg query -n leaderboard --format csv"),
    (show, 'kg show "speculative decoding"'),
    (path, "kg path FlashAttention A100 --cutoff 3"),
    (neighbors, "kg neighbors BERT --predicate outperforms"),
    (export, "kg export graphml -o graph.graphml"),
    (validate, "kg validate graph_out/graph.ttl"),
    (score, "kg score gold.jsonl extractions.jsonl --errors 5"),
)
