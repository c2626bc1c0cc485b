"""What can be typed: each command with its options. The bodies stand in the modules of the same names."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.commands_train import train
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
    Reader,
    Set,
    Sources,
    Strict,
    Verbose,
    Workers,
    Year,
    Yes,
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
    reader: Reader = None,
    set_: Set = None,
    yes: Yes = False,
    strict: Strict = False,
    config: Config = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read papers into the graph of a folder.

    The folder gets graph.ttl, graph.html (to look at), extractions.jsonl, description.ttl, build.json and store/ (to
    ask). Again on the same folder, only new and changed papers are worked on.
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
    reader: Reader = None,
    set_: Set = None,
    yes: Yes = False,
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
    name: Annotated[
        str | None, typer.Option("--name", "-n", metavar="NAME", help="Take a named query; its parameters are options.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries; with -n, its parameters.")] = False,
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
    call({**locals(), "rest": tuple(ctx.args)})


def show(
    ctx: typer.Context,
    name: Name,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most N claims of each kind; 0 for all.")] = 20,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show a concept or a paper with its claims.

    Each claim comes with its figure, its sentence and its paper. Of many claims of a kind the surest are shown.
    """
    call(locals())


def explain(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, a paper's id, an IRI, or a claim's hash.")],
    paper: Annotated[list[str] | None, typer.Option(metavar="ID", help="These papers alone, by their ids.")] = None,
    json: Json = False, graph: Graph = GRAPH, quiet: Quiet = False, verbose: Verbose = False,
) -> None:  # fmt: skip
    """Show why a name is linked and a claim is made.

    It shows who found a name, what it was chosen from, the words a rule went by, and the parts of each score. With
    --paper also why a name was left out.
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
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most N nodes; 0 for all.")] = 100,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List what is around a node.

    The nearest come first, then the most connected.
    """
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
    against: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What another run found: show what changed, and if by chance.")
    ] = None,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="Show up to N mistakes of each kind, with their sentences.")
    ] = 0,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="X,Y", help="Break down by type, predicate, venue, source, paper, rule or how."),
    ] = None,
    papers: Annotated[bool, typer.Option("--papers", help="Show each paper's scores.")] = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Show how often what has a confidence is right.")
    ] = False,
    curve: Annotated[bool, typer.Option("--curve", help="Show what a higher confidence would keep.")] = False,
    resamples: Annotated[
        int, typer.Option(min=0, max=100_000, metavar="N", help="Draws of papers for the intervals; 0 for none.")
    ] = 1000,
    min_confidence: MinConfidence = None,
    workers: Workers = None,
    config: Config = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare with annotated papers.

    The answer is precision, recall and F1 of concepts, their types and roles, relations and figures, each with its
    95 % interval over draws of papers.
    """
    call(locals())


def quality(
    ctx: typer.Context,
    gold: Annotated[
        list[Path] | None, typer.Argument(metavar="[GOLD]...", help="Annotated papers; else the record that ships.")
    ] = None,
    out: Out = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page for people here too.")] = None,
    learned_from: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The papers that the weights were learned from.")
    ] = None,
    workers: Workers = None,
    config: Config = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say how good kg reads.

    The record of what kg scores on annotated papers ships with kg, and every graph holds it.
    """
    call(locals())


def annotate(
    ctx: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Papers, annotated papers, or extractions.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The annotations (annotations.jsonl).")
    ] = None,
    graph: Annotated[
        Path | None, typer.Option("--graph", metavar="DIR", help="The folder that kg build wrote.")
    ] = None,
    paper: Annotated[list[str] | None, typer.Option(metavar="ID", help="These papers alone, by their ids.")] = None,
    check: Annotated[bool, typer.Option("--check", help="List what breaks the guidelines, serve nothing.")] = False,
    stand_off: Annotated[bool, typer.Option("--stand-off", help="Write ids, offsets and labels, no text.")] = False,
    year: Year = None,
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Correct by hand what kg reads, on a page of this machine.

    The file gets the papers that are done, in the form of the annotation guidelines. With --graph it stands in the
    folder of the graph, and every later build honours it.
    """
    call(locals())


#: Each command and one line that shows its use.
COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (build, "kg build papers.txt more.jsonl -o graph_out"),
    (extract, "kg extract papers.bib -o extractions.jsonl"),
    (query, "kg query -n outperforms --system BERT --above 2"),
    (show, 'kg show "speculative decoding"'),
    (explain, 'kg explain "GPU" --paper 2205.14135'),
    (path, "kg path FlashAttention A100 --cutoff 3"),
    (neighbors, "kg neighbors BERT --predicate outperforms"),
    (validate, "kg validate graph_out/graph.ttl"),
    (score, "kg score gold.jsonl extractions.jsonl --errors 5"),
    (quality, "kg quality gold.jsonl -o quality.json --page quality.md"),
    (annotate, "kg annotate papers.jsonl -o gold.jsonl"),
    (train, "kg train gold.jsonl --papers papers.jsonl --adapt 60 -o weights"),
)
