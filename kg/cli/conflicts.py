"""`kg conflicts`: claims that cannot all be true as they stand."""

from pathlib import Path

from kg.analysis.conflicts import Conflict, Kind, conflicts
from kg.cli.analysed import QUOTE, quoted, tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice

_COLUMNS = ("no", "kind", "about", "metric", "data set", "why", "system", "figure", "conditions", *QUOTE)


def run(voice: Voice, *, kind: str | None, limit: int | None, format_: TableForm, graph: Path) -> int:
    """Print the conflicts, each claim on a row; those of one conflict have one number."""
    with tables_at(graph, voice) as tables:
        found = conflicts(tables, kind=Kind(kind) if kind else None, limit=limit)
    rows = [row for number, each in enumerate(found, start=1) for row in _rows(number, each)]
    show(voice, format_, found, [Sheet("conflicts", _COLUMNS, rows)], "no conflicts")
    return 0


def _rows(number: int, found: Conflict) -> list[list[str]]:
    head = [str(number), found.kind, " / ".join(found.about), found.metric, found.dataset, found.why]
    return [[*head, side.winner, side.figure, side.condition, *quoted(side.quote)] for side in found.sides]
