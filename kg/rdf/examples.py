"""The named queries as data, in the form that the SPARQL endpoints of SIB use: sh:SPARQLExecutable.

Each example runs as it stands once the prefixes that it points at are declared. Its parameters are described as SHACL
describes those of its own components; the example has a value for each in a VALUES block of the same name.
"""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.iris import BASE
from kg.model import Iri
from kg.rdf.named import LIMIT, NamedQuery, named_queries
from kg.rdf.parameters import Kind, Parameter
from kg.rdf.terms import TRUE, constant, english, node, text
from kg.vocab import FABIO, PREFIXES, RDF, RDFS, SCHEMA, SH, SKOS, XSD

SERVICE = node(f"{BASE}service")
_EXAMPLES = f"{BASE}example/"
_PREFIX = node(f"{SH.iri}prefix")  # as an attribute of SH it would hide the prefix of SH itself
_TYPE = constant(RDF.type)
_NOTE = re.compile(r"^#.*\n|  # with \w+$", re.MULTILINE)
_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.MULTILINE)
_FORMS: dict[str, tuple[Iri, Iri]] = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
_DATATYPES: dict[Kind, Iri] = {
    Kind.STRING: XSD.string,
    Kind.DECIMAL: XSD.decimal,
    Kind.INTEGER: XSD.integer,
    Kind.DATE: XSD.date,
}
_CLASSES: dict[Kind, Iri] = {Kind.CONCEPT: SKOS.Concept, Kind.PAPER: FABIO.ResearchPaper}
_USED = re.compile(r"(?<![\w<:/?])([a-z]+):(?=\w)")


def examples(endpoint: str | None = None) -> Iterator[Triple]:
    """Yield every named query as an example for the service at the address `endpoint`, or for that of any graph of kg.

    Raises ValueError where the address is no IRI.
    """
    target = node(endpoint) if endpoint else SERVICE
    used: set[str] = set()
    for query in named_queries().values():
        used.update(_USED.findall(runnable(query)))
        yield from _example(query, target)
    yield from _prefixes(sorted(used & PREFIXES.keys()))


def runnable(query: NamedQuery) -> str:
    """Return the text of a query without its comments."""
    return _NOTE.sub("", query.sparql)


def _example(query: NamedQuery, target: NamedNode) -> Iterator[Triple]:
    subject = node(_EXAMPLES + query.name)
    sparql = runnable(query)
    found = _FORM.search(sparql)
    kind, predicate = _FORMS[found[1] if found else "SELECT"]
    yield Triple(subject, _TYPE, constant(SH.SPARQLExecutable))
    yield Triple(subject, _TYPE, constant(kind))
    yield Triple(subject, constant(RDFS.label), english(query.title))
    yield Triple(subject, constant(RDFS.comment), english(f"{query.title}. {query.description}"))
    yield Triple(subject, constant(predicate), text(sparql))
    yield Triple(subject, constant(SH.prefixes), node(_EXAMPLES + "prefixes"))
    yield Triple(subject, constant(SCHEMA.target), target)
    for keyword in query.keywords:
        yield Triple(subject, constant(SCHEMA.keywords), text(keyword))
    for parameter in query.parameters:
        yield from _parameter(subject, parameter)


def _parameter(query: NamedNode, parameter: Parameter) -> Iterator[Triple]:
    subject = node(f"{query.value}#{parameter.name}")
    yield Triple(query, constant(SH.parameter), subject)
    yield Triple(subject, _TYPE, constant(SH.Parameter))
    yield Triple(subject, constant(SH.path), node(f"{_EXAMPLES}parameter/{parameter.name}"))
    yield Triple(subject, constant(SH.name), text(parameter.name))
    yield Triple(subject, constant(SH.description), english(_described(parameter)))
    if parameter.kind in _DATATYPES:
        yield Triple(subject, constant(SH.datatype), constant(_DATATYPES[parameter.kind]))
    if parameter.kind in _CLASSES:
        yield Triple(subject, constant(SH["class"]), constant(_CLASSES[parameter.kind]))
    if parameter.optional:
        yield Triple(subject, constant(SH.optional), TRUE)
    if parameter.default is not None:
        yield Triple(subject, constant(SH.defaultValue), text(parameter.default))


def _described(parameter: Parameter) -> str:
    """Return what a parameter is for, and for the number of rows where it stands in the text."""
    return "The LIMIT of the query" if parameter.name == LIMIT else parameter.description


def _prefixes(used: list[str]) -> Iterator[Triple]:
    subject = node(_EXAMPLES + "prefixes")
    for prefix in used:
        declared = node(f"{subject.value}#{prefix}")
        yield Triple(subject, constant(SH.declare), declared)
        yield Triple(declared, _TYPE, constant(SH.PrefixDeclaration))
        yield Triple(declared, _PREFIX, text(prefix))
        yield Triple(declared, constant(SH.namespace), Literal(PREFIXES[prefix], datatype=constant(XSD.anyURI)))
