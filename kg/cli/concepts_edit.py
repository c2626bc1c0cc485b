"""`kg concepts merge, split, rename, undo, add, mappings`: what people decide about concepts, and what was merged."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.errors import UnknownNode
from kg.export.folder import STORE
from kg.iris import BASE, concept_iri
from kg.model import Concept, ConceptType, Iri
from kg.naming.resolve import Resolver
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocab import PREFIXES
from kg.vocabulary import additions, decisions
from kg.vocabulary.applied import objection
from kg.vocabulary.catalogue import catalogue_of
from kg.vocabulary.decisions import Decision, kind_of, short
from kg.vocabulary.in_force import in_force
from kg.vocabulary.mappings import mappings as merged
from kg.vocabulary.sssom import WRITERS

_LATER = "The next kg build honours it; kg concepts undo takes it back"
_FACTS = (
    *("closeMatch", "cue", "exactMatch", "expansion", "fullName", "higherIsBetter", "maker", "modality", "parameters"),
    *("processNode", "unit", "year"),
)
_LINK = (r"https?://[^\s<>\"{}|\\^`]+", "an address that begins with http:// or https://")
_FORMS = {
    "year": (r"\d{4}", "a year of four digits"),
    "higherIsBetter": ("true|false", "true or false"),
    "exactMatch": _LINK,
    "closeMatch": _LINK,
}
_LABELS = """SELECT ?concept ?label (COUNT(?is) AS ?preferred) WHERE {
  ?concept skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?label .
  OPTIONAL { ?concept skos:prefLabel ?is FILTER(?is = ?label) }
} GROUP BY ?concept ?label"""


def merge(voice: Voice, *, loser: str, winner: str, across_types: bool, graph: Path) -> int:
    """Write down that two concepts are one."""
    known = Known(graph)
    gone, stays = known.concept(loser), known.concept(winner)
    if gone.iri == stays.iri:
        raise UsageError(f"“{loser}” and “{winner}” are one concept already, {short(stays.iri)}")
    if gone.type is not stays.type and not across_types:
        raise UsageError(
            f"{gone.label} is a {gone.type} and {stays.label} a {stays.type}. If they are one thing, add --across-types"
        )
    numbers = _numbers(gone.label), _numbers(stays.label)
    if all(numbers) and numbers[0] != numbers[1]:
        voice.say(f"mind that the numbers in “{gone.label}” and “{stays.label}” differ; two versions are two things")
    known.decide(decisions.merge(gone, stays))
    voice.say(f"{gone.label} ({short(gone.iri)}) becomes {stays.label} ({short(stays.iri)}). {_LATER}")
    return 0


def split(voice: Voice, *, concept: str, name: str, type_: ConceptType | None, graph: Path) -> int:
    """Write down that a name of a concept stands for something else."""
    known = Known(graph)
    node = known.concept(concept)
    known.decide(decisions.split(node, _plain(name), type_))
    voice.say(f"“{name}” leaves {node.label} ({short(node.iri)}) for a node of its own. {_LATER}")
    return 0


def rename(voice: Voice, *, concept: str, label: str, graph: Path) -> int:
    """Write down another label for a concept."""
    known = Known(graph)
    node = known.concept(concept)
    known.decide(decisions.rename(node, _plain(label)))
    voice.say(f"{node.label} ({short(node.iri)}) is called {label}; the IRI stays. {_LATER}")
    return 0


def undo(voice: Voice, *, graph: Path) -> int:
    """Take the last decision back."""
    last = decisions.drop_last(graph / decisions.FILE)
    if last is None:
        raise UsageError(f"{graph / decisions.FILE}: there is no decision to take back")
    what = f"{last.action} of {last.label} ({short(last.concept)}) and “{last.name}”"
    voice.say(f"taken back: {what}. The next kg build works without it")
    return 0


def add(
    voice: Voice, *, label: str, type_: ConceptType, alias: list[str] | None, broader: list[str] | None,
    fact: list[str] | None, context: bool, graph: Path,
) -> int:  # fmt: skip
    """Write a concept into the vocabulary of a graph."""
    known = Known(graph)
    concept = known.of_type(_plain(label), type_)
    above = tuple(sorted(known.concept(name).iri for name in broader or ()))
    facts = tuple(sorted({_fact(each) for each in fact or ()}))
    others = tuple(sorted({_plain(each) for each in alias or ()} - {concept.label}))
    path = graph / additions.FOLDER / f"{type_.lower()}.ttl"
    stands = additions.add(path, Entry(concept, others, above, facts=facts), known.catalogue, context=context)
    names = f" with the names {', '.join(stands.alt_labels)}" if stands.alt_labels else ""
    voice.say(f"{concept.label} ({short(concept.iri)}) stands in {path}{names}. The next kg build honours it")
    return 0


def mappings(voice: Voice, *, format_: str, graph: Path) -> int:
    """Print what was merged, as SSSOM."""
    if format_ not in WRITERS:
        raise UsageError(f"--format {format_}: the forms are {', '.join(WRITERS)}")
    given = decisions.read(graph / decisions.FILE)
    with opened(graph) as store:
        found = merged(store.query, in_force(graph), given)
    write_bytes(WRITERS[format_](found).encode())
    return 0


class Known:
    """The concepts of a graph's folder: those of the catalogue in force, and those that only the papers name."""

    def __init__(self, graph: Path) -> None:
        self._file = graph / decisions.FILE
        given = decisions.read(self._file)
        self.catalogue: Ontology = catalogue_of(graph)
        self._heirs = {each.concept: each.winner for each in given if each.winner}
        self._named = [row for row in _named(graph) if self._heir(row[0]) == row[0]]

    def concept(self, name: str) -> Concept:
        """Return the concept with a name, an IRI or the end of an IRI; of several, the one that is called so.

        Raises UnknownNode where there is none, UsageError where there are several.
        """
        iri = _iri(name)
        if iri:
            return self._of_iri(iri)
        key = label_key(name)
        found = self._with(key, preferred=True) or self._with(key, preferred=False) or self._resolved(name)
        if len(found) > 1:
            several = ", ".join(f"{short(each.iri)} ({each.label})" for each in found)
            raise UsageError(f"“{name}” names several concepts: {several}. Write the one that you mean so")
        if found:
            return found[0]
        labels = {label for _, label, _ in self._named} | {label for label, _ in self.catalogue.labels()}
        raise UnknownNode(name, _near(name, labels))

    def of_type(self, label: str, kind: ConceptType) -> Concept:
        """Return the concept of the catalogue with this type and label, else what it would be."""
        key = label_key(label)
        entries = [entry for entry in self.catalogue.by_key(key) if entry.concept.type is kind]
        called = [entry.concept for entry in entries if label_key(entry.concept.label) == key]
        return called[0] if called else Concept(concept_iri(kind, label), label, kind)

    def decide(self, decision: Decision) -> None:
        """Write a decision down, unless it makes no sense."""
        why = objection(self.catalogue, decision)
        if why:
            raise UsageError(why)
        decisions.append(self._file, decision)

    def _resolved(self, name: str) -> list[Concept]:
        """Return what the grammar of names makes of a name ("NVIDIA H100 GPU"), where the graph or catalogue has it."""
        known = {*self.catalogue.concepts, *(iri for iri, _, _ in self._named)}
        return [match.concept for match in Resolver(self.catalogue).find(name) if match.concept.iri in known]

    def _heir(self, iri: Iri) -> Iri:
        """Return what a concept has become by merges that the graph does not show yet."""
        while iri not in self.catalogue.concepts and iri in self._heirs:
            iri = self._heirs[iri]
        return iri

    def _of_iri(self, given: Iri) -> Concept:
        iri = self._heir(given)
        entry = self.catalogue.concepts.get(iri)
        if entry:
            return entry.concept
        label = next((label for each, label, preferred in self._named if each == iri and preferred), None)
        if label is None:
            known = {*(each for each, _, _ in self._named), *self.catalogue.concepts}
            raise UnknownNode(short(iri), _near(short(iri), map(short, known)))
        return Concept(iri, label, kind_of(iri))

    def _with(self, key: str, *, preferred: bool) -> list[Concept]:
        """Return the concepts with a label of this key: their preferred one, or another."""
        found: dict[Iri, Concept] = {}
        for entry in self.catalogue.by_key(key):
            if (label_key(entry.concept.label) == key) is preferred:
                found[entry.concept.iri] = entry.concept
        for iri, label, is_preferred in self._named:
            if is_preferred is preferred and iri not in self.catalogue.concepts and label_key(label) == key:
                found.setdefault(iri, self._of_iri(iri))
        return [found[iri] for iri in sorted(found)]


def _named(graph: Path) -> Sequence[tuple[Iri, str, bool]]:
    """Return the labels of the concepts that papers name, and whether each is the preferred one."""
    if not (graph / STORE).is_dir():
        return ()
    with opened(graph) as store:
        rows: Any = store.query(_LABELS)
        found = {(Iri(row["concept"].value), row["label"].value, row["preferred"].value != "0") for row in rows}
    return sorted(found)


def _near(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are nearest to one, whatever their case."""
    folded = name.casefold()
    by_folded = {each.casefold(): each for each in sorted(names, reverse=True) if abs(len(each) - len(name)) < 4}
    return tuple(by_folded[each] for each in get_close_matches(folded, by_folded, n=3))


def _iri(name: str) -> Iri | None:
    """Return the IRI that is meant: written in full, with a prefix (`model:bert`), or without (`model/bert`)."""
    prefix, colon, rest = name.partition(":")
    for each in (name, f"{BASE}concept/{name}", f"{PREFIXES[prefix]}{rest}" if colon and prefix in PREFIXES else ""):
        try:
            kind_of(Iri(each))
        except ValueError:
            continue
        return Iri(each)
    return None


def _plain(label: str) -> str:
    """Return a label as a person gives it, with its spaces in order."""
    plain = " ".join(label.split())
    if not label_key(plain):
        raise UsageError(f"“{label}” is no label; give it a letter or a digit")
    return plain


def _fact(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value.strip() or name not in _FACTS:
        raise UsageError(f"--fact {text}: write NAME=VALUE, as maker=Meta. The names are {', '.join(_FACTS)}")
    plain = " ".join(value.split())
    form, what = _FORMS.get(name, (".+", ""))
    if not re.fullmatch(form, plain):
        raise UsageError(f"--fact {text}: the value is {what}")
    return name, plain


def _numbers(label: str) -> list[str]:
    return sorted("".join(c if c.isdigit() or c == "." else " " for c in label).split())
