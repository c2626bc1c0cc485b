"""Training of the claims' models: roles of concepts, relations of pairs."""

from collections.abc import Sequence

from kg.analysis.score_names import normalized
from kg.claims.extract import Reader
from kg.claims.patterns import NONE, Pair, pair_features, pairs
from kg.claims.roles import Role, role_features, roles
from kg.claims.subjects import Thing, things
from kg.context import Context
from kg.linear import LinearModel
from kg.model import Concept, Link, Predicate
from kg.training.fit import Row, fit
from kg.training.gold import GoldPaper, Record

RELATIONS = (
    Predicate.USES,
    Predicate.EVALUATED_ON,
    Predicate.RUNS_ON,
    Predicate.TRAINED_ON,
    Predicate.ADDRESSES,
    Predicate.BASED_ON,
)
Linked = tuple[GoldPaper, tuple[Link, ...]]
_OPTIONAL_WEIGHT = 0.4


def train_roles(linked: Sequence[Linked]) -> LinearModel:
    """Return the role model fitted on linked papers; optional annotations count less, stray concepts as mentions."""
    rows: list[Row] = []
    labels: list[str] = []
    papers: list[str] = []
    weights: list[float] = []
    for paper, links in linked:
        context = Context(paper.document)
        forms = paper.by_form()
        for thing in things(links):
            concept = annotation(paper, thing, forms)
            rows.append(role_features(context, thing))
            labels.append(concept["role"] if concept else Predicate.MENTIONS)
            papers.append(paper.record["id"])
            weights.append(1.0 if concept and concept["required"] else _OPTIONAL_WEIGHT)
    return fit(rows, labels, papers, weights=weights, classes=[Predicate.MENTIONS])


def train_relations(linked: Sequence[Linked], role_models: Sequence[LinearModel]) -> LinearModel:
    """Return the relation model; `role_models[i]` judges the roles of paper i (one that has not learned from it)."""
    rows: list[Row] = []
    labels: list[str] = []
    papers: list[str] = []
    for (paper, links), model in zip(linked, role_models, strict=True):
        context = Context(paper.document)
        found = roles(context, things(links), model)
        by_concept = {role.thing.concept.iri: role for role in found}
        for pair, label in labelled_pairs(paper, context, found):
            rows.append(pair_features(context, pair, by_concept[pair.thing.concept.iri]))
            labels.append(label)
            papers.append(paper.record["id"])
    return fit(rows, labels, papers, penalty=0.1, classes=[NONE])


def labelled_pairs(paper: GoldPaper, context: Context, found: tuple[Role, ...]) -> list[tuple[Pair, str]]:
    """Return the candidates with their relation; a pair that is only optional in the annotation is left out."""
    forms = paper.by_form()
    names: dict[str, str] = {
        role.thing.concept.iri: concept["name"] for role in found if (concept := annotation(paper, role.thing, forms))
    }
    introduced = {concept["name"] for concept in paper.concepts if concept["role"] == "introduces"}
    labelled = []
    for pair in pairs(context, found):
        label = _label(paper, _ends(pair.subject, names, introduced), names.get(pair.thing.concept.iri), introduced)
        if label is not None:
            labelled.append((pair, label))
    return labelled


def _ends(subject: Concept, names: dict[str, str], introduced: set[str]) -> set[str]:
    """Return the annotated names that the scorer would take a subject for."""
    if subject.type is None:
        return {"@paper"} | introduced
    name = names.get(subject.iri)
    if name is None:
        return set()
    return {name, "@paper"} if name in introduced else {name}


def _label(paper: GoldPaper, subjects: set[str], name: str | None, introduced: set[str]) -> str | None:
    if name is None or not subjects:
        return NONE
    stated: list[Record] = [
        relation
        for relation in paper.record["relations"]
        if relation["p"] in RELATIONS
        and relation.get("o") == name
        and (relation["s"] in subjects or (relation["s"] in introduced and "@paper" in subjects))
    ]
    required = [relation["p"] for relation in stated if relation["required"]]
    if required:
        return str(required[0])
    repeats_role = "@paper" in subjects and any(c["name"] == name and c["role"] in RELATIONS for c in paper.concepts)
    return None if stated or repeats_role else NONE  # a relation that repeats the role is neither right nor wrong


def annotation(paper: GoldPaper, thing: Thing, forms: dict[str, Record]) -> Record | None:
    """Return the annotated concept that a thing is; `forms` is `paper.by_form()`."""
    text = paper.document.paper.text
    found = [forms[form] for span in thing.spans if (form := normalized(span.of(text))) in forms]
    return found[0] if found else None


def train_reader(linked: Sequence[Linked], folds: Sequence[int]) -> tuple[Reader, tuple[LinearModel, ...]]:
    """Return the reader fitted on linked papers, and for each fold the role model that has not learned from it.

    `folds[i]` is the fold of paper i.
    """
    outside = tuple(
        train_roles([item for item, fold in zip(linked, folds, strict=True) if fold != number])
        for number in range(max(folds) + 1)
    )
    relations = train_relations(linked, [outside[fold] for fold in folds])
    return Reader(train_roles(linked), relations), outside
