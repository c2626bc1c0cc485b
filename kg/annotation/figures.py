"""The figure of an annotated relation: its fields, the concepts that they name, and its words in the sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.annotation.form import FIGURE
from kg.claims.quantities import Figure, scan
from kg.claims.units import is_relative
from kg.model import Bound, Concept, ConceptType, Iri, Mode, Predicate, Quantity
from kg.text import CleanText, clean, label_key

_BOUNDS = {"up to": Bound.UP_TO, "at least": Bound.AT_LEAST, "about": Bound.ABOUT}
_RATIOS = ("x", "orders of magnitude")


def quantity(
    relation: Mapping[str, Any], sentence: str, known: Iterable[Quantity], nodes: Mapping[str, Concept]
) -> Quantity | None:
    """Return the figure of a relation, None where it has none.

    One of the figures `known` that kg read in the sentence, where all its fields are the annotated ones. `nodes` are
    the annotated concepts by name.
    """
    for each in known:
        if all((getattr(each, field) or None) == (relation.get(field) or None) for field in FIGURE):
            return each
    if not any(relation.get(field) for field in FIGURE):
        return None
    found = _found(relation, clean(sentence))
    data = tuple(part.strip() for part in (relation.get("dataset") or "").split(",") if part.strip())
    return Quantity(
        **{field: relation.get(field) or None for field in FIGURE},
        mode=_mode(relation) if relation.get("value") else None,
        bound=_bound(relation, found) if relation.get("value") else None,
        metric_iri=next(iter(_iris((relation.get("metric") or "",), nodes, ConceptType.METRIC)), None),
        dataset_iris=_iris(data, nodes, ConceptType.DATASET),
        verbatim=_words(sentence, relation.get("value"), found),
    )


def _found(relation: Mapping[str, Any], sentence: CleanText) -> tuple[Figure, CleanText] | None:
    """Return the figure of the sentence that has the annotated value, one with its unit first."""
    same = [figure for figure in scan(sentence.text) if figure.value == relation.get("value")]
    best = next((figure for figure in same if figure.unit == relation.get("unit")), same[0] if same else None)
    return (best, sentence) if best else None


def _words(sentence: str, value: str | None, found: tuple[Figure, CleanText] | None) -> str | None:
    if found:
        figure, cleaned = found
        return cleaned.raw_span(figure.start, figure.end).of(sentence)
    return value if value and value in sentence else None


def _bound(relation: Mapping[str, Any], found: tuple[Figure, CleanText] | None) -> Bound:
    """Return how exactly the figure is stated: as the condition says, else as the sentence does."""
    stated = (relation.get("condition") or "").casefold()
    said = next((bound for words, bound in _BOUNDS.items() if stated.startswith(words)), None)
    return said or (found[0].bound if found else Bound.EXACT)


def _mode(relation: Mapping[str, Any]) -> Mode:
    """Return how the figure compares, by predicate, unit and condition."""
    unit = relation.get("unit")
    if relation["p"] == Predicate.ACHIEVES:
        return Mode.ABSOLUTE
    if unit in _RATIOS:
        return Mode.RATIO
    if unit == "points":
        return Mode.DIFFERENCE_POINTS
    share = relation["p"] == Predicate.COMPARABLE_TO or (relation.get("condition") or "").startswith("of ")
    if unit == "%" and share:
        return Mode.SHARE
    return Mode.DIFFERENCE_RELATIVE if is_relative(unit) else Mode.DIFFERENCE_ABSOLUTE


def _iris(names: Iterable[str], nodes: Mapping[str, Concept], kind: ConceptType) -> tuple[Iri, ...]:
    """Return the IRIs of the concepts of a type that have one of these names, in the order of the names."""
    known = {label_key(name): node.iri for name, node in nodes.items() if node.type is kind}
    return tuple(dict.fromkeys(known[key] for name in names if (key := label_key(name)) in known))
