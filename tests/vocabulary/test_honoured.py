"""What a decision does to the graph of papers that are read after it."""

from io import BytesIO

import pytest

from kg.claims.extract import shipped_reader
from kg.linking.link import shipped_ranker
from kg.mentions.gazetteer import Gazetteer
from kg.model import ConceptType, Paper
from kg.pipeline import Engine, extract
from kg.rdf import turtle
from kg.rdf.store import Store
from kg.settings import Settings
from kg.vocabulary.applied import apply
from kg.vocabulary.decisions import append, drop_last, merge, read, rename, split
from tests.vocabulary.made import catalogue, concept, entry

MODEL = ConceptType.MODEL
FALCON, KESTREL, GSM = concept("FalconNet", MODEL), concept("KestrelNet", MODEL), concept("GSM8K", ConceptType.DATASET)
OWN = catalogue(
    entry("FalconNet", "FalconNet large", kind=MODEL),
    entry("KestrelNet", kind=MODEL, broader=("FalconNet",)),
    entry("GSM8K", kind=ConceptType.DATASET),
)
PAPERS = (
    Paper("a", "FalconNet: a small model", "We present FalconNet. FalconNet outperforms KestrelNet on GSM8K."),
    Paper("b", "Kestrels", "We train KestrelNet and FalconNet large on GSM8K. KestrelNet is 2x faster."),
)


def built(decisions, papers=PAPERS):
    """The bytes of the graph of some papers."""
    ontology = apply(OWN, decisions)
    engine = Engine(Settings(min_link=0.1), ontology, Gazetteer(ontology), None, shipped_ranker(), shipped_reader())
    with Store(ontology=ontology) as store:
        store.replace_all(extract(paper, engine=engine) for paper in papers)
        out = BytesIO()
        turtle.write(store, out)
    return out.getvalue().decode()


def test_a_merged_concept_has_no_node():
    before, after = built(()), built([merge(KESTREL, FALCON)])
    assert "model:kestrelnet" in before
    assert "model:kestrelnet" not in after
    assert '"KestrelNet"@en' in after, "its name stays a name of the winner"
    assert "model:falconnet kg:outperforms model:kestrelnet" not in after


def test_a_split_name_is_a_node_of_its_own():
    before, after = built(()), built([split(FALCON, "FalconNet large")])
    assert "model:falconnetlarge" not in before
    assert "model:falconnetlarge" in after


def test_a_renamed_concept_keeps_its_iri():
    after = built([rename(FALCON, "Falcon Network")])
    assert "model:falconnet a skos:Concept" in after
    assert 'skos:prefLabel "Falcon Network"@en' in after


@pytest.mark.parametrize(
    "decisions", [(merge(KESTREL, FALCON),), (merge(FALCON, KESTREL), rename(KESTREL, "Birds"), split(KESTREL, "FalconNet"))]
)  # fmt: skip
def test_builds_give_the_same_bytes_in_any_order(decisions):
    assert built(decisions) == built(decisions, PAPERS[::-1])


def test_without_its_last_line_the_file_gives_the_graph_from_before(tmp_path):
    path = tmp_path / "decisions.tsv"
    append(path, split(FALCON, "FalconNet large"))
    before = built(read(path))
    append(path, merge(KESTREL, FALCON))
    assert built(read(path)) != before
    drop_last(path)
    assert built(read(path)) == before
