"""Every export format under its name: `export(store, "graphml", "graph.graphml")`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import KgError
from kg.export import bibtex, cards, csv_files, kgx, nanopubs, neo4j, network, packed, page, parquet, rdfxml, sqlite
from kg.export import jsonld as linked
from kg.export.records import record
from kg.export.sorting import nquads, ntriples, triples_in_order
from kg.export.source import Whole
from kg.rdf import turtle
from kg.rdf.store import Store
from kg.traverse import Graph
from kg.whole import replaced

Write = Callable[[Whole, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the ending of its files, what it is for, and who writes it.

    One of `write`, `files` (several files, in a folder or a zip archive) and `card` (about the folder of a graph, so
    it is no format for a part) is there.
    """

    name: str
    ending: str
    about: str
    write: Write | None = None
    files: packed.Write | None = None
    card: Callable[[Whole, Path, IO[bytes]], None] | None = None


def _html(source: Whole, out: IO[bytes]) -> None:
    out.write(page.render(Graph.from_extractions(source.extractions())).encode())


def _jsonl(source: Whole, out: IO[bytes]) -> None:
    for each in source.extractions():
        out.write((json.dumps(record(each), ensure_ascii=False) + "\n").encode())


def _context(_: Whole, out: IO[bytes]) -> None:
    out.write(linked.context().encode())


_ALL = (
    Format("csv", "", "nodes.csv and edges.csv, for spreadsheets and data frames", files=csv_files.write),
    Format("kgx", "", "nodes.tsv and edges.tsv of KGX, which lose nothing", files=kgx.write),
    Format("sqlite", "sqlite", "a SQLite database: papers, concepts, claims, quantities, evidence", sqlite.write),
    Format("parquet", "", "the tables of the database as Parquet (extra: analysis)", files=parquet.write),
    Format(
        "ttl", "ttl", "Turtle, as graph.ttl",
        lambda source, out: turtle.write(source.triples(), out),
    ),
    Format(
        "ttl12", "ttl", "Turtle of RDF 1.2: each claim reifies its triple",
        lambda source, out: turtle.write(source.triples(), out, reified=True),
    ),
    Format("nt", "nt", "N-Triples of the merged graph", lambda source, out: out.writelines(ntriples(source))),
    Format("nq", "nq", "N-Quads, one named graph a paper", lambda source, out: out.writelines(nquads(source))),
    Format("trig", "trig", "TriG, one nanopublication a claim", nanopubs.write),
    Format(
        "jsonld", "jsonld", "JSON-LD 1.1",
        lambda source, out: linked.write(triples_in_order(source), out),
    ),
    Format("jsonld-context", "jsonld", "the context of the JSON-LD, as a file", _context),
    Format("rdfxml", "rdf", "RDF/XML", lambda source, out: rdfxml.write(triples_in_order(source), out)),
    Format("graphml", "graphml", "GraphML, for Cytoscape, yEd, igraph and networkx", network.graphml),
    Format("gexf", "gexf", "GEXF, for Gephi, with the days of publication", network.gexf),
    Format("node-link", "json", "the node-link JSON of networkx and D3", network.node_link),
    Format("cypher", "cypher", "a Cypher script for Neo4j", neo4j.write_script),
    Format("neo4j", "", "nodes.csv and relationships.csv of Neo4j's importer", files=neo4j.write_files),
    Format("bibtex", "bib", "BibTeX of the papers", bibtex.write),
    Format("jsonl", "jsonl", "what was read, one JSON object a paper", _jsonl),
    Format("html", "html", "the interactive page", _html),
    Format("croissant", "json", "a Croissant description of the folder", card=cards.croissant),
    Format("ro-crate", "json", "the ro-crate-metadata.json of the folder", card=cards.ro_crate),
)  # fmt: skip
FORMATS: dict[str, Format] = {each.name: each for each in _ALL}
"""The formats by name, in order of use."""


def export(
    source: Store | Whole, name: str, out: Path | str | IO[bytes], *, folder: Path | None = None
) -> tuple[Path, ...]:
    """Write a graph, or a part of one, in a format to a file or an open binary stream; return the files written.

    A format of several files takes a folder, or a path that ends in `.zip`; a stream gets the archive. `folder` is the
    folder of the graph, for the formats that describe it. The same graph gives the same bytes. Raises `KgError`, naming
    the formats, for one that is not there.
    """
    form = format_of(name)
    whole = Whole(source) if isinstance(source, Store) else source
    if not isinstance(out, (str, Path)):
        write_to(form, whole, out, folder=folder)
        return ()
    path = Path(out)
    if form.files and path.suffix.lower() != ".zip":
        return tuple(packed.to_folder(form.files, whole, path))
    with replaced(path) as file:
        write_to(form, whole, file, folder=folder)
    return (path,)


def format_of(name: str) -> Format:
    """Return a format by its name; raises `KgError`, naming the formats, for one that is not there."""
    if name not in FORMATS:
        raise KgError(f"there is no export format {name!r}; there are {', '.join(sorted(FORMATS))}")
    return FORMATS[name]


def write_to(form: Format, source: Whole, out: IO[bytes], *, folder: Path | None = None) -> None:
    """Write a graph in a format to an open binary stream."""
    if form.write:
        form.write(source, out)
    elif form.files:
        packed.to_zip(form.files, source, out)
    elif form.card:
        if folder is None:
            raise KgError(f"{form.name} describes the folder of a graph; say which one it is")
        form.card(source, folder, out)
