"""Every export format under its name: `export(store, "graphml", "graph.graphml")`."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from kg.errors import KgError
from kg.export import graphml as network
from kg.export import jsonld as linked
from kg.export import page
from kg.export.records import record
from kg.rdf import turtle
from kg.traverse import Graph

if TYPE_CHECKING:
    from kg.rdf.store import Store


def html(store: Store) -> str:
    """Return the interactive page."""
    return page.render(Graph.of(store))


def graphml(store: Store) -> str:
    """Return GraphML, for Gephi, Cytoscape, yEd, igraph and networkx."""
    return network.render(Graph.of(store))


def jsonl(store: Store) -> str:
    """Return one JSON object a paper, one paper a line."""
    return "".join(json.dumps(record(each), ensure_ascii=False) + "\n" for each in store.extractions())


def jsonld(store: Store) -> str:
    """Return the merged graph as JSON-LD 1.1."""
    return linked.render(store.triples())


def ttl(store: Store) -> str:
    """Return the merged graph as sorted Turtle."""
    return _written(turtle.write, store)


def nt(store: Store) -> str:
    """Return the merged graph as sorted N-Triples."""
    return _written(turtle.write_ntriples, store)


def nq(store: Store) -> str:
    """Return what each paper and the catalogue state as sorted N-Quads, one named graph for each."""
    return _written(turtle.write_nquads, store)


def _written(write: Callable[[Store, IO[bytes]], None], store: Store) -> str:
    out = BytesIO()
    write(store, out)
    return out.getvalue().decode()


FORMATS: dict[str, Callable[[Store], str]] = {
    writer.__name__: writer for writer in (graphml, html, jsonl, jsonld, nq, nt, ttl)
}


def export(store: Store, name: str, out: Path | str | TextIO) -> None:
    """Write the graph of a store in a format to a file or an open text stream.

    The same graph gives the same bytes. Raises `KgError`, naming the formats, for one that is not there.
    """
    writer = FORMATS.get(name)
    if writer is None:
        raise KgError(f"there is no export format {name!r}; there are {', '.join(sorted(FORMATS))}")
    text = writer(store)
    if isinstance(out, (str, Path)):
        Path(out).write_text(text, encoding="utf-8", newline="\n")
    else:
        out.write(text)
