"""Names as people type them: labels, aliases, beginnings, words and misspellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import ConceptType, Extraction, Paper
from kg.ontology import Ontology
from kg.traverse import Graph, How
from kg.traverse.links import Groups
from kg.traverse.names import NameTable
from kg.traverse.spelling import allowed, distance, near
from tests.rdf.small_catalogue import CATALOGUE, entry
from tests.traverse.small import claim, concept

PAPER = Paper("trees", "Oak trees and elms", "GPUs help. So do Graphics Processors.")
LABELS = ("SwiftKV", "swift caching", "KV cache", "KV cache pruning", "low-rank adaptation", "Ärger-Net", "oak")


@pytest.fixture(scope="module")
def graph() -> Graph:
    nodes = [concept(label) for label in LABELS] + [concept("oak", ConceptType.MODEL), entry("gpu")]
    claims = [claim(PAPER, nodes[0], "uses", other) for other in nodes[1:]]
    claims.append(claim(PAPER, nodes[3], "uses", nodes[4], start=3))
    return Graph.from_extractions([Extraction(PAPER, (), tuple(claims))], ontology=CATALOGUE)


def found(graph: Graph, text: str, **options) -> list[tuple[str, How]]:
    return [(match.node.label, match.how) for match in graph.search(text, **options)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("swiftkv", ("SwiftKV", How.LABEL), id="label in another case"),
        pytest.param("KV-caches", ("KV cache", How.LABEL), id="label with another hyphen and number"),
        pytest.param("graphics processor", ("GPU", How.ALIAS), id="alias of the catalogue"),
        pytest.param("swi", ("SwiftKV", How.BEGINNING), id="beginning, the most connected first"),
        pytest.param("graphics", ("GPU", How.ALIAS_BEGINNING), id="beginning of an alias"),
        pytest.param("adaptations", ("low-rank adaptation", How.WORDS), id="a word within"),
        pytest.param("cache prun", ("KV cache pruning", How.WORDS), id="beginnings of words"),
        pytest.param("adapt low", ("low-rank adaptation", How.WORDS), id="words in another order"),
        pytest.param("SwiftVK", ("SwiftKV", How.SPELLING), id="two letters changed"),
        pytest.param("lowrank adaptatin", ("low-rank adaptation", How.SPELLING), id="a letter left out"),
        pytest.param("arger-net", ("Ärger-Net", How.SPELLING), id="a letter without its dots"),
        pytest.param("grphics processor", ("GPU", How.SPELLING), id="a misspelt alias"),
    ],
)  # fmt: skip
def test_the_first_match(graph, text, first):
    assert found(graph, text)[0] == first


@pytest.mark.parametrize("text", ["", "?!", "xx", "lora in exploratory", "wift", "ache"])
def test_what_means_nothing_here(graph, text):
    assert found(graph, text) == []


def test_surer_matches_come_first_and_each_node_once(graph):
    matches = graph.search("kv cache")
    assert [match.node.label for match in matches] == ["KV cache", "KV cache pruning"]
    assert [match.how for match in matches] == [How.LABEL, How.BEGINNING]
    assert [match.degree for match in matches] == [1, 2]


def test_types_and_limit(graph):
    assert {match.node.type for match in graph.search("oak")} == {ConceptType.TECHNIQUE, ConceptType.MODEL, None}
    assert found(graph, "oak", types=["Model"]) == [("oak", How.LABEL)]
    assert found(graph, "oak", types=["Paper"]) == [("Oak trees and elms", How.BEGINNING)]
    assert len(found(graph, "s", limit=1)) == 1


def test_a_name_of_several_nodes_is_the_most_connected(graph):
    assert graph.node("oak").iri == min(node.iri for node in graph.nodes() if node.label == "oak")


names = st.text("abc", max_size=9)


@given(names, names, st.integers(0, 3))
def test_distance_is_levenshteins(one, other, most):
    def plain(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        return min(plain(a[1:], b) + 1, plain(a, b[1:]) + 1, plain(a[1:], b[1:]) + (a[0] != b[0]))

    assert distance(one[:5].encode(), other[:5].encode(), most) == min(plain(one[:5], other[:5]), most + 1)


@given(st.lists(names, max_size=12), names)
def test_near_finds_all_that_are_near_and_no_others(keys, key):
    text = "\n" + "".join(f"{each}\n" for each in keys)
    lines = {text[start : text.index("\n", start)] for start in near(key.encode(), text.encode())}
    most = allowed(key.encode())
    wanted = {each for each in keys if most and distance(key.encode(), each.encode(), most) <= most}
    assert lines == wanted


@given(st.lists(st.text(max_size=6), max_size=10), st.text(max_size=4))
def test_the_table_finds_rows_by_key_and_beginning(labels, asked):
    table = NameTable.of(labels, [(label.swapcase(), 0) for label in labels])
    keys = [table.key(row) for row in range(len(table))]
    assert keys == sorted(keys)
    key = asked.encode("utf-8", "surrogatepass")
    assert list(table.rows(key)) == [row for row, each in enumerate(keys) if each == key]
    assert list(table.beginning(key)) == [row for row, each in enumerate(keys) if each.startswith(key)]
    for row in range(len(table)):
        assert table.at(table.starts[row]) == row


@given(st.lists(st.integers(0, 5), max_size=20))
def test_groups_keep_their_order(keys):
    groups = Groups.of(keys, 6)
    for key in range(6):
        assert list(groups[key]) == [place for place, each in enumerate(keys) if each == key]
        assert groups.size(key) == len(groups[key])


def test_another_catalogue_gives_other_names():
    extraction = Extraction(PAPER, (), (claim(PAPER, entry("gpu"), "uses", concept("oak")),))
    bare = Graph.from_extractions([extraction], ontology=Ontology.empty())
    assert bare.find("graphics processor") == ()
    assert bare.names("GPU") == ()
    assert bare.ancestors("GPU") == ()
