"""SHACL: does a graph look like a graph of kg? The shapes stand in `ontology/shapes.ttl`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import SourceError
from kg.ontology import default_path
from kg.rdf.interop import graph as to_rdflib
from kg.rdf.store import Store
from kg.vocab import PREFIXES, RDF

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: at which node, on which path (empty for the node itself), and what."""

    focus: str
    path: str
    message: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ShapesReport:
    """What validation found: no violations means that the graph conforms."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.violations


def validate(graph: Store | Path | bytes, *, shapes: Path | None = None) -> ShapesReport:
    """Check a store, a Turtle or N-Triples file, or Turtle bytes against the shapes, with pySHACL.

    `shapes` is another shapes file. Raises SourceError where a file cannot be read.
    """
    from pyshacl import validate as run
    from rdflib.namespace import RDF as TYPES
    from rdflib.namespace import SH as SHACL

    rules = _rules(shapes or default_path() / "shapes.ttl")
    data = to_rdflib(_triples(graph, _named(rules)))
    _, report, _ = run(data, shacl_graph=rules, inplace=True, advanced=False, meta_shacl=False, js=False)
    found = {
        Violation(
            str(report.value(result, SHACL.focusNode)),
            _path(report, report.value(result, SHACL.resultPath)),
            str(report.value(result, SHACL.resultMessage)),
            str(report.value(result, SHACL.value, default="")),
        )
        for result in report.subjects(TYPES.type, SHACL.ValidationResult)
    }
    return ShapesReport(tuple(sorted(found)))


def _rules(path: Path) -> "rdflib.Graph":
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise SourceError(str(path), 0, str(error), "Give the path of a SHACL file in Turtle") from error
    except BadSyntax as error:
        raise SourceError(str(path), error.lines + 1, "this is no Turtle", "Mend the syntax on this line") from error


def _triples(graph: Store | Path | bytes, wanted: frozenset[str]) -> Iterator[Triple]:
    """Yield the triples whose predicate the shapes speak of; the rest cannot break them."""
    triples = graph.triples() if isinstance(graph, Store) else _parsed(graph)
    for triple in triples:
        if triple.predicate.value in wanted:
            yield triple


def _parsed(graph: Path | bytes) -> Iterator[Triple]:
    name = str(graph) if isinstance(graph, Path) else "graph"
    try:
        data = graph.read_bytes() if isinstance(graph, Path) else graph
        for quad in parse(data, format=RdfFormat.TURTLE):
            yield quad.triple
    except OSError as error:
        raise SourceError(name, 0, str(error), "Give the path of a Turtle file") from error
    except SyntaxError as error:
        raise SourceError(name, error.lineno or 0, error.msg, "Mend the syntax on this line") from error


def _named(rules: "rdflib.Graph") -> frozenset[str]:
    """Return every IRI that the shapes name, and rdf:type."""
    import rdflib

    return frozenset(str(term) for term in rules.all_nodes() if isinstance(term, rdflib.URIRef)) | {RDF.type}


def _path(report: "rdflib.Graph", path: "Node | None") -> str:
    """Return a property or a sequence of properties as prefixed names joined by `/`."""
    import rdflib
    from rdflib.collection import Collection

    if path is None:
        return ""
    steps = list(Collection(report, path)) if isinstance(path, rdflib.BNode) else [path]
    return "/".join(_short(str(step)) for step in steps)


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
