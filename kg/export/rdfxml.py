"""RDF/XML (W3C Recommendation 2014): one description for each subject."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import IO

from pyoxigraph import Literal, Triple

from kg.export.xml import xml_text
from kg.vocab import NAMESPACES, XSD

_PREFIXES = {str(space.iri): space.prefix for space in NAMESPACES}
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")  # of all that an XML name may be, what vocabularies use


def write(triples: Iterable[Triple], out: IO[bytes]) -> None:
    """Write triples, whose subjects stand together, as RDF/XML; characters that XML cannot hold become U+FFFD.

    Raises ValueError for a property whose IRI ends in no XML name, which RDF/XML cannot hold.
    """
    spaces = "".join(f'\n  xmlns:{prefix}="{xml_text(iri)}"' for iri, prefix in sorted(_PREFIXES.items()))
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode())
    for subject, group in groupby(triples, key=lambda triple: triple.subject):
        rows = "".join(f"  {_property(triple)}\n" for triple in group)
        about = xml_text(str(subject)[1:-1])
        out.write(f'<rdf:Description rdf:about="{about}">\n{rows}</rdf:Description>\n'.encode())
    out.write(b"</rdf:RDF>\n")


def _property(triple: Triple) -> str:
    name, space = _name(triple.predicate.value)
    value = triple.object
    if not isinstance(value, Literal):
        return f'<{name}{space} rdf:resource="{xml_text(str(value)[1:-1])}"/>'
    kind = value.datatype.value
    mark = f' rdf:datatype="{xml_text(kind)}"' if kind != XSD.string else ""
    mark = f' xml:lang="{value.language}"' if value.language else mark
    return f"<{name}{space}{mark}>{xml_text(value.value)}</{name}>"


def _name(iri: str) -> tuple[str, str]:
    """Return the element of a property, and its namespace where no prefix is declared for it."""
    local = _LOCAL.search(iri)
    if local is None or local[0] == iri:
        raise ValueError(f"RDF/XML has no name for the property {iri}")
    space = iri[: local.start()]
    prefix = _PREFIXES.get(space)
    return (f"{prefix}:{local[0]}", "") if prefix else (f"p:{local[0]}", f' xmlns:p="{xml_text(space)}"')
