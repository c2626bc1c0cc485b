"""Parquet files of the tables, one a table, for pandas, DuckDB, Spark and R.

DuckDB, of the extra `analysis`, writes them.
"""

import json
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.errors import SettingsError
from kg.export.source import Whole
from kg.export.tables import COLUMNS, rows
from kg.tables.parquet import connect, installed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPES = {"TEXT": "VARCHAR", "INTEGER": "BIGINT", "REAL": "DOUBLE", "BOOLEAN": "BOOLEAN"}


def write(source: Whole, folder: Path) -> None:
    """Write `papers.parquet`, `claims.parquet` and so on; the same graph gives the same bytes with the same DuckDB.

    Raises SettingsError where DuckDB is not installed.
    """
    if not installed():
        raise SettingsError("parquet", "this format needs DuckDB. Run: pip install 'kg-papers[analysis]'")
    with TemporaryDirectory() as drafts:
        _draft(source, Path(drafts))
        connection = connect()
        try:
            for table in COLUMNS:
                _convert(connection, table, Path(drafts) / table, folder / f"{table}.parquet")
        finally:
            connection.close()


def _draft(source: Whole, folder: Path) -> None:
    """Write each table as JSON Lines, which tell no text from an empty one."""
    with ExitStack() as stack:
        files = {
            table: stack.enter_context((folder / table).open("w", encoding="utf-8", newline="\n")) for table in COLUMNS
        }
        for table, values in rows(source):
            files[table].write(json.dumps(dict(zip(COLUMNS[table], values, strict=True)), ensure_ascii=False) + "\n")


def _convert(connection: "DuckDBPyConnection", table: str, draft: Path, out: Path) -> None:
    columns = ", ".join(f"{_quoted(name)}: {_quoted(_TYPES[kind])}" for name, kind in COLUMNS[table].items())
    how = f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = 100000000"
    read = f"read_json({_quoted(draft)}, {how})"
    connection.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(out)} (FORMAT parquet, COMPRESSION zstd)")


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
