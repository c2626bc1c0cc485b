"""What becomes of every mention: a link with its reason, or the reason why there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import concept_iri
from kg.linear import LinearModel
from kg.linking.link import Linking, Ranker, decide, link
from kg.mentions.find import find
from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType, Mention, Paper, Span
from kg.naming.resolve import resolver_of
from kg.parse import parse_one
from tests.vocabulary.made import catalogue, entry

MODEL, HARDWARE, TASK = ConceptType.MODEL, ConceptType.HARDWARE, ConceptType.TASK
CATALOGUE = catalogue(
    entry("differential privacy", "DP", contextLabel="DP", cue=("privacy budget", "private")),
    entry("Dirichlet process", "DP", kind=MODEL, contextLabel="DP", cue="bayesian"),
    entry("Qwen", kind=MODEL, maker="Alibaba"),
    entry("Qwen2-7B", kind=MODEL, broader=("Qwen",)),
    entry("Jetson AGX Orin", kind=HARDWARE, maker="NVIDIA"),
    entry("GPU", "graphics processing unit", kind=HARDWARE),
    entry("Heron", kind=MODEL),
    entry("Heron", kind=ConceptType.SOFTWARE),
)
RESOLVER = resolver_of(CATALOGUE)
GAZETTEER = Gazetteer(CATALOGUE, RESOLVER)


def linear(classes: tuple[str, ...], bias: dict[str, float]) -> LinearModel:
    start = np.array([bias.get(name, 0.0) for name in classes], dtype=np.float32)
    return LinearModel(classes, {}, np.zeros((0, len(classes)), dtype=np.float32), start)


def ranker(keep: float = 5.0, **kinds: float) -> Ranker:
    """A ranker that keeps all (or nothing) and prefers the kinds given."""
    types = {str(kind): kinds.get(kind.name, 0.0) for kind in ConceptType}
    return Ranker(linear(("no", "yes"), {"yes": keep}), linear(tuple(ConceptType), types))


def mentions(paper: Paper, *names: str, **fields: object) -> tuple[Mention, ...]:
    """Every place of some names in a paper, in order."""
    spans = []
    for name in names:
        start = paper.text.find(name)
        while start >= 0:
            spans.append(Span(start, start + len(name)))
            start = paper.text.find(name, start + 1)
    return tuple(Mention(span, None, "test", **fields) for span in sorted(spans))  # type: ignore[arg-type]


def decided(abstract: str, *names: str, by: Ranker | None = None, **fields: object) -> Linking:
    paper = Paper("p", "T", abstract)
    return decide(parse_one(paper), mentions(paper, *names, **fields), RESOLVER, ranker=by or ranker())


# Left out

AMBIGUOUS = "ambiguous, and nothing in the text tells which is meant"


def test_an_ambiguous_name_is_left_out_with_what_it_may_have_meant() -> None:
    linking = decided("DP is used, and DP is good on a GPU.", "DP", "GPU")
    assert [each.concept.label for each in linking.links] == ["GPU"]
    assert [each.reason for each in linking.unlinked] == [AMBIGUOUS] * 2
    assert {each.candidates for each in linking.unlinked} == {
        ("Dirichlet process (Model)", "differential privacy (Technique)")
    }
    assert [each.mention.span for each in linking.unlinked] == [Span(2, 4), Span(18, 20)]


def test_context_settles_it_for_all_mentions_of_the_paper() -> None:
    linking = decided("DP spends a privacy budget, and DP is good.", "DP")
    assert {each.concept.label for each in linking.links} == {"differential privacy"}
    assert (len(linking.links), linking.unlinked) == (2, ())


def test_a_name_that_the_paper_coins_is_its_own() -> None:
    linking = decided("We propose DP on a GPU.", "DP", introduced=True)
    assert linking.unlinked == ()
    [found] = linking.links
    assert found.concept.iri not in CATALOGUE.concepts
    assert (found.concept.label, found.how) == ("DP", "named by the paper")


def test_a_definition_settles_an_ambiguous_name() -> None:
    paper = Paper("p", "T", "A Dirichlet process (DP) is private. DP is good.")
    long = paper.text.index("Dirichlet process")
    found = mentions(paper, "DP", alias_of=Span(long, long + 17))
    linking = decide(parse_one(paper), found, RESOLVER, ranker=ranker())
    assert {each.concept.label for each in linking.links} == {"Dirichlet process"}
    assert {each.how for each in linking.links} == {"alias of the catalogue: DP"}


@pytest.mark.parametrize(
    ("keep", "kind", "kept"),
    [
        (-0.8, "HARDWARE", True), (-1.2, "HARDWARE", False),
        (-0.8, "MODEL", True), (-0.9, "MODEL", False),
        (-0.6, "TASK", True), (-0.8, "TASK", False),
    ],
)  # fmt: skip
def test_names_of_some_types_are_kept_more_easily(keep: float, kind: str, kept: bool) -> None:
    linking = decided("We use Wren.", "Wren", by=ranker(keep, **{kind: 3.0}))
    assert bool(linking.links) is kept
    assert bool(linking.unlinked) is not kept


def test_a_low_score_is_named_with_the_threshold() -> None:
    linking = decided("We use Wren and Finch.", "Wren", by=ranker(-2.0, TASK=1.0))
    [left] = linking.unlinked
    assert (left.reason, left.candidates) == ("its score of 0.1192 is below 0.35", ())


def test_links_are_those_of_decide() -> None:
    paper = Paper("p", "T", "DP and Wren run on a GPU with Qwen9-VL-7B.")
    found = mentions(paper, "DP", "Wren", "GPU", "Qwen9-VL-7B")
    document, by = parse_one(paper), ranker(TASK=1.0)
    assert link(document, found, RESOLVER, ranker=by) == decide(document, found, RESOLVER, ranker=by).links


# Linked

MEMBERS = [
    ("Qwen9-VL-7B", MODEL, "qwen9vl7b", "member of Qwen by the parts of its name"),
    ("Jetson AGX Orin 64GB", HARDWARE, "jetsonagxorin64gb", "member of Jetson AGX Orin by the parts of its name"),
    ("Qwen9 VL 7B", MODEL, "qwen9vl7b", "member of Qwen by the parts of its name"),
    ("Qwen9-vl-7b model", MODEL, "qwen9vl7b", "member of Qwen by the parts of its name"),
    (
        "NVIDIA Jetson AGX Orin (64 GB)",
        HARDWARE,
        "jetsonagxorin64gb",
        "member of Jetson AGX Orin by the parts of its name",
    ),
    ("Qwen2-7B", MODEL, "qwen2-7b", "label of the catalogue"),
    ("Qwen2 7B", MODEL, "qwen2-7b", "spelling of “Qwen2-7B”"),
    ("graphics processing unit", HARDWARE, "gpu", "alias of the catalogue: graphics processing unit"),
    ("graphics processing units", HARDWARE, "gpu", "spelling of “GPU”"),
]


@pytest.mark.parametrize(("name", "kind", "key", "how"), MEMBERS, ids=[name for name, *_ in MEMBERS])
def test_known_names_and_members_say_how_they_were_placed(name: str, kind: ConceptType, key: str, how: str) -> None:
    [found] = decided(f"We use {name} here.", name, by=ranker(MODEL=2.0, TASK=9.0)).links
    assert (found.concept.iri, found.concept.type, found.how) == (concept_iri(kind, key), kind, how)


def test_all_spellings_of_a_member_are_one_node_and_one_group() -> None:
    linking = decided("Qwen9-VL-7B, Qwen9 VL 7B and Qwen9-7B-VL.", "Qwen9-VL-7B", "Qwen9 VL 7B", "Qwen9-7B-VL")
    assert len({each.concept for each in linking.links}) == 1
    assert len(linking.links) == 3


def test_members_that_differ_in_a_part_are_two_nodes() -> None:
    linking = decided("Qwen9-VL-7B and Qwen9-VL-72B, Qwen9.1-VL-7B.", "Qwen9-VL-7B", "Qwen9-VL-72B", "Qwen9.1-VL-7B")
    assert len({each.concept.iri for each in linking.links}) == 3


PIECES = st.sampled_from(
    ["DP", "private", "bayesian", "Dirichlet process (DP)", "Qwen9-7B", "Jetson AGX Orin 64GB", "GPUs", "Heron", "We propose", ".", "\n"]
)  # fmt: skip


@given(words=st.lists(PIECES, max_size=10), keep=st.sampled_from([-9.0, -0.7, 0.0, 9.0]))
def test_every_mention_is_either_linked_or_told_why_not(words: list[str], keep: float) -> None:
    paper = Paper("p", "T", " ".join(words))
    document = parse_one(paper)
    found = find(document, GAZETTEER, None)
    linking = decide(document, found, RESOLVER, ranker=ranker(keep))
    ends = [*(each.mention for each in linking.links), *(each.mention for each in linking.unlinked)]
    assert sorted(ends, key=lambda mention: mention.span) == list(found)
    assert all(each.reason for each in linking.unlinked)
    assert all(each.how for each in linking.links)
    for part in (linking.links, linking.unlinked):
        spans = [each.mention.span for each in part]
        assert spans == sorted(spans)


@given(words=st.lists(PIECES, max_size=8))
def test_one_name_has_one_fate_in_a_paper(words: list[str]) -> None:
    paper = Paper("p", "T", " ".join(words))
    document = parse_one(paper)
    linking = decide(document, find(document, GAZETTEER, None), RESOLVER, ranker=ranker())
    linked: dict[str, set[str]] = {}
    for each in linking.links:
        linked.setdefault(each.mention.span.of(paper.text), set()).add(each.concept.iri)
    assert all(len(iris) == 1 for iris in linked.values())
    assert not linked.keys() & {each.mention.span.of(paper.text) for each in linking.unlinked}
