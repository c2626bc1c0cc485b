"""The judge of figures learns from papers made by hand what is stated."""

import pytest

from kg.claims.judge import NO, YES, candidates
from kg.claims.roles import roles
from kg.claims.subjects import things
from kg.context import Context
from kg.model import ConceptType, Link, Paper
from kg.parse import parse_one
from kg.training.gold import GoldPaper, Record
from kg.training.judging import labelled, train_figures
from tests.claims.made import concept, linear, links

OWL, KITE, CROW = (concept(name, ConceptType.MODEL) for name in ("OwlNet", "KiteNet", "CrowNet"))
ROLES = linear("introduces mentions", introduced={"introduces": 9.0})
SENTENCE = "OwlNet beats KiteNet by 3x in speed, as CrowNet did."


def annotated(number: int, *relations: Record, sentence: str = SENTENCE) -> tuple[GoldPaper, tuple[Link, ...]]:
    paper = Paper(f"p{number}", "Birds at night", f"We propose OwlNet. {sentence}")
    named = [
        {"name": node.label, "mentions": [node.label], "type": "Model", "role": role, "required": True}
        for node, role in ((OWL, "introduces"), (KITE, "comparesWith"), (CROW, "mentions"))
    ]
    record = {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "concepts": named}
    found = links(OWL, KITE, CROW, paper=paper, introduced=(OWL,))
    return GoldPaper(parse_one(paper), record | {"relations": list(relations)}), found


def relation(rival: str, value: str | None = "3", *, required: bool = True) -> Record:
    return {"s": "OwlNet", "p": "outperforms", "o": rival, "value": value, "evidence": SENTENCE, "required": required}


def labels(paper: GoldPaper, found: tuple[Link, ...]) -> list[tuple[str, str, bool]]:
    read = candidates(paper.document, found, roles(Context(paper.document), things(found), ROLES))
    named = [(claim.subject.label, claim.object.label) for _, _, claim in read.told if claim.asserted]
    right = [fits for _, fits in labelled(paper, read, found)]
    return [(*ends, fits) for ends, fits in zip(named, right, strict=True)]


def right(paper: GoldPaper, found: tuple[Link, ...]) -> set[tuple[str, str]]:
    return {(subject, rival) for subject, rival, fits in labels(paper, found) if fits}


def test_a_candidate_is_right_where_its_ends_and_its_figure_are_annotated() -> None:
    assert right(*annotated(1, relation("KiteNet"))) == {("OwlNet", "KiteNet")}
    assert right(*annotated(1, relation("CrowNet"))) == {("OwlNet", "CrowNet")}
    assert right(*annotated(1, relation("KiteNet", "4"))) == set()
    assert right(*annotated(1, relation("KiteNet", None))) == set()


def test_an_optional_relation_is_right_too() -> None:
    assert right(*annotated(1, relation("KiteNet", required=False))) == {("OwlNet", "KiteNet")}


def test_a_comparison_without_a_figure_needs_its_ends_alone() -> None:
    sentence = "OwlNet outperforms KiteNet, as CrowNet did."
    assert ("OwlNet", "KiteNet") in right(*annotated(1, relation("KiteNet"), sentence=sentence))


def test_what_is_denied_is_no_example() -> None:
    assert labels(*annotated(1, sentence="OwlNet does not outperform KiteNet.")) == []


@pytest.mark.parametrize(("stated", "better"), [("KiteNet", True), ("CrowNet", False)])
def test_the_judge_learns_which_reading_is_stated(stated: str, better: bool) -> None:
    papers = [annotated(number, relation(stated)) for number in range(6)]
    model = train_figures(papers, [ROLES] * len(papers))
    assert model.classes == (NO, YES)
    paper, found = papers[0]
    read = candidates(paper.document, found, roles(Context(paper.document), things(found), ROLES))
    shares = {
        claim.object: share[YES]
        for (_, _, claim), share in zip(read.told, model.probabilities_of(read.features), strict=True)
        if claim.subject == OWL
    }
    assert (shares[KITE] > shares[CROW]) is better


def test_papers_without_candidates_give_a_judge_that_says_no() -> None:
    model = train_figures([annotated(1, sentence="Nothing is said.")], [ROLES])
    assert model.classes == (NO, YES)
    assert model.probabilities({})[NO] > 0.9
