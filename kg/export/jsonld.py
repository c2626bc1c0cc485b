"""JSON-LD 1.1: one object for each subject, one subject a line, in order of IRI."""

from __future__ import annotations

import json
from io import BytesIO
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from kg.vocab import NAMESPACES, RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

Value = str | dict[str, str]


def render(triples: Iterable[Triple]) -> str:
    """Return a JSON-LD document that holds exactly these triples; their order does not matter."""
    out = BytesIO()
    write(sorted(triples, key=str), out)
    return out.getvalue().decode()


def write(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """Write a JSON-LD document that holds exactly these triples, which come in order."""
    out.write(f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": ['.encode())
    mark = "\n"
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        out.write((mark + json.dumps(_node(subject, group), ensure_ascii=False)).encode())
        mark = ",\n"
    out.write(b"\n]}\n")


def context() -> str:
    """Return the context as a document of its own: the prefixes of the vocabulary."""
    return json.dumps({"@context": _CONTEXT}, indent=2) + "\n"


_CONTEXT = {space.prefix: str(space.iri) for space in NAMESPACES}


def _node(subject: object, triples: Iterable[Triple]) -> dict[str, Any]:
    fields: dict[str, list[Value]] = {}
    for _, predicate, value in triples:
        if predicate.value == RDF.type:
            fields.setdefault("@type", []).append(_compact(_iri(value)))
        else:
            fields.setdefault(_compact(predicate.value), []).append(_value(value))
    return {"@id": _iri(subject)} | {name: _one(values) for name, values in fields.items()}


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
