"""Concepts of a user: Turtle files in the form of the shipped catalogue, in the folder of a graph."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from kg.entries import fact_property, read_unchecked
from kg.errors import OntologyError
from kg.model import ConceptType, Iri
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocab import KG, SCHEMES, SKOS
from kg.whole import write_whole

FOLDER = "vocabulary"
"""Where the files of additions lie, in the folder of a graph."""

_HEAD = f"@prefix kg: <{KG.iri}> .\n@prefix skos: <{SKOS.iri}> .\n"
_SCHEME_LABELS = {
    ConceptType.MODEL: "Models",
    ConceptType.HARDWARE: "Hardware",
    ConceptType.TECHNIQUE: "Techniques",
    ConceptType.DATASET: "Datasets",
    ConceptType.SOFTWARE: "Software",
    ConceptType.TASK: "Tasks",
    ConceptType.METRIC: "Metrics",
}
_BARE = {
    "year": re.compile(r"-?[0-9]+"),
    "higherIsBetter": re.compile(r"true|false"),
    "general": re.compile(r"true|false"),
}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


def turtle(entries: Iterable[Entry]) -> str:
    """Return concepts as Turtle in the form of `ontology/concepts/*.ttl`: one block a concept, sorted by IRI.

    The facts `year` and `higherIsBetter` are written as a number and a truth value where they are one, `exactMatch`
    and its like as properties of SKOS with an IRI, any other as a string of a property of kg. The same entries give
    the same text, in any order. Raises ValueError for a concept without a type.
    """
    by_iri = {entry.concept.iri: entry for entry in entries}
    kinds = {_kind(entry) for entry in by_iri.values()}
    schemes = [_scheme(kind) for kind in ConceptType if kind in kinds]
    blocks = [_block(by_iri[iri]) for iri in sorted(by_iri)]
    return "\n".join([_HEAD, *(["".join(schemes)] if schemes else []), *blocks])


def _scheme(kind: ConceptType) -> str:
    return f'<{SCHEMES[kind]}> a skos:ConceptScheme ; skos:prefLabel "{_SCHEME_LABELS[kind]}"@en .\n'


def _kind(entry: Entry) -> ConceptType:
    if entry.concept.type is None:
        raise ValueError(f"{entry.concept.iri} has no type; a concept of a vocabulary has one")
    return entry.concept.type


def _block(entry: Entry) -> str:
    rows = " ;\n  ".join(f"{name} {values}" for name, values in _rows(entry))
    return f"{_iri(entry.concept.iri)} a skos:Concept, kg:{_kind(entry)} ;\n  {rows} .\n"


def _rows(entry: Entry) -> Iterator[tuple[str, str]]:
    facts: dict[str, list[str]] = {}
    for name, value in sorted({*entry.facts}):
        facts.setdefault(name, []).append(_value(name, value))
    if entry.case_sensitive:
        facts["caseSensitive"] = ["true"]
    others = sorted({*entry.alt_labels} - {entry.concept.label}, key=lambda label: (label.casefold(), label))
    yield "skos:inScheme", _iri(SCHEMES[_kind(entry)])
    yield "skos:prefLabel", _english(entry.concept.label)
    if others:
        yield "skos:altLabel", ", ".join(map(_english, others))
    if entry.broader:
        yield "skos:broader", ", ".join(map(_iri, sorted({*entry.broader})))
    for name in sorted(facts, key=lambda name: (not _is_link(name), name)):
        yield f"{'skos' if _is_link(name) else 'kg'}:{name}", ", ".join(facts[name])


def _is_link(name: str) -> bool:
    """Tell whether a fact leads to a concept of another vocabulary."""
    return fact_property(name).value.startswith(SKOS.iri)


def _value(name: str, value: str) -> str:
    if _is_link(name):
        return _iri(value)
    return value if name in _BARE and _BARE[name].fullmatch(value) else _text(value)


def _text(value: str) -> str:
    escaped = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", value)
    return f'"{escaped}"'


def _english(label: str) -> str:
    return f"{_text(label)}@en"


def _iri(iri: str) -> str:
    """Return an IRI in its brackets; what no IRI may hold is percent-encoded."""
    return f"<{_NOT_IN_IRI.sub(lambda found: quote(found[0], safe=''), iri)}>"


def read(path: Path) -> dict[Iri, Entry]:
    """Return the entries of one file by IRI in IRI order, all that it says; broader concepts may stand elsewhere.

    An absent file holds none. Raises OntologyError, with the file and the line, for one that is no vocabulary.
    """
    return read_unchecked([path] if path.exists() else [])


def joined(known: Entry, more: Entry) -> Entry:
    """Return what two entries say about one concept; the label of the first stays the label."""
    label = known.concept.label
    return replace(
        known,
        alt_labels=tuple(sorted({*known.labels, *more.labels} - {label})),
        broader=tuple(sorted({*known.broader, *more.broader})),
        case_sensitive=known.case_sensitive or more.case_sensitive,
        facts=tuple(sorted({*known.facts, *more.facts})),
    )


def add(path: Path, entry: Entry, ontology: Ontology, *, context: bool = False) -> Entry:
    """Put a concept into a file of additions, joined with what the file says of it, and return what now stands there.

    `ontology` is the catalogue in force. Raises OntologyError for a label that another concept has; with `context`
    such a label becomes one that is linked only where a cue of the concept stands near (`kg:contextLabel`), which
    takes a fact `cue`. Raises it, too, for a concept of another type or name under this IRI, and for broader
    concepts that are absent or below the concept.
    """
    _check_new(path, entry, ontology)
    shared = _shared(entry, ontology)
    for label, other in shared.items():
        if not context:
            raise _clash(path, label, other)
        if not _has_cue(entry, ontology):
            raise OntologyError(path, label, "a name that needs context needs a cue as well. Add --fact cue=WORD")
    facts = {*entry.facts, *(("contextLabel", label) for label in shared)}
    entries = read(path)
    known = entries.get(entry.concept.iri)
    new = replace(entry, facts=tuple(sorted(facts)))
    entries[entry.concept.iri] = stands = joined(known, new) if known else new
    write_whole(path, turtle(entries.values()))
    return stands


def _shared(entry: Entry, ontology: Ontology) -> dict[str, Entry]:
    """Return the labels that are new to the concept and that another one has, each with such a concept."""
    iri = entry.concept.iri
    found: dict[str, Entry] = {}
    for label in entry.labels:
        holders = ontology.by_key(label_key(label))
        if holders and iri not in (holder.concept.iri for holder in holders):
            found[label] = holders[0]
    return found


def _has_cue(entry: Entry, ontology: Ontology) -> bool:
    known = ontology.concepts.get(entry.concept.iri)
    return bool(entry.values("cue") or (known and known.values("cue")))


def _clash(path: Path, label: str, other: Entry) -> OntologyError:
    what = f"is a name of {other.concept.label} ({other.concept.type}) as well"
    return OntologyError(path, f"“{label}”", f"{what}. Take another label, or add --context and --fact cue=WORD")


def _check_new(path: Path, entry: Entry, ontology: Ontology) -> None:
    concept = entry.concept
    known = ontology.concepts.get(concept.iri)
    if known and (
        known.concept.type is not concept.type or label_key(concept.label) not in map(label_key, known.labels)
    ):
        raise OntologyError(path, concept.label, f"its IRI is that of {known.concept.label}. Take another label")
    for up in entry.broader:
        if up not in ontology.concepts:
            raise OntologyError(path, concept.label, f"its broader concept {up} is not there. Add that one first")
        if concept.iri in (up, *ontology.ancestors(up)):
            raise OntologyError(path, concept.label, f"{up} is the concept itself or below it. Name another --broader")
