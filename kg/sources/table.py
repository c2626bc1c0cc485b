"""CSV and TSV with a header line."""

import csv
from collections.abc import Iterator

from kg.errors import SourceError
from kg.model import Paper
from kg.sources.decode import MAX_LINE, Text
from kg.sources.record import paper
from kg.sources.sniff import columns, delimiter

_MAX_ROW, _MAX_SIZE = 200, 1 << 23  # lines and characters that one row may span: more is a quotation mark left open
_MAX_OPEN = 20  # times that such a row is looked for: a file without quoting, with stray marks, is read line by line
_UNENDED = "unexpected end of data"  # what the csv module says of a quoted cell that goes on


def read_table(text: Text) -> Iterator[Paper]:
    """Yield the papers of a table, one a row; its header names the columns, its delimiter is , ; | or a tab.

    A row with too many cells or an open quotation mark is reported and left out.
    Raises SourceError where the header names no abstract.
    """
    lines = text.lines()
    first, header = next(((number, line) for number, line in lines if line.strip("\ufeff \t")), (0, ""))
    header = header.lstrip("\ufeff")
    mark = delimiter(header) or ","
    if "abstract" not in columns(header, mark):
        raise SourceError(text.label, first, "the table has no column for the abstract", "Name one column “abstract”")
    csv.field_size_limit(
        MAX_LINE
    )  # the module's own bound of 128 KiB is below some abstracts; lines are bounded already
    names: list[str] = next(csv.reader([header], delimiter=mark))
    for line, cells in _Rows(lines, mark, text):
        if any(cells[len(names) :]):
            message = f"the row has {len(cells)} cells where the header has {len(names)}"
            text.problem(line, message, "Put quotation marks around cells that hold the delimiter")
        elif found := paper(_record(names, cells), text, line):
            yield found


def _record(names: list[str], cells: list[str]) -> dict[str, object]:
    """Return the row's cells by name; of columns that share a name, the first one that is filled."""
    record: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if not record.get(name):
            record[name] = cell
    return record


class _Rows:
    """The rows of a table, each with the line that it begins on. A quoted cell may span lines."""

    def __init__(self, lines: Iterator[tuple[int, str]], mark: str, text: Text) -> None:
        self._lines, self._mark, self._text = lines, mark, text
        self._waiting: list[tuple[int, str]] = []  # lines that were taken for the rest of a row, and were not
        self._open = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while (item := self._next()) is not None:
            if item[1].strip():
                try:
                    cells = self._cells(item)
                except csv.Error as error:
                    self._text.problem(item[0], f"the row cannot be read: {error}", "Mend its quotation marks")
                    continue
                if cells is not None:
                    yield item[0], cells

    def _next(self) -> tuple[int, str] | None:
        return self._waiting.pop() if self._waiting else next(self._lines, None)

    def _cells(self, item: tuple[int, str]) -> list[str] | None:
        """Return the cells of the row that begins with the line; None, and reported, where a quoted cell never ends."""
        cells = self._parsed(item[1])
        if cells is not None:
            return cells
        taken, size = [item], len(item[1])
        while self._open < _MAX_OPEN and len(taken) < _MAX_ROW and size < _MAX_SIZE and (following := self._next()):
            taken.append(following)
            size += len(following[1])
            if '"' in following[1]:
                try:
                    cells = self._parsed("\n".join(line for _, line in taken))
                except csv.Error:  # the mark that was found closes nothing
                    break
                if cells is not None:
                    return cells
        self._open += 1
        self._waiting.extend(reversed(taken[1:]))
        self._text.problem(
            item[0], "a quotation mark is opened and not closed", "Close it, or write it twice in a cell"
        )
        return None

    def _parsed(self, row: str) -> list[str] | None:
        """Return the cells of a row; None while a quoted cell is open. A stray mark is forgiven on one line only."""
        try:
            return next(csv.reader([row], delimiter=self._mark, strict=True), [])
        except csv.Error as error:
            if str(error) == _UNENDED:
                return None
            if "\n" in row:
                raise
        return next(csv.reader([row], delimiter=self._mark), [])
