"""`kg query`: where the query comes from, each form of the answer, and what is refused."""

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import QueryResultsFormat, Store, parse_query_results
from rdflib.compare import isomorphic

from kg.cli.query import short
from kg.cli.results import WRITERS, answer_json, answer_xml
from kg.rdf.named import named_queries

SELECT = "SELECT ?winner ?loser WHERE { ?w kg:outperforms ?l . ?w rdfs:label ?winner . ?l rdfs:label ?loser } ORDER BY ?winner"
HERE = {
    "dataset": "T4", "metric": "speed", "task": "T4", "family": "T4", "hardware": "T4", "about": "T4", "object": "PageKV",
    "loser": "PageKV", "paper": "swift-kv", "month": "2024-11", "unit": "x", "organization": "Nobody",
}  # fmt: skip
CONSTRUCT = "CONSTRUCT { ?a kg:outperforms ?b } WHERE { ?a kg:outperforms ?b }"


def test_a_table_is_plain_off_a_terminal(kg, graph):
    result = kg("query", SELECT, "--graph", graph)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "winner          loser",
        "SwiftKV         PageKV",
        "Willow pruning  Heron router",
    ]
    assert result.stderr == ""


def test_iris_are_shortened(kg, graph):
    result = kg("query", "SELECT ?t WHERE { ?s rdfs:label 'T4' ; a ?t . FILTER(?t != skos:Concept) }", "--graph", graph)
    assert result.stdout.split() == ["t", "kg:Hardware"]


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://w3id.org/mlhw-kg/ontology#Model", "kg:Model"),
        ("https://w3id.org/mlhw-kg/concept/hardware/t4", "hardware:t4"),
        ("https://w3id.org/mlhw-kg/ontology#", "https://w3id.org/mlhw-kg/ontology#"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_short(iri, expected):
    assert short(iri) == expected


def test_the_query_comes_from_a_file_stdin_or_a_name(kg, graph, tmp_path):
    file = tmp_path / "q.rq"
    file.write_text("\ufeff" + SELECT, encoding="utf-8")
    expected = kg("query", SELECT, "--graph", graph).stdout
    assert kg("query", "-f", file, "--graph", graph).stdout == expected
    assert kg("query", "-f", "-", "--graph", graph, stdin=SELECT).stdout == expected
    named = kg("query", "-n", "outperforms-with-figures", "--metric", "speed", "--graph", graph)
    assert named.exit_code == 0
    assert "1.50" in named.stdout


@pytest.mark.parametrize("name", named_queries())
def test_every_named_query_runs(kg, graph, name):
    values = {**HERE, **dict.fromkeys(("concept", "system", "a", "b", "winner", "subject", "technique"), "SwiftKV")}
    given = [word for each in named_queries()[name].needed for word in (f"--{each}", values[each])]
    result = kg("query", "-n", name, *given, "--graph", graph)
    assert (result.exit_code, result.stderr.replace("no rows\n", "")) == (0, "")


def test_parameters_are_options(kg, graph):
    ask = ("query", "-n", "outperforms", "--graph", graph, "--format", "csv")
    rows = kg(*ask, "--system", "SwiftKV").stdout.splitlines()
    assert rows[1].startswith("SwiftKV,PageKV,speed,1.50,x,")
    assert kg(*ask, "--system=SwiftKV", "--above=1.4").stdout.splitlines() == rows
    assert kg(*ask, "--above", "1.5", "--system", "SwiftKV").stdout.splitlines() == rows[:1]
    assert kg("query", "--system", "SwiftKV", *ask[1:]).stdout.splitlines() == rows


def test_one_query_is_listed_with_its_parameters(kg):
    listed = kg("query", "--list", "-n", "figures-above")
    assert listed.stdout.startswith("Figures of a metric above a value\n")
    assert listed.stdout.splitlines()[3].split() == ["parameter", "kind", "default", "example", "what", "it", "is"]
    data = json.loads(kg("query", "--list", "-n", "figures-above", "--json").stdout)
    assert [each["name"] for each in data[0]["parameters"]] == ["metric", "above", "unit", "limit"]
    assert [each["example"] for each in data[0]["parameters"]] == ["metric:accuracy", "0", "%", "100"]


def test_the_named_queries_are_listed_without_a_graph(kg):
    plain, listed = kg("query", "--list"), json.loads(kg("query", "--list", "--json").stdout)
    assert [row["name"] for row in listed] == list(named_queries())
    assert [line.split()[0] for line in plain.stdout.splitlines()[1:]] == list(named_queries())
    assert listed[0]["title"] in plain.stdout


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "xml"])
def test_forms_of_rows_are_those_of_the_standard(kg, graph, form):
    result = kg("query", SELECT, "--graph", graph, "--format", form)
    if form == "csv":
        assert list(csv.reader(io.StringIO(result.stdout, newline=""))) == [
            ["winner", "loser"],
            ["SwiftKV", "PageKV"],
            ["Willow pruning", "Heron router"],
        ]
        return
    rows = parse_query_results(result.stdout_bytes, format=QueryResultsFormat.from_extension(form))
    assert [(row["winner"].value, row["loser"].value) for row in rows] == [
        ("SwiftKV", "PageKV"),
        ("Willow pruning", "Heron router"),
    ]


TERMS = r"""SELECT * WHERE {
  VALUES (?a ?b) {
    (<https://example.org/a?b=1&c=2> "plain <&> \"quoted\"")
    ("tab\tline\nend"@en-gb 1)
    (UNDEF "2024"^^<http://www.w3.org/2001/XMLSchema#gYear>)
    ("é, 𝔸; \\" true)
  }
  OPTIONAL { BIND(BNODE() AS ?c) FILTER(BOUND(?a)) }
} ORDER BY ?b"""


@pytest.mark.parametrize("form", ["json", "tsv", "xml"])
def test_terms_of_every_kind_come_back(form):
    names = [variable.value for variable in Store().query(TERMS).variables]
    rows = [tuple(row) for row in Store().query(TERMS)]
    text = WRITERS[form](names, rows)
    back = parse_query_results(text.encode(), format=QueryResultsFormat.from_extension(form))
    assert [variable.value for variable in back.variables] == names
    assert [tuple(row) for row in back] == rows


def test_csv_is_that_of_the_store():
    names = [variable.value for variable in Store().query(TERMS).variables]
    rows = [tuple(row)[: len(names)] for row in Store().query(TERMS)]
    plain = [row[:2] for row in rows]  # the names of blank nodes are free
    expected = list(csv.reader(io.StringIO(WRITERS["csv"](names[:2], plain), newline="")))
    theirs = Store().query(TERMS).serialize(format=QueryResultsFormat.CSV).decode()
    assert expected == [row[:2] for row in csv.reader(io.StringIO(theirs, newline=""))]


def test_xml_holds_no_character_that_xml_cannot():
    rows = [tuple(row) for row in Store().query('SELECT ?a { BIND("a\\u0007b" AS ?a) }')]
    assert "a\ufffdb" in WRITERS["xml"](["a"], rows)


@pytest.mark.parametrize("answer", [True, False])
def test_answers_come_back(answer):
    for form, text in (("json", answer_json(answer)), ("xml", answer_xml(answer))):
        assert bool(parse_query_results(text.encode(), format=QueryResultsFormat.from_extension(form))) is answer


@pytest.mark.parametrize(("query", "word"), [("ASK { ?s ?p ?o }", "true"), ("ASK { ?s ?s ?s }", "false")])
def test_ask(kg, graph, query, word):
    assert kg("query", query, "--graph", graph).stdout == f"{word}\n"
    assert kg("query", query, "--graph", graph, "--format", "csv").stdout == f"{word}\n"
    assert json.loads(kg("query", query, "--graph", graph, "--json").stdout)["boolean"] is (word == "true")
    assert f"<boolean>{word}</boolean>" in kg("query", query, "--graph", graph, "--format", "xml").stdout


@pytest.mark.parametrize(("form", "name"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_construct(kg, graph, form, name):
    default = rdflib.Graph().parse(data=kg("query", CONSTRUCT, "--graph", graph).stdout, format="turtle")
    assert len(default) == 2
    text = kg("query", CONSTRUCT, "--graph", graph, "--format", form).stdout
    assert isomorphic(rdflib.Graph().parse(data=text, format=name), default)


def test_json_of_construct_is_json_ld(kg, graph):
    assert "@graph" in json.loads(kg("query", CONSTRUCT, "--graph", graph, "--json").stdout)


@pytest.mark.parametrize(("query", "lines"), [(SELECT, 2), (CONSTRUCT, 1)], ids=["header and one row", "one triple"])
def test_limit(kg, graph, query, lines):
    form = "csv" if query is SELECT else "nt"
    result = kg("query", query, "--graph", graph, "--limit", 1, "--format", form)
    assert len(result.stdout.splitlines()) == lines


def test_no_rows_is_said(kg, graph):
    result = kg("query", "SELECT ?s WHERE { ?s ?s ?s }", "--graph", graph)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "s\n", "no rows\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "give one query", id="no query"),
        pytest.param([SELECT, "-n", "leaderboard"], "give one query", id="two queries"),
        pytest.param(["-n", "nope"], "there is no query named 'nope'; there are appears-with", id="unknown name"),
        pytest.param(["-n", "outperforms"], "system is missing. outperforms takes system", id="missing parameter"),
        pytest.param(["-n", "speedups", "--most", "3"], "there is no parameter 'most'", id="unknown parameter"),
        pytest.param(["-n", "speedups", "--least", "x"], "least: 'x' is no decimal", id="wrong type"),
        pytest.param(["-n", "speedups", "--least"], "--least wants a value", id="no value"),
        pytest.param(["-n", "speedups", "--least", "3", "4"], "belongs to no parameter", id="two values"),
        pytest.param([SELECT, "--least", "3"], "--least is too much here", id="a parameter without a name"),
        pytest.param(["--least", "3"], "parameters go with -n NAME", id="a parameter alone"),
        pytest.param(["leaderboard"], "kg query -n leaderboard", id="a name where SPARQL should be"),
        pytest.param(["-f", "nope.rq"], "nope.rq: No such file", id="no file"),
        pytest.param(["SELECT ?s WHERE {"], "the query cannot be run", id="no SPARQL"),
        pytest.param(["INSERT DATA { <a:a> <a:a> <a:a> }"], "does not change the graph", id="update"),
        pytest.param(["SELECT * { SERVICE <http://localhost:1> { ?s ?p ?o } }"], "SERVICE is refused", id="service"),
        pytest.param([SELECT, "--format", "ttl"], "SELECT gives rows", id="rows as triples"),
        pytest.param([CONSTRUCT, "--format", "csv"], "CONSTRUCT and DESCRIBE give triples", id="triples as rows"),
        pytest.param(["ASK { ?s ?p ?o }", "--format", "nt"], "ASK gives true or false", id="an answer as triples"),
        pytest.param([SELECT, "--json", "--format", "csv"], "do not go together", id="two forms"),
        pytest.param([SELECT, "--format", "yaml"], "'yaml' is not one of", id="unknown form"),
    ],
)
def test_wrong_usage(kg, graph, arguments, message):
    result = kg("query", *arguments, "--graph", graph)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_parser_that_lists_all_it_knows_is_cut_short(kg, graph):
    result = kg("query", "SELECT ?s WHERE { ?s a ?o", "--graph", graph)
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 650


def test_a_query_file_that_is_no_text(kg, graph, tmp_path):
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe\x00")
    result = kg("query", "-f", "q.rq", "--graph", graph)
    assert (result.exit_code, "no UTF-8" in result.stderr) == (2, True)
