"""Tables and text for people: laid out and marked on a terminal, plain everywhere else."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from kg.cli.voice import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Cell: TypeAlias = "str | Text"

_MARK = "bold cyan"
_TOO_WIDE = 1.5  # times the width of the terminal, from which rows become blocks


def console() -> "Console":
    """Return the console on stdout; off a terminal its text has neither colour nor line breaks of its own."""
    from rich.console import Console

    class Screen(Console):
        """A console that leaves a closed pipe to the program."""

        def on_broken_pipe(self) -> None:
            raise  # it is called while the error is handled

    return Screen(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def marked(text: str, spans: Sequence[tuple[int, int]]) -> "Text":
    """Return a text with the characters of each span marked."""
    from rich.text import Text

    found = Text(visible(text))
    for start, end in spans:
        found.stylize(_MARK, start, end)
    return found


def table(out: "Console", names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print rows under their names."""
    if not out.is_terminal:
        out.file.write("\n".join(plain(names, [[str(cell) for cell in row] for row in rows])) + "\n")
        return
    cells = [[_text(cell) for cell in row] for row in rows]
    lines = [[len(name) for name in names], *([len(cell) for cell in row] for row in cells)]
    natural = sum(max(column) + 2 for column in zip(*lines, strict=True))
    if natural > _TOO_WIDE * out.width:
        _records(out, names, cells)
    else:
        _drawn(out, names, cells)


def _drawn(out: "Console", names: Sequence[str], rows: Sequence[Sequence["Text"]]) -> None:
    from rich import box
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for name, right in zip(names, _numeric(names, rows), strict=True):
        drawn.add_column(_text(name), justify="right" if right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    out.print(drawn)


def _records(out: "Console", names: Sequence[str], rows: Sequence[Sequence["Text"]]) -> None:
    """Print each row as a block of lines, a name and its value on each: long sentences want the whole width."""
    from rich.table import Table

    for row in rows:
        block = Table.grid(padding=(0, 2))
        for name, cell in zip(names, row, strict=True):
            if cell:
                block.add_row(marked(name, [(0, len(name))]), cell)
        out.print(block, "")


def _text(cell: Cell) -> "Text":
    from rich.text import Text

    return Text(visible(cell)) if isinstance(cell, str) else cell


def indented(out: "Console", text: Cell, by: int) -> None:
    """Print a text that begins `by` characters to the right, on every line that it needs."""
    if not out.is_terminal:
        out.print(" " * by + visible(str(text)))
        return
    from rich.padding import Padding

    out.print(Padding(_text(text), (0, 0, 0, by), expand=False))


def plain(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines: columns aligned, two spaces between, each row on one line.

    >>> plain(["name", "papers"], [["BERT", "12"], ["GPT-2", "7"]])
    ['name   papers', 'BERT       12', 'GPT-2       7']
    """
    cells = [[visible(" ".join(cell.split())) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in [list(names), *cells]) for column in range(len(names))]
    right = _numeric(names, cells)
    return [
        "  ".join(
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, numeric in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in [list(names), *cells]
    ]


def _numeric(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[bool]:
    """Tell of each column whether it holds nothing but numbers."""
    return [bool(rows) and all(_is_number(str(row[column])) for row in rows) for column in range(len(names))]


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).removeprefix("-").isdigit()
