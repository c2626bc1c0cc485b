"""The tables out of Parquet files, read by DuckDB: only the columns and rows that a question needs."""

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.model import Iri, Polarity
from kg.tables.parquet import connect, listed, quoted
from kg.tables.rows import ClaimRow, ConceptRow, Edge, MentionRow, PaperRow, Want

_FIGURE = (
    "k.value, k.unit, k.mode, k.bound, k.metric, k.metric_iri, k.dataset, k.datasets, k.condition, k.verbatim, "
    "k.polarity, k.hedge, k.confidence, k.rule, k.sentence"
)
_CLAIMS = f"""
SELECT k.claim, k.paper, p.paper_id, p.title, p.published, k.position,
  k.subject, coalesce(s.label, k.subject_label), s.type, k.predicate, k.object, coalesce(o.label, k.object_label),
  o.type, {_FIGURE}
FROM claims k JOIN papers p USING (paper)
LEFT JOIN concepts s ON s.concept = k.subject LEFT JOIN concepts o ON o.concept = k.object
WHERE {{conditions}} ORDER BY k.paper, k.position
"""
_LISTED = "(SELECT unnest(?::VARCHAR[]))"
_DATASETS = ClaimRow._fields.index("datasets")
_ASSERTED = f"k.polarity = '{Polarity.ASSERTED}' AND k.hedge IS NULL"
_ONE_OF = {"predicates": "predicate", "subjects": "subject", "objects": "object", "metrics": "metric_iri",
           "papers": "paper"}  # fmt: skip


class ParquetTables:
    """The tables of a folder that a build wrote."""

    def __init__(self, folder: Path) -> None:
        """Open the tables; raises StoreError where a file is damaged."""
        self._folder = folder
        self._connection = connect()
        for table in ("papers", "concepts", "mentions", "claims"):
            # by the manifest: a partition that was lost must be an error, not fewer rows
            paths = [folder / name for name in listed(folder) if re.match(rf"{table}\b", name)]
            self._run(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{', '.join(map(quoted, paths))}])")

    def close(self) -> None:
        """Close the files."""
        self._connection.close()

    def papers(self) -> dict[Iri, PaperRow]:
        """Return the papers in order of IRI."""
        return self._papers

    def concepts(self) -> dict[Iri, ConceptRow]:
        """Return the concepts that papers name and those above them, in order of IRI."""
        return self._concepts

    def mentions(self) -> list[MentionRow]:
        """Return what each paper names, in order of paper and concept."""
        return [MentionRow(*row) for row in self._run("SELECT * FROM mentions ORDER BY paper, concept")]

    def edges(self) -> list[Edge]:
        """Return what each paper asserts, each statement once, in order of paper, subject, predicate and object."""
        columns = "k.paper, k.subject, k.predicate, k.object"
        rows = self._run(f"SELECT DISTINCT {columns} FROM claims k WHERE {_ASSERTED} ORDER BY {columns}")
        return [Edge(*row) for row in rows]

    def claims(self, want: Want) -> list[ClaimRow]:
        """Return the claims that are asked for, by paper and place in it."""
        conditions, values = ["true"], []
        for field, column in _ONE_OF.items():
            if (kept := getattr(want, field)) is not None:
                conditions.append(f"k.{column} IN {_LISTED}")
                values.append(_plain(kept))
        if want.ends is not None:
            conditions.append(
                "(k.subject IN (SELECT unnest(?::VARCHAR[])) OR k.object IN (SELECT unnest(?::VARCHAR[])))"
            )
            values += [sorted(want.ends)] * 2
        if want.datasets is not None:
            conditions.append("list_has_any(k.datasets, ?::VARCHAR[])")
            values.append(_plain(want.datasets))
        conditions += ["k.value IS NOT NULL"] * want.figures + [_ASSERTED] * want.asserted
        rows = self._run(_CLAIMS.format(conditions=" AND ".join(conditions)), values)
        return [ClaimRow._make((*row[:_DATASETS], tuple(row[_DATASETS]), *row[_DATASETS + 1 :])) for row in rows]

    @cached_property
    def _papers(self) -> dict[Iri, PaperRow]:
        rows = self._run("SELECT paper, paper_id, title, published, url FROM papers ORDER BY paper")
        return {row[0]: PaperRow(*row) for row in rows}

    @cached_property
    def _concepts(self) -> dict[Iri, ConceptRow]:
        rows = self._run("SELECT * FROM concepts ORDER BY concept")
        return {row[0]: ConceptRow._make((*row[:3], tuple(row[3]), tuple(row[4]), row[5])) for row in rows}

    def _run(self, sql: str, values: list[Any] | None = None) -> list[Any]:
        import duckdb

        try:
            return self._connection.execute(sql, values or []).fetchall()
        except (duckdb.Error, OSError) as error:
            why = str(error).splitlines()[0]
            raise StoreError(self._folder, f"these tables cannot be read ({why}); run kg build again") from error


def _plain(values: Iterable[str]) -> list[str]:
    """Return strings in order, enumerations as their values."""
    return sorted(str(value) for value in values)
