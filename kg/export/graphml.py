"""GraphML (graphml.graphdrawing.org): nodes with label and type, one edge for each claim with its fields."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.traverse import Graph

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(graph: Graph) -> str:
    """Return GraphML. The id of an edge is the IRI of its claim; characters that XML cannot hold become U+FFFD."""
    import networkx as nx

    network = graph.to_networkx()
    for _, fields in network.nodes(data=True):
        _clean(fields)
    for _, _, fields in network.edges(data=True):
        _clean(fields)
    out = BytesIO()
    nx.write_graphml_xml(network, out)  # the writer on lxml differs in bytes and is not everywhere
    return out.getvalue().decode()


def _clean(fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = _NOT_XML.sub("\ufffd", value)
