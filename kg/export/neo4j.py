"""The graph for Neo4j: a Cypher script to run, and the CSV files of its importer.

Nodes have the label `Node` beside their type and are found by `iri`; a relationship is a claim, with the predicate as
its type (`OUTPERFORMS`, `RUNS_ON`) and its sentence and figure as properties. Run twice, the script changes nothing.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

from kg.export.csv_files import cells, written
from kg.export.source import Whole
from kg.export.values import CLAIM_FIELDS, NODE_FIELDS, Network, Row, edges_aside, several

NODES, EDGES = "nodes.csv", "relationships.csv"
_MANY = 500
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_KINDS = {str: "", int: ":long", float: ":double", bool: ":boolean"}
_EDGE_FIELDS = {name: kind for name, kind in CLAIM_FIELDS.items() if name != "predicate"}
_LISTS = ("aliases", "broader")
_LITERALS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LITERALS["\\u"] = "\\\\\\u0075"  # Neo4j reads \uXXXX before it reads strings: no `\u` of a text may look like one
_UNFIT = re.compile('\\\\u|[\\\\"\x00-\x1f\x7f\x85\u2028\u2029]')


def relation(predicate: str) -> str:
    """Return the type of relationship of a predicate.

    >>> relation("evaluatedOn")
    'EVALUATED_ON'
    """
    return _HUMP.sub("_", predicate).upper()


def write_script(source: Whole, out: IO[bytes]) -> None:
    """Write Cypher that merges the graph into a database: `cypher-shell -f graph.cypher`."""
    network = Network(source)
    with edges_aside(network, _edge) as edges:
        out.write(b"CREATE CONSTRAINT node_iri IF NOT EXISTS FOR (n:Node) REQUIRE n.iri IS UNIQUE;\n")
        for kind, group in groupby(_by_type(network), key=lambda row: row[0]):
            for some in _some((fields for _, fields in group), _MANY):
                rows = ",\n".join(_map(row) for row in some)
                out.write(
                    f"UNWIND [\n{rows}\n] AS row\nMERGE (n:Node {{iri: row.iri}}) SET n:{kind}, n += row;\n".encode()
                )
        for some in _some(iter(edges), _MANY):
            read = [json.loads(line) for line in some]
            for predicate in sorted({row["predicate"] for row in read}):
                _relate(out, predicate, [row for row in read if row["predicate"] == predicate])


def _relate(out: IO[bytes], predicate: str, edges: list[Row]) -> None:
    rows = ",\n".join(_map({name: value for name, value in edge.items() if name != "predicate"}) for edge in edges)
    out.write(
        f"UNWIND [\n{rows}\n] AS row\nMATCH (a:Node {{iri: row.subject}}), (b:Node {{iri: row.object}})\n"
        f"MERGE (a)-[r:{relation(predicate)} {{iri: row.iri}}]->(b) SET r += row "
        "REMOVE r.subject, r.object;\n".encode()
    )


def _edge(iri: str, subject: str, obj: str, row: Row) -> str:
    return json.dumps({"iri": iri, "subject": subject, "object": obj, **row}) + "\n"


def _by_type(network: Network) -> list[tuple[str, Row]]:
    """Return the nodes by type, several values as lists."""
    found = [(row["type"], {"iri": iri, **row}) for iri, row in network.nodes()]
    for _, row in found:
        row.update({name: several(row[name]) for name in _LISTS if name in row})
    return sorted(found, key=lambda pair: (pair[0], pair[1]["iri"]))


def _some(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(rows, size)):
        yield some


def _map(row: Row) -> str:
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in row.items()) + "}"


def literal(value: object) -> str:
    r"""Return a value as a literal of Cypher.

    >>> literal('a "b"'), literal(True), literal(["x"])
    ('"a \\"b\\""', 'true', '["x"]')
    """
    if isinstance(value, str):
        return f'"{_UNFIT.sub(_code, value)}"'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(literal(each) for each in value)}]"
    return repr(value)


def _code(match: re.Match[str]) -> str:
    return _LITERALS.get(match[0]) or f"\\u{ord(match[0]):04X}"


def write_files(source: Whole, folder: Path) -> None:
    """Write `nodes.csv` and `relationships.csv` for `neo4j-admin database import full`.

    Several values stand in one cell with `;` between them, as the importer takes them.
    """
    network = Network(source)
    with written(folder / EDGES) as edges:
        edges.writerow(["iri", ":START_ID", ":END_ID", ":TYPE", *_heads(_EDGE_FIELDS)])
        for iri, subject, obj, row in network.edges():
            edges.writerow([iri, subject, obj, relation(row["predicate"]), *cells(row, _EDGE_FIELDS)])
    with written(folder / NODES) as nodes:
        nodes.writerow(["iri:ID", ":LABEL", *_heads(NODE_FIELDS)])
        for node, row in network.nodes():
            listed = {
                name: ";".join(each.replace(";", ",") for each in several(row[name])) for name in _LISTS if name in row
            }
            nodes.writerow([node, f"Node;{row['type']}", *cells({**row, **listed}, NODE_FIELDS)])


def _heads(fields: dict[str, type]) -> Iterable[str]:
    return [f"{name}{':string[]' if name in _LISTS else _KINDS[kind]}" for name, kind in fields.items()]
