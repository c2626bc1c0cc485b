"""A SQLite database of the graph: tables that join on IRIs, with indexes, and views for the usual questions."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, Any

from kg.export.source import Whole
from kg.export.tables import COLUMNS, KEYS, rows

_MANY = 10_000
_INDEXES = (
    "lists (paper)", "mentions (paper)", "mentions (concept)", "claims (paper)", "claims (subject, predicate)",
    "claims (object, predicate)", "claims (evidence)", "quantities (metric_iri)", "quantity_datasets (dataset)",
    "quantity_datasets (claim)", "evidence (paper)", "aliases (concept)", "aliases (alias COLLATE NOCASE)",
    "concepts (label COLLATE NOCASE)", "broader (concept)", "broader (broader)", "papers (published)",
)  # fmt: skip
_VIEWS = {
    "nodes": """
        SELECT concept AS node, label, type FROM concepts
        UNION ALL SELECT paper, title, 'Paper' FROM papers
        UNION ALL SELECT node, label, type FROM unnamed""",
    "edges": """
        SELECT k.claim, k.subject_label AS subject, k.predicate, k.object_label AS object, q.value, q.unit, q.metric,
               q.dataset, k.confidence, e.text AS sentence, p.title, p.published, k.subject AS subject_iri,
               k.object AS object_iri, p.paper
        FROM claims k JOIN papers p USING (paper) JOIN evidence e USING (evidence) LEFT JOIN quantities q USING (claim)
        WHERE k.asserted""",
    "figures": """
        SELECT k.claim, k.subject_label AS subject, k.predicate, k.object_label AS object, q.value, q.number, q.low,
               q.high, q.unit, q.mode, q.bound, q.metric, q.dataset, q.condition, q.verbatim, k.asserted, p.title
        FROM quantities q JOIN claims k USING (claim) JOIN papers p USING (paper)""",
    "families": """
        WITH RECURSIVE above (concept, family) AS (
            SELECT concept, concept FROM concepts
            UNION SELECT a.concept, b.broader FROM above a JOIN broader b ON b.concept = a.family)
        SELECT * FROM above""",
}


def write(source: Whole, out: IO[bytes]) -> None:
    """Write the database; the same graph gives the same bytes with the same version of SQLite."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.sqlite"
        made = sqlite3.connect(path)
        try:
            _fill(made, source)
        finally:
            made.close()
        with path.open("rb") as file:
            copyfileobj(file, out)


def _fill(made: sqlite3.Connection, source: Whole) -> None:
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("PRAGMA synchronous = OFF")
    for table, columns in COLUMNS.items():
        cells = ", ".join(_column(name, kind, KEYS.get(table)) for name, kind in columns.items())
        made.execute(f"CREATE TABLE {table} ({cells})")
    waiting = rows(source)
    while some := list(islice(waiting, _MANY)):
        for table, values in _by_table(some):
            marks = ", ".join("?" * len(COLUMNS[table]))
            made.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    for number, index in enumerate(_INDEXES):
        made.execute(f"CREATE INDEX index_{number} ON {index}")
    for name, select in _VIEWS.items():
        made.execute(f"CREATE VIEW {name} AS {select}")
    made.commit()


def _column(name: str, kind: str, key: str | None) -> str:
    return f'"{name}" {kind}{" PRIMARY KEY" if name == key else ""}'


def _by_table(some: list[tuple[str, tuple[Any, ...]]]) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table, values in some:
        found.setdefault(table, []).append(values)
    yield from found.items()
