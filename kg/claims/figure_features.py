"""What is seen of a figure or a comparison that was read, as named features for the judge of whether it is stated.

The features are generic and named in plain words: the rule, the kinds of the two ends and how sure they are, places,
words of the language around the figure. The name of a thing is never one; its type stands for it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from kg.claims import metrics
from kg.claims.baselines import find_comparisons
from kg.claims.confidences import confidence
from kg.claims.figure_words import Word, words_of
from kg.claims.other_ends import RIVAL, SUBJECT
from kg.claims.rivals import IMPLIED
from kg.claims.roles import Role
from kg.claims.sentences import Sentence
from kg.claims.statements import Statement, Told
from kg.linear import Features
from kg.model import Claim, Concept, Iri, Predicate

_ROLES = (Predicate.INTRODUCES, Predicate.COMPARES_WITH, Predicate.EVALUATED_ON, Predicate.USES, Predicate.MEASURES)
_NEAR, _REACH, _MANY = 3, 8, 5
_GAPS = (12, 25, 50, 80, 120)  # characters
_SIZES = (1, 2, 5, 10, 30, 60, 90, 100.5, 1000)
_NUMBER, _LETTERS = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[A-Za-z]+")
_MOVED = "moved, "
_ENDS = (SUBJECT, RIVAL)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a candidate is judged by, besides itself: the roles by concept, who speaks, the index of the last sentence.

    `told` are all candidates of the paper, those of the rules before those with another end.
    """

    roles: Mapping[Iri, Role]
    main: Iri
    last: int
    told: Sequence[Told]


def figure_features(scene: Scene) -> list[Features]:
    """Return the features of each candidate of a paper, in order."""
    company = _Company(scene.told)
    sentences = {sentence.index: sentence for sentence, _, _ in scene.told}
    seen = {index: _Seen(scene, sentence) for index, sentence in sentences.items()}
    return [_features(scene, told, company, seen[told[0].index]) for told in scene.told]


def _features(scene: Scene, told: Told, company: "_Company", seen: "_Seen") -> Features:
    _, statement, claim = told
    own = dict.fromkeys((*seen.names, *company.names(told), *_kinds(scene, told)), 1.0)
    own |= seen.read(statement, claim)
    for end, concept in zip(_ENDS, (statement.subject, other_of(statement)), strict=True):
        own |= seen.end(end, concept, statement.at)
    if statement.moved:
        own |= {f"{_MOVED}{name}": value for name, value in own.items()}
        own[f"moved {statement.moved}"] = 1.0
    return own | seen.around(statement)


def other_of(statement: Statement) -> Concept | None:
    """Return the concept at the other end of a statement: the rival or the metric, None where it is not linked."""
    if statement.rival is not None:
        return statement.rival.named.concept if statement.rival.named else None
    return statement.measured.named.concept if statement.measured and statement.measured.named else None


class _Seen:
    """A sentence with what its candidates share, made once: several have the same figure, or the same end."""

    def __init__(self, scene: Scene, sentence: Sentence) -> None:
        self._scene, self._sentence, self._words = scene, sentence, words_of(sentence)
        self._made: dict[object, dict[str, float]] = {}
        places = {0: "title", 1: "first", scene.last: "last"}
        systems = {named.concept.iri for named in sentence.named if named.system}
        self.names = [
            f"sentence: {places.get(sentence.index, 'middle')}",
            f"figures of the sentence: {min(len(sentence.figures), _MANY)}",
            f"systems of the sentence: {min(len(systems), _MANY)}",
            f"comparisons of the sentence: {min(len(find_comparisons(sentence)), 3)}",
        ]

    def read(self, statement: Statement, claim: Claim) -> dict[str, float]:
        """Return what was read, ends apart: the same for a statement with another end."""
        key = id(statement.origin or statement)
        if key not in self._made:
            names = (*_kind(statement, claim), *_measured(statement, claim))
            odds = log(confidence(claim.rule) / (1 - confidence(claim.rule)))
            self._made[key] = {**dict.fromkeys(names, 1.0), "log odds of the rule": odds}
        return self._made[key]

    def end(self, end: str, concept: Concept | None, at: int) -> dict[str, float]:
        """Return how sure an end is, and where it stands, seen from a place of the sentence."""
        key = end, concept.iri if concept else None, at
        if key not in self._made:
            where = (f"{end} {name}" for name in _where(self._sentence, at, concept, self._words))
            self._made[key] = {**_standing(self._scene, end, concept), **dict.fromkeys(where, 1.0)}
        return self._made[key]

    def around(self, statement: Statement) -> dict[str, float]:
        """Return the words around the figure or the cue."""
        key = statement.at, statement.figure
        if key not in self._made:
            self._made[key] = dict.fromkeys(_around(self._words, statement), 1.0)
        return self._made[key]


class _Company:
    """How many candidates share a sentence, a figure, both ends."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._sentence = Counter(sentence.index for sentence, _, _ in told)
        self._figure = Counter((sentence.index, statement.at) for sentence, statement, _ in told)
        self._ends = Counter((claim.subject.iri, claim.predicate, claim.object.iri) for _, _, claim in told)
        self._pairs = Counter(frozenset((claim.subject.iri, claim.object.iri)) for _, _, claim in told)

    def names(self, told: Told) -> Iterator[str]:
        """Yield the features of one candidate."""
        sentence, statement, claim = told
        subject, predicate, other = claim.subject.iri, claim.predicate, claim.object.iri
        same = self._ends[subject, predicate, other]
        yield f"candidates of the sentence: {min(self._sentence[sentence.index], 6)}"
        yield f"candidates of the figure: {min(self._figure[sentence.index, statement.at], 4)}"
        yield f"candidates with both ends: {min(same, 4)}"
        if (other, predicate, subject) in self._ends:
            yield "the reverse is a candidate"
        if self._pairs[frozenset((subject, other))] > same:
            yield "another predicate is a candidate"


def _kind(statement: Statement, claim: Claim) -> Iterator[str]:
    """Yield what was read: rule, predicate, mode, unit, bound, size, place in a list."""
    yield f"rule: {claim.rule}"
    yield f"predicate: {claim.predicate}"
    yield f"mode: {statement.reading.mode}"
    if statement.reading.reversed:
        yield "the subject does worse"
    if not claim.asserted:
        yield "negated or hedged"
    if figure := statement.figure:
        unit = figure.unit or "none"
        yield f"unit: {unit}"
        yield f"unit: {unit}, rule: {claim.rule}"
        yield f"bound: {figure.bound}"
        yield f"size: {_size(figure.value)}"
    if len(statement.group) > 1:
        yield f"figures of the list: {min(len(statement.group), 4)}"
        yield f"place in the list: {min(statement.number, 4)}"


def _size(value: str) -> str:
    """Return how large a figure is, roughly, and whether it is a range or has a point."""
    number = _NUMBER.search(value.replace(",", ""))
    scale = sum(float(number.group()) >= step for step in _SIZES) if number else 0
    return f"{scale}{'-' if '-' in value else ''}{'.' if '.' in value else ''}"


def _measured(statement: Statement, claim: Claim) -> Iterator[str]:
    """Yield of which kind the metric is, its last word, and where it stands."""
    measured = statement.measured
    if measured is None:
        yield "metric: none"
        yield f"metric: none, rule: {claim.rule}"
        return
    kind = "linked" if measured.named else "a phrase"
    yield f"metric: {kind}"
    yield f"metric: {kind}, predicate: {claim.predicate}"
    phrase = measured.phrase
    good = "low" if metrics.low_is_good(phrase) else "high" if metrics.high_is_good(phrase) else "open"
    yield f"good is {good}"
    yield f"good is {good}, rule: {claim.rule}"
    words = _LETTERS.findall(phrase.lower())
    yield f"words of the metric: {min(len(words), _MANY)}"
    yield from (f"metric: … {word}" for word in words[-1:])
    if measured.named:
        side = "behind" if measured.named.start >= statement.at else "before"
        yield f"metric {side}"
        yield f"metric {_gap(measured.named.start - statement.at)} away"
    if claim.quantity and claim.quantity.dataset_iris:
        yield f"data sets: {min(len(claim.quantity.dataset_iris), 3)}"


def _kinds(scene: Scene, told: Told) -> Iterator[str]:
    """Yield of which kind the two ends are."""
    _, statement, claim = told
    kinds = _subject_kind(scene, statement.subject), _other_kind(scene, statement, other_of(statement))
    yield f"subject: {kinds[0]}, rival: {kinds[1]}"
    for end, kind in zip(_ENDS, kinds, strict=True):
        yield f"{end}: {kind}"
        yield f"{end}: {kind}, rule: {claim.rule}"
    if statement.moved:
        yield from _moves(scene, statement, kinds)


def _moves(scene: Scene, statement: Statement, kinds: tuple[str, str]) -> Iterator[str]:
    """Yield what the rule has read in place of an end."""
    origin = statement.origin or statement
    before = _subject_kind(scene, origin.subject), _other_kind(scene, origin, other_of(origin))
    for end, old, new in zip(_ENDS, before, kinds, strict=True):
        yield f"{end} of the rule: {old}"
        yield f"{end} of the rule: {old}, now: {new}"


def _subject_kind(scene: Scene, concept: Concept) -> str:
    if concept.iri == scene.main:
        return "unnamed contribution" if concept.type is None else "main contribution"
    role = scene.roles.get(concept.iri)
    own = role is not None and role.best is Predicate.INTRODUCES
    return f"{'own' if own else 'other'} {concept.type}"


def _other_kind(scene: Scene, statement: Statement, concept: Concept | None) -> str:
    if concept is not None:
        return _subject_kind(scene, concept)
    if statement.rival is None:
        return "a measure"
    return "implied" if statement.rival == IMPLIED[0] else "a phrase"


def _standing(scene: Scene, end: str, concept: Concept | None) -> dict[str, float]:
    """Return how sure the link of an end is, and what the paper does with it."""
    role = scene.roles.get(concept.iri) if concept else None
    if role is None:
        return {}
    found = {f"{end}: paper {name} it": role.shares.get(name, 0.0) for name in _ROLES}
    found[f"{end}: link score"] = role.thing.score
    found[f"{end}: {min(len(role.thing.links), 4)} mentions"] = 1.0
    found[f"{end}: role {role.best}"] = 1.0
    return found


def _where(sentence: Sentence, at: int, concept: Concept | None, words: Sequence[Word]) -> Iterator[str]:
    """Yield where an end stands: the mention nearest to a place of the sentence."""
    places = [named for named in sentence.named if concept is not None and named.concept.iri == concept.iri]
    if not places:
        yield "not in the sentence"
        return
    near = min(places, key=lambda named: abs(named.start - at))
    side = "before" if near.start < at else "behind"
    clauses = abs(sentence.clause_at(near.start) - sentence.clause_at(at))
    low, high = min(near.end, at), max(near.start, at)
    between = sum(named.system and low <= named.start < high for named in sentence.named)
    before = [word.key for word in words if word.end <= near.start][-1:]
    behind = next((word.key for word in words if word.start >= near.end), "the end")
    yield side
    yield f"{side}, {_gap(near.start - at)} away"
    yield f"{side}, {min(clauses, 3)} clauses away"
    yield f"{side}, {min(between, 3)} systems between"
    yield f"after “{before[0] if before else 'the start'}”"
    yield f"followed by “{behind}”"


def _gap(length: int) -> str:
    return ("none", "near", "a little", "some way", "far", "very far")[sum(abs(length) > step for step in _GAPS)]


def _around(words: Sequence[Word], statement: Statement) -> Iterator[str]:
    """Yield the words before and behind the figure or the cue."""
    end = statement.figure.end if statement.figure else statement.at
    before = [word.key for word in words if word.end <= statement.at][: -_REACH - 1 : -1]
    behind = [word.key for word in words if word.start >= end][:_REACH]
    for side, keys in (("before", before), ("behind", behind)):
        yield from (f"“{key}” {side}, {place}" for place, key in enumerate(keys[:_NEAR], start=1))
        yield from (f"“{key}” {side}" for key in keys)
        yield from (f"“{first} {second}” {side}" for first, second in pairwise(keys[:_NEAR]))
