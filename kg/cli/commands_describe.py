"""What can be typed to learn a graph: the command with its options. The body stands in `kg.cli.describe`."""

from typing import Annotated

import typer

from kg.cli.options import GRAPH, Graph, Out, Quiet, Verbose, call


def describe(
    ctx: typer.Context,
    void: Annotated[bool, typer.Option("--void", help="Counts, vocabularies, named graphs (VoID).")] = False,
    service: Annotated[bool, typer.Option("--service", help="The SPARQL 1.1 service description.")] = False,
    examples: Annotated[bool, typer.Option("--examples", help="The named queries, as sh:SPARQLExecutable.")] = False,
    shapes: Annotated[bool, typer.Option("--shapes", help="The SHACL shapes.")] = False,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="The address at which the graph is served.")
    ] = None,
    out: Out = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Say what the graph holds and how to ask it, in Turtle.

    It is written for programs: with it they can learn the graph by themselves. Without a choice all parts come, as in
    description.ttl of the graph's folder.
    """
    call(locals())


DESCRIBING = ((describe, "kg describe --examples -o examples.ttl"),)
