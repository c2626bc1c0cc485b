"""What was merged under one node for concepts that no catalogue holds, and why: the rows of an SSSOM mapping set.

A concept that no catalogue holds is made of the spellings with one label key and one type, of short forms that a
text defines, and of what people decided. Nothing is merged because two strings are near each other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kg.iris import BASE, concept_iri
from kg.model import Iri
from kg.ontology import Ontology
from kg.text import clean, label_key
from kg.vocabulary.decisions import Action, Decision, kind_of

Query = Callable[[str], Any]
"""What runs SPARQL over the merged graph: `Store.query`."""

_CONCEPT = f"{BASE}concept/"
_FORMS = """
SELECT ?concept ?label ?form (MIN(?why) AS ?how) (MAX(?score) AS ?best) (COUNT(DISTINCT ?paper) AS ?papers)
WHERE {
  ?mention itsrdf:taIdentRef ?concept ; itsrdf:taConfidence ?score ; kg:how ?why ; oa:hasTarget ?target .
  ?target oa:hasSource ?paper ; oa:hasSelector/oa:exact ?form .
  ?concept skos:inScheme ?scheme ; skos:prefLabel ?label .
} GROUP BY ?concept ?label ?form
"""
_DEFINITIONS = """
SELECT DISTINCT ?concept ?short ?long WHERE {
  ?mention kg:aliasOf/oa:hasSelector/oa:exact ?long ; itsrdf:taIdentRef ?concept ;
    oa:hasTarget/oa:hasSelector/oa:exact ?short .
}
"""


class Justification(StrEnum):
    """Why two names stand for one thing, in the terms of the Semantic Mapping Vocabulary (semapv)."""

    LEXICAL = "LexicalMatching"  # the spellings agree, or differ in words that name no thing
    TEXT = "BackgroundKnowledgeBasedMatching"  # a paper's own text defines the one as the other
    PERSON = "ManualMappingCuration"  # somebody decided it


@dataclass(frozen=True, slots=True)
class Mapping:
    """One merge: the subject is the same as the object, or is not, where `negated`.

    The subject is a concept, or a mere spelling where `subject` is None. `match` is the label key that the two
    share, where they do.
    """

    subject: Iri | None
    subject_label: str
    object: Iri
    object_label: str
    justification: Justification
    confidence: float | None = None
    match: str = ""
    comment: str = ""
    negated: bool = False


def mappings(query: Query, ontology: Ontology, decisions: Sequence[Decision]) -> tuple[Mapping, ...]:
    """Return what was merged in a graph, sorted.

    There is a row for each further spelling of a concept that the catalogue does not hold, and one for each merge or
    split in force. `ontology` is the catalogue without the decisions.
    """
    names = _decided_names(decisions)
    found = [*_spellings(query, ontology, names), *_decided(decisions)]
    return tuple(sorted(found, key=lambda row: (row.object, row.subject or "", row.subject_label, row.justification)))


def _spellings(query: Query, ontology: Ontology, names: dict[Iri, set[str]]) -> Iterator[Mapping]:
    defined = _defined(query)
    for (iri, label, form), use in _uses(query, ontology).items():
        key = label_key(form)
        if form == label:
            continue
        if key == label_key(label):
            why, match, reason = Justification.LEXICAL, key, "equal label keys"
        elif key in names.get(iri, ()):
            why, match, reason = Justification.PERSON, "", "by a decision"
        elif key in defined.get(iri, ()):
            why, match, reason = Justification.TEXT, "", "defined in the text"
        else:
            why, match, reason = Justification.LEXICAL, "", use.how
        papers = f"{use.papers:,} paper{'' if use.papers == 1 else 's'}"
        yield Mapping(None, form, iri, label, why, use.best, match, f"{reason}; {papers}")


@dataclass(frozen=True, slots=True)
class _Use:
    """How a spelling names a concept in the papers."""

    how: str
    best: float
    papers: int

    def __or__(self, other: "_Use") -> "_Use":
        return _Use(min(self.how, other.how), max(self.best, other.best), max(self.papers, other.papers))


def _uses(query: Query, ontology: Ontology) -> dict[tuple[Iri, str, str], _Use]:
    """Return how each concept that is not of the catalogue is named: by its IRI, its label and a cleaned spelling."""
    uses: dict[tuple[Iri, str, str], _Use] = {}
    rows: Iterable[Any] = query(_FORMS)
    for row in rows:
        iri = Iri(row["concept"].value)
        if iri.startswith(_CONCEPT) and iri not in ontology.concepts:
            use = _Use(row["how"].value, float(row["best"].value), int(row["papers"].value))
            place = (iri, row["label"].value, _cleaned(row["form"].value))
            uses[place] = uses[place] | use if place in uses else use
    return uses


def _defined(query: Query) -> dict[Iri, set[str]]:
    """Return the label keys of the short and long forms that texts define, by concept."""
    found: dict[Iri, set[str]] = {}
    rows: Iterable[Any] = query(_DEFINITIONS)
    for row in rows:
        keys = {label_key(_cleaned(row[name].value)) for name in ("short", "long")}
        found.setdefault(Iri(row["concept"].value), set()).update(keys)
    return found


def _cleaned(form: str) -> str:
    return " ".join(clean(form).text.split())


def _decided(decisions: Iterable[Decision]) -> Iterator[Mapping]:
    """Yield what the decisions in force say of two concepts; of two about the same pair, the later counts."""
    rows: dict[tuple[Iri, Iri], Mapping] = {}
    for decision in decisions:
        if decision.action is Action.MERGE and decision.winner:
            subject, target = decision.concept, decision.winner
            labels = decision.label, decision.name
        elif decision.action is Action.SPLIT:
            subject, target = _apart(decision), decision.concept
            labels = decision.name, decision.label
        else:
            continue
        negated = decision.action is Action.SPLIT
        row = Mapping(subject, labels[0], target, labels[1], Justification.PERSON, negated=negated)
        rows.pop((target, subject), None)
        rows[subject, target] = row
    yield from rows.values()


def _apart(decision: Decision) -> Iri:
    """Return the IRI of the node that a split makes."""
    return concept_iri(decision.kind or kind_of(decision.concept), decision.name)


def _decided_names(decisions: Iterable[Decision]) -> dict[Iri, set[str]]:
    """Return the label keys that decisions gave to concepts, by concept."""
    names: dict[Iri, set[str]] = {}
    for decision in decisions:
        if decision.action is Action.MERGE and decision.winner:
            gone = names.pop(decision.concept, set())
            names.setdefault(decision.winner, set()).update(gone, {label_key(decision.label)})
        elif decision.action is Action.RENAME:
            names.setdefault(decision.concept, set()).update({label_key(decision.label), label_key(decision.name)})
        else:
            names.get(decision.concept, set()).discard(label_key(decision.name))
    return names
