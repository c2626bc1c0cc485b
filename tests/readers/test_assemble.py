"""From an answer to an extraction: what the text bears out, with the IRIs of the reader that ships; and nothing else."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from kg.iris import baseline, concept_iri, contribution, measure, own_kind, paper_iri
from kg.model import Bound, Claim, ConceptType, Extraction, Mode, Paper, Polarity, Predicate
from kg.parse import parse_one
from kg.pipeline import Engine, extract
from kg.rdf.shapes import validate
from kg.rdf.store import Store
from kg.readers.assemble import assemble
from kg.readers.cache import Answer
from kg.readers.stated import CONFIDENCE, Left
from tests.readers.answers import CONCEPTS, DENIES, HALVES, PAPER, REACHES, RECORD, concept, relation

Row = dict[str, Any]


def read(
    engine: Engine,
    concepts: list[Row],
    relations: list[Row] | None = None,
    paper: Paper = PAPER,
    threshold: float = 0.25,
) -> tuple[Extraction, Left]:
    answer = Answer("toy", {"concepts": concepts, "relations": relations or []})
    return assemble(parse_one(paper), answer, engine.gazetteer.resolver, threshold)


def related(engine: Engine, row: Row) -> tuple[list[Claim], Left]:
    """The claims of one relation between the concepts of the paper, and what was left out."""
    found, left = read(engine, CONCEPTS, [row])
    return [claim for claim in found.claims if claim.subject.iri != paper_iri(PAPER.id)], left


@pytest.fixture(scope="module")
def whole(engine: Engine) -> Extraction:
    found, left = read(engine, CONCEPTS, RECORD["relations"])
    assert left == {}
    return found


def test_mentions_are_exact_and_do_not_overlap(whole: Extraction) -> None:
    spans = [link.mention.span for link in whole.links]
    assert spans == sorted(spans)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))
    surfaces = [span.of(PAPER.text) for span in spans]
    assert surfaces.count("ShellNet") == 4
    assert {"SN", "Sorting shells", "ResNet-50", "NVIDIA A100"} <= set(surfaces)
    assert {link.mention.finder for link in whole.links} == {"reader"}
    assert {link.score for link in whole.links} == {CONFIDENCE}


def test_iris_are_those_of_the_reader_that_ships(whole: Extraction, engine: Engine) -> None:
    usual = {link.mention.span: link.concept.iri for link in extract(PAPER, engine=engine).links}
    ours = {link.mention.span: link.concept.iri for link in whole.links}
    named_twice = {"sorting shells", "shell sorting"}  # which of the two is the label is for each reader to say
    spans = {
        link.mention.span for link in whole.links if link.mention.span.of(whole.paper.text).lower() not in named_twice
    }
    shared = usual.keys() & ours.keys() & spans
    assert len(shared) >= 8
    assert {span: usual[span] for span in shared} == {span: ours[span] for span in shared}


def test_each_concept_has_one_role_with_its_sentence(whole: Extraction) -> None:
    edges = [claim for claim in whole.claims if claim.subject.iri == paper_iri(PAPER.id)]
    assert {claim.object.label: claim.predicate for claim in edges} == {
        "ShellNet": Predicate.INTRODUCES, "shell sorting": Predicate.ADDRESSES, "vision Transformer": Predicate.USES,
        "ImageNet": Predicate.EVALUATED_ON, "ResNet-50": Predicate.COMPARES_WITH, "top-1 accuracy": Predicate.MEASURES,
        "NVIDIA A100": Predicate.RUNS_ON, "BERT": Predicate.COMPARES_WITH,
    }  # fmt: skip
    for claim in whole.claims:
        assert claim.evidence.span.of(PAPER.text) == claim.evidence.text
        assert (claim.rule, claim.confidence) == ("reader.toy", CONFIDENCE)


def test_figures_come_in_the_words_of_the_text(whole: Extraction) -> None:
    reached, faster, halved = (claim for claim in whole.claims if claim.quantity)
    assert reached.quantity is not None
    assert faster.quantity is not None
    assert halved.quantity is not None
    assert (reached.predicate, reached.object.label) == (Predicate.ACHIEVES, "top-1 accuracy")
    assert (reached.quantity.value, reached.quantity.unit, reached.quantity.mode) == ("81.5", "%", Mode.ABSOLUTE)
    assert (reached.quantity.dataset, len(reached.quantity.dataset_iris)) == ("ImageNet", 1)
    assert reached.quantity.metric_iri == reached.object.iri
    assert (faster.quantity.verbatim, faster.quantity.mode, faster.quantity.metric) == (
        "1.69$\\times$",
        Mode.RATIO,
        "speedup",
    )
    assert (halved.quantity.verbatim, halved.quantity.value, halved.quantity.bound) == ("halves", "50", Bound.EXACT)
    assert halved.object == baseline(PAPER.id, "earlier sorters")
    assert halved.subject.label == "ShellNet"  # stated as SN
    assert reached.evidence.text == REACHES
    assert halved.evidence.text == HALVES  # stated as a part of the sentence


def test_the_graph_takes_it_and_gives_it_back(whole: Extraction) -> None:
    with Store() as store:
        store.replace(whole)
        assert store.extraction(PAPER.id) == whole
        assert validate(store).conforms


# What the text does not bear out

INVENTED = [
    ([concept("MoonNet", "Model", "uses")], {"mention": 1, "concept": 1}),
    ([concept("ShellNet", "Model", "introduces", "ShellNet", "shellnet", "ShellNets")], {"mention": 2}),
    ([concept("Shell", "Model", "uses")], {"mention": 1, "concept": 1}),  # part of a word, and of the title's too
    ([concept("MoonNet", "Model", "uses", "ShellNet")], {}),  # a name may differ from its mentions
    ([concept("x", "Model", "uses", "", " ")], {"mention": 2, "concept": 1}),
]


@pytest.mark.parametrize(("concepts", "counts"), INVENTED, ids=range(len(INVENTED)))
def test_invented_names_are_dropped_and_counted(engine: Engine, concepts: list[Row], counts: dict[str, int]) -> None:
    found, left = read(engine, concepts)
    assert left == counts
    for link in found.links:
        assert link.mention.span.of(PAPER.text) in {"ShellNet", *concepts[0]["mentions"]}


LOST = [
    (relation("ShellNet", "outperforms", "ResNet-50", "ShellNet wins against ResNet-50."), "sentence"),
    (relation("ShellNet", "outperforms", "ResNet-50", ""), "sentence"),
    (relation("ShellNet", "outperforms", "ResNet-50", REACHES.lower()), "sentence"),
    (relation("ShellNet", "outperforms", "ResNet-50", REACHES, value="1.7", unit="x"), "figure"),
    (relation("ShellNet", "outperforms", "ResNet-50", HALVES, value="1.69", unit="x"), "figure"),
    (relation("ShellNet", "outperforms", "ResNet-50", REACHES, value="a lot"), "figure"),
    (relation("ShellNet", "achieves", "top-1 accuracy", REACHES, value="815", unit="%"), "figure"),
    (relation("MoonNet", "outperforms", "ResNet-50", REACHES), "relation without known ends"),
    (relation("ShellNet", "outperforms", "MoonNet", REACHES), "relation without known ends"),
    (relation("ShellNet", "outperforms", None, REACHES), "relation without known ends"),
    (relation("ShellNet", "outperforms", "SN", REACHES), "relation without known ends"),
    (relation("ShellNet", "uses", "@baseline", REACHES), "relation without known ends"),
    (relation("@baseline", "uses", "ShellNet", REACHES), "relation without known ends"),
    (relation("@baseline", "outperforms", "@baseline", REACHES), "relation without known ends"),
    (relation("ShellNet", "achieves", None, REACHES, value="81.5"), "relation without known ends"),
    (relation("ShellNet", "achieves", None, REACHES, o_text="happiness", value="81.5"), "relation without known ends"),
]


@pytest.mark.parametrize(("row", "kind"), LOST, ids=[f"{kind} {i}" for i, (_, kind) in enumerate(LOST)])
def test_what_does_not_verify_is_dropped_and_counted(engine: Engine, row: Row, kind: str) -> None:
    claims, left = related(engine, row)
    assert claims == []
    assert left == {kind: 1}


def test_details_that_the_text_does_not_hold_are_left_out_of_a_claim(engine: Engine) -> None:
    row = relation(
        "ShellNet", "outperforms", "ResNet-50", REACHES, value="1.69", unit="x",
        metric="happiness", dataset="MoonSet, ImageNet", condition="at night; on imagenet",
    )  # fmt: skip
    (claim,), left = related(engine, row)
    assert claim.quantity is not None
    assert (claim.quantity.metric, claim.quantity.dataset, claim.quantity.condition) == (
        None,
        "ImageNet",
        "on imagenet",
    )
    assert left == {"detail of a figure": 1}


def test_a_unit_is_that_of_the_text(engine: Engine) -> None:
    (claim,), _ = related(engine, relation("ShellNet", "outperforms", "ResNet-50", REACHES, value="1.69", unit="%"))
    assert claim.quantity is not None
    assert (claim.quantity.unit, claim.quantity.mode) == ("x", Mode.RATIO)


# The ends


def test_the_unnamed_ends_are_nodes_of_the_paper(engine: Engine) -> None:
    row = relation("@paper", "outperforms", "@baseline", REACHES, o_text="an invented phrase")
    (claim,), left = related(engine, row)
    assert claim.subject == contribution(PAPER.id, PAPER.title)
    assert own_kind(claim.object.iri) == "baseline"
    assert claim.object.label == "(implied) prior methods"
    assert left == {}


def test_a_phrase_of_the_text_is_a_measure(engine: Engine) -> None:
    row = relation("ShellNet", "achieves", None, REACHES, o_text="Top-1  Accuracy", value="81.5", unit="%")
    (claim,), _ = related(engine, row)
    assert claim.object == measure(PAPER.id, "top-1 accuracy")


def test_a_denied_result_is_marked_as_such(engine: Engine) -> None:
    (claim,), _ = related(engine, relation("ShellNet", "outperforms", "BERT", DENIES, value="3", unit="%"))
    assert claim.polarity is Polarity.NEGATED
    (claim,), _ = related(engine, relation("ShellNet", "outperforms", "BERT", DENIES))
    assert claim.polarity is Polarity.NEGATED


def test_a_hedged_result_is_marked_as_such(engine: Engine) -> None:
    paper = Paper("may", "Gulls", "GullNet may outperform CrowNet.")
    concepts = [concept("GullNet", "Model", "introduces"), concept("CrowNet", "Model", "comparesWith")]
    found, _ = read(
        engine, concepts, [relation("GullNet", "outperforms", "CrowNet", "GullNet may outperform CrowNet.")], paper
    )
    assert found.claims[-1].hedge == "may"


def test_one_claim_for_one_statement(engine: Engine) -> None:
    row = relation("ShellNet", "runsOn", "NVIDIA A100", HALVES)
    claims, left = read(engine, CONCEPTS, [row, row, row | {"evidence": "it runs on an NVIDIA A100"}])
    assert sum(claim.subject.label == "ShellNet" for claim in claims.claims) == 1
    assert left == {}


def test_the_threshold_counts(engine: Engine) -> None:
    row = relation("ShellNet", "runsOn", "NVIDIA A100", HALVES) | {"confidence": 0.3}
    assert read(engine, CONCEPTS, [row], threshold=0.3)[0].claims[-1].confidence == 0.3
    assert read(engine, CONCEPTS, [row], threshold=0.31)[0].claims[-1].predicate is not Predicate.RUNS_ON


# Names and nodes

COINED = Paper(
    "conch",
    "Conchula: Hearing the Sea",
    "We propose the hearing shell model (Conchula). Conchula is a hearing shell model.",
)


def test_all_names_of_a_stated_concept_are_one_node(engine: Engine) -> None:
    found, left = read(
        engine,
        [concept("Conchula", "Model", "introduces", "Conchula", "Hearing the Sea", "hearing shell model")],
        paper=COINED,
    )
    assert left == {}
    assert {link.concept.iri for link in found.links} == {concept_iri(ConceptType.MODEL, "Conchula")}
    assert len(found.links) == 6
    assert any("as a name of" in link.how for link in found.links)


def test_a_concept_that_no_catalogue_holds_has_the_stated_type(engine: Engine) -> None:
    for kind in ConceptType:
        found, _ = read(engine, [concept("Conchula", kind, "introduces")], paper=COINED)
        assert {link.concept for link in found.links} == {found.links[0].concept}
        assert found.links[0].concept.type is kind


def test_two_names_of_the_catalogue_stay_two_nodes(engine: Engine) -> None:
    found, _ = read(engine, [concept("ResNet-50", "Model", "comparesWith", "ResNet-50", "BERT")])
    labels = {link.mention.span.of(PAPER.text): link.concept.label for link in found.links}
    assert labels == {"ResNet-50": "ResNet-50", "BERT": "BERT"}
    assert {claim.predicate for claim in found.claims} == {Predicate.COMPARES_WITH, Predicate.MENTIONS}


def test_a_role_that_says_more_than_mentions_goes_first(engine: Engine) -> None:
    found, _ = read(
        engine,
        [
            concept("ShellNet", "Model", "mentions"),
            concept("SN", "Model", "introduces"),
            concept("BERT", "Model", "uses"),
        ],
    )
    roles = {claim.object.label: claim.predicate for claim in found.claims}
    assert roles == {"ShellNet": Predicate.INTRODUCES, "BERT": Predicate.USES}


def test_an_ambiguous_name_that_nothing_settles_is_left_out_and_counted(engine: Engine) -> None:
    resolver = engine.gazetteer.resolver
    unclear = next(
        (name for name in ("PI", "ANT", "MAP", "RAG", "AP", "SPEC", "DREAM", "CLIP") if _is_unclear(engine, name)), None
    )
    if unclear is None:
        pytest.skip("the catalogue has no such name")
    assert resolver is engine.gazetteer.resolver
    paper = Paper("p", "On it", f"The sea was calm, and {unclear} came.")
    found, left = read(engine, [concept(unclear, "Technique", "uses")], paper=paper)
    assert found.links == ()
    assert left == {"ambiguous name": 1}


def _is_unclear(engine: Engine, name: str) -> bool:
    paper = Paper("p", "On it", f"The sea was calm, and {name} came.")
    return not read(engine, [concept(name, "Technique", "uses")], paper=paper)[0].links


@pytest.mark.parametrize(
    "paper", [Paper("e", "", ""), Paper("e", " ", "\n\n"), Paper("e", "T", "\\"), Paper("e", "é", "∑")]
)
def test_a_paper_of_next_to_nothing_is_read(paper: Paper, engine: Engine) -> None:
    found, left = read(
        engine, [concept("é", "Model", "uses"), concept("T", "Task", "uses")], [RECORD["relations"][0]], paper
    )
    assert found.paper is paper
    assert sum(left.values()) >= 1


def test_nothing_said_is_nothing_read(engine: Engine) -> None:
    found, left = read(engine, [])
    assert (found, left) == (replace(found, links=(), claims=()), {})
