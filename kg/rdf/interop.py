"""The border to rdflib: terms of pyoxigraph as terms of rdflib."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.vocab import PREFIXES, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


def graph(triples: Iterable[Triple]) -> "rdflib.Graph":
    """Return an rdflib graph with these triples and the prefixes of the vocabulary.

    Literals keep their lexical form. Raises ValueError for a blank node, since kg's graphs have none.
    """
    import rdflib

    made = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        made.bind(prefix, iri)
    seen: dict[NamedNode | Literal, Node] = {}

    def convert(term: object) -> "Node":
        if term in seen:
            return seen[term]  # type: ignore[index]
        if isinstance(term, NamedNode):
            seen[term] = rdflib.URIRef(term.value)
        elif isinstance(term, Literal):
            seen[term] = _literal(term)
        else:
            raise ValueError(f"{term} is neither an IRI nor a literal")
        return seen[term]

    store = made.store
    for triple in triples:
        store.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)), made)
    return made


def _literal(term: Literal) -> "rdflib.Literal":
    import rdflib

    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == XSD.string:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)
