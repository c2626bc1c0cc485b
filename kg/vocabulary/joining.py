"""How a vocabulary of others joins the catalogue: one thing stays one node, and no label is claimed twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.iris import concept_iri
from kg.model import Concept, Iri, Problem
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.additions import joined
from kg.vocabulary.lint_labels import parts
from kg.vocabulary.lint_links import last_steps, short
from kg.vocabulary.readers.assemble import spelled_out
from kg.vocabulary.readers.names import apart
from kg.vocabulary.readers.record import Vocabulary, problem

#: Called with what is done, how much of it, and how much there is.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Joined:
    """What an import comes to.

    `entries` are to be written: new concepts, and for each that the catalogue has already only what it adds.
    `new` and `joined` count concepts, `aliases` the labels beside the preferred ones that are added, `skipped`
    the concepts that are left out.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    new: int
    joined: int
    aliases: int
    skipped: int


def join(
    source: str, vocabulary: Vocabulary, ontology: Ontology, *, tell: Tell = lambda stage, done, total: None
) -> Joined:
    """Return what a vocabulary adds to a catalogue.

    A concept whose preferred label one concept of the catalogue has, of the same type (or of one that it may have
    too, where the file is not sure), is that concept; not so a short form that both spell out differently. A label
    that another concept has is left out, as are a broader concept that is absent or of another type and one that
    closes a circle. Each of these is a note.
    """
    return _Joining(source, vocabulary, ontology).run(tell)


class _Joining:
    """One import under way."""

    def __init__(self, source: str, vocabulary: Vocabulary, ontology: Ontology) -> None:
        self.source, self.vocabulary, self.ontology = source, vocabulary, ontology
        self.notes: list[Problem] = []
        self.known: dict[Iri, Entry] = {}
        self.left_out: set[Iri] = set()
        self.entries = {entry.concept.iri: self.named(entry) for entry in vocabulary.entries}
        self.preferred = Counter(label_key(entry.concept.label) for entry in self.entries.values())
        self.others = Counter(
            key for entry in self.entries.values() for key in {label_key(label) for label in entry.alt_labels}
        )

    def run(self, tell: Tell) -> Joined:
        """Return what comes of it; the keys of `entries`, `known` and `left_out` are the IRIs of the vocabulary."""
        for iri, entry in self.entries.items():
            self.place(iri, entry)
        made: dict[Iri, Entry] = {}
        for number, (iri, entry) in enumerate(sorted(self.entries.items(), key=_iri_of), start=1):
            tell("joining concepts", number, len(self.entries))
            if iri not in self.left_out:
                one = self.addition(self.known[iri], entry) if iri in self.known else self.fresh(entry)
                before = made.get(one.concept.iri)
                made[one.concept.iri] = joined(before, one) if before else one
        entries = tuple(self.hung(made))
        lost = sum(each.error for each in self.vocabulary.problems) + len(self.left_out)
        new = sum(entry.concept.iri not in self.ontology.concepts for entry in entries)
        aliases = sum(len(entry.alt_labels) for entry in entries)
        problems = (*self.vocabulary.problems, *self.notes)
        return Joined(entries, problems, new, len(self.known), aliases, lost)

    def named(self, entry: Entry) -> Entry:
        """Return an entry under its long form, where the catalogue has its short form for something else."""
        label = entry.concept.label
        if not _minted(entry):
            return entry
        holders = self.holders(label)
        if holders and all(apart(label, entry.labels, each.labels) for each in holders):
            whose = ", ".join(short(each.concept.iri) for each in holders)
            self.note(entry, f"{whose} has this short form", "It is taken in under its long form")
            return spelled_out(entry)
        return entry

    def note(self, entry: Entry, message: str, mend: str) -> None:
        """Note something that a person may want to decide otherwise."""
        self.notes.append(problem(self.source, 0, f"{entry.concept.label}: {message}", mend, error=False))

    def place(self, iri: Iri, entry: Entry) -> None:
        """Find the concept of the catalogue that an entry is, or find that it cannot be told."""
        own = self.ontology.concepts.get(entry.concept.iri)
        key = label_key(entry.concept.label)
        mine = own and (not _minted(entry) or key in map(label_key, own.labels))
        holders = [own.concept.iri] if own and mine else self.candidates(iri, entry)
        if len(holders) == 1:
            self.known[iri] = self.ontology.concepts[holders[0]]
        elif holders or own:
            self.left_out.add(iri)
            named = ", ".join(map(short, sorted({*holders, *([own.concept.iri] if own else [])})))
            self.note(entry, f"it may be any of {named}", "It is left out; name it more fully to take it in")
        elif self.ontology.by_key(label_key(entry.concept.label)):
            others = ", ".join(short(each.concept.iri) for each in self.holders(entry.concept.label))
            self.note(entry, f"{others} has this name too", "Both stay; `kg concepts check` says how to part them")

    def holders(self, label: str) -> tuple[Entry, ...]:
        """Return the concepts of the catalogue with a label."""
        return self.ontology.by_key(label_key(label))

    def candidates(self, iri: Iri, entry: Entry) -> list[Iri]:
        """Return the concepts of the catalogue that an entry may be: those with its name, of a type that it may have.

        Where they are several, or the name needs its context, another label or being the preferred one decides.
        """
        label, key = entry.concept.label, label_key(entry.concept.label)
        holders = [each for each in self.holders(label) if not apart(label, entry.labels, each.labels)]
        others = self.vocabulary.or_else.get(iri, frozenset())
        alike = [each for each in holders if each.concept.type is entry.concept.type]
        alike = alike or [each for each in holders if each.concept.type in others]
        if len(alike) > 1 or any(key in map(label_key, each.values("contextLabel")) for each in alike):
            keys = {label_key(label) for label in entry.alt_labels}
            sharing = [each for each in alike if keys & {label_key(label) for label in each.labels}]
            alike = sharing or [each for each in alike if label_key(each.concept.label) == key] or [*alike, *alike]
        return [each.concept.iri for each in alike]

    def addition(self, known: Entry, entry: Entry) -> Entry:
        """Return what an entry adds to a concept of the catalogue: labels, and where it came from."""
        own = set(map(label_key, known.labels))
        labels = [
            label
            for label in entry.labels
            if label_key(label) not in own and self.is_free(entry, label, known) and self.is_same(label, known)
        ]
        facts = tuple(fact for fact in entry.facts if fact[0].endswith("Match") and fact not in known.facts)
        return Entry(known.concept, tuple(labels), (), known.case_sensitive, facts)

    def fresh(self, entry: Entry) -> Entry:
        """Return a new concept without the labels that others have."""
        labels = tuple(label for label in entry.alt_labels if self.is_free(entry, label, entry))
        return replace(entry, alt_labels=labels)

    def is_same(self, label: str, known: Entry) -> bool:
        """Tell whether a label can stand beside the preferred one: other numbers make it a sibling."""
        numbers, letters = parts(label)
        own, skeleton = parts(known.concept.label)
        if letters == skeleton and numbers != own:
            self.note(known, f"the name {label!r} has other numbers", "It is left out: another version or size")
            return False
        return True

    def is_free(self, entry: Entry, label: str, known: Entry) -> bool:
        """Tell whether no other concept, of the catalogue or of the file, has a label."""
        key = label_key(label)
        others = [each.concept.iri for each in self.holders(label) if each.concept.iri != known.concept.iri]
        own = label_key(entry.concept.label) == key
        doubled = self.preferred[key] > own or self.others[key] > (not own)
        if others or doubled:
            whose = ", ".join(map(short, others)) or "another concept of the file"
            self.note(entry, f"its label {label!r} is a label of {whose}", "The label is left out")
        return not others and not doubled

    def hung(self, made: dict[Iri, Entry]) -> Iterator[Entry]:
        """Yield the entries that say something, with the broader concepts that can stay."""
        moved = {iri: entry.concept.iri for iri, entry in (self.entries | self.known).items()}
        types: dict[Iri, Concept] = {iri: entry.concept for iri, entry in self.ontology.concepts.items()}
        types.update({iri: entry.concept for iri, entry in made.items()})
        above = {iri: self.staying(entry, moved, types) for iri, entry in made.items()}
        cut = last_steps(above)
        for iri, entry in sorted(made.items()):
            broader = tuple(up for up in above[iri] if (iri, up) not in cut)
            for up in above[iri]:
                if up not in broader:
                    self.note(entry, f"skos:broader {short(up)} goes round in a circle", "It is left out")
            if entry.alt_labels or entry.facts or iri not in self.ontology.concepts:
                yield replace(entry, broader=broader)

    def staying(self, entry: Entry, moved: dict[Iri, Iri], types: dict[Iri, Concept]) -> tuple[Iri, ...]:
        """Return the broader concepts of an entry that exist and have its type."""
        staying = set()
        for stated in entry.broader:
            up = moved.get(stated, stated)
            if up not in types:
                self.note(entry, f"its broader concept {short(up)} is not there", "It is left out")
            elif types[up].type is not entry.concept.type:
                self.note(entry, f"its broader concept {short(up)} has another type", "It is left out")
            elif up != entry.concept.iri:
                staying.add(up)
        return tuple(sorted(staying))


def _iri_of(item: tuple[Iri, Entry]) -> Iri:
    return item[0]


def _minted(entry: Entry) -> bool:
    """Tell whether the IRI of an entry comes of its label; else the file states it, and it says what is meant."""
    concept = entry.concept
    return concept.type is not None and concept.iri == concept_iri(concept.type, concept.label)
