"""The tables as Parquet files, written by a build and read with DuckDB, which the extra `analysis` brings.

Papers fall into partitions by a hash of their IRI. A partition is a function of its papers alone, so a build writes
those anew whose papers changed; the file of concepts is one. `tables.json` says what each file was made of and is
written last: files without it are those of a build that was killed, and nobody reads them.

The bytes of a file are a function of its rows and of DuckDB's version.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.iris import paper_iri
from kg.model import Extraction
from kg.rdf.store import Store
from kg.tables.made import Record, claim_records, mention_records, paper_record
from kg.tables.stored import StoredTables
from kg.whole import replaced

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANIFEST = "tables.json"
_VERSION = 1
_PARTS = 16
_TEXT = "VARCHAR"
_DECIMAL = "DECIMAL(38,12)"
COLUMNS: dict[str, dict[str, str]] = {
    "papers": dict.fromkeys(("paper", "paper_id", "title", "published", "month", "url"), _TEXT),
    "concepts": {
        "concept": _TEXT, "label": _TEXT, "type": _TEXT, "aliases": f"{_TEXT}[]", "broader": f"{_TEXT}[]",
        "better": "BOOLEAN",
    },
    "mentions": {"paper": _TEXT, "concept": _TEXT, "mentions": "INTEGER"},
    "claims": {
        "claim": _TEXT, "paper": _TEXT, "position": "INTEGER", "subject": _TEXT, "subject_label": _TEXT,
        "predicate": _TEXT, "object": _TEXT, "object_label": _TEXT, "value": _TEXT, "number": _DECIMAL,
        "low": _DECIMAL, "high": _DECIMAL, "unit": _TEXT, "mode": _TEXT, "bound": _TEXT, "metric": _TEXT,
        "metric_iri": _TEXT, "dataset": _TEXT, "datasets": f"{_TEXT}[]", "condition": _TEXT, "verbatim": _TEXT,
        "polarity": _TEXT, "hedge": _TEXT, "confidence": "DOUBLE", "rule": _TEXT, "sentence": _TEXT, "month": _TEXT,
    },
}  # fmt: skip
"""The columns of each table. `subject_label` and `object_label` are those of the paper's own nodes alone."""


def installed() -> bool:
    """Tell whether DuckDB is there."""
    return find_spec("duckdb") is not None


def connect() -> "DuckDBPyConnection":
    """Return a connection to a database in memory that asks nobody outside for anything."""
    import duckdb

    # one thread: the order of rows, and so the bytes of a file, must not depend on the machine
    alone = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    return duckdb.connect(":memory:", config={"threads": 1, **alone})


def write(folder: Path, store: Store, extractions: Sequence[Extraction]) -> None:
    """Write the tables of a store into a folder; `extractions` are all that it holds, in order of id.

    Files whose rows have not changed stay as they are. Without DuckDB there are no tables: old ones are removed, since
    they would tell of another graph.
    """
    if not installed():
        rmtree(folder, ignore_errors=True)
        return
    known = _manifest(folder).get("files", {})
    (folder / MANIFEST).unlink(missing_ok=True)
    connection = connect()
    try:
        files = {
            name: _put(connection, folder / name, table, lines, known.get(name, {}))
            for name, table, lines in _files(store, extractions)
        }
    finally:
        connection.close()
    for path in folder.rglob("*"):  # partitions whose papers are gone, and what a killed build left
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    with replaced(folder / MANIFEST) as out:
        out.write((json.dumps({"version": _VERSION, "files": files}, indent=2) + "\n").encode())


def is_current(folder: Path) -> bool:
    """Tell whether the tables of a folder are as a build left them; without DuckDB, whether there are none."""
    if not installed():
        return not folder.exists()
    files = _manifest(folder).get("files", {})
    paths = {path.relative_to(folder).as_posix(): path for path in _parquet_files(folder)}
    return paths.keys() == files.keys() and all(_sha256(paths[name]) == files[name]["sha256"] for name in files)


def is_whole(folder: Path) -> bool:
    """Tell whether a folder holds tables that a build finished, in the form that this program reads."""
    return bool(_manifest(folder))


def listed(folder: Path) -> list[str]:
    """Return the names of the files that a build wrote into a folder of tables, as its manifest has them."""
    return list(_manifest(folder).get("files", {}))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("version") == _VERSION else {}


def _parquet_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def _files(store: Store, extractions: Sequence[Extraction]) -> Iterator[tuple[str, str, bytes]]:
    """Yield each file's name, its table and its rows as lines of JSON.

    Of the partitions without a paper only the first is there, so that each table has a file.
    """
    concepts = StoredTables(store).concepts().values()
    yield "concepts.parquet", "concepts", _lines(row._asdict() for row in concepts)
    parts: list[list[Extraction]] = [[] for _ in range(_PARTS)]
    for extraction in extractions:
        parts[_part(extraction)].append(extraction)
    makers: tuple[tuple[str, Callable[[Extraction], Iterable[Record]]], ...] = (
        ("papers", lambda extraction: [paper_record(extraction)]),
        ("mentions", mention_records),
        ("claims", claim_records),
    )
    for number, part in enumerate(parts):
        for table, records in makers if part or not number else ():
            yield f"{table}/{number:02}.parquet", table, _lines(chain.from_iterable(map(records, part)))


def _part(extraction: Extraction) -> int:
    return hashlib.sha256(paper_iri(extraction.paper.id).encode()).digest()[0] % _PARTS


def _lines(records: Iterable[Record]) -> bytes:
    return b"".join(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n" for record in records)


def _put(
    connection: "DuckDBPyConnection", path: Path, table: str, lines: bytes, known: dict[str, str]
) -> dict[str, str]:
    """Write one file where its rows are not those that it holds; return what the manifest says of it."""
    content = hashlib.sha256(f"{_VERSION} {COLUMNS[table]}\n".encode() + lines).hexdigest()
    if known.get("content") != content or not path.is_file() or _sha256(path) != known.get("sha256"):
        path.parent.mkdir(parents=True, exist_ok=True)
        rows, draft = path.with_suffix(".json"), path.with_suffix(".draft")
        import duckdb

        try:
            rows.write_bytes(lines)
            connection.execute(_copy(table, rows, draft))
            draft.replace(path)
        except duckdb.Error as error:
            raise StoreError(path, f"this table cannot be written ({str(error).splitlines()[0]})") from error
        finally:
            rows.unlink(missing_ok=True)
            draft.unlink(missing_ok=True)
    return {"content": content, "sha256": _sha256(path)}


def _copy(table: str, rows: Path, to: Path) -> str:
    """Return the statement that turns lines of JSON into a Parquet file; a number that is too large for it is null."""
    columns = COLUMNS[table]
    given = ", ".join(f"{name}: '{_TEXT if kind == _DECIMAL else kind}'" for name, kind in columns.items())
    taken = ", ".join(
        f"TRY_CAST({name} AS {_DECIMAL}) AS {name}" if kind == _DECIMAL else name for name, kind in columns.items()
    )
    source = (
        f"read_json({quoted(rows)}, format='newline_delimited', columns={{{given}}}, maximum_object_size=100000000)"
    )
    return f"COPY (SELECT {taken} FROM {source}) TO {quoted(to)} (FORMAT parquet, COMPRESSION zstd)"


def quoted(path: Path) -> str:
    """Return a path as a string of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
