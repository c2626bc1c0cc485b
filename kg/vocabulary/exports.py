"""The catalogue in other forms: SKOS, a table, and patterns for spaCy's EntityRuler."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.additions import turtle
from kg.vocabulary.readers.names import is_short
from kg.vocabulary.readers.table import BETWEEN

COLUMNS = ("iri", "label", "type", "aliases", "broader", "facts")


def skos(ontology: Ontology) -> str:
    """Return a catalogue as SKOS in Turtle, in the form of the files that ship."""
    return turtle(ontology.concepts.values())


def table(ontology: Ontology) -> str:
    """Return a catalogue as CSV, a concept a row; `kg concepts import` reads it back.

    Several aliases, broader concepts (IRIs) and facts (`name=value`) stand between `|`; a `|` inside one becomes
    a space.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for iri, entry in ontology.concepts.items():
        facts = [f"{name}={value}" for name, value in entry.facts]
        marks = ["caseSensitive=true"] if entry.case_sensitive else []
        cells: tuple[Sequence[str], ...] = (entry.alt_labels, entry.broader, sorted(facts + marks))
        writer.writerow([iri, entry.concept.label, entry.concept.type, *map(_cell, cells)])
    return out.getvalue()


def _cell(values: Sequence[str]) -> str:
    return BETWEEN.join(value.replace(BETWEEN, " ") for value in values)


def patterns(ontology: Ontology) -> str:
    """Return a catalogue as patterns that spaCy's `EntityRuler.from_disk` reads, one JSON object a line.

    `label` is the type in capitals, `id` the IRI. A label in which case counts (a short form, a name that is a word
    too) is an exact phrase; any other is a list of tokens in lower case, those of spaCy's English tokenizer. A label
    that several concepts have belongs to the one that prefers it; where none or several do, and for a label that
    needs its context, there is no pattern.
    """
    return "".join(f"{json.dumps(pattern, ensure_ascii=False)}\n" for pattern in _patterns(ontology))


def _patterns(ontology: Ontology) -> Iterator[dict[str, object]]:
    tokens = _tokenizer()
    for iri, entry in ontology.concepts.items():
        in_context = set(map(label_key, entry.values("contextLabel")))
        kind = str(entry.concept.type).upper()
        seen: set[str] = set()
        for label in entry.labels:
            if label_key(label) not in in_context and _owns(entry, label, ontology):
                pattern = label if _exact(entry, label) else [{"LOWER": word} for word in tokens(label.lower())]
                form = json.dumps(pattern)
                if form not in seen:
                    seen.add(form)
                    yield {"label": kind, "pattern": pattern, "id": iri}


def _owns(entry: Entry, label: str, ontology: Ontology) -> bool:
    key = label_key(label)
    holders = ontology.by_key(key)
    preferring = [each for each in holders if label_key(each.concept.label) == key]
    return len(holders) < 2 or [each.concept.iri for each in preferring] == [entry.concept.iri]


def _exact(entry: Entry, label: str) -> bool:
    """Tell whether the case of a label counts: it is a short form, or the concept says so."""
    return entry.case_sensitive or is_short(label)


def _tokenizer() -> Callable[[str], list[str]]:
    """Return spaCy's English tokenizer, which the pipelines of most users have."""
    import spacy

    tokenizer = spacy.blank("en").tokenizer
    return lambda text: [token.text for token in tokenizer(text) if not token.is_space]
