"""Training of the linking ranker: which groups of mentions deserve a node, and of which type."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kg.analysis.score_names import normalized
from kg.context import Context
from kg.linking.groups import Group, group
from kg.linking.link import Ranker, group_features
from kg.model import ConceptType, Mention
from kg.naming.resolve import Resolver
from kg.training.fit import Row, fit
from kg.training.gold import GoldPaper, Record


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A group as the pipeline forms it, with the annotated concept that it names, if any.

    `repeats` is true for a second group that names the same concept.
    """

    paper: GoldPaper
    members: Group
    features: Row
    concept: Record | None
    repeats: bool


def examples(paper: GoldPaper, mentions: tuple[Mention, ...], resolver: Resolver) -> list[Example]:
    """Return the groups of a paper with their annotations; the largest group of a concept is the one that counts."""
    context = Context(paper.document)
    forms = paper.by_form()
    found = []
    taken: set[str] = set()
    groups = group(paper.document.paper.text, mentions, resolver)
    for members in sorted(groups, key=lambda g: -len(g.mentions)):
        concept = _annotation(paper, members, forms)
        repeats = concept is not None and concept["name"] in taken
        if concept:
            taken.add(concept["name"])
        found.append(Example(paper, members, group_features(context, members), concept, repeats))
    return found


def _annotation(paper: GoldPaper, members: Group, forms: dict[str, Record]) -> Record | None:
    text = paper.document.paper.text
    names = Counter(forms[form]["name"] for s in members.spans if (form := normalized(s.of(text))) in forms)
    if not names:
        return None
    best = min(names, key=lambda name: (-names[name], name))
    return next(concept for concept in paper.concepts if concept["name"] == best)


def train_ranker(found: Sequence[Example]) -> Ranker:
    """Return the ranker fitted on examples: required concepts against what no annotator would put in the graph."""
    judged = [e for e in found if e.concept is None or e.repeats or e.concept["required"]]
    keep = fit(
        [e.features for e in judged],
        ["yes" if e.concept and not e.repeats else "no" for e in judged],
        [e.paper.record["id"] for e in judged],
        classes=("no", "yes"),
    )
    typed = [(e, e.concept) for e in found if e.concept]
    types = fit(
        [e.features for e, _ in typed],
        [concept["type"] for _, concept in typed],
        [e.paper.record["id"] for e, _ in typed],
        classes=[ConceptType.TECHNIQUE],
    )
    return Ranker(keep, types)
