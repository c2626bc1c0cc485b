"""JSON-LD 1.1: one object for each subject, one subject a line, in order of IRI."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.vocab import NAMESPACES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

Value = str | dict[str, str]


def render(triples: Iterable[Triple]) -> str:
    """Return a JSON-LD document that holds exactly these triples; their order does not matter."""
    lines = (json.dumps(node, ensure_ascii=False) for node in _nodes(triples))
    context = {space.prefix: str(space.iri) for space in NAMESPACES}
    return f'{{"@context": {json.dumps(context)},\n"@graph": [\n' + ",\n".join(lines) + "\n]}\n"


def _nodes(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, list[Value]]] = {}
    for triple in sorted(triples, key=str):
        subject, predicate, value = triple
        fields = found.setdefault(_iri(subject), {})
        if predicate.value == RDF.type:
            fields.setdefault("@type", []).append(_compact(_iri(value)))
        else:
            fields.setdefault(_compact(predicate.value), []).append(_value(value))
    return [{"@id": iri} | {name: _one(values) for name, values in fields.items()} for iri, fields in found.items()]


def _iri(term: object) -> str:
    if not isinstance(term, NamedNode):
        raise TypeError(f"kg writes IRIs for nodes, not {term}")
    return term.value


def _one(values: list[Value]) -> Value | list[Value]:
    return values[0] if len(values) == 1 else values


def _value(term: object) -> Value:
    if not isinstance(term, Literal):
        return {"@id": _iri(term)}
    if term.language is not None:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    return term.value if kind == XSD.string else {"@value": term.value, "@type": _compact(kind)}


def _compact(iri: str) -> str:
    for space in NAMESPACES:
        if iri.startswith(space.iri):
            return f"{space.prefix}:{iri.removeprefix(space.iri)}"
    return iri
