"""`kg order`: who stands above whom within one metric and data set."""

from pathlib import Path

from kg.analysis.order import Order, Step, order
from kg.analysis.plots import check, plot_order
from kg.cli.analysed import sentences, tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice

_SCOPE = ("metric", "data set")


def run(
    voice: Voice, *, metric: str | None, on: str | None, steps: int, unstated: bool, limit: int, format_: TableForm,
    plot: Path | None, graph: Path,
) -> int:  # fmt: skip
    """Print the chains and cycles, then the steps that papers state."""
    if plot:
        check(plot)
    with tables_at(graph, voice) as tables:
        found = order(tables, metric, dataset=on, steps=steps, unstated=unstated, limit=limit)
    if plot:
        plot_order(found, plot)
    sheets = [
        Sheet("chains that nobody states", (*_SCOPE, "chain", "sentences"), _runs(found, limit)),
        Sheet("cycles", (*_SCOPE, "chain", "sentences"), _cycles(found, limit)),
        Sheet("what papers state", (*_SCOPE, "above", "below", "figure", "sentences"), _steps(found, limit)),
    ]
    show(voice, format_, found, sheets, "no paper puts one above another here")
    return 0


def _runs(found: tuple[Order, ...], limit: int) -> list[list[str]]:
    rows = [
        [*_scope(each), " > ".join([*(step.winner_label for step in chain), chain[-1].loser_label]), _quotes(chain)]
        for each in found
        for chain in each.chains
    ]
    return rows[:limit]


def _cycles(found: tuple[Order, ...], limit: int) -> list[list[str]]:
    rows = [
        [*_scope(each), "; ".join(f"{step.winner_label} > {step.loser_label}" for step in cycle), _quotes(cycle)]
        for each in found
        for cycle in each.cycles
    ]
    return rows[:limit]


def _steps(found: tuple[Order, ...], limit: int) -> list[list[str]]:
    rows = [
        [*_scope(each), step.winner_label, step.loser_label, _figures(step), _quotes((step,))]
        for each in found
        for step in each.steps
    ]
    return rows[:limit]


def _scope(found: Order) -> tuple[str, str]:
    return found.metric or "not stated", found.dataset or "not stated"


def _figures(step: Step) -> str:
    return "; ".join(dict.fromkeys(said.figure for said in step.said if said.figure))


def _quotes(steps: tuple[Step, ...]) -> str:
    return sentences(tuple(said.quote for step in steps for said in step.said))
