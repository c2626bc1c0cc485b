"""What is right and wrong about the concepts and relations found in one paper, as single marks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.analysis.score_names import Alignment, Record, align, content_words, normalized, numbers


class Outcome(StrEnum):
    """What a mark says: found rightly, not found, or found wrongly."""

    HIT = "hit"
    MISS = "miss"
    ALARM = "alarm"


class Mistake(StrEnum):
    """The kinds of mistakes, in the order in which they are listed."""

    MISSED_CONCEPT = "missed concept"
    FALSE_CONCEPT = "false concept"
    SECOND_NODE = "second node"
    WRONG_TYPE = "wrong type"
    WRONG_ROLE = "wrong role"
    MISSED_RELATION = "missed relation"
    FALSE_RELATION = "false relation"
    MISSED_QUANTITY = "missed quantity"
    FALSE_QUANTITY = "false quantity"


@dataclass(frozen=True, slots=True)
class Mark:
    """One count: in `table` (`measure`, `type`, `predicate`, ...) for the row `key`."""

    table: str
    key: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Note:
    """One mistake, in words."""

    mistake: Mistake
    what: str


Marks = Iterator[Mark | Note]
_OF_CONCEPTS = ("concept", "typed", "role")


def paper_marks(gold: Record, found: Record) -> Marks:
    """Yield the marks of one annotated paper and what was found in it."""
    alignment = align(gold["concepts"], found["concepts"])
    yield from _concepts(gold, found, alignment)
    yield from _relations(gold, found, alignment)


def _count(outcome: Outcome, keys: Sequence[str]) -> Iterator[Mark]:
    return (Mark("measure", key, outcome) for key in keys)


# Concepts


def _concepts(gold: Record, found: Record, alignment: Alignment) -> Marks:
    matched: set[str] = set()
    for concept in found["concepts"]:
        annotated = alignment.gold_of[concept["name"]]
        if annotated is None or concept["name"] in alignment.second:
            yield from _count(Outcome.ALARM, _OF_CONCEPTS)
            yield Mark("type", concept.get("type"), Outcome.ALARM)
            mistake = Mistake.SECOND_NODE if annotated else Mistake.FALSE_CONCEPT
            yield Note(mistake, f"{concept['name']} ({concept.get('type')})")
            continue
        matched.add(annotated["name"])
        if annotated["required"]:
            yield from _judged(concept, annotated)
    for annotated in gold["concepts"]:
        if annotated["required"] and annotated["name"] not in matched:
            yield from _count(Outcome.MISS, _OF_CONCEPTS)
            yield Mark("type", annotated["type"], Outcome.MISS)
            yield Note(Mistake.MISSED_CONCEPT, f"{annotated['name']} ({annotated['type']})")


def _judged(concept: Record, annotated: Record) -> Marks:
    """Yield the marks of a required concept that was found: its name is right, its type and role may be."""
    name, kind, role = concept["name"], concept.get("type"), concept.get("role")
    typed = kind in (annotated["type"], *annotated.get("alt_types", ()))
    rightly = {"typed": typed, "role": typed and role == annotated["role"]}
    yield Mark("measure", "concept", Outcome.HIT)
    for key, right in rightly.items():
        for outcome in (Outcome.HIT,) if right else (Outcome.ALARM, Outcome.MISS):
            yield Mark("measure", key, outcome)
    yield Mark("type", annotated["type"], Outcome.HIT if typed else Outcome.MISS)
    if not typed:
        yield Mark("type", kind, Outcome.ALARM)
        yield Note(Mistake.WRONG_TYPE, f"{name}: {kind}, gold {annotated['type']}")
    elif not rightly["role"]:
        yield Note(Mistake.WRONG_ROLE, f"{name}: {role}, gold {annotated['role']}")


# Relations


@dataclass(frozen=True, slots=True)
class _Edge:
    """A relation with everything that its ends may be called on the annotated side."""

    subject: frozenset[str]
    predicate: str
    object: frozenset[str]
    relation: Record

    def meets(self, other: "_Edge") -> bool:
        """Tell whether the two say the same."""
        same = self.predicate == other.predicate
        return same and bool(self.subject & other.subject) and bool(self.object & other.object)

    @property
    def value(self) -> tuple[float, ...]:
        """The numbers of the figure; empty where there is none."""
        return numbers(self.relation["value"]) if self.relation.get("value") else ()

    @property
    def words(self) -> str:
        """The relation as one phrase."""
        return f"{self.relation['s']} {self.predicate} {self.relation.get('o')}"

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes annotated relations count as one, whatever their figures."""
        return self.relation["s"], self.predicate, self.relation.get("o") or "@baseline"


@dataclass(frozen=True, slots=True)
class _Used:
    """The numbers of the annotated relations that were found, and of those whose figure was."""

    edges: set[int]
    values: set[int]


def _relations(gold: Record, found: Record, alignment: Alignment) -> Marks:
    annotated = {concept["name"]: concept for concept in gold["concepts"]}
    introduced = frozenset(name for name, concept in annotated.items() if concept["role"] == "introduces")
    wanted = [_edge(relation, annotated, introduced) for relation in gold["relations"]]
    used = _Used(set(), set())
    seen: set[tuple[str, str, str]] = set()
    for relation in found["relations"]:
        yield from _evidence(gold, relation)
        edge = _edge(relation, alignment.gold_of, introduced)
        hits = [number for number, other in enumerate(wanted) if edge.meets(other)]
        used.edges.update(hits)
        key = (min(edge.subject), edge.predicate, min(edge.object))
        if key not in seen and not hits and not _repeats_role(edge, annotated):
            yield Mark("measure", "relation", Outcome.ALARM)
            yield Mark("predicate", edge.predicate, Outcome.ALARM)
            yield Note(Mistake.FALSE_RELATION, f"{edge.words}: {(relation.get('evidence') or '')[:160]}")
        seen.add(key)
        if edge.value:
            yield from _value(edge, [number for number in hits if wanted[number].value == edge.value], wanted, used)
    yield from _found_relations(wanted, used)
    yield from _found_values(wanted, used)


def _edge(relation: Record, concepts: Mapping[str, Record | None], introduced: frozenset[str]) -> _Edge:
    subject = _end(relation["s"], concepts, introduced)
    return _Edge(subject, relation["p"], _end(relation.get("o"), concepts, introduced), relation)


def _end(name: str | None, concepts: Mapping[str, Record | None], introduced: frozenset[str]) -> frozenset[str]:
    """Return what an end may be called: `@paper` is any concept that the paper introduces, and the reverse."""
    if name in (None, "", "@baseline"):
        return frozenset({"@baseline"})
    if name == "@paper":
        return introduced | {"@paper"}
    match = concepts.get(name or "")
    if match is None:
        return frozenset({"?" + normalized(name or "")})
    return frozenset({match["name"], "@paper"} if match["name"] in introduced else {match["name"]})


def _repeats_role(edge: _Edge, annotated: Mapping[str, Record]) -> bool:
    """Tell whether a relation of the paper says only what the role of its object says."""
    roles = {annotated[name]["role"] for name in edge.object if name in annotated}
    return "@paper" in edge.subject and edge.predicate in roles


def _evidence(gold: Record, relation: Record) -> Marks:
    if relation.get("evidence") and gold.get("abstract"):
        right = relation["evidence"] in f"{gold['title']}\n{gold['abstract']}"
        yield Mark("evidence", None, Outcome.HIT if right else Outcome.MISS)


def _value(edge: _Edge, same: list[int], wanted: Sequence[_Edge], used: _Used) -> Marks:
    """Yield the marks of a figure; `same` are the relations that it fits, each of which it finds once."""
    relation = edge.relation
    if not same:
        yield Mark("measure", "quantity", Outcome.ALARM)
        yield Note(Mistake.FALSE_QUANTITY, f"{edge.words} {relation.get('value')} {relation.get('metric')}")
    fresh = next((number for number in same if number not in used.values), None)
    if fresh is not None:
        used.values.add(fresh)
        gold = wanted[fresh].relation
        named = content_words(gold.get("metric") or gold.get("o_text") or gold.get("o"))
        right = content_words(relation.get("metric")) & named
        yield Mark("metric", None, Outcome.HIT if right else Outcome.MISS)


def _found_relations(wanted: Sequence[_Edge], used: _Used) -> Marks:
    """Yield a hit or a miss for each required relation; those that differ in the figure alone count once."""
    found = {wanted[number].key for number in used.edges}
    required: dict[tuple[str, str, str], _Edge] = {}
    for edge in wanted:
        if edge.relation["required"]:
            required.setdefault(edge.key, edge)
    for key, edge in required.items():
        outcome = Outcome.HIT if key in found else Outcome.MISS
        yield Mark("measure", "relation", outcome)
        yield Mark("predicate", edge.predicate, outcome)
        if outcome is Outcome.MISS:
            yield Note(Mistake.MISSED_RELATION, f"{edge.words}: {edge.relation['evidence'][:160]}")


def _found_values(wanted: Sequence[_Edge], used: _Used) -> Marks:
    for number, edge in enumerate(wanted):
        relation = edge.relation
        if not relation.get("value") or not relation["required"]:
            continue
        if number in used.values:
            yield Mark("measure", "quantity", Outcome.HIT)
        else:
            yield Mark("measure", "quantity", Outcome.MISS)
            yield Note(Mistake.MISSED_QUANTITY, f"{edge.words} {relation['value']} {relation.get('metric')}")
