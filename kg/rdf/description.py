"""The description of a graph as one Turtle document: VoID, the service, the examples and the shapes."""

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import IO

from pyoxigraph import Triple

from kg.ontology import default_path
from kg.rdf import turtle
from kg.rdf.described import service, void
from kg.rdf.examples import examples
from kg.rdf.store import Store


class Part(StrEnum):
    """A part of a description."""

    VOID = "void"
    SERVICE = "service"
    EXAMPLES = "examples"
    SHAPES = "shapes"


_HEADS = {
    Part.VOID: "What the graph holds (VoID)",
    Part.SERVICE: "How it is served (SPARQL 1.1 Service Description)",
    Part.EXAMPLES: "The named queries (sh:SPARQLExecutable); a parameter has its value in the VALUES of its name",
    Part.SHAPES: "What it has to look like (SHACL)",
}


def write(store: Store, out: IO[bytes], *, parts: Collection[Part] = tuple(Part), endpoint: str | None = None) -> None:
    """Write the description of a store, or some parts of it; the same graph gives the same bytes.

    `endpoint` is the address at which the store is served. Raises ValueError where it is no IRI.
    """
    triples: dict[Part, Callable[[], Iterator[Triple]]] = {
        Part.VOID: lambda: void(store),
        Part.SERVICE: lambda: service(store, endpoint),
        Part.EXAMPLES: lambda: examples(endpoint),
    }
    for part in Part:
        if part in parts:
            out.write(f"# {_HEADS[part]}\n\n".encode())
            if part in triples:
                turtle.write(triples[part](), out)
                out.write(b"\n")
            else:
                out.write((default_path() / "shapes.ttl").read_bytes())
