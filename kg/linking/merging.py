"""Names that several papers give one thing which no catalogue holds: a short form that one paper defines, others use.

Type-blocked and alias-first: two nodes become one only where papers themselves state that the one name is short for
the other, all that do agree, and both nodes are of one type. How alike two strings are plays no part, and a merge
never leads to another merge.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.iris import concept_iri
from kg.model import Claim, Concept, ConceptType, Extraction, Iri, Link, Quantity
from kg.text import label_key

_SHORTEST = 3  # characters of a short form that says enough
SAME = "short for “"
"""What the reason of a link begins with where a merge put its concept in place of another."""


@dataclass(frozen=True, slots=True)
class Definition:
    """That a paper defines a short form of a thing of some type; both forms are cleaned."""

    paper: str
    type: ConceptType
    short: str
    long: str


def heirs(
    definitions: Iterable[Definition], bare: Mapping[Iri, frozenset[str]], known: Iterable[Iri]
) -> dict[Iri, Iri]:
    """Return which node takes the place of which: of the long form, that of the short form.

    `bare` are, for nodes of short forms, the papers that use the name; a merge needs one that does not define it.
    `known` are concepts of the catalogue, which are never merged by this rule.
    """
    longs: dict[str, set[str]] = {}
    kinds: dict[tuple[ConceptType, str], set[str]] = {}
    label: dict[str, str] = {}
    for each in definitions:
        short, long = label_key(each.short), label_key(each.long)
        longs.setdefault(short, set()).add(long)
        kinds.setdefault((each.type, short), set()).add(each.paper)
        label[long] = min(each.long, label.get(long, each.long))
    held = frozenset(known)
    found: dict[Iri, Iri] = {}
    for (kind, short), papers in sorted(kinds.items()):
        node = concept_iri(kind, short)
        if len(longs[short]) == 1 and len(short) >= _SHORTEST and bare.get(node, frozenset()) - papers:
            [long] = longs[short]
            loser = concept_iri(kind, label[long])
            if loser != node and not {loser, node} & held and loser not in found:
                found[loser] = node
    return {loser: heir for loser, heir in found.items() if heir not in found}  # no chains


def merged(extraction: Extraction, into: Mapping[Iri, Iri]) -> Extraction:
    """Return an extraction with each concept that has an heir replaced by it; links say so, labels stay."""
    here = {link.concept.iri: link.concept for link in reversed(extraction.links)}
    taken: dict[Iri, Concept] = {}
    for iri, concept in sorted(here.items()):
        if iri in into:
            first = taken.get(into[iri]) or here.get(into[iri]) or concept
            taken[into[iri]] = Concept(into[iri], first.label, concept.type)
    if not taken:
        return extraction
    heir = {iri: taken[into[iri]] for iri in here if iri in into}
    links = tuple(
        replace(link, concept=heir[link.concept.iri], how=_reason(link)) if link.concept.iri in heir else link
        for link in extraction.links
    )
    return Extraction(extraction.paper, links, tuple(_claim(claim, heir) for claim in extraction.claims))


def merged_from(concept: Concept, how: str) -> Iri | None:
    """Return the node that stood here before the merge that a link's reason tells of; None where it tells of none."""
    if not how.startswith(SAME) or concept.type is None:
        return None
    return concept_iri(concept.type, how[len(SAME) :].partition("”")[0])


def _reason(link: Link) -> str:
    return f"{SAME}{link.concept.label}”, as papers define it; {link.how}"


def _claim(claim: Claim, heir: Mapping[Iri, Concept]) -> Claim:
    return replace(
        claim,
        subject=heir.get(claim.subject.iri, claim.subject),
        object=heir.get(claim.object.iri, claim.object),
        quantity=_quantity(claim.quantity, heir),
    )


def _quantity(quantity: Quantity | None, heir: Mapping[Iri, Concept]) -> Quantity | None:
    if quantity is None:
        return None
    metric = quantity.metric_iri
    return replace(
        quantity,
        metric_iri=heir[metric].iri if metric is not None and metric in heir else metric,
        dataset_iris=tuple(heir[iri].iri if iri in heir else iri for iri in quantity.dataset_iris),
    )
