"""Groups become concepts: of the catalogue, or minted from type and name alone."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.context import Context
from kg.iris import concept_iri
from kg.linear import LinearModel
from kg.linking.groups import group
from kg.linking.link import Ranker, group_features, link
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType, Link, Mention, Paper, Span
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology
from kg.parse import parse_one
from kg.pipeline import Engine, extract

ROWS = [
    ("model/rnn", "recurrent neural network|RNN", ""),
    ("software/heron", "Heron", ""),
    ("model/heron", "Heron", ""),
    ("hardware/gpu", "GPU|graphics processing unit", ""),
]


@pytest.fixture(scope="module")
def ontology(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Ontology:
    return catalogue(ROWS)


@pytest.fixture(scope="module")
def gazetteer(ontology: Ontology) -> Gazetteer:
    return Gazetteer(ontology)


def linear(classes: tuple[str, ...], bias: dict[str, float], weights: dict[str, dict[str, float]]) -> LinearModel:
    rows = np.array([[row.get(c, 0.0) for c in classes] for row in weights.values()], dtype=np.float32)
    shaped = rows.reshape(len(weights), len(classes))
    index = {name: i for i, name in enumerate(weights)}
    return LinearModel(classes, index, shaped, np.array([bias.get(c, 0.0) for c in classes], dtype=np.float32))


def ranker(keep: float = 5.0, **kinds: float) -> Ranker:
    """A ranker that keeps all (or nothing) and prefers the kinds given."""
    types = linear(tuple(ConceptType), {str(kind): kinds.get(kind.name, 0.0) for kind in ConceptType}, {})
    return Ranker(linear(("no", "yes"), {"yes": keep}, {"catalogue": {"yes": 1.0}}), types)


def mention(text: str, words: str, **fields: object) -> Mention:
    start = text.index(words)
    return Mention(Span(start, start + len(words)), fields.pop("type", None), "test", **fields)  # type: ignore[arg-type]


def links(abstract: str, ontology: Ontology, *found: Mention, by: Ranker, title: str = "T") -> tuple[Link, ...]:
    return link(parse_one(Paper("p", title, abstract)), found, resolver_of(ontology), ranker=by)


def test_a_known_name_gets_the_catalogues_concept(ontology: Ontology) -> None:
    text = "T\nAll recurrent neural networks learn, RNNs too."
    several = mention(text, "recurrent neural networks"), mention(text, "RNNs")
    found = links(text[2:], ontology, *several, by=ranker(DATASET=9))
    assert {each.concept for each in found} == {ontology.by_key("rnn")[0].concept}
    assert [each.mention for each in found] == list(several)


def test_the_ranker_chooses_between_concepts_of_one_name(ontology: Ontology) -> None:
    text = "T\nWe use Heron now."
    for kind in (ConceptType.MODEL, ConceptType.SOFTWARE):
        [found] = links(text[2:], ontology, mention(text, "Heron"), by=ranker(**{kind.name: 2.0, "TASK": 9.0}))
        assert found.concept.type is kind
        assert found.concept.iri.endswith(f"{kind.lower()}/heron")


def test_an_unknown_name_gets_a_minted_concept(ontology: Ontology) -> None:
    text = "T\nWe use Wren-Sort now."
    [found] = links(text[2:], ontology, mention(text, "Wren-Sort"), by=ranker(TASK=2.0))
    assert (found.concept.label, found.concept.type) == ("Wren-Sort", ConceptType.TASK)
    assert found.concept.iri == concept_iri(ConceptType.TASK, "wren sorts")


REASONS = [
    ("We use GPU now.", "GPU", {}, "label of the catalogue"),
    ("We use graphics processing unit now.", "graphics processing unit", {}, "alias of the catalogue: graphics processing unit"),
    ("We use GPUs now.", "GPUs", {}, "spelling of “GPU”"),
    ("We use Wren now.", "Wren", {}, "read in the text"),
    ("We use Wren now.", "Wren", {"introduced": True}, "named by the paper"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "fields", "how"), REASONS, ids=[how for *_, how in REASONS])
def test_a_link_says_why(text: str, words: str, fields: dict[str, object], how: str, ontology: Ontology) -> None:
    [found] = links(text, ontology, mention("T\n" + text, words, **fields), by=ranker())
    assert found.how == how


def defined(introduced: bool) -> tuple[str, list[Mention]]:
    text = "T\nA tiny wren sorter (TWS) is one. TWS sorts."
    long = mention(text, "tiny wren sorter", introduced=introduced)
    short = mention(text, "TWS", alias_of=long.span, introduced=introduced)
    return text, [long, short]


@pytest.mark.parametrize(("introduced", "label"), [(False, "tiny wren sorter"), (True, "TWS")])
def test_a_defined_name_is_labelled_by_its_long_form_unless_coined(
    introduced: bool, label: str, ontology: Ontology
) -> None:
    text, both = defined(introduced)
    found = links(text[2:], ontology, *both, by=ranker())
    assert {each.concept.label for each in found} == {label}
    assert {each.how for each in found} == {"defined in the text as “tiny wren sorter”"}


@pytest.mark.parametrize(("keep", "kept"), [(5.0, 1), (0.0, 1), (-0.8, 0), (-5.0, 0)])
def test_a_group_below_the_threshold_is_left_out(keep: float, kept: int, ontology: Ontology) -> None:
    text = "T\nWe use Wren now."
    assert len(links(text[2:], ontology, mention(text, "Wren"), by=ranker(keep))) == kept


def test_the_threshold_is_an_option(ontology: Ontology) -> None:
    paper = Paper("p", "T", "We use Wren now.")
    wren = mention(paper.text, "Wren")
    document = parse_one(paper)
    even = ranker(0.0)
    assert link(document, (wren,), resolver_of(ontology), ranker=even, threshold=0.5)
    assert not link(document, (wren,), resolver_of(ontology), ranker=even, threshold=0.51)


def test_features_tell_what_is_known(ontology: Ontology) -> None:
    paper = Paper("p", "T", "We propose Heron for GPU. Heron is quick.")
    heron = Mention(Span(13, 18), ConceptType.MODEL, "recognizer", 0.95, introduced=True)
    gpu = mention(paper.text, "GPU")
    context = Context(parse_one(paper))
    one, other = (
        group_features(context, members) for members in group(paper.text, [heron, gpu], resolver_of(ontology))
    )
    assert {
        "introduced",
        "catalogue",
        "ambiguous",
        "by=recognizer",
        "T=Mod",
        "g=Model",
        "g=Software",
        "recognized>.9",
    } <= set(one)
    assert one["recognized"] == 0.95
    assert {"catalogue", "by=test", "T=Non", "g=Hardware"} <= set(other)
    assert not {"introduced", "ambiguous", "recognized>.9", "defined"} & set(other)


ANY = st.text("GPU RNNs Heron-7B We propose (TSM) tiny.\n\\{}", max_size=80)


@given(title=ANY, abstract=ANY)
def test_links_of_any_text_hold_what_a_link_promises(
    ontology: Ontology, gazetteer: Gazetteer, title: str, abstract: str
) -> None:
    paper = Paper("p", title, abstract)
    document = parse_one(paper)
    mentions = find(document, gazetteer, None)
    found = link(document, mentions, resolver_of(ontology), threshold=0.0)
    assert {each.mention for each in found} == set(mentions)
    assert [each.mention.span for each in found] == sorted(each.mention.span for each in found)
    assert all(0.0 <= each.score <= 1.0 and each.concept.label and each.how for each in found)
    assert all(each.concept.type in ConceptType for each in found)


NAMES = ["ShellSort", "Shell-Sort", "shell sorts"]


def test_spellings_in_several_papers_meet_in_one_concept(ontology: Ontology) -> None:
    iris = set()
    for number, name in enumerate(NAMES):
        text = f"T\nWe use {name} now."
        found = link(
            parse_one(Paper(str(number), "T", text[2:])),
            (mention(text, name),),
            resolver_of(ontology),
            ranker=ranker(TASK=1),
        )
        iris |= {each.concept.iri for each in found}
    assert len(iris) == 1


def test_the_order_of_papers_does_not_matter(engine: Engine) -> None:
    papers = [
        Paper("a", "ShellNet: sorting", "We propose ShellNet, a network that sorts. It runs on an NVIDIA H100 GPU."),
        Paper("b", "More sorting", "We compare with ShellNet and with Shell-Net on ImageNet, both on GPUs."),
        Paper("c", "Even more", "ShellNet is a strong network, and FlashAttention makes it quick."),
    ]
    forward = {paper.id: extract(paper, engine=engine) for paper in papers}
    backward = {paper.id: extract(paper, engine=engine) for paper in reversed(papers)}
    assert forward == backward
    assert all(extraction.links for extraction in forward.values())
