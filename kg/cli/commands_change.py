"""What can be typed about changes: `kg diff`, and the group `kg watch`. The bodies stand in modules of their names."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GRAPH, Graph, Json, Quiet, TableForm, Verbose, call


class DiffForm(StrEnum):
    """The forms of a difference."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    RDFPATCH = "rdfpatch"


def diff(
    ctx: typer.Context,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A graph: its folder, or a ttl, nt, nq or trig file.")],
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help="What OLD is compared with.")] = None,
    format_: Annotated[
        DiffForm, typer.Option("--format", help="The form of the answer; md is a digest to read.")
    ] = DiffForm.TABLE,
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="At most N rows of each kind.")] = None,
    apply: Annotated[
        Path | None, typer.Option(metavar="PATCH", help="Apply a patch to OLD, and write that to -o.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="PATH", help="Write here instead of stdout.")
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what changed between two graphs.

    New, gone and changed papers, concepts and claims, with the figures that are other ones now. With --format rdfpatch
    it is an RDF Patch, which makes NEW of OLD: kg diff OLD --apply PATCH -o NEW.
    """
    call(locals())


_Title = Annotated[str, typer.Argument(metavar="NAME", help="What the saved query is called.")]


def watch_add(
    ctx: typer.Context,
    name: _Title,
    query: Annotated[str | None, typer.Option(metavar="SPARQL", help="A SELECT of SPARQL 1.1.")] = None,
    named: Annotated[
        str | None, typer.Option("--name", "-n", metavar="QUERY", help="A named query of kg query.")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter of the named query.")
    ] = None,
    present: Annotated[bool, typer.Option("--present", help="Tell of what is there now as well.")] = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Save a query, whose new rows are told from now on."""
    call(locals(), "watch")


def watch_list(
    ctx: typer.Context,
    format_: Annotated[TableForm, typer.Option("--format", help="The form of the answer.")] = TableForm.TABLE,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the saved queries."""
    call(locals(), "watch")


def watch_remove(
    ctx: typer.Context, name: _Title, graph: Graph = GRAPH, quiet: Quiet = False, verbose: Verbose = False
) -> None:
    """Forget a saved query, with its feed and its digest."""
    call(locals(), "watch")


def watch_run(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="These alone.")] = None,
    json: Json = False,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Ask the saved queries and tell what is new since the last run.

    Each build does so at its end. The folder of the graph holds for each query an Atom feed, watch/NAME.atom, and a
    Markdown digest, watch/NAME.md.
    """
    call(locals(), "watch")


#: Each command and one line that shows its use.
CHANGES: tuple[tuple[Callable[..., None], str], ...] = ((diff, "kg diff old_graph graph_out --format md"),)
#: Each command of the group `kg watch`, its name, and one line that shows its use.
WATCH: tuple[tuple[Callable[..., None], str, str], ...] = (
    (watch_add, "add", "kg watch add rivals -n outperforms --set system=BitMoD"),
    (watch_list, "list", "kg watch list"),
    (watch_remove, "remove", "kg watch remove rivals"),
    (watch_run, "run", "kg watch run rivals"),
)
