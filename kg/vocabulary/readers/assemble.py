"""From records to entries: labels that are fit, IRIs of kg, one entry for each concept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from kg.errors import SourceError
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Iri, Problem
from kg.ontology import Entry
from kg.text import label_key
from kg.vocabulary.lint_labels import parts, unfit
from kg.vocabulary.readers.names import apart, long_forms, spelled
from kg.vocabulary.readers.record import Read, Record, Vocabulary, problem
from kg.vocabulary.stated import CONCEPT

_NO_TYPE = "the file does not say what kind of thing its concepts are"
_TYPES = ", ".join(ConceptType)


def assemble(source: str, read: Read, default_type: ConceptType | None) -> Vocabulary:
    """Return the vocabulary that the records of a file make.

    A record without a label or a type is a problem, one whose labels can name nothing is noted; the others land.
    Records of one type whose preferred labels have one label key are one concept, unless that is a short form
    which they spell out differently. Raises SourceError where none of the records has a type.
    """
    if read.records and default_type is None and not any(record.kind for record in read.records):
        raise SourceError(source, 0, _NO_TYPE, f"Say it with --type: {_TYPES}")
    problems = list(read.problems)
    kept: dict[str, tuple[Record, Entry]] = {}
    for record in read.records:
        labels = tuple(_fit(source, record, problems))
        kind = record.kind or default_type
        if kind is None:
            problems.append(problem(source, record.line, f"{record.id}: it has no type", "Say it with --type"))
        elif labels:
            kept[record.id] = record, _entry(record, kind, labels)
    _part(source, kept, problems)
    return Vocabulary(_united(kept), tuple(problems), _or_else(kept.values()))


def _entry(record: Record, kind: ConceptType, labels: tuple[str, ...]) -> Entry:
    concept = Concept(record.iri or concept_iri(kind, labels[0]), labels[0], kind)
    return Entry(concept, labels[1:], (), record.case_sensitive, record.facts)


def _or_else(kept: Iterable[tuple[Record, Entry]]) -> dict[Iri, frozenset[ConceptType]]:
    """Return the other types that each concept may have; none where one of its records is sure."""
    found: dict[Iri, frozenset[ConceptType]] = {}
    for record, entry in kept:
        others = frozenset(record.or_else if record.kind else ConceptType) - {entry.concept.type}
        found[entry.concept.iri] = found.get(entry.concept.iri, others) & others
    return {iri: others for iri, others in found.items() if others}


def _part(source: str, kept: dict[str, tuple[Record, Entry]], problems: list[Problem]) -> None:
    """Give records that share a short form, and spell it out differently, their long forms as names."""
    groups: dict[Iri, list[str]] = {}
    for name, (_, entry) in kept.items():
        groups.setdefault(entry.concept.iri, []).append(name)
    for names in groups.values():
        entries = [kept[name][1] for name in names]
        if any(apart(entries[0].concept.label, one.labels, two.labels) for one, two in combinations(entries, 2)):
            for name in names:
                record, entry = kept[name]
                kept[name] = record, spelled_out(entry)
                message = f"{record.id}: {entry.concept.label!r} stands for several things in this file"
                problems.append(problem(source, record.line, message, "This label is left out", error=False))


def spelled_out(entry: Entry) -> Entry:
    """Return an entry under its first long form instead of its short form; as it is where it has none."""
    long = next((label for label in entry.alt_labels if long_forms([label])), None)
    if long is None or entry.concept.type is None:
        return entry
    others = tuple(label for label in entry.alt_labels if label != long)
    return replace(
        entry, concept=Concept(concept_iri(entry.concept.type, long), long, entry.concept.type), alt_labels=others
    )


def _fit(source: str, record: Record, problems: list[Problem]) -> Iterator[str]:
    """Yield the labels of a record that can name something, each once; the first is the preferred one."""
    first: str | None = None
    seen: set[str] = set()
    given = [label for raw in record.labels for label in spelled(" ".join(raw.split()).removesuffix("."))]
    for label in filter(None, given):
        fault = _fault(label, first)
        if fault:
            problems.append(problem(source, record.line, f"{record.id}: {fault}", "It is left out", error=False))
        elif label not in seen:
            first = first or label
            seen.add(label)
            yield label
    if first is None:
        named = any(given)
        message = f"{record.id}: it has no label{' that can name it' if named else ''}"
        mend = "The concept is left out" if named else "Give it a preferred label"
        problems.append(problem(source, record.line, message, mend, error=not named))


def _fault(label: str, preferred: str | None) -> str | None:
    """Return why a label cannot be taken in, if so."""
    for message in unfit(label):
        return message.partition(". ")[0]
    if len(label) == 1:
        return f"its label {label!r} is a single character"
    if not any(map(str.isalpha, label)):
        return f"its label {label!r} is a mere number"
    if preferred is not None:
        (numbers, letters), (others, skeleton) = parts(preferred), parts(label)
        if others and others != numbers and letters == skeleton:
            return f"its label {label!r} is another version or size than {preferred!r}"
    return None


def _united(kept: dict[str, tuple[Record, Entry]]) -> tuple[Entry, ...]:
    """Return one entry for each IRI, with the labels, facts and broader concepts of all its records."""
    groups: dict[Iri, list[tuple[Record, Entry]]] = {}
    for record, entry in kept.values():
        groups.setdefault(entry.concept.iri, []).append((record, entry))
    return tuple(_one(groups[iri], kept) for iri in sorted(groups))


def _one(group: Sequence[tuple[Record, Entry]], kept: dict[str, tuple[Record, Entry]]) -> Entry:
    concept = group[0][1].concept
    labels = dict.fromkeys(label for _, entry in group for label in entry.labels)
    keys = {label_key(concept.label)}
    others = [label for label in labels if label != concept.label and _new(label_key(label), keys)]
    above = {_iri_of(name, kept) for record, _ in group for name in record.broader} - {None, concept.iri}
    facts = sorted({fact for _, entry in group for fact in entry.facts})
    exact = any(entry.case_sensitive for _, entry in group)
    broader = tuple(sorted(iri for iri in above if iri))
    return Entry(concept, tuple(sorted(others)), broader, exact, tuple(facts))


def _new(key: str, keys: set[str]) -> bool:
    """Tell whether a label key was not there yet, and remember it."""
    if key in keys:
        return False
    keys.add(key)
    return True


def _iri_of(name: str, kept: dict[str, tuple[Record, Entry]]) -> Iri | None:
    """Return the IRI of a broader concept: of this file, or one of kg that stands elsewhere."""
    if name in kept:
        return kept[name][1].concept.iri
    return Iri(name) if name.startswith(CONCEPT) else None
