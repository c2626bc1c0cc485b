"""`kg concepts find` and `show`: what a name stands for, and what the catalogue says of a concept."""

import json as jsonlib
from pathlib import Path

from kg.cli.concepts_edit import Known
from kg.cli.tables import console, table
from kg.cli.voice import Voice, visible
from kg.entries import needs_context
from kg.model import Iri
from kg.naming.resolve import Match, resolver_of
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.catalogue import catalogue_of
from kg.vocabulary.decisions import short


def find(voice: Voice, *, names: list[str], json: bool, graph: Path) -> int:
    """Print the concepts that each name stands for out of context, the best first; 0 also where there is none."""
    resolver = resolver_of(catalogue_of(graph))
    found = [(name, resolver.find(name)) for name in names]
    if json:
        rows = [{"query": name, "matches": [_match(match) for match in matches]} for name, matches in found]
        print(jsonlib.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    lines = [
        [name, match.concept.label, str(match.concept.type), short(match.concept.iri), match.how, f"{match.score:.2f}"]
        for name, matches in found
        for match in matches
    ]
    if lines:
        table(console(), ["name", "concept", "type", "iri", "how", "score"], lines)
    for name, matches in found:
        if not matches:
            voice.say(f"{visible(name)}: {_why_not(name, resolver.ontology)}")
    return 0


def _match(match: Match) -> dict[str, object]:
    concept = match.concept
    return {
        "iri": concept.iri, "label": concept.label, "type": concept.type, "how": match.how, "score": match.score,
    }  # fmt: skip


def _why_not(name: str, ontology: Ontology) -> str:
    """Return why a name stands for nothing out of context."""
    key = label_key(name)
    entries = ontology.by_key(key)
    senses = ", ".join(f"{entry.concept.label} ({entry.concept.type})" for entry in entries)
    if any(needs_context(entry, key) for entry in entries):
        return f"means several things, so it is linked only where the paper defines it or speaks of one: {senses}"
    if entries:
        return f"is a name only in another case: {', '.join(label for e in entries for label in e.labels[:3])}"
    return "is no name of the catalogue"


def show(voice: Voice, *, concept: str, json: bool, graph: Path) -> int:
    """Print what the catalogue says of one concept; raises UnknownNode where there is none."""
    known = Known(graph)
    ontology, node = known.catalogue, known.concept(concept)
    entry = ontology.concepts.get(node.iri) or Entry(node)
    rows = _facts(entry, ontology)
    if json:
        print(jsonlib.dumps({"iri": node.iri, **dict(rows)}, indent=2, ensure_ascii=False))
    else:
        names = ((name, value if isinstance(value, str) else ", ".join(value)) for name, value in rows)
        table(console(), ["", short(node.iri)], [[name, value] for name, value in names if value])
    return 0


def _facts(entry: Entry, ontology: Ontology) -> list[tuple[str, str | list[str]]]:
    facts: dict[str, list[str]] = {}
    for name, value in entry.facts:
        facts.setdefault(name, []).append(value)
    return [
        ("label", entry.concept.label),
        ("type", str(entry.concept.type)),
        ("aliases", list(entry.alt_labels)),
        ("broader", _labels(entry.broader, ontology)),
        ("above", _labels(ontology.ancestors(entry.concept.iri), ontology)),
        ("narrower", _labels(ontology.narrower(entry.concept.iri), ontology)),
        ("case", "exact" if entry.case_sensitive else ""),
        *sorted(facts.items()),
    ]


def _labels(iris: tuple[Iri, ...], ontology: Ontology) -> list[str]:
    return [ontology.concepts[iri].concept.label for iri in iris if iri in ontology.concepts]
