"""CSV for spreadsheets and data frames: a file of nodes and a file of edges."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.export.source import Whole
from kg.export.values import CLAIM_FIELDS, NODE_FIELDS, Network, Row, edges_aside

NODES, EDGES = "nodes.csv", "edges.csv"
_FORMULA = re.compile(r"'*(?:[=@\t\r]|[-+](?=.*[(|!]))", re.DOTALL)


def write(source: Whole, folder: Path) -> None:
    """Write `nodes.csv` and `edges.csv`: a node or a claim a line, the ends of a claim by their IRIs and labels.

    RFC 4180 in UTF-8. Several aliases or broader concepts stand in one cell, with `|` between them. A text that a
    spreadsheet would run as a formula has `'` before it.
    """
    network = Network(source)
    labels: dict[str, str] = {}
    with edges_aside(network, _edge) as lines:
        with written(folder / NODES) as nodes:
            nodes.writerow(["node", *NODE_FIELDS])
            for node, row in network.nodes():
                labels[node] = row["label"]
                nodes.writerow([node, *map(plain, cells(row, NODE_FIELDS))])
        with written(folder / EDGES) as edges:
            edges.writerow(["claim", "subject", "subject_label", "object", "object_label", *CLAIM_FIELDS])
            for iri, subject, obj, row in map(json.loads, lines):
                ends = subject, plain(labels[subject]), obj, plain(labels[obj])
                edges.writerow([iri, *ends, *map(plain, cells(row, CLAIM_FIELDS))])


def _edge(iri: str, subject: str, obj: str, row: Row) -> str:
    return json.dumps([iri, subject, obj, row]) + "\n"


def plain(cell: object) -> object:
    """Return a cell that no spreadsheet runs: `'` comes before a text that it would take for a formula.

    Figures with a sign stay as they are, since they can call nothing.

    >>> plain("=1+1"), plain("-3.2 points"), plain("-1+cmd|' /C x'!A0")
    ("'=1+1", '-3.2 points', "'-1+cmd|' /C x'!A0")
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


@contextmanager
def written(path: Path, *, delimiter: str = ",") -> Iterator[Any]:
    """Lend a writer of rows into a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield csv.writer(file, delimiter=delimiter, lineterminator="\n")


def cells(row: dict[str, Any], fields: dict[str, type]) -> Iterator[object]:
    """Yield the cells of a row; true and false as in JSON, nothing where there is no value."""
    for name in fields:
        value = row.get(name, "")
        yield json.dumps(value) if isinstance(value, bool) else value
