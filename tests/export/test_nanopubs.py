"""Each claim as a nanopublication: the rules of nanopub.org/guidelines, checked by rdflib on the file."""

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Namespace, URIRef

from kg.vocab import KG, PROV
from tests.export.graphs import PAPERS, exported, filled

NP = Namespace("http://www.nanopub.org/nschema#")
NUMBER = sum(len(each.claims) for each in PAPERS)
EVIDENCE, HEDGE, POLARITY = URIRef(KG.evidence), URIRef(KG.hedge), URIRef(KG.polarity)


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.fixture(scope="module")
def data(store):
    return exported(store, "trig")


@pytest.fixture(scope="module")
def dataset(data):
    read = rdflib.Dataset()
    read.parse(data=data, format="trig")
    return read


@pytest.fixture(scope="module")
def publications(dataset):
    """Each nanopublication: its IRI, and its head, assertion, provenance and info."""
    found = {}
    for name, _, _, head in dataset.quads((None, RDF.type, NP.Nanopublication, None)):
        parts = {
            part: list(dataset.graph(head).objects(name, NP[part]))
            for part in ("hasAssertion", "hasProvenance", "hasPublicationInfo")
        }
        found[name] = (head, parts)
    return found


def test_there_is_one_a_claim(publications):
    assert sum("/np/claim/" in name for name in publications) == NUMBER
    assert sum("/np/paper/" in name for name in publications) == len(PAPERS)


def test_the_head_names_one_graph_of_each_kind_and_says_nothing_else(dataset, publications):
    for name, (head, parts) in publications.items():
        assert all(len(graphs) == 1 for graphs in parts.values())
        assert len({name, URIRef(str(head)), *(graphs[0] for graphs in parts.values())}) == 5
        assert len(dataset.graph(head)) == 4


def test_every_statement_is_in_a_graph_of_one_publication(dataset, publications):
    named = [
        graph
        for head, parts in publications.values()
        for graph in (URIRef(str(head)), *(found[0] for found in parts.values()))
    ]
    assert len(named) == len(set(named))
    used = {URIRef(str(graph.identifier)) for graph in dataset.graphs() if len(graph)}
    assert used == set(named), "nothing in the default graph, no graph that is empty"


def test_provenance_speaks_of_the_assertion_and_info_of_the_publication(dataset, publications):
    for name, (_, parts) in publications.items():
        (said,), (origin,), (info,) = parts["hasAssertion"], parts["hasProvenance"], parts["hasPublicationInfo"]
        assert len(dataset.graph(said)) > 0
        assert (said, None, None) in dataset.graph(origin)
        assert (name, None, None) in dataset.graph(info)


def test_a_claim_keeps_its_sentence_beside_it(dataset, publications):
    for name, (_, parts) in publications.items():
        if "/np/claim/" not in name:
            continue
        said, origin = dataset.graph(parts["hasAssertion"][0]), dataset.graph(parts["hasProvenance"][0])
        (claim,) = said.subjects(POLARITY)
        (sentence,) = origin.objects(claim, EVIDENCE)
        assert (parts["hasAssertion"][0], URIRef(PROV.wasDerivedFrom), sentence) in origin
        assert any("exact" in predicate for predicate in origin.predicates())


def test_what_is_not_asserted_is_not_stated_as_a_fact(store, dataset, publications):
    doubted = 0
    for name, (_, parts) in publications.items():
        if "/np/claim/" not in name:
            continue
        said = dataset.graph(parts["hasAssertion"][0])
        (claim,) = said.subjects(POLARITY)
        ends = [next(said.objects(claim, RDF[part])) for part in ("subject", "predicate", "object")]
        if (claim, HEDGE, None) in said or (claim, POLARITY, URIRef(KG.Negated)) in said:
            doubted += 1
            assert tuple(ends) not in said
    assert doubted == 3


def test_the_file_holds_the_whole_graph(store, data):
    inner = {quad.triple for quad in parse(data, format=RdfFormat.TRIG) if "/mlhw-kg/np/" not in str(quad.subject)}
    assert inner == set(store.triples())
