"""Decisions put into effect: a catalogue and what people decided about it, as another catalogue."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Iri
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.decisions import Action, Decision, kind_of, short

_CARRIED = ("closeMatch", "contextLabel", "cue", "exactMatch")  # what is about the names of a concept goes with them


def apply(ontology: Ontology, decisions: Sequence[Decision]) -> Ontology:
    """Return the catalogue after some decisions, taken one after the other; without any, the catalogue itself.

    merge: the loser's labels become labels of the winner, what was below it is below the winner, and its entry goes.
    split: the name and its spellings leave the concept and get an entry of their own, unless another concept of
    that type has the name. rename: the label changes, the old one stays as another name, the IRI stays. A concept
    that the catalogue does not hold gets an entry. A decision that has nothing left to do does nothing. The digest
    of the result depends on the catalogue's and on the decisions.
    """
    if not decisions:
        return ontology
    work = _Work(ontology)
    for decision in decisions:
        work.take(decision)
    rows = "\n".join((ontology.sha256, *(decision.row for decision in decisions)))
    return ontology.changed(work.entries, hashlib.sha256(rows.encode()).hexdigest())


def objection(ontology: Ontology, decision: Decision) -> str | None:
    """Return why a decision makes no sense for a catalogue and how to mend it, or None where it does."""
    entry = ontology.concepts.get(decision.concept)
    label, key = entry.concept.label if entry else decision.label, label_key(decision.name)
    if decision.action is Action.SPLIT:
        return _split_objection(ontology, decision, entry, label)
    if decision.action is Action.RENAME:
        kind = kind_of(decision.concept)
        held = [other.concept for other in ontology.by_key(key) if other.concept.type is kind]
        taken = next((other for other in held if other.iri != decision.concept), None)
        if taken:
            return f"“{decision.name}” is a name of {short(taken.iri)}. Merge the two, or take another label"
        if decision.name == label:
            return f"“{label}” is its label already"
    return None


def _split_objection(ontology: Ontology, decision: Decision, entry: Entry | None, label: str) -> str | None:
    key = label_key(decision.name)
    if key == label_key(label):
        return (
            f"“{decision.name}” is what {short(decision.concept)} is called. Rename it first, then split the name off"
        )
    if entry and key not in map(label_key, entry.labels):
        return f"“{label}” has no name “{decision.name}”. Its names are {', '.join(entry.labels)}"
    apart = concept_iri(decision.kind or kind_of(decision.concept), decision.name)
    other = ontology.concepts.get(apart)
    if apart == decision.concept or (other and key not in map(label_key, other.labels)):
        return f"the IRI {short(apart)} is taken by another concept. Name another type with --type"
    return None


class _Work:
    """A catalogue that changes: `entries` are those that differ from the first, None for one that is gone."""

    def __init__(self, ontology: Ontology) -> None:
        self.entries: dict[Iri, Entry | None] = {}
        self._ontology = ontology
        self._heirs: dict[Iri, Iri] = {}
        self._actions: dict[Action, Callable[[Decision], None]] = {
            Action.MERGE: self._merge,
            Action.SPLIT: self._split,
            Action.RENAME: self._rename,
        }

    def take(self, decision: Decision) -> None:
        self._actions[decision.action](decision)

    def _merge(self, decision: Decision) -> None:
        loser = self._made(self._heir(decision.concept), decision.label)
        into = self._heir(decision.winner or decision.concept)
        if loser.concept.iri == into:
            return
        winner = self._get(into) or _heiress(self._made(into, decision.name), loser)
        below = self._below(loser.concept.iri)
        self.entries[into] = _joined(winner, loser)
        self.entries[loser.concept.iri] = None
        self._heirs[loser.concept.iri] = into
        above = self._above(into)
        for entry in below:
            if entry.concept.iri != into:
                under = entry.concept.type is winner.concept.type and entry.concept.iri not in above
                self._put(entry, _moved(entry.broader, loser, (into,) if under else loser.broader))

    def _split(self, decision: Decision) -> None:
        iri, key = self._heir(decision.concept), label_key(decision.name)
        entry = self._get(iri)
        kind = decision.kind or kind_of(iri)
        apart = concept_iri(kind, decision.name)
        held = self._is_name(key, kind, but=iri)
        own = apart == iri or (entry is not None and label_key(entry.concept.label) == key)
        if own or (self._get(apart) and not held):
            return  # it is the label itself, or the IRI of the new node is another's
        names = {decision.name}
        if entry:
            names |= {label for label in entry.alt_labels if label_key(label) == key}
            self.entries[iri] = _without(entry, key)
        if held:
            return
        facts = tuple(
            ("contextLabel", name) for name in sorted(names) if entry and ("contextLabel", name) in entry.facts
        )
        others = tuple(sorted(names - {decision.name}))
        concept = Concept(apart, decision.name, kind)
        self.entries[apart] = Entry(concept, others, (), entry is not None and entry.case_sensitive, facts)
        self._heirs.pop(apart, None)

    def _rename(self, decision: Decision) -> None:
        entry = self._made(self._heir(decision.concept), decision.label)
        others = {*entry.labels} - {decision.name}
        concept = replace(entry.concept, label=decision.name)
        self.entries[concept.iri] = replace(entry, concept=concept, alt_labels=tuple(sorted(others)))

    def _heir(self, iri: Iri) -> Iri:
        """Return the concept that a merged one has become."""
        while iri in self._heirs:
            iri = self._heirs[iri]
        return iri

    def _get(self, iri: Iri) -> Entry | None:
        return self.entries[iri] if iri in self.entries else self._ontology.concepts.get(iri)

    def _made(self, iri: Iri, label: str) -> Entry:
        return self._get(iri) or Entry(Concept(iri, label, kind_of(iri)))

    def _put(self, entry: Entry, broader: tuple[Iri, ...]) -> None:
        self.entries[entry.concept.iri] = replace(entry, broader=broader)

    def _below(self, iri: Iri) -> list[Entry]:
        """Return the entries directly below one, in IRI order."""
        found = {*self._ontology.narrower(iri), *self.entries}
        entries = [self._get(each) for each in sorted(found)]
        return [entry for entry in entries if entry and iri in entry.broader]

    def _above(self, iri: Iri) -> set[Iri]:
        """Return the concepts above one."""
        found: set[Iri] = set()
        waiting = [iri]
        while waiting:
            entry = self._get(waiting.pop())
            new = [up for up in (entry.broader if entry else ()) if up not in found]
            found.update(new)
            waiting += new
        return found

    def _is_name(self, key: str, kind: ConceptType, *, but: Iri) -> bool:
        """Tell whether an entry of a type, but one, has a label of this key."""
        known = {entry.concept.iri for entry in self._ontology.by_key(key)}
        entries = (self._get(iri) for iri in (known | self.entries.keys()) - {but})
        return any(
            entry and entry.concept.type is kind and any(label_key(label) == key for label in entry.labels)
            for entry in entries
        )


def _heiress(winner: Entry, loser: Entry) -> Entry:
    """Return a new entry in the place of the loser: below what that is below, where the types agree."""
    return replace(winner, broader=loser.broader) if winner.concept.type is loser.concept.type else winner


def _joined(winner: Entry, loser: Entry) -> Entry:
    """Return the winner with the names of the loser, and what is said about the names.

    Where one of the two counts the exact case alone, both do: a word that is a name would else be found everywhere.
    """
    carried = {(name, value) for name, value in loser.facts if name in _CARRIED}
    return replace(
        winner,
        alt_labels=tuple(sorted({*winner.alt_labels, *loser.labels} - {winner.concept.label})),
        broader=_moved(winner.broader, loser, loser.broader),
        case_sensitive=winner.case_sensitive or loser.case_sensitive,
        facts=tuple(sorted({*winner.facts} | carried)),
    )


def _moved(broader: tuple[Iri, ...], loser: Entry, to: tuple[Iri, ...]) -> tuple[Iri, ...]:
    """Return the concepts above one, with others in the place of the loser."""
    gone = loser.concept.iri
    return tuple(sorted({*broader} - {gone} | {*to})) if gone in broader else broader


def _without(entry: Entry, key: str) -> Entry:
    """Return an entry without its other labels of one label key."""
    kept = tuple(label for label in entry.alt_labels if label_key(label) != key)
    facts = tuple(fact for fact in entry.facts if fact[0] != "contextLabel" or label_key(fact[1]) != key)
    return replace(entry, alt_labels=kept, facts=facts)
