"""What is right and wrong about the concepts that were found in one paper."""

from kg.analysis.score_marks import Mark, Marks, Mistake, Note, Outcome, Verdict, counts, stated, told
from kg.analysis.score_names import Alignment, Record

_MEASURES = ("concept", "typed", "role")


def concept_marks(gold: Record, found: Record, alignment: Alignment) -> Marks:
    """Yield the marks of the concepts of one annotated paper and of those that were found in it."""
    matched: set[str] = set()
    for concept in found["concepts"]:
        annotated = alignment.gold_of[concept["name"]]
        if annotated is None or concept["name"] in alignment.second:
            yield from _false(concept, Mistake.SECOND_NODE if annotated else Mistake.FALSE_CONCEPT)
            continue
        matched.add(annotated["name"])
        if annotated["required"]:
            yield from _judged(concept, annotated)
    for annotated in gold["concepts"]:
        if annotated["required"] and annotated["name"] not in matched:
            yield from counts(Outcome.MISS, _MEASURES)
            yield Mark("type", annotated["type"], Outcome.MISS)
            yield Note(Mistake.MISSED_CONCEPT, f"{annotated['name']} ({annotated['type']})", _forms(annotated))


def _false(concept: Record, mistake: Mistake) -> Marks:
    """Yield the marks of a concept that nobody annotated, or that another node stands for already."""
    yield from counts(Outcome.ALARM, _MEASURES)
    yield Mark("type", concept.get("type"), Outcome.ALARM)
    yield Note(mistake, f"{concept['name']} ({concept.get('type')})", _forms(concept))
    yield from _verdicts(concept, typed=False, role=False)


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
    yield from _verdicts(concept, **rightly)
    if not typed:
        yield Mark("type", kind, Outcome.ALARM)
        yield Note(Mistake.WRONG_TYPE, f"{name}: {kind}, gold {annotated['type']}", _forms(concept))
    elif not rightly["role"]:
        yield Note(Mistake.WRONG_ROLE, f"{name}: {role}, gold {annotated['role']}", _forms(concept))


def _verdicts(concept: Record, *, typed: bool, role: bool) -> Marks:
    how = told(concept, "how")
    yield Verdict("typed", typed, stated(concept, "score"), how)
    yield Verdict("role", role, stated(concept, "role_confidence"), how)


def _forms(concept: Record) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(form) for form in (*(concept.get("mentions") or ()), concept["name"])))
