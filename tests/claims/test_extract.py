"""Claims of whole papers in our own words, with the weights that ship: facts that must not get lost."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kg.claims.extract import Reader
from kg.claims.extract import extract as extract_claims
from kg.claims.judge import with_roles
from kg.claims.roles import Role
from kg.claims.subjects import things
from kg.iris import iri_of, own_kind, paper_iri
from kg.linear import LinearModel
from kg.model import Claim, Extraction, Mode, Paper, Predicate
from kg.parse import parse_one
from kg.pipeline import Engine, extract, load_engine
from kg.settings import Settings
from kg.text import clean
from tests.claims.made import HASHING, PAPER, ROLES, SORT, linear, links

FOO = Paper(
    "foo",
    "FooNet: Sparse Attention for Long Documents",
    "Reading long documents with transformers is slow. We propose FooNet, a neural network that uses sparse attention "
    "to read long documents. FooNet runs on an NVIDIA H100 GPU. We evaluate FooNet on ImageNet and CIFAR-10. "
    "FooNet outperforms ResNet-50 by 3.2% in accuracy. Experiments show a 2.5x speedup over FlashAttention.",
)
BAR = Paper(
    "bar",
    "BarServe: Serving Language Models on Small Machines",
    "Large language models (LLMs) need much memory. We introduce BarServe, a serving system based on vLLM for large "
    "language models. BarServe applies 4-bit quantization and is implemented in PyTorch. We train on WikiText-2 and "
    "compare BarServe with TensorRT-LLM. BarServe achieves up to 1.8x higher throughput than TensorRT-LLM.",
)
PLAIN = Paper("plain", "A walk by the sea", "The sea was calm in the morning. Nobody was there.")
DENIED = Paper(
    "denied",
    "BazNet: Small Networks for Images",
    "We propose BazNet, a small convolutional neural network. BazNet does not outperform ResNet-50 on ImageNet. "
    "BazNet may reduce latency by 20% compared with MobileNetV2.",
)


@pytest.fixture(scope="module")
def read(engine: Engine) -> dict[str, Extraction]:
    return {paper.id: extract(paper, engine=engine) for paper in (FOO, BAR, PLAIN, DENIED)}


def roles(extraction: Extraction) -> dict[str, Predicate]:
    node = paper_iri(extraction.paper.id)
    return {claim.object.label: claim.predicate for claim in extraction.claims if claim.subject.iri == node}


def relations(extraction: Extraction) -> list[Claim]:
    node = paper_iri(extraction.paper.id)
    return [claim for claim in extraction.claims if claim.subject.iri != node]


ROLE = [
    ("foo", "FooNet", Predicate.INTRODUCES),
    ("foo", "ImageNet", Predicate.EVALUATED_ON),
    ("foo", "CIFAR-10", Predicate.EVALUATED_ON),
    ("foo", "FlashAttention", Predicate.COMPARES_WITH),
    ("bar", "BarServe", Predicate.INTRODUCES),
    ("bar", "TensorRT-LLM", Predicate.COMPARES_WITH),
    ("bar", "4-bit quantization", Predicate.USES),
]


@pytest.mark.parametrize(("paper", "name", "role"), ROLE, ids=[f"{name} {role}" for _, name, role in ROLE])
def test_the_paper_has_its_role_to_a_concept(
    read: dict[str, Extraction], paper: str, name: str, role: Predicate
) -> None:
    assert roles(read[paper]).get(name) is role


RELATION = [
    ("foo", "FooNet", Predicate.RUNS_ON, "H100"),
    ("foo", "FooNet", Predicate.EVALUATED_ON, "ImageNet"),
    ("foo", "FooNet", Predicate.EVALUATED_ON, "CIFAR-10"),
    ("bar", "BarServe", Predicate.USES, "4-bit quantization"),
    ("foo", "FooNet", Predicate.OUTPERFORMS, "ResNet-50"),
    ("foo", "FooNet", Predicate.OUTPERFORMS, "FlashAttention"),
    ("bar", "BarServe", Predicate.OUTPERFORMS, "TensorRT-LLM"),
]


@pytest.mark.parametrize(("paper", "s", "p", "o"), RELATION, ids=[f"{s} {p} {o}" for _, s, p, o in RELATION])
def test_a_plain_sentence_becomes_a_relation(
    read: dict[str, Extraction], paper: str, s: str, p: Predicate, o: str
) -> None:
    found = [c for c in relations(read[paper]) if c.subject.label == s and c.predicate is p and o in c.object.label]
    assert found
    assert all(claim.asserted for claim in found)
    assert all(o in claim.evidence.text for claim in found)


FIGURES = [
    ("foo", "ResNet-50", "3.2", "%", None, "accuracy"),
    ("foo", "FlashAttention", "2.5", "x", Mode.RATIO, "speed"),
    ("bar", "TensorRT-LLM", "1.8", "x", Mode.RATIO, "throughput"),
]


@pytest.mark.parametrize(
    ("paper", "rival", "value", "unit", "mode", "metric"), FIGURES, ids=[case[1] for case in FIGURES]
)
def test_a_figure_keeps_its_value_unit_and_metric(
    read: dict[str, Extraction], paper: str, rival: str, value: str, unit: str, mode: Mode | None, metric: str
) -> None:
    figures = [
        c.quantity for c in relations(read[paper]) if c.object.label == rival and c.quantity and c.quantity.value
    ]
    assert [(figure.value, figure.unit) for figure in figures] == [(value, unit)]
    assert metric in (figures[0].metric or "")
    assert mode in (None, figures[0].mode)
    assert value in (figures[0].verbatim or "")


def test_a_text_without_claims_has_none(read: dict[str, Extraction]) -> None:
    assert relations(read["plain"]) == []


def test_what_the_text_denies_is_not_asserted(read: dict[str, Extraction]) -> None:
    against = [
        c for c in relations(read["denied"]) if c.object.label == "ResNet-50" and c.predicate is Predicate.OUTPERFORMS
    ]
    assert not any(claim.asserted for claim in against)


def test_what_the_text_only_supposes_is_hedged(read: dict[str, Extraction]) -> None:
    figures = [c for c in relations(read["denied"]) if c.quantity and c.quantity.value == "20"]
    assert figures
    assert {claim.hedge for claim in figures} == {"may"}


def check(extraction: Extraction) -> None:
    """What every claim of every paper holds."""
    paper = extraction.paper
    known = {link.concept for link in extraction.links}
    for claim in extraction.claims:
        assert claim.evidence.text == claim.evidence.span.of(paper.text) != ""
        assert claim.evidence.paper == paper_iri(paper.id)
        assert 0.0 <= claim.confidence <= 1.0
        assert all(end in known or end.type is None for end in (claim.subject, claim.object))
        assert all(
            end in known or own_kind(end.iri) or end.iri == paper_iri(paper.id) for end in (claim.subject, claim.object)
        )
        assert claim.subject.iri != claim.object.iri
        if claim.quantity and claim.quantity.verbatim:
            read_as = clean(claim.evidence.text).text
            assert all(numeral in read_as for numeral in re.findall(r"\d+(?:\.\d+)?", claim.quantity.verbatim))
    assert len({iri_of(claim) for claim in extraction.claims}) == len(extraction.claims)
    edges = [claim for claim in extraction.claims if claim.subject.iri == paper_iri(paper.id)]
    assert {claim.object for claim in edges} == known
    assert len(edges) == len(known)


@pytest.mark.parametrize("paper", ["foo", "bar", "plain", "denied"])
def test_claims_hold_what_a_claim_promises(read: dict[str, Extraction], paper: str) -> None:
    check(read[paper])


PIECES = st.sampled_from(
    [
        "We propose FooNet.", "FooNet", "outperforms", "BERT", "by 3.2% in accuracy", "on ImageNet", ",", ".", "2.5x faster",
        "than", "(LLM)", "large language model", "does not", "may", "runs on a GPU", "\\textbf{", "}", "$3\\times$", "98\\%",
        "reduces latency from 5 to 3 ms", "respectively", "and", "1.2x and 3.4times", "A", "é", "\n",
    ]
)  # fmt: skip
ANY = st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.text(max_size=60))


@given(title=ANY, abstract=ANY)
@hypothesis_settings(max_examples=60)
def test_claims_of_any_text_hold_what_a_claim_promises(title: str, abstract: str) -> None:
    extraction = extract(Paper("any", title, abstract), engine=load_engine(Settings(workers=1)))
    check(extraction)
    assert all(link.mention.span.of(extraction.paper.text).strip() for link in extraction.links)


NOTHING = LinearModel(("none",), {}, np.zeros((0, 1), dtype=np.float32), np.zeros(1, dtype=np.float32))


def test_roles_come_first_then_relations_in_order_of_evidence() -> None:
    pair = linear("none runsOn uses", T__Tec={"uses": 2.0})
    made = links(SORT, HASHING, introduced=(SORT,))
    claims = extract_claims(parse_one(PAPER), made, reader=Reader(ROLES, pair), threshold=0.1)
    kinds = [claim.subject.iri == paper_iri("p1") for claim in claims]
    assert kinds == sorted(kinds, reverse=True)
    spans = [claim.evidence.span for claim in claims if claim.subject.iri != paper_iri("p1")]
    assert spans == sorted(spans)
    assert {claim.predicate for claim in claims[2:]} == {Predicate.USES, Predicate.RUNS_ON}


def test_a_claim_below_the_threshold_is_left_out() -> None:
    pair = linear("none uses", T__Tec={"uses": 1.0})
    made = links(SORT, HASHING, introduced=(SORT,))
    counts = [
        len(extract_claims(parse_one(PAPER), made, reader=Reader(ROLES, pair), threshold=threshold))
        for threshold in (0.7, 0.8)
    ]
    assert counts == [3, 2]


def test_a_reader_that_sees_no_relation_gives_roles_alone() -> None:
    claims = extract_claims(parse_one(PAPER), links(SORT, HASHING), reader=Reader(ROLES, NOTHING))
    assert [claim.rule for claim in claims] == ["role.model", "role.model"]


def test_a_link_is_made_anew_only_where_its_role_says_other_than_its_mention() -> None:
    given = links(SORT, HASHING, introduced=(SORT,))
    found = tuple(
        Role(thing, {}, {Predicate.INTRODUCES: float(thing.introduced), Predicate.USES: 0.5}) for thing in things(given)
    )
    assert all(one is other for one, other in zip(given, with_roles(given, found), strict=True))
    changed = with_roles(given, ())
    assert not any(link.mention.introduced for link in changed)
    assert [link.concept for link in changed] == [link.concept for link in given]


def test_without_links_there_is_no_claim_of_a_concept() -> None:
    claims = extract_claims(parse_one(PLAIN), (), reader=Reader(ROLES, NOTHING))
    assert claims == ()
