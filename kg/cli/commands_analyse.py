"""What can be typed to analyse a graph: each command with its options. The bodies stand in modules of their names."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GRAPH, Graph, Name, Quiet, TableForm, Verbose, call


class ConflictKind(StrEnum):
    """The kinds of `kg.analysis.conflicts`, which is not loaded before it runs."""

    CONTRADICTION = "contradiction"
    FIGURES = "figures"
    IMPOSSIBLE = "impossible"


class Period(StrEnum):
    """The periods of `kg.analysis.trends`."""

    MONTH = "month"
    YEAR = "year"


class TrendType(StrEnum):
    """What can have a trend: a type of concept, or claims."""

    MODEL = "Model"
    HARDWARE = "Hardware"
    TECHNIQUE = "Technique"
    DATASET = "Dataset"
    SOFTWARE = "Software"
    TASK = "Task"
    METRIC = "Metric"
    CLAIM = "claim"


Form = Annotated[TableForm, typer.Option("--format", help="The form of the answer.")]
Limit = Annotated[int | None, typer.Option(min=0, metavar="N", help="At most N rows.")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it into a PNG or SVG too.")]
MinPapers = Annotated[int, typer.Option(min=1, metavar="N", help="What at least N papers name.")]


def leaderboard(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A data set, a metric or hardware.")],
    limit: Limit = 20,
    format_: Form = TableForm.TABLE,
    plot: Plot = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Rank the figures on a data set, of a metric or on hardware.

    There is one ranking for each metric, data set, unit and kind of figure. Each row has its sentence; a figure that
    another one contradicts is flagged.
    """
    call(locals())


def compare(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Two or more systems or papers.")],
    limit: Limit = 40,
    format_: Form = TableForm.TABLE,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Put systems or papers side by side.

    It shows what each uses, runs on and is evaluated on, their figures on what they share, and what is said of one
    against the other, with the sentences.
    """
    call(locals())


def conflicts(
    ctx: typer.Context,
    kind: Annotated[ConflictKind | None, typer.Option(help="Of one kind alone.")] = None,
    limit: Limit = None,
    format_: Form = TableForm.TABLE,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List claims that cannot all be true.

    A beats B and B beats A; one system with two figures for one thing; figures that nothing can have.
    """
    call(locals())


def order(
    ctx: typer.Context,
    metric: Annotated[str | None, typer.Argument(metavar="[METRIC]", help="By this metric; else by each.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DATASET", help="On this data set; else on each.")] = None,
    steps: Annotated[int, typer.Option(min=2, metavar="N", help="Chains of at most N steps.")] = 4,
    unstated: Annotated[bool, typer.Option("--unstated", help="Also where no metric is stated.")] = False,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="At most N chains.")] = 100,
    format_: Form = TableForm.TABLE,
    plot: Plot = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show who stands above whom within one metric and data set.

    A chain follows from what several papers state and is itself stated by nobody; each step has its sentences.
    """
    call(locals())


def trends(
    ctx: typer.Context,
    per: Annotated[Period, typer.Option(help="The step of time.")] = Period.MONTH,
    type_: Annotated[TrendType | None, typer.Option("--type", help="Of this type alone, or of claims.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only papers since 2024, 2024-05 or 2024-05-18.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only papers until then.")] = None,
    min_papers: MinPapers = 3,
    limit: Limit = 30,
    format_: Form = TableForm.TABLE,
    plot: Plot = None,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what rises and what falls, by month or year.

    The measure z tells how much the share of papers in the later half differs from the earlier half, in standard
    errors: from 2 on it rises, from -2 down it falls.
    """
    call(locals())


def communities(
    ctx: typer.Context,
    min_papers: MinPapers = 2,
    resolution: Annotated[float, typer.Option(min=0.01, metavar="F", help="More gives more, smaller topics.")] = 1.0,
    limit: Limit = None,
    format_: Form = TableForm.TABLE,
    graph: Graph = GRAPH,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show the topics of the graph: what papers name together.

    They are found by Louvain's method and named by their foremost concepts.
    """
    call(locals())


def similar(
    ctx: typer.Context, name: Name, limit: Limit = 10, format_: Form = TableForm.TABLE, graph: Graph = GRAPH,
    quiet: Quiet = False, verbose: Verbose = False,
) -> None:  # fmt: skip
    """Show what is like a paper or a concept, and why.

    The measure is what two share over what either has, rare concepts and claims counting more.
    """
    call(locals())


def gaps(
    ctx: typer.Context, min_papers: MinPapers = 3, limit: Limit = 20, format_: Form = TableForm.TABLE,
    graph: Graph = GRAPH, quiet: Quiet = False, verbose: Verbose = False,
) -> None:  # fmt: skip
    """List what nobody has compared or tried.

    Systems that share data sets or tasks and that no paper holds against each other; hardware and techniques that no
    paper has together. What the catalogue lacks is listed by kg concepts gaps.
    """
    call(locals())


#: Each command and one line that shows its use.
ANALYSES: tuple[tuple[Callable[..., None], str], ...] = (
    (leaderboard, "kg leaderboard ImageNet --format md"),
    (compare, "kg compare BERT GPT-2"),
    (conflicts, "kg conflicts --kind impossible"),
    (order, "kg order latency --plot order.svg"),
    (trends, "kg trends --type Technique --per year"),
    (communities, "kg communities --limit 10"),
    (similar, "kg similar FlashAttention"),
    (gaps, "kg gaps --limit 10"),
)
