"""From annotated papers to weights that work."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.claims.extract import Reader
from kg.claims.extract import extract as extract_claims
from kg.claims.roles import roles
from kg.claims.subjects import things
from kg.context import Context
from kg.iris import paper_iri
from kg.linear import read_model
from kg.linking.link import Ranker, link
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.recognizer import read_recognizer
from kg.model import ConceptType, Extraction, Link, Mention, Paper, Predicate
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology
from kg.parse import parse_one
from kg.training.claims import labelled_pairs, train_roles
from kg.training.concepts import examples
from kg.training.gold import GoldPaper, gold_spans, load_gold
from kg.training.recognizer import sentences_of
from kg.training.train import FOLDS, split, train
from tests.claims.made import concept as concept_of
from tests.claims.made import linear
from tests.training.made import annotated, write

NEW = Paper(
    "new",
    "ShellZNet: sorting of shells",
    "Shells are many on every beach. We propose ShellZNet, a network that uses wave pooling. "
    "ShellZNet runs on a Tide-900 board. We evaluate ShellZNet on BeachSet-77. The code will follow in spring.",
)
WEIGHTS = {"recognizer.crfsuite", "concepts.npz", "types.npz", "roles.npz", "relations.npz", "figures.npz"}


@pytest.fixture(scope="module")
def ontology(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Ontology:
    return catalogue([("technique/wave-pooling", "wave pooling", ""), ("task/sorting", "sorting", "")])


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[GoldPaper]:
    return load_gold(write(tmp_path_factory.mktemp("gold") / "gold.jsonl", 6))


def test_folds_are_even_and_depend_on_the_id_alone(papers: list[GoldPaper]) -> None:
    one, other = split(papers), split(papers[::-1])
    sizes = Counter(one.folds)
    assert set(sizes) == set(range(FOLDS))
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert {p.record["id"]: f for p, f in zip(one.papers, one.folds, strict=True)} == {
        p.record["id"]: f for p, f in zip(other.papers, other.folds, strict=True)
    }


def test_inside_and_outside_a_fold_are_all_papers(papers: list[GoldPaper]) -> None:
    parts = split(papers)
    for fold in range(FOLDS):
        assert sorted([*parts.inside(fold), *parts.outside(fold)]) == list(range(6))


def test_sentences_have_a_label_for_each_token(papers: list[GoldPaper], ontology: Ontology) -> None:
    sentences = sentences_of(papers[1], Gazetteer(ontology))
    assert len(sentences) == 6
    assert all(len(features) == len(labels) for features, labels in sentences)
    assert sentences[0][1] == ["B-Model", "O", "O", "O", "B-Task"]
    pooling = sentences[2][0][sentences[2][1].index("B-Technique")]
    assert {"m=gTecB", "w=wave"} <= set(pooling)


def mentions(paper: GoldPaper) -> tuple[Mention, ...]:
    """The annotated places as a perfect recognizer would find them."""
    return tuple(Mention(span, None, "recognizer") for span, _ in sorted(gold_spans(paper), key=lambda pair: pair[0]))


def test_examples_are_groups_with_their_annotation(papers: list[GoldPaper], ontology: Ontology) -> None:
    wrong = Mention(papers[0].document.sentence_span(1), None, "phrase")
    found = examples(papers[0], (*mentions(papers[0]), wrong), resolver_of(ontology))
    names = {example.concept["name"] if example.concept else None for example in found}
    assert names == {"ShellANet", "pebble hashing", "Tide-000", "BeachSet-0", "shells", None}
    assert not any(example.repeats for example in found)


def gold_links(paper: GoldPaper) -> tuple[Link, ...]:
    made = []
    for mention, (_, record) in zip(mentions(paper), sorted(gold_spans(paper), key=lambda pair: pair[0]), strict=True):
        node = concept_of(record["name"], ConceptType(record["type"]))
        made.append(Link(mention, node, 0.9, "read in the text"))
    return tuple(made)


def test_roles_are_learned_from_links(papers: list[GoldPaper]) -> None:
    model = train_roles([(paper, gold_links(paper)) for paper in papers])
    assert set(model.classes) == {"introduces", "uses", "runsOn", "evaluatedOn", "addresses"}
    shares = model.probabilities({"T=Har": 1.0, "L0=a": 1.0, "B=on": 1.0, "B=runs": 1.0})
    assert max(shares, key=shares.__getitem__) == "runsOn"


def test_pairs_have_the_annotated_relation(papers: list[GoldPaper]) -> None:
    model = linear("introduces mentions", titlestart={"introduces": 9.0}, bias={"mentions": 1.0})
    context = Context(papers[0].document)
    found = roles(context, things(gold_links(papers[0])), model)
    labels = {pair.thing.concept.label: label for pair, label in labelled_pairs(papers[0], context, found)}
    assert labels == {"pebble hashing": "uses", "Tide-000": "runsOn", "BeachSet-0": "evaluatedOn"}


def test_a_pair_that_is_only_optional_teaches_nothing(papers: list[GoldPaper]) -> None:
    record = annotated(0)
    record["relations"][1]["required"] = False
    paper = GoldPaper(papers[0].document, record)
    model = linear("introduces mentions", titlestart={"introduces": 9.0}, bias={"mentions": 1.0})
    context = Context(paper.document)
    found = roles(context, things(gold_links(paper)), model)
    assert "Tide-000" not in {pair.thing.concept.label for pair, _ in labelled_pairs(paper, context, found)}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, ontology: Ontology) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    train(load_gold(write(folder / "gold.jsonl", 12)), folder, ontology=ontology, workers=1)
    return folder


def read_with(folder: Path, ontology: Ontology, paper: Paper) -> Extraction:
    models = {path.stem: read_model(path) for path in folder.glob("*.npz")}
    document = parse_one(paper)
    found = find(document, Gazetteer(ontology), read_recognizer(folder / "recognizer.crfsuite"))
    links = link(document, found, resolver_of(ontology), ranker=Ranker(models["concepts"], models["types"]))
    return Extraction(
        paper, links, extract_claims(document, links, reader=Reader(models["roles"], models["relations"]))
    )


@pytest.mark.slow
def test_training_writes_all_weights(trained: Path) -> None:
    assert {path.name for path in trained.iterdir()} == WEIGHTS | {"gold.jsonl"}
    assert all((trained / name).stat().st_size > 100 for name in WEIGHTS)


@pytest.mark.slow
def test_the_weights_read_a_paper_that_they_have_not_seen(trained: Path, ontology: Ontology) -> None:
    found = read_with(trained, ontology, NEW)
    types = {link.concept.label: str(link.concept.type) for link in found.links}
    assert {
        "ShellZNet": "Model",
        "wave pooling": "Technique",
        "Tide-900": "Hardware",
        "BeachSet-77": "Dataset",
    }.items() <= types.items()
    edges = {claim.object.label: claim.predicate for claim in found.claims if claim.subject.iri == paper_iri("new")}
    assert edges["ShellZNet"] is Predicate.INTRODUCES
    assert edges["Tide-900"] is Predicate.RUNS_ON
    assert edges["BeachSet-77"] is Predicate.EVALUATED_ON


@pytest.mark.slow
def test_training_again_gives_the_same_models(trained: Path, ontology: Ontology, tmp_path: Path) -> None:
    train(load_gold(trained / "gold.jsonl"), tmp_path, ontology=ontology, workers=2)
    assert read_with(tmp_path, ontology, NEW) == read_with(trained, ontology, NEW)
