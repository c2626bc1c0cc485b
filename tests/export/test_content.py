import json
import random

import pytest

from kg.export.content import PREDICATES, TYPES, content, safe_url
from kg.traverse import Graph
from tests.export.handmade import EVIL, EXTRACTIONS, GPU, HOSTILE, LARK, PRUNER, ROUTER, WILLOW


@pytest.fixture
def graph():
    return Graph.from_extractions(EXTRACTIONS)


@pytest.fixture
def values(graph):
    return content(graph)


def labels(values):
    return {label: TYPES[kind] for _, label, kind, _, _ in values["nodes"]}


def test_nodes_have_their_types_and_a_contribution_is_its_paper(values):
    assert labels(values) == {
        "Willow pruning": "Technique", "Heron router": "Technique", "GPU": "Hardware", "Lark-7B": "Model",
        "older ones": "Unnamed", WILLOW.title: "Paper", HOSTILE.title: "Paper",
    }  # fmt: skip


def test_every_claim_names_its_ends_and_its_sentence(values, graph):
    rows = values["claims"]
    assert len(rows) == len(graph.claims())
    for row, claim in zip(rows, graph.claims(), strict=True):
        assert PREDICATES[row[2]] == claim.predicate
        text = values["papers"][row[4]]["text"].encode("utf-16-le")
        assert text[2 * row[5] : 2 * row[6]].decode("utf-16-le") == claim.evidence.text
        assert values["nodes"][row[3]][1] == claim.object.label


def test_a_figure_and_a_hedge_are_told(values):
    (figure,) = [row[9] for row in values["claims"] if row[9]]
    assert figure == {
        "value": "1.7", "unit": "x", "mode": "Ratio", "bound": "UpTo", "metric": "speed", "verbatim": "1.7x",
    }  # fmt: skip
    assert [row[10] for row in values["claims"] if row[10]] == ["hedged: “may”"]


def test_the_claim_of_a_contribution_hangs_on_its_paper(values):
    (row,) = [row for row in values["claims"] if row[11]]
    assert values["nodes"][row[1]][1] == HOSTILE.title


def test_mentions_are_offsets_of_the_browser(values):
    for paper in values["papers"]:
        text = paper["text"].encode("utf-16-le")
        words = [text[2 * start : 2 * end].decode("utf-16-le") for _, start, end in paper["mentions"]]
        assert words == [values["nodes"][node][1] for node, _, _ in paper["mentions"]]
        assert words


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        pytest.param("https://example.org/a?b=c", True, id="https"),
        pytest.param("http://example.org", True, id="http"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param("data:text/html,x", False, id="data"),
        pytest.param("JaVaScRiPt:alert(1)", False, id="script in odd case"),
        pytest.param("https://example.org/\n", False, id="line break"),
        pytest.param('https://example.org/"><script>', False, id="markup"),
        pytest.param("https://[broken", False, id="broken host"),
        pytest.param("https://", False, id="no host"),
        pytest.param("example.org", False, id="no scheme"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_web_addresses_become_links(url, kept):
    assert safe_url(url) == (url if kept else None)


def test_a_paper_has_its_address_only_where_it_is_safe(values):
    assert [paper.get("url") for paper in values["papers"]] == [None, WILLOW.url]


def test_content_is_plain_json(values):
    assert json.loads(json.dumps(values))["papers"][0]["title"] == HOSTILE.title
    assert EVIL in HOSTILE.title


def test_the_order_of_extractions_does_not_matter(values):
    shuffled = list(EXTRACTIONS)
    random.Random(5).shuffle(shuffled)
    assert content(Graph.from_extractions(reversed(shuffled))) == values


def test_a_part_of_a_graph_keeps_the_papers_of_its_claims(graph):
    part = content(graph.subgraph([PRUNER, ROUTER, GPU, LARK]))
    assert {label for _, label, *_ in part["nodes"]} == {"Willow pruning", "Heron router", "GPU", "Lark-7B"}
    assert [paper["title"] for paper in part["papers"]] == [WILLOW.title]
    assert "node" not in part["papers"][0]


def test_a_contribution_without_its_paper_stands_for_itself(graph):
    own = next(node for node in graph.nodes() if node.iri.endswith("#contribution"))
    part = content(graph.subgraph([own, "older ones"]))
    assert set(labels(part).values()) == {"Unnamed"}
    assert len(part["claims"]) == 1


def test_an_empty_graph_has_empty_content():
    empty = content(Graph.from_extractions([]))
    assert (empty["nodes"], empty["claims"], empty["opening"]) == ([], [], [])
