"""Mappings in the forms of SSSOM 1.0, a Simple Standard for Sharing Ontological Mappings: TSV, JSON and RDF.

https://mapping-commons.github.io/sssom/: the canonical TSV with the metadata in front, where slots that all rows
share stand once; a subject that is a mere spelling is an `rdfs literal`. The standard leaves JSON open.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kg.iris import BASE
from kg.model import Iri
from kg.vocab import PREFIXES
from kg.vocabulary.decisions import short
from kg.vocabulary.mappings import Mapping

SLOTS = (
    *("subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label"),
    *("mapping_justification", "subject_type", "object_type", "mapping_tool", "confidence", "match_string", "comment"),
)
"""The slots of a mapping that kg fills, in the order of the standard."""

TITLE = "Names that kg merged"
LICENSE = "https://creativecommons.org/publicdomain/zero/1.0/"
_SHARED = ("subject_type", "object_type", "mapping_tool")  # may stand once, for the whole set
_SETS = f"{BASE}mappings/"
_NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PROPERTIES = {
    "subject_id": "owl:annotatedSource",
    "predicate_id": "owl:annotatedProperty",
    "object_id": "owl:annotatedTarget",
    "comment": "rdfs:comment",
}
_MEANINGS = {"rdfs literal": "rdfs:Literal", "skos concept": "skos:Concept", "Not": "sssom:NegatedPredicate"}
_NAMED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_Row = dict[str, str]


def tsv(mappings: Iterable[Mapping]) -> str:
    """Return mappings as canonical SSSOM/TSV; the same mappings give the same text."""
    rows = _rows(mappings)
    head, shared = _head(rows), _condensed(rows)
    lines = ["#curie_map:", *(f"#  {prefix}: {iri}" for prefix, iri in head.pop("curie_map").items())]
    lines = lines if len(lines) > 1 else ["#curie_map: {}"]
    lines += [f"#{name}: {value}" for name, value in {**head, **shared}.items()]
    columns = [slot for slot in SLOTS if slot not in shared and any(slot in row for row in rows)] or list(SLOTS[:7])
    lines.append("\t".join(columns))
    lines += ["\t".join(_quoted(row.get(slot, "")) for slot in columns) for row in rows]
    return "\n".join(lines) + "\n"


def as_json(mappings: Iterable[Mapping]) -> str:
    """Return mappings as JSON: the mapping set of SSSOM, slot by slot."""
    rows = _rows(mappings)
    kept = [{slot: _json(slot, row[slot]) for slot in SLOTS if slot in row} for row in rows]
    return json.dumps({**_head(rows), "mappings": kept}, indent=2, ensure_ascii=False) + "\n"


def rdf(mappings: Iterable[Mapping]) -> str:
    """Return mappings as SSSOM/RDF in Turtle, each with all its slots, so that no reader has to know SSSOM."""
    rows = _rows(mappings)
    head = _head(rows)
    prefixes = {**_NAMESPACES, **head["curie_map"]}
    parts = [
        f"<{head['mapping_set_id']}> a sssom:MappingSet",
        f"dcterms:title {_text(head['mapping_set_title'])}",
        f"dcterms:license <{head['license']}>",
        *(["sssom:mappings " + ", ".join(map(_node, rows))] if rows else []),
    ]
    lines = [f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes)]
    return "".join(lines) + "\n" + " ;\n  ".join(parts) + " .\n"


WRITERS: dict[str, Callable[[Iterable[Mapping]], str]] = {"tsv": tsv, "json": as_json, "ttl": rdf}
"""The forms by name."""


def _rows(mappings: Iterable[Mapping]) -> list[_Row]:
    """Return the mappings as slots with a value, sorted by all of them as the standard asks."""
    rows = [{slot: value for slot, value in _slots(mapping).items() if value} for mapping in mappings]
    return sorted(rows, key=lambda row: [row.get(slot, "") for slot in SLOTS])


def _slots(mapping: Mapping) -> _Row:
    return {
        "subject_id": _curie(mapping.subject) if mapping.subject else "",
        "subject_label": mapping.subject_label,
        "predicate_id": "skos:exactMatch",
        "predicate_modifier": "Not" if mapping.negated else "",
        "object_id": _curie(mapping.object),
        "object_label": mapping.object_label,
        "mapping_justification": f"semapv:{mapping.justification}",
        "subject_type": "skos concept" if mapping.subject else "rdfs literal",
        "object_type": "skos concept",
        "mapping_tool": "kg",
        "confidence": "" if mapping.confidence is None else _number(mapping.confidence),
        "match_string": mapping.match,
        "comment": mapping.comment,
    }


def _number(value: float) -> str:
    """Return a number with up to three decimal places, a half rounded up, as the standard asks."""
    rounded = Decimal(repr(value)).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")


def _curie(iri: Iri) -> str:
    kind, _, name = short(iri).partition("/")
    return f"{kind}:{name}"


def _head(rows: Sequence[_Row]) -> dict[str, Any]:
    """Return the metadata of the set; its id is a digest of what it holds."""
    content = json.dumps(rows, ensure_ascii=False, sort_keys=True)
    used = {row[slot].partition(":")[0] for row in rows for slot in ("subject_id", "object_id") if slot in row}
    return {
        "curie_map": {prefix: str(PREFIXES[prefix]) for prefix in sorted(used)},
        "mapping_set_id": _SETS + hashlib.sha256(content.encode()).hexdigest()[:24],
        "mapping_set_title": TITLE,
        "license": LICENSE,
    }


def _condensed(rows: Sequence[_Row]) -> _Row:
    """Return the slots that may stand once and have one value in all rows."""
    values = {slot: {row.get(slot, "") for row in rows} for slot in _SHARED}
    return {slot: next(iter(found)) for slot, found in values.items() if len(found) == 1 and "" not in found}


def _quoted(value: str) -> str:
    if not any(mark in value for mark in '\t\n\r"') and not value.startswith("#"):
        return value  # a "#" at the start of a line would make it a comment
    return '"' + value.replace('"', '""') + '"'


def _json(slot: str, value: str) -> str | float | list[str]:
    return float(value) if slot == "confidence" else [value] if slot == "match_string" else value


def _node(row: _Row) -> str:
    properties = [f"{_PROPERTIES.get(slot, f'sssom:{slot}')} {_term(slot, row[slot])}" for slot in SLOTS if slot in row]
    return "[ " + " ;\n      ".join(("a owl:Axiom", *properties)) + " ]"


def _term(slot: str, value: str) -> str:
    if slot in ("subject_id", "object_id"):
        return f"<{PREFIXES[value.partition(':')[0]]}{value.partition(':')[2]}>"
    if slot in _NAMED:
        return value
    if slot in ("subject_type", "object_type", "predicate_modifier"):
        return _MEANINGS[value]
    return f'"{value}"^^xsd:double' if slot == "confidence" else _text(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
