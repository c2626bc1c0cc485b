"""`kg compare`: systems or papers side by side."""

from pathlib import Path

from kg.analysis.compare import Cell, Comparison, compare
from kg.cli.analysed import QUOTE, quoted, sentences, tables_at
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, show
from kg.cli.voice import UsageError, Voice

_LONGEST = 60  # characters of a sentence where things stand side by side


def run(voice: Voice, *, names: list[str], limit: int | None, format_: TableForm, graph: Path) -> int:
    """Print what each has, their figures, and what is said of one against the other."""
    with tables_at(graph, voice) as tables:
        try:
            found = compare(tables, names)
        except ValueError as error:
            raise UsageError(f"{error}; give two or more names") from error
    longest = _LONGEST if format_ is TableForm.TABLE else None
    sheets = [_facets(found, limit, longest), _figures(found, limit, longest), _said(found, limit)]
    show(voice, format_, found, sheets, "no paper says anything of these that could be compared")
    left = sum(max(0, len(rows) - (limit or 0)) for rows in (found.facets, found.figures, found.said))
    if limit is not None and left and format_ is not TableForm.JSON:
        voice.say(f"{left:,} more rows, --limit shows them")
    return 0


def _labels(found: Comparison) -> list[str]:
    """Return the names of the columns: the label of each thing, and its IRI too where two have one label."""
    labels = [thing.label for thing in found.things]
    return [
        label if labels.count(label) == 1 else f"{label} ({thing.iri})"
        for label, thing in zip(labels, found.things, strict=True)
    ]


def _facets(found: Comparison, limit: int | None, longest: int | None) -> Sheet:
    rows = [
        [facet.predicate, facet.label, *(sentences(quotes, longest) for quotes in facet.quotes)]
        for facet in found.facets[:limit]
    ]
    return Sheet("what each has", ("role", "concept", *_labels(found)), rows)


def _figures(found: Comparison, limit: int | None, longest: int | None) -> Sheet:
    columns = ("metric", "data set", "unit", "kind", *_labels(found))
    rows = [
        [
            each.metric, each.dataset, each.unit, each.mode,
            *("; ".join(_figure(cell, longest) for cell in cells) for cells in each.cells),
        ]
        for each in found.figures[:limit]
    ]  # fmt: skip
    return Sheet("figures on what they share", columns, rows)


def _figure(cell: Cell, longest: int | None) -> str:
    over = f" over {cell.rival}" if cell.rival else ""
    held = f", {cell.condition}" if cell.condition else ""
    return f"{cell.figure}{over}{held} {sentences((cell.quote,), longest)}"


def _said(found: Comparison, limit: int | None) -> Sheet:
    columns = ("subject", "predicate", "object", "figure", "metric", "data set", "held back", *QUOTE)
    rows = [
        [word.subject, word.predicate, word.object, word.figure, word.metric, word.dataset, word.doubt,
         *quoted(word.quote)]
        for word in found.said[:limit]
    ]  # fmt: skip
    return Sheet("what is said of one against another", columns, rows)
