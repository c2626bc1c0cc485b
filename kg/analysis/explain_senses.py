"""The concepts that a name may mean, and what decided between them."""

from collections.abc import Iterator, Sequence

from kg.analysis.explained import Sense
from kg.entries import Entry, agrees, needs_context
from kg.linking.groups import Group, Reading
from kg.model import Concept, Iri
from kg.naming.resolve import Match, Resolver
from kg.text import label_key


def senses(resolver: Resolver, members: Group, readings: Sequence[Reading], taken: Concept | None) -> tuple[Sense, ...]:
    """Return the concepts that the names of one thing may mean, those that the text allows first.

    `readings` are the names that its mentions are read as; `taken` is the concept that it was linked to.
    """
    found: dict[Iri, tuple[Entry, str, Reading]] = {}
    for reading in readings:
        for entry, via in _candidates(resolver, reading):
            found.setdefault(entry.concept.iri, (entry, via, reading))
    for entry in members.entries:
        found.setdefault(entry.concept.iri, (entry, "name inside it", readings[0]))
    allowed = {entry.concept.iri for entry in members.entries}
    every = (_sense(*row, allowed, taken) for row in found.values())
    return tuple(sorted(every, key=lambda sense: (not sense.chosen, not sense.possible, sense.concept.iri)))


def _candidates(resolver: Resolver, reading: Reading) -> Iterator[tuple[Entry, str]]:
    """Yield what the definition of a name stands for, then what the name itself may, with how it leads there."""
    if reading.long_form:
        yield from _found(resolver, resolver.find(reading.long_form), f"“{reading.long_form}” is ")
    yield from _found(resolver, resolver.find(reading.name), "")
    key = label_key(reading.name)
    for entry in resolver.ontology.by_key(key):
        if agrees(reading.name, entry.cases(key)):
            yield entry, "label" if reading.name == entry.concept.label else f"alias of {entry.concept.label}"


def _found(resolver: Resolver, matches: tuple[Match, ...], before: str) -> Iterator[tuple[Entry, str]]:
    for match in matches:
        yield match.entry(resolver.ontology), f"{before}{match.how}"


def _sense(entry: Entry, via: str, reading: Reading, allowed: set[Iri], taken: Concept | None) -> Sense:
    return Sense(
        concept=entry.concept,
        via=via,
        needs_context=needs_context(entry, label_key(reading.name)),
        cues=reading.cues.found(entry),
        possible=entry.concept.iri in allowed,
        chosen=taken is not None and taken.iri == entry.concept.iri,
    )


def decided_by(readings: Sequence[Reading], found: Sequence[Sense]) -> str:
    """Return in words what decided between the senses of a name; empty where there was nothing to decide."""
    possible = [sense for sense in found if sense.possible]
    if not found:
        return "the catalogue does not know the name"
    if any(reading.long_form for reading in readings):
        return "the definition in the text"
    if not possible:
        return "nothing: the text has no cue of any of them"
    if len(found) == 1:
        return ""
    if len(possible) == 1:
        return "cues of the text" if possible[0].cues else "the form of the name"
    kinds = {sense.concept.type for sense in possible}
    return "the type, where cues leave several" if len(kinds) > 1 else "the order of the catalogue"
