"""The concepts that an endpoint states as links: to the catalogue by the linking that ships, so that IRIs agree."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.linear import LinearModel
from kg.linking.link import Ranker, link
from kg.mentions.abbreviations import definitions
from kg.model import Concept, ConceptType, Link, Mention, Predicate, Span
from kg.naming.resolve import Resolver
from kg.parse import Document
from kg.readers.stated import Left, StatedConcept
from kg.readers.verify import places
from kg.text import label_key

FINDER = "reader"
_SURE = 20.0  # a score from which a probability is 1


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of a paper, the node of each stated name (by `label_key`), and the role and confidence of each node."""

    links: tuple[Link, ...]
    nodes: dict[str, Concept]
    roles: dict[str, tuple[Predicate, float]]

    def node(self, name: str) -> Concept | None:
        """Return the node of a name, None for a name that was not stated or does not stand in the text."""
        key = label_key(name)
        return self.nodes.get(key) if key else None


def linked(document: Document, stated: Sequence[StatedConcept], resolver: Resolver, left: Left) -> Linked:
    """Return what stated concepts become; mentions that the text does not hold are left out and counted."""
    found = sorted(_mentions(document, stated, left), key=lambda pair: pair[0].span)
    owners = {mention.span: owner for mention, owner in found}
    trusting = Ranker(keep=_keep(), types=_types())  # nothing learned: the endpoint has decided
    links = link(document, tuple(mention for mention, _ in found), resolver, ranker=trusting, threshold=0.0)
    left["ambiguous name"] += len({owner for _, owner in found}) - len({owners[each.mention.span] for each in links})
    nodes = {owner: _node(stated[owner].name, mine, resolver) for owner, mine in _by_owner(links, owners).items()}
    merged = tuple(_moved(each, nodes[owners[each.mention.span]], resolver) for each in links)
    roles: dict[str, tuple[Predicate, float]] = {}
    names: dict[str, Concept] = {}
    for index, concept in enumerate(stated):
        node = nodes.get(index)
        if node is None:
            continue
        known = roles.get(node.iri)
        if known is None or known[0] is Predicate.MENTIONS:
            roles[node.iri] = (concept.role, concept.confidence)
        for name in (concept.name, *concept.mentions):
            names.setdefault(label_key(name), node)
    return Linked(merged, names, roles)


def _mentions(document: Document, stated: Sequence[StatedConcept], left: Left) -> Iterator[tuple[Mention, int]]:
    """Yield the places of the stated names with the index of their concept: the longest first, none overlapping."""
    text = document.paper.text
    forms = sorted(
        {(form, index) for index, each in enumerate(stated) for form in (each.name, *each.mentions)}, key=_turn
    )
    taken: list[Span] = []
    long_forms = _long_forms(document)
    standing: set[int] = set()
    for form, index in forms:
        spans = list(places(text, form))
        if not spans and form in stated[index].mentions:
            left["mention"] += 1
        standing.update([index] if spans else [])
        for span in spans:
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                introduced = stated[index].role is Predicate.INTRODUCES
                score, kind = stated[index].confidence, stated[index].type
                yield Mention(span, kind, FINDER, score, alias_of=long_forms.get(form), introduced=introduced), index
    left["concept"] += len(stated) - len(standing)


def _turn(pair: tuple[str, int]) -> tuple[int, str, int]:
    return -len(pair[0]), pair[0], pair[1]


def _long_forms(document: Document) -> dict[str, Span]:
    """Return the long form of each short form that the text defines."""
    clean = document.clean
    return {
        clean.text[slice(*each.short)]: clean.raw_span(*each.long) for each in reversed(list(definitions(clean.text)))
    }


def _by_owner(links: Sequence[Link], owners: dict[Span, int]) -> dict[int, list[Link]]:
    gathered: dict[int, list[Link]] = {}
    for each in links:
        gathered.setdefault(owners[each.mention.span], []).append(each)
    return gathered


def _node(name: str, links: Sequence[Link], resolver: Resolver) -> Concept:
    """Return the node of one stated concept: of the catalogue where a mention leads there, the most frequent.

    Of several as frequent it is the one that has the stated name.
    """
    known = [each.concept for each in links if _is_known(each, resolver)]
    counts = Counter(known or [each.concept for each in links])
    key = label_key(name)
    return max(counts, key=lambda concept: (counts[concept], label_key(concept.label) == key, concept.iri))


def _is_known(given: Link, resolver: Resolver) -> bool:
    return given.concept.iri in resolver.ontology.concepts or given.how.startswith("member of")


def _moved(given: Link, node: Concept, resolver: Resolver) -> Link:
    """Return a link to the node of its concept; a name that the catalogue knows as another thing stays what it is."""
    scored = replace(given, score=given.mention.score)
    if given.concept == node or _is_known(given, resolver):
        return scored
    return replace(scored, concept=node, how=f"{given.how}, as a name of “{node.label}”")


def _keep() -> LinearModel:
    """Return what keeps each thing: the endpoint has decided."""
    import numpy as np

    bias = np.array([-_SURE, _SURE], dtype=np.float32)
    return LinearModel(("no", "yes"), {}, np.zeros((0, 2), dtype=np.float32), bias)


def _types() -> LinearModel:
    """Return what gives each thing the type that the endpoint says."""
    import numpy as np

    kinds = tuple(str(kind) for kind in ConceptType)
    index = {f"t:{kind[:3]}": number for number, kind in enumerate(kinds)}
    weights = np.eye(len(kinds), dtype=np.float32) * np.float32(_SURE)
    return LinearModel(kinds, index, weights, np.zeros(len(kinds), dtype=np.float32))
