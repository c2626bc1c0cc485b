"""Tables of the cards."""

from collections.abc import Iterable, Sequence

Cell = str | int | float


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table in Markdown: shares with three places, other numbers with their thousands apart, at the right.

    >>> print(table(["what", "n"], [["a", 1200], ["b", 0.5]]), end="")
    | what | n |
    | --- | ---: |
    | a | 1,200 |
    | b | 0.500 |
    """
    body = [list(row) for row in rows]
    first = body[0] if body else []
    marks = ["---" if isinstance(cell, str) else "---:" for cell in first] or ["---"] * len(head)
    lines = [_line(head), _line(marks), *(_line(map(_text, row)) for row in body)]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(cell: Cell) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else cell
