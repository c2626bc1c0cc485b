"""`kg similar`: what is like a paper or a concept, and why."""

from pathlib import Path

from kg.analysis.similar import Shared, similar
from kg.cli.analysed import tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import Voice

_MOST = 8
_NAMES = ("names",)


def run(voice: Voice, *, name: str, limit: int | None, format_: TableForm, graph: Path) -> int:
    """Print what is like it, most alike first."""
    with tables_at(graph, voice) as tables:
        found = similar(tables, name, limit=limit)
    rows = [
        [row.label, row.type, f"{row.score:.3f}", "; ".join(map(_shared, row.shared[:_MOST]))] for row in found.rows
    ]
    sheet = Sheet(f"like {found.label}", ("name", "type", "score", "because both"), rows)
    show(voice, format_, found, [sheet], f"nothing shares a concept or a claim with {found.label} ({found.type})")
    return 0


def _shared(each: Shared) -> str:
    """Return what two things share; that both name what they also use need not be said."""
    roles = [predicate for predicate in each.predicates if predicate not in _NAMES] or each.predicates
    return f"{', '.join(roles)} {each.label}"
