"""The one door to the tables: of a store, or of a folder that a build wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kg.alone import LOCK
from kg.model import Iri
from kg.rdf.store import Store
from kg.tables.ducked import ParquetTables
from kg.tables.parquet import installed, is_whole
from kg.tables.rows import ClaimRow, ConceptRow, Edge, MentionRow, PaperRow, Want
from kg.tables.stored import StoredTables

TABLES = "tables"
_STORE = "store"


class Tables(Protocol):
    """What analyses read. Every method gives its rows in one order that depends on the content alone."""

    def papers(self) -> dict[Iri, PaperRow]:
        """Return the papers in order of IRI."""
        ...

    def concepts(self) -> dict[Iri, ConceptRow]:
        """Return the concepts that papers name and those above them, in order of IRI."""
        ...

    def mentions(self) -> list[MentionRow]:
        """Return what each paper names, in order of paper and concept."""
        ...

    def edges(self) -> list[Edge]:
        """Return what each paper asserts, each statement once, in order of paper, subject, predicate and object."""
        ...

    def claims(self, want: Want) -> list[ClaimRow]:
        """Return the claims that are asked for, by paper and place in it."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


Source = Tables | Store
"""What an analysis takes: tables, or the store that they can be read from."""


def tables_of(source: Source) -> Tables:
    """Return the tables themselves, or those of a store."""
    return StoredTables(source) if isinstance(source, Store) else source


@contextmanager
def opened_tables(folder: Path) -> Iterator[Tables]:
    """Lend the tables of a graph's folder: Parquet where a build finished it and DuckDB is there, else the store.

    Raises StoreError where there is no graph, or its files are damaged.
    """
    # while a build is under way, or where one was killed, its lock is there, and the tables may be those of before
    if installed() and is_whole(folder / TABLES) and not (folder / LOCK).exists():
        tables = ParquetTables(folder / TABLES)
        try:
            yield tables
        finally:
            tables.close()
        return
    with Store(folder / _STORE, read_only=True) as store:
        yield StoredTables(store)
