"""What a name stands for out of context: a concept of the catalogue, or a member of one of its families."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

from kg.entries import agrees, needs_context
from kg.iris import concept_iri
from kg.model import Concept, ConceptType, Iri
from kg.naming.families import Families, kind_of
from kg.naming.formats import number_format
from kg.naming.parts import Part, parse_tail
from kg.naming.readings import BRANDS, bracketed, shorter
from kg.ontology import Entry, Ontology
from kg.text import cleaned, label_key

_SPLIT = re.compile(
    r"(?<=[A-Za-z])(?=\d|v\d)|(?<=\d)(?=[A-Za-z@])|(?<=[A-Za-z\d)+])(?=[\s\-‐-―_/(\[@'’])|(?<=[a-z])(?=[A-Z])"
)
_MARKS = re.compile("[®™©]")
_COMPARATIVES = {"faster": "speed", "cheaper": "cost", "smaller": "model size"}  # what they say that is measured
_AT = re.compile(r"(.+?)\s?@\s?(\d+(?:\.\d+)?%?(?::\.?\d+(?:\.\d+)?)?)")


@dataclass(frozen=True, slots=True)
class Match:
    """One concept that a name may stand for; `broader` is where a member that no catalogue holds hangs.

    `how` says by what the name led there; `score` is 1 for a label and less for every step away from it.
    """

    concept: Concept
    how: str
    score: float
    broader: tuple[Iri, ...] = ()

    def entry(self, ontology: Ontology) -> Entry:
        """Return the entry of the catalogue, or what it would be for a member that it does not hold."""
        return ontology.concepts.get(self.concept.iri) or Entry(self.concept, (), self.broader)


class Resolver:
    """Names to concepts, by a catalogue and the grammar of names; immutable but for what it remembers."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self._families = Families(ontology)
        self.find = lru_cache(maxsize=1 << 16)(self._find)

    def _find(self, name: str) -> tuple[Match, ...]:
        """Return what a name stands for out of context, the best first; empty where it would not be linked.

        A label that needs context, or whose case does not fit, stands for nothing here.
        """
        for reading, how, loss in self._readings(" ".join(_MARKS.sub("", cleaned(name)).split())):
            found = self._known(reading) or self._formats(reading) or self._compared(reading) or self._members(reading)
            if found:
                return tuple(
                    Match(each.concept, how or each.how, round(each.score - loss, 2), each.broader) for each in found
                )
        return ()

    def _readings(self, name: str) -> Iterator[tuple[str, str, float]]:
        """Yield the name and its shorter readings; a short form in brackets goes first where the catalogue agrees."""
        inner = bracketed(name)
        if inner:
            concepts = {match.concept.iri for match in self._known(inner[0])}
            if any(entry.concept.iri in concepts for entry in self.ontology.by_key(label_key(inner[1]))):
                yield inner[0], f"{inner[0]} before its short form", 0.05
        yield name, "", 0.0
        yield from shorter(name, self._makers)

    @cached_property
    def _makers(self) -> frozenset[str]:
        makers = {maker.lower() for entry in self.ontology.concepts.values() for maker in entry.values("maker")}
        return BRANDS | {maker for maker in makers if len(maker) > 2}

    def _known(self, name: str) -> tuple[Match, ...]:
        key = label_key(name)
        entries = [entry for entry in self.ontology.by_key(key) if agrees(name, entry.cases(key))]
        exact = [entry for entry in entries if name in entry.labels]  # "FID" is a metric, "FiD" a model
        told = len(exact) == 1 < len(entries) and name != name.lower()  # the case says which is meant
        found = [
            Match(entry.concept, *_reason(name, entry))
            for entry in exact or entries
            if told or not needs_context(entry, key)
        ]
        return tuple(sorted(found, key=lambda match: -match.score))

    def _formats(self, name: str) -> tuple[Match, ...]:
        found = number_format(name)
        if found is None:
            return ()
        label, parents = found
        known = self._known(label)
        above = next((entry.concept.iri for up in parents for entry in self._techniques(up)), None)
        if known or above is None:
            return known
        concept = Concept(concept_iri(ConceptType.TECHNIQUE, label), label, ConceptType.TECHNIQUE)
        return (Match(concept, f"numeric format {label}", 0.8, (above,)),)

    def _compared(self, name: str) -> tuple[Match, ...]:
        """Return the metric of which a comparative is said; it needs no context, as its label may."""
        label = _COMPARATIVES.get(name.lower(), "")
        entries = self.ontology.by_key(label_key(label)) if label else ()
        metric = next((e.concept for e in entries if e.concept.type is ConceptType.METRIC), None)
        return (Match(metric, f"{name} is said of {label}", 0.95),) if metric else ()

    def _techniques(self, label: str) -> Iterator[Entry]:
        return (e for e in self.ontology.by_key(label_key(label)) if e.concept.type is ConceptType.TECHNIQUE)

    def _members(self, name: str) -> tuple[Match, ...]:
        """Return the members of families that a name is, by the longest family name that begins it."""
        if "@" in name and (at := _AT.fullmatch(name)):
            return self._at(at[1], at[2])
        for place in sorted({found.start() for found in _SPLIT.finditer(name)}, reverse=True):
            head, tail = name[:place].strip(), name[place:]
            found = [
                match
                for family in self._heads(head, loose=any(map(str.isdigit, tail)))
                if (parts := parse_tail(kind_of(family), tail, self._families.words(family.concept.iri))) is not None
                for match in self._member(family, parts)
            ]
            if found:
                return tuple(found)
        return ()

    def _at(self, name: str, rank: str) -> tuple[Match, ...]:
        """Return "pass@5" under "pass@k", or "NDCG@10" under "NDCG"."""
        for head in (f"{name}@k", name):
            for family in self._heads(head):
                if family.concept.type is ConceptType.METRIC:
                    member = f"{family.concept.label.removesuffix('@k')}@{rank}"
                    known = self._known(member)
                    concept = Concept(concept_iri(ConceptType.METRIC, member), member, ConceptType.METRIC)
                    return known or (Match(concept, f"member of {family.concept.label}", 0.8, (family.concept.iri,)),)
        return ()

    def _heads(self, head: str, *, loose: bool = False) -> list[Entry]:
        """Return the concepts that a name's head is; `loose` takes any case, since figures behind it make it a name."""
        key = label_key(head)
        return [
            entry
            for entry in self.ontology.by_key(key)
            if (loose or agrees(head, entry.cases(key))) and not needs_context(entry, key)
        ]

    def _member(self, family: Entry, parts: tuple[Part, ...]) -> tuple[Match, ...]:
        if not parts:
            return (Match(family.concept, f"{family.concept.label} and a generic noun", 0.9),)
        if not self._families.takes(family, parts):
            return ()
        known = self._held(family, parts)
        if known:
            return known
        root, whole = self._families.root(family, parts)
        known = self._held(root, whole)
        if known:
            return known
        label = next(iter(self._families.labels(root, whole)))
        above = self._nearest(root, whole)
        concept = Concept(concept_iri(kind_of(root), label), label, root.concept.type)
        return (Match(concept, f"member of {above.label}", 0.8, (above.iri,)),)

    def _held(self, family: Entry, parts: tuple[Part, ...]) -> tuple[Match, ...]:
        """Return the member that the catalogue holds, however it writes it."""
        labels = dict.fromkeys(self._families.labels(family, parts))
        return next((found for each in labels if (found := self._known_of(each, family.concept.type))), ())

    def _nearest(self, family: Entry, parts: tuple[Part, ...]) -> Concept:
        """Return the concept of the catalogue that has most of the parts of a member, else the family."""
        for size in range(len(parts) - 1, 0, -1):
            for some in combinations(parts, size):
                held = self._held(family, some)
                if held:
                    return held[0].concept
        return family.concept

    def _known_of(self, label: str, kind: ConceptType | None) -> tuple[Match, ...]:
        return tuple(match for match in self._known(label) if match.concept.type is kind)


@lru_cache(maxsize=4)
def resolver_of(ontology: Ontology) -> Resolver:
    """Return the resolver of a catalogue: one for all who ask, since it remembers what it found."""
    return Resolver(ontology)


def _reason(name: str, entry: Entry) -> tuple[str, float]:
    label = entry.concept.label
    if name == label:
        return "label", 1.0
    if label_key(name) == label_key(label):
        return f"spelling of {label}", 0.98
    return f"alias of {label}", 0.95
