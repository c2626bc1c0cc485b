"""The graph as a network for other tools: GraphML, GEXF (Gephi) and the node-link JSON of networkx.

Nodes and edges are written one by one; edges wait in a file until the nodes are known. The id of an edge is the IRI
of its claim. Characters that XML cannot hold become U+FFFD there.
"""

import json
import re
from datetime import date
from shutil import copyfileobj
from typing import IO

from kg.export.source import Whole
from kg.export.values import CLAIM_FIELDS, NODE_FIELDS, Network, Row, edges_aside
from kg.export.xml import xml_text

_GRAPHML = {str: "string", int: "int", float: "double", bool: "boolean"}
_GEXF = {str: "string", int: "integer", float: "double", bool: "boolean"}
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}$")


def graphml(source: Whole, out: IO[bytes]) -> None:
    """Write GraphML (graphml.graphdrawing.org), for Cytoscape, yEd, Gephi, igraph and networkx."""
    network = Network(source)
    with edges_aside(network, _graphml_edge) as edges:
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for element, fields in (("node", NODE_FIELDS), ("edge", CLAIM_FIELDS)):
            for name, kind in fields.items():
                key = f'id="{element[0]}_{name}" for="{element}" attr.name="{name}" attr.type="{_GRAPHML[kind]}"'
                out.write(f"<key {key}/>\n".encode())
        out.write(b'<graph edgedefault="directed">\n')
        for iri, row in network.nodes():
            out.write(f'<node id="{xml_text(iri)}">{_data("n", row)}</node>\n'.encode())
        copyfileobj(edges, out)
    out.write(b"</graph>\n</graphml>\n")


def _graphml_edge(iri: str, subject: str, obj: str, row: Row) -> str:
    ends = f'id="{xml_text(iri)}" source="{xml_text(subject)}" target="{xml_text(obj)}"'
    return f"<edge {ends}>{_data('e', row)}</edge>\n"


def _data(mark: str, row: Row) -> str:
    return "".join(f'<data key="{mark}_{name}">{xml_text(_word(value))}</data>' for name, value in row.items())


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def gexf(source: Whole, out: IO[bytes]) -> None:
    """Write GEXF 1.3 (gexf.net): a paper, its claims and its nodes have the days of publication as timestamps.

    A date without a day counts as its first day. What no dated paper names has no timestamp.
    """
    network = Network(source)
    with edges_aside(network, _gexf_edge) as edges:
        out.write(
            b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
            b'<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="timestamp">\n'
        )
        for element, fields in (("node", NODE_FIELDS), ("edge", CLAIM_FIELDS)):
            out.write(f'<attributes class="{element}" mode="static">\n'.encode())
            for name, kind in fields.items():
                out.write(f'<attribute id="{name}" title="{name}" type="{_GEXF[kind]}"/>\n'.encode())
            out.write(b"</attributes>\n")
        out.write(b"<nodes>\n")
        for iri, row in network.nodes():
            when = _spells(network.dates.get(iri, set()))
            ends = f'id="{xml_text(iri)}" label="{xml_text(row["label"])}"'
            out.write(f"<node {ends}>{_values(row)}{when}</node>\n".encode())
        out.write(b"</nodes>\n<edges>\n")
        copyfileobj(edges, out)
    out.write(b"</edges>\n</graph>\n</gexf>\n")


def _gexf_edge(iri: str, subject: str, obj: str, row: Row) -> str:
    ends = f'id="{xml_text(iri)}" source="{xml_text(subject)}" target="{xml_text(obj)}" type="directed"'
    label = f'kind="{row["predicate"]}" label="{row["predicate"]}" weight="{row["confidence"]}"'
    return f"<edge {ends} {label}>{_values(row)}{_spells({row.get('published', '')})}</edge>\n"


def _values(row: Row) -> str:
    cells = (f'<attvalue for="{name}" value="{xml_text(_word(value))}"/>' for name, value in row.items())
    return f"<attvalues>{''.join(cells)}</attvalues>"


def _spells(dates: set[str]) -> str:
    days = sorted({day for each in dates if (day := _day(each))})
    spells = "".join(f'<spell timestamp="{day}"/>' for day in days)
    return f"<spells>{spells}</spells>" if spells else ""


def _day(published: str) -> str:
    """Return the first day of a date, or nothing where it names no year or is none of the calendar."""
    day = published + "-01-01"[len(published) - 4 :] if len(published) < len("2024-05-18") else published
    try:
        return date.fromisoformat(day).isoformat() if _DATE.match(published) else ""
    except ValueError:
        return ""


def node_link(source: Whole, out: IO[bytes]) -> None:
    """Write the node-link JSON that `networkx.node_link_graph` reads: a directed multigraph, keyed by claim."""
    network = Network(source)
    with edges_aside(network, _json_edge) as edges:
        out.write(b'{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
        mark = b"\n"
        for iri, row in network.nodes():
            out.write(mark + json.dumps({"id": iri, **row}, ensure_ascii=False).encode())
            mark = b",\n"
        out.write(b'\n], "edges": [')
        mark = b"\n"
        for line in edges:
            out.write(mark + line[:-1])
            mark = b",\n"
    out.write(b"\n]}\n")


def _json_edge(iri: str, subject: str, obj: str, row: Row) -> str:
    return json.dumps({"source": subject, "target": obj, "key": iri, **row}, ensure_ascii=False) + "\n"
