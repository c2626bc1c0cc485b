"""Each feature of SPARQL 1.1, on three papers whose answers can be worked out by hand."""

import pytest
from pyoxigraph import QueryBoolean, QueryTriples

from kg.errors import QueryError
from kg.model import Iri
from kg.rdf.store import Store
from kg.rdf.terms import paper_graph
from tests.rdf import birds

HERON, EGRET, CRANE = (paper_graph(name) for name in ("heron", "egret", "crane"))
INTRODUCED = "?paper kg:introduces/skos:prefLabel ?x"


@pytest.fixture(scope="module")
def store():
    with Store(ontology=birds.CATALOGUE) as opened:
        opened.replace_all(birds.EXTRACTIONS)
        yield opened


FEATURES = {
    "basic pattern": ("SELECT ?x { technique:heron skos:prefLabel ?x }", ["Heron"]),
    "bound by ORDER BY, LIMIT and OFFSET": (f"SELECT ?x {{ {INTRODUCED} }} ORDER BY ?x LIMIT 1 OFFSET 1", ["Egret"]),
    "ORDER BY DESC": (f"SELECT ?x {{ {INTRODUCED} }} ORDER BY DESC(?x) LIMIT 1", ["Heron"]),
    "DISTINCT": ("SELECT DISTINCT ?x { ?c rdf:predicate kg:introduces BIND('one' AS ?x) }", ["one"]),
    "REDUCED": ("SELECT REDUCED ?x { VALUES ?x { 1 } }", ["1"]),
    "OPTIONAL": (
        "SELECT ?x { ?p kg:introduces ?t OPTIONAL { ?t kg:basedOn/skos:prefLabel ?b } BIND(COALESCE(?b, '') AS ?x) } ORDER BY ?x",
        ["", "", "Egret"],
    ),
    "UNION": (
        "SELECT ?x { { ?t kg:runsOn hardware:t4 } UNION { ?t kg:runsOn hardware:gpu } ?t skos:prefLabel|dcterms:title ?x } ORDER BY ?x",
        ["Crane: a model", "Egret"],
    ),
    "FILTER and REGEX": (f"SELECT ?x {{ {INTRODUCED} FILTER(REGEX(?x, '^h', 'i')) }}", ["Heron"]),
    "FILTER IN": (f"SELECT ?x {{ {INTRODUCED} FILTER(STR(?x) IN ('Crane', 'Owl')) }}", ["Crane"]),
    "EXISTS": (f"SELECT ?x {{ {INTRODUCED} FILTER EXISTS {{ ?paper kg:comparesWith ?y }} }}", ["Egret"]),
    "NOT EXISTS": (f"SELECT ?x {{ {INTRODUCED} FILTER NOT EXISTS {{ ?paper kg:runsOn ?y }} }}", ["Egret"]),
    "MINUS": (f"SELECT ?x {{ {INTRODUCED} MINUS {{ ?paper kg:runsOn ?y }} }}", ["Egret"]),
    "VALUES": (f"SELECT ?x {{ VALUES ?paper {{ paper:crane }} {INTRODUCED} }}", ["Crane"]),
    "VALUES with UNDEF at the end": (
        f"SELECT ?x {{ {INTRODUCED} }} ORDER BY ?x VALUES (?paper ?x) {{ (paper:heron UNDEF) (UNDEF 'Crane'@en) }}",
        ["Crane", "Heron"],
    ),
    "BIND and IF": ("SELECT ?x { BIND(IF(2 > 1, 'yes', 'no') AS ?x) }", ["yes"]),
    "a subquery": (
        "SELECT ?x { { SELECT (MAX(?n) AS ?most) { ?q qudt:numericValue ?n } } ?q qudt:numericValue ?most ; kg:reportedValue ?x }",
        ["81.50"],
    ),
    "typed numbers": (
        "SELECT ?x { ?q qudt:numericValue ?v ; kg:reportedValue ?x FILTER(?v > 30) } ORDER BY ?v", ["77", "79.0", "81.50"]
    ),
    "COUNT, GROUP BY and HAVING": (
        "SELECT ?x { ?p schema:mentions/skos:prefLabel ?x } GROUP BY ?x HAVING (COUNT(?p) > 2)", ["Heron"]
    ),
    "SUM, MIN, MAX and AVG": (
        "SELECT (CONCAT(STR(SUM(?n)), ' ', STR(MIN(?n)), ' ', STR(MAX(?n)), ' ', STR(AVG(?n))) AS ?x) { VALUES ?n { 1 2 3 } }",
        ["6 1 3 2"],
    ),
    "GROUP_CONCAT": (
        f"SELECT (GROUP_CONCAT(?x; SEPARATOR='+') AS ?x2) {{ SELECT ?x {{ {INTRODUCED} }} ORDER BY ?x }}", ["Crane+Egret+Heron"]
    ),
    "SAMPLE": ("SELECT (SAMPLE(?y) AS ?x) { VALUES ?y { 5 5 } }", ["5"]),
    "a sequence path": ("SELECT ?x { paper:heron kg:runsOn/skos:broader/skos:prefLabel ?x }", ["GPU"]),
    "an inverse path": ("SELECT ?x { hardware:a100 ^kg:runsOn/skos:prefLabel ?x }", ["Heron"]),
    "an alternative path": ("SELECT ?x { technique:heron kg:basedOn|kg:runsOn ?y . ?y skos:prefLabel ?x } ORDER BY ?x", ["A100", "Egret"]),
    "zero or more": ("SELECT ?x { hardware:t4 skos:broader*/skos:prefLabel ?x } ORDER BY ?x", ["GPU", "T4"]),
    "one or more": ("SELECT ?x { hardware:t4 skos:broader+/skos:prefLabel ?x }", ["GPU"]),
    "zero or one": ("SELECT ?x { hardware:t4 skos:broader?/skos:prefLabel ?x } ORDER BY ?x", ["GPU", "T4"]),
    "a negated property set": ("SELECT ?x { hardware:t4 !(rdf:type|skos:inScheme|skos:prefLabel|rdfs:label) ?y . ?y skos:prefLabel ?x }", ["GPU"]),
    "functions on strings": ("SELECT (CONCAT(UCASE(SUBSTR('heron', 1, 1)), STRAFTER('heron', 'h')) AS ?x) {}", ["Heron"]),
    "functions on dates": (
        "SELECT ?x { paper:heron dcterms:issued ?d BIND(YEAR(xsd:dateTime(CONCAT(STR(?d), 'T00:00:00'))) AS ?x) }", ["2024"]
    ),
    "hashes": ("SELECT (STRLEN(SHA256('a')) AS ?x) {}", ["64"]),
    "GRAPH with a name": (f"SELECT ?x {{ GRAPH {EGRET} {{ ?p kg:introduces/rdfs:label ?x }} }}", ["Egret"]),
    "GRAPH with a variable": (
        "SELECT (COUNT(DISTINCT ?g) AS ?x) { GRAPH ?g { ?p kg:introduces ?t } }", ["3"]
    ),
    "FROM": (f"SELECT DISTINCT ?x FROM {HERON} FROM {CRANE} {{ ?p kg:introduces/rdfs:label ?x }} ORDER BY ?x", ["Crane", "Heron"]),
    "FROM NAMED": (f"SELECT ?x FROM NAMED {EGRET} {{ GRAPH ?g {{ ?p kg:introduces/rdfs:label ?x }} }}", ["Egret"]),
    "FROM NAMED leaves the default graph empty": (f"SELECT ?x FROM NAMED {EGRET} {{ ?p kg:introduces ?x }}", []),
    "BASE and PREFIX": ("BASE <https://w3id.org/mlhw-kg/> PREFIX own: <concept/technique/> SELECT ?x { own:heron skos:prefLabel ?x }", ["Heron"]),
    "a blank node is a variable": ("SELECT ?x { [] kg:introduces [ skos:prefLabel ?x ] } ORDER BY ?x LIMIT 1", ["Crane"]),
}  # fmt: skip


@pytest.mark.parametrize(("sparql", "expected"), FEATURES.values(), ids=FEATURES)
def test_select(store, sparql, expected):
    answer = store.query(sparql)
    name = answer.variables[0].value
    assert [row[name].value for row in answer] == expected


def test_ask_construct_and_describe(store):
    yes, no = store.query("ASK { technique:heron kg:basedOn technique:egret }"), store.query("ASK { ?s kg:basedOn ?s }")
    assert isinstance(yes, QueryBoolean)
    assert (bool(yes), bool(no)) == (True, False)
    for sparql, count in (
        ("CONSTRUCT { ?b kg:introduces ?a } WHERE { ?a kg:introduces ?b }", 3),
        ("CONSTRUCT WHERE { ?a kg:introduces ?b }", 3),
        ("CONSTRUCT { ?a rdfs:seeAlso [ rdfs:label ?b ] } WHERE { ?a kg:basedOn/skos:prefLabel ?b }", 2),
    ):
        answer = store.query(sparql)
        assert isinstance(answer, QueryTriples)
        assert len(list(answer)) == count
    described = {triple.predicate.value for triple in store.query("DESCRIBE technique:heron")}
    assert {"https://w3id.org/mlhw-kg/ontology#basedOn", "http://www.w3.org/2004/02/skos/core#prefLabel"} <= described


def test_the_merged_graph_is_the_union_of_the_named_graphs(store):
    left = store.query("SELECT * { ?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }")
    right = store.query(
        "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(!CONTAINS(STR(?g), 'bookkeeping')) MINUS { ?s ?p ?o } }"
    )
    assert (list(left), list(right)) == ([], [])


def test_the_data_set_of_the_protocol(store):
    sparql = "SELECT ?x { ?p kg:introduces/rdfs:label ?x }"
    rows = store.query(sparql, default_graphs=[Iri(EGRET.value)])
    assert [row["x"].value for row in rows] == ["Egret"]
    rows = store.query(f"SELECT ?x {{ GRAPH ?g {{ {sparql} }} }}", named_graphs=[Iri(CRANE.value)])
    assert [row["x"].value for row in rows] == ["Crane"]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/>",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "SELECT ?x WHERE { ?x a }",
        "SELECT ?x { ?x unknown:word ?y }",
    ],
)
def test_what_is_refused_changes_nothing(store, sparql):
    before = len(store)
    with pytest.raises(QueryError):
        store.query(sparql)
    assert len(store) == before
