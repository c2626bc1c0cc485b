"""Training of the judge of figures and comparisons, on whether what was read is what the annotation has."""

from collections.abc import Sequence

from kg.claims.judge import NO, YES, Candidates, candidates
from kg.claims.roles import roles
from kg.claims.subjects import things
from kg.context import Context
from kg.export.records import record
from kg.linear import LinearModel
from kg.model import Extraction, Link
from kg.training.claims import Linked
from kg.training.fit import Row, fit
from kg.training.gold import GoldPaper
from kg.training.rules import judged_relations

_PENALTY = 0.03
_Labelled = tuple[Row, bool]


def train_figures(linked: Sequence[Linked], role_models: Sequence[LinearModel]) -> LinearModel:
    """Return the judge fitted on linked papers; `role_models[i]` judges the roles of paper i, as for relations."""
    rows: list[Row] = []
    labels: list[str] = []
    papers: list[str] = []
    for (paper, links), model in zip(linked, role_models, strict=True):
        found = roles(Context(paper.document), things(links), model)
        for row, right in labelled(paper, candidates(paper.document, links, found), links):
            rows.append(row)
            labels.append(YES if right else NO)
            papers.append(paper.record["id"])
    return fit(rows, labels, papers, penalty=_PENALTY, classes=[NO, YES])


def labelled(paper: GoldPaper, found: Candidates, links: tuple[Link, ...]) -> list[_Labelled]:
    """Return the features of the candidates of a paper, each with whether the annotation has it, required or not.

    What the text denies or does not commit itself to is left out: no score counts it.
    """
    asserted = [(claim, row) for (_, _, claim), row in zip(found.told, found.features, strict=True) if claim.asserted]
    made = record(Extraction(paper.document.paper, links, tuple(claim for claim, _ in asserted)))
    right = judged_relations(paper.record, made)
    return [(row, fits) for (_, row), (_, fits) in zip(asserted, right, strict=True)]
