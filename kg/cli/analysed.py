"""What the commands of analyses share: the tables of a graph, and pictures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.analysis.measured import Quote
from kg.cli.progress import waiting
from kg.cli.stored import there
from kg.cli.voice import Voice
from kg.tables.tables import Tables, opened_tables

QUOTE = ("confidence", "paper", "sentence")


@contextmanager
def tables_at(folder: Path, voice: Voice) -> Iterator[Tables]:
    """Lend the tables of a graph's folder for an analysis, and show when it takes long.

    Raises UsageError where there is no graph.
    """
    with opened_tables(there(folder)) as tables, waiting(voice, "analysing the graph"):
        yield tables


def quoted(quote: Quote) -> list[str]:
    """Return the cells of a quote, under the names of QUOTE."""
    return [f"{quote.confidence:.2f}", quote.title, quote.sentence]


def sentences(quotes: Sequence[Quote], longest: int | None = None) -> str:
    """Return quotes as one cell: each sentence with the paper that it is from.

    For people who look over many cells, `longest` leaves the surest one, cut to so many characters, and how many more.
    """
    if longest is None or not quotes:
        return " / ".join(f"“{quote.sentence}” ({quote.paper})" for quote in quotes)
    first, *others = sorted(quotes, key=lambda quote: -quote.confidence)
    cut = first.sentence if len(first.sentence) <= longest else f"{first.sentence[: longest - 1].rstrip()}…"
    return f"“{cut}” ({first.paper}){f' and {len(others)} more' if others else ''}"
