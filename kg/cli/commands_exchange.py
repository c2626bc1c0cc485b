"""What can be typed to give a graph out and to take one in. The bodies stand in modules of their names."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GRAPH, Fast, Graph, Json, Out, Quiet, Verbose, call
from kg.model import ConceptType

_FORMATS = (
    "bibtex, croissant, csv, cypher, gexf, graphml, html, jsonl, jsonld, jsonld-context, kgx, neo4j, node-link, nq, "
    "nt, parquet, rdfxml, ro-crate, sqlite, trig, ttl, ttl12"
)


def export(
    ctx: typer.Context,
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {_FORMATS}.")],
    out: Out = None,
    around: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the claims around a concept or paper.")
    ] = None,
    depth: Annotated[int, typer.Option(min=1, metavar="N", help="Up to N steps away.")] = 1,
    type_: Annotated[
        list[ConceptType] | None, typer.Option("--type", metavar="T", help="Only the claims about such, as Hardware.")
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", metavar="FILE", help="Only the claims that a SPARQL query answers with.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", "-n", metavar="NAME", help="Take a named query.")] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", metavar="P=V", help="A parameter of the named query.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only papers since 2024, 2024-05 or 2024-05-18.")
    ] = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the graph, or a part of it, in another form.

    A form of several files (csv, kgx, neo4j, parquet) takes a folder, or a .zip. A part holds claims with their
    ends, their papers and their sentences.
    """
    call(locals())


def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Turtle, N-Quads, TriG, RDF/XML; KGX: its folder or .zip.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the graph.")] = GRAPH,
    fast: Fast = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Merge other graphs in RDF or KGX into the graph of a folder.

    What is there already changes nothing. What does not fit is listed, and the rest is taken.
    """
    call(locals())


import_.__name__ = "import"

#: Each command and one line that shows its use.
EXCHANGES: tuple[tuple[Callable[..., None], str], ...] = (
    (export, "kg export gexf --around BERT --depth 2 -o bert.gexf"),
    (import_, "kg import other/graph.ttl -o graph_out"),
)
