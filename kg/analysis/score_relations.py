"""What is right and wrong about the relations and figures that were found in one paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from kg.analysis.score_marks import Mark, Marks, Mistake, Note, Outcome, Verdict, stated, told
from kg.analysis.score_names import Alignment, Record, content_words, normalized, numbers


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
    def evidence(self) -> tuple[str, ...]:
        """The words of the text that carry the relation; empty where it names none."""
        evidence = self.relation.get("evidence")
        return (evidence,) if evidence else ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes annotated relations count as one, whatever their figures."""
        return self.relation["s"], self.predicate, self.relation.get("o") or "@baseline"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The annotated relations, and the numbers of those that were found, and of those whose figure was."""

    edges: tuple[_Edge, ...]
    found: set[int]
    values: set[int]

    def met(self, edge: _Edge) -> list[int]:
        """Return the numbers of the relations that say what this one says."""
        return [number for number, other in enumerate(self.edges) if edge.meets(other)]

    def required(self) -> dict[tuple[str, str, str], _Edge]:
        """Return the required relations; those that differ in the figure alone are one."""
        first: dict[tuple[str, str, str], _Edge] = {}
        for edge in self.edges:
            if edge.relation["required"]:
                first.setdefault(edge.key, edge)
        return first


def relation_marks(gold: Record, found: Record, alignment: Alignment) -> Marks:
    """Yield the marks of the relations of one annotated paper and of those that were found in it."""
    annotated = {concept["name"]: concept for concept in gold["concepts"]}
    introduced = frozenset(name for name, concept in annotated.items() if concept["role"] == "introduces")
    wanted = _Wanted(tuple(_edge(each, annotated, introduced) for each in gold["relations"]), set(), set())
    required = wanted.required()
    seen: set[tuple[str, str, str]] = set()
    right: set[tuple[str, str, str]] = set()
    for relation in found["relations"]:
        yield from _evidence(gold, relation)
        edge = _edge(relation, alignment.gold_of, introduced)
        hits = wanted.met(edge)
        wanted.found.update(hits)
        key = (min(edge.subject), edge.predicate, min(edge.object))
        if key not in seen and not hits and not _repeats_role(edge, annotated):
            yield from _false(edge)
        elif key not in right and any(wanted.edges[number].key in required for number in hits):
            right.add(key)
            yield _verdict(edge, right=True)
        seen.add(key)
        if edge.value:
            yield from _value(edge, [number for number in hits if wanted.edges[number].value == edge.value], wanted)
    yield from _found_relations(wanted, required)
    yield from _found_values(wanted)


def _false(edge: _Edge) -> Marks:
    yield Mark("measure", "relation", Outcome.ALARM)
    yield Mark("predicate", edge.predicate, Outcome.ALARM)
    yield Note(Mistake.FALSE_RELATION, edge.words, edge.evidence)
    yield _verdict(edge, right=False)


def _verdict(edge: _Edge, *, right: bool) -> Verdict:
    return Verdict("relation", right, stated(edge.relation, "confidence"), told(edge.relation, "rule"))


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


def _value(edge: _Edge, same: list[int], wanted: _Wanted) -> Marks:
    """Yield the marks of a figure; `same` are the relations that it fits, each of which it finds once."""
    relation = edge.relation
    if not same:
        yield Mark("measure", "quantity", Outcome.ALARM)
        yield Note(
            Mistake.FALSE_QUANTITY, f"{edge.words} {relation.get('value')} {relation.get('metric')}", edge.evidence
        )
    fresh = next((number for number in same if number not in wanted.values), None)
    if fresh is not None:
        wanted.values.add(fresh)
        gold = wanted.edges[fresh].relation
        named = content_words(gold.get("metric") or gold.get("o_text") or gold.get("o"))
        right = content_words(relation.get("metric")) & named
        yield Mark("metric", None, Outcome.HIT if right else Outcome.MISS)


def _found_relations(wanted: _Wanted, required: Mapping[tuple[str, str, str], _Edge]) -> Marks:
    """Yield a hit or a miss for each required relation."""
    found = {wanted.edges[number].key for number in wanted.found}
    for key, edge in required.items():
        outcome = Outcome.HIT if key in found else Outcome.MISS
        yield Mark("measure", "relation", outcome)
        yield Mark("predicate", edge.predicate, outcome)
        if outcome is Outcome.MISS:
            yield Note(Mistake.MISSED_RELATION, edge.words, edge.evidence)


def _found_values(wanted: _Wanted) -> Marks:
    for number, edge in enumerate(wanted.edges):
        relation = edge.relation
        if not relation.get("value") or not relation["required"]:
            continue
        if number in wanted.values:
            yield Mark("measure", "quantity", Outcome.HIT)
        else:
            yield Mark("measure", "quantity", Outcome.MISS)
            what = f"{edge.words} {relation['value']} {relation.get('metric')}"
            yield Note(Mistake.MISSED_QUANTITY, what, edge.evidence)
