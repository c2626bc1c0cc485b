"""`kg describe`: parts, a file, an address."""

import pytest
import rdflib
from rdflib.namespace import RDF, SH, VOID

from kg.rdf.named import named_queries

SERVICE = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#Service")


@pytest.mark.parametrize(
    ("option", "kind"),
    [("--void", VOID.Dataset), ("--service", SERVICE), ("--examples", SH.SPARQLExecutable), ("--shapes", SH.NodeShape)],
)
def test_a_part_is_turtle(kg, graph, option, kind):
    part = rdflib.Graph().parse(data=kg("describe", option, "--graph", graph).stdout, format="turtle")
    whole = rdflib.Graph().parse(data=kg("describe", "--graph", graph).stdout, format="turtle")
    assert set(part.subjects(RDF.type, kind)) == set(whole.subjects(RDF.type, kind))
    assert 0 < len(part) < len(whole)


def test_all_examples_are_there(kg, graph):
    part = rdflib.Graph().parse(data=kg("describe", "--examples", "--graph", graph).stdout, format="turtle")
    assert len(set(part.subjects(RDF.type, SH.SPARQLExecutable))) == len(named_queries())


def test_a_file_and_an_address(kg, graph, tmp_path):
    result = kg("describe", "--service", "--endpoint", "https://example.org/sparql", "-o", "d.ttl", "--graph", graph)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "d.ttl" in result.stderr
    assert "<https://example.org/sparql>" in (tmp_path / "d.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--endpoint", "a b"], "--endpoint a b: this is no address"), (["--graph", "nowhere"], "there is no graph here")],
)
def test_wrong_usage(kg, graph, arguments, message):
    result = kg("describe", "--graph", graph, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
