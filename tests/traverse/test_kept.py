"""The copy of a graph beside its store: the same answers, and it counts only while it is that of the store."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings

from kg.errors import StoreError
from kg.ontology import Ontology
from kg.rdf.store import Store
from kg.traverse import Graph, kept, packed
from kg.traverse.above import Catalogued
from tests.rdf.example import EXAMPLE, PAPER
from tests.rdf.small_catalogue import CATALOGUE
from tests.traverse.drawn import graphs
from tests.traverse.small import FIRST, ONE, SECOND

EMPTY = Ontology.empty()


def copied(graph: Graph) -> Graph:
    """The graph as it comes back from its copy."""
    out = BytesIO()
    packed.write(graph._parts, graph._lookup.table, out)
    parts, table = packed.read(memoryview(out.getvalue()))
    return Graph(parts, Catalogued(EMPTY), table)


@given(graphs())
@settings(max_examples=60)
def test_a_copy_gives_the_same_answers(extractions):
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    copy = copied(graph)
    assert list(copy.claims_by_iri().items()) == list(graph.claims_by_iri().items())
    assert list(copy.extractions()) == list(graph.extractions())
    assert (copy.nodes(), copy.papers(), copy.ranking()) == (graph.nodes(), graph.papers(), graph.ranking())
    for node in graph.nodes():
        assert copy.node(node.label) == graph.node(node.label)
        assert copy.neighbors(node, 2) == graph.neighbors(node, 2)
        assert copy.naming(node) == graph.naming(node)
        assert copy.names(node) == graph.names(node)
        assert copy.paths(node, graph.nodes()[0]) == graph.paths(node, graph.nodes()[0])
    edges, copies = (dict(each.to_networkx().edges) for each in (graph, copy))
    assert copies == edges
    for text in ("ced", "elm", "tree row", "bircg", "p1"):
        assert copy.search(text) == graph.search(text)


@given(graphs())
@settings(max_examples=60)
def test_extractions_come_back_from_a_graph(extractions):
    """Only the labels are those of the graph."""
    graph = Graph.from_extractions(extractions, ontology=EMPTY)
    assert list(Graph.from_extractions(graph.extractions(), ontology=EMPTY).claims()) == list(graph.claims())
    for made, given_ in zip(graph.extractions(), extractions, strict=True):
        assert made.paper == given_.paper
        assert [claim.quantity for claim in made.claims] == [claim.quantity for claim in given_.claims]


@pytest.fixture
def folder(tmp_path):
    """The folder of a graph as a build leaves it."""
    with Store(tmp_path / "store", ontology=CATALOGUE) as store:
        store.replace_all([EXAMPLE, FIRST, SECOND])
    Graph.from_extractions([EXAMPLE, FIRST, SECOND], ontology=CATALOGUE).save(tmp_path)
    kept.seal(tmp_path)
    return tmp_path


def test_a_sealed_copy_is_read_instead_of_the_store(folder, monkeypatch):
    monkeypatch.setattr("kg.traverse.graph.read_whole", None)
    graph = Graph.open(folder)
    with Store(folder / "store", read_only=True) as store:
        assert graph.claims() == Graph.of(store).claims()
    assert graph.node("graphics processor").label == "GPU", "an alias of the catalogue"
    assert [node.label for node in graph.ancestors("T4")] == ["GPU"]
    assert "graphics processor" in graph.names("GPU")
    assert graph.paper("swift-kv") == PAPER
    assert list(graph.readable()) == sorted(graph.readable())


def test_a_changed_store_is_read_itself_and_its_copy_made_anew(folder):
    with Store(folder / "store") as store:
        store.remove(ONE.id)
    assert not kept.is_sealed(folder)
    assert ONE not in Graph.open(folder).papers()
    assert kept.is_sealed(folder), "the next look reads the copy"
    assert ONE not in Graph.open(folder).papers()


def test_an_unsealed_copy_does_not_count(folder):
    Graph.from_extractions([], ontology=EMPTY).save(folder)
    assert kept.load(folder) is None
    assert len(Graph.open(folder).papers()) == 3


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: data[:64] + b"x" * 32 + data[96:], id="another form"),
        pytest.param(lambda data: data[:200], id="ends early"),
        pytest.param(lambda data: data[: len(data) // 2], id="half"),
        pytest.param(lambda data: data[:104] + b"{" * 20 + data[124:], id="no contents"),
        pytest.param(lambda data: b"", id="empty"),
    ],
)
def test_a_damaged_copy_is_as_good_as_none(folder, spoil):
    file = folder / kept.FILE
    file.write_bytes(spoil(file.read_bytes()))
    assert kept.load(folder) is None
    assert len(Graph.open(folder).papers()) == 3
    assert kept.load(folder) is not None, "it is made anew"


def test_damage_inside_the_copy_is_one_clear_error(folder):
    file = folder / kept.FILE
    data = file.read_bytes()
    place = data.index(json.dumps(PAPER.title).encode())
    file.write_bytes(data[:place] + b"\x00" * 8 + data[place + 8 :])
    with pytest.raises(StoreError, match=r"graph\.index: the copy of the graph is damaged; remove the file"):
        Graph.open(folder).papers()


def test_a_folder_that_cannot_be_written_is_read_all_the_same(folder, monkeypatch):
    (folder / kept.FILE).unlink()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.traverse.reading.save", full)
    assert len(Graph.open(folder).papers()) == 3
    assert not (folder / kept.FILE).exists()


def test_there_is_no_graph(tmp_path):
    with pytest.raises(StoreError, match="there is no graph here; build one with `kg build"):
        Graph.open(tmp_path)


def test_sealing_without_a_copy_does_nothing(tmp_path):
    kept.seal(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not kept.is_sealed(tmp_path)


def test_another_store_of_the_same_papers_has_another_seal(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    with Store(other / "store", ontology=CATALOGUE) as store:
        store.replace_all([EXAMPLE, FIRST, SECOND])
    assert kept.state_of(other) != kept.state_of(folder)
    assert kept.state_of(folder) == kept.state_of(folder)


def test_what_is_not_the_papers_own_sentence_comes_back():
    """Evidence may be of another paper; then its text stands in the copy."""
    claim = FIRST.claims[2]
    foreign = replace(claim, evidence=replace(claim.evidence, text="Other words."))
    graph = Graph.from_extractions([replace(FIRST, claims=(foreign,))], ontology=EMPTY)
    assert copied(graph).claims()[0].evidence.text == "Other words."
    assert copied(Graph.from_extractions([], ontology=EMPTY)).nodes() == ()


def test_a_graph_of_a_folder_goes_by_the_folders_own_vocabulary(tmp_path):
    with Store(tmp_path / kept.STORE, ontology=EMPTY) as store:
        store.replace(EXAMPLE)
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "REPLACES").touch()
    concept = EXAMPLE.claims[0].object
    (tmp_path / "vocabulary" / "own.ttl").write_text(
        "@prefix kg: <https://w3id.org/mlhw-kg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f'<{concept.iri}> a skos:Concept, kg:{concept.type} ; skos:prefLabel "{concept.label}"@en ;\n'
        '  skos:altLabel "another name of it"@en .\n'
    )
    names = {str(triple[2]) for triple in Graph.open(tmp_path).to_rdflib() if str(triple[0]) == concept.iri}
    assert "another name of it" in names
