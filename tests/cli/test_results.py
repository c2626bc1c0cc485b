"""The forms of SELECT and ASK for any term: what other programs read back is what was written."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from kg.cli.results import WRITERS, is_literal, to_csv, to_json, to_tsv, to_xml

SAFE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))
TEXT = st.one_of(SAFE, st.text(alphabet='a"\\\t\n\r,<&>é𝔸', max_size=8))
IRIS = st.from_regex(r"\Ahttps://example\.org/[a-z0-9?=&]{0,8}\Z").map(NamedNode)
LITERALS = st.one_of(
    TEXT.map(Literal),
    st.builds(lambda text: Literal(text, language="en-gb"), TEXT),
    st.integers(-99, 99).map(Literal),
    st.booleans().map(Literal),
    st.builds(lambda text: Literal(text, datatype=NamedNode("https://example.org/kind")), TEXT),
)
TERMS = st.one_of(st.none(), IRIS, LITERALS)
ROWS = st.lists(st.tuples(TERMS, TERMS), max_size=6)
NAMES = ["left", "right"]
SPARQL = "http://www.w3.org/2005/sparql-results#"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_back(text, form):
    rows = parse_query_results(text.encode(), format=QueryResultsFormat.from_extension(form))
    return [variable.value for variable in rows.variables], [tuple(row) for row in rows]


@pytest.mark.parametrize("form", ["json", "tsv"])
@given(rows=ROWS)
def test_what_is_written_is_read_back(form, rows):
    assert read_back(WRITERS[form](NAMES, rows), form) == (NAMES, rows)


def of_xml(element):
    """The term of an element of `application/sparql-results+xml`."""
    text = element.text or ""
    if element.tag == f"{{{SPARQL}}}uri":
        return NamedNode(text)
    kind, language = element.get("datatype"), element.get(LANGUAGE)
    return Literal(text, language=language) if language else Literal(text, datatype=NamedNode(kind) if kind else None)


@given(ROWS)
def test_xml_is_read_back_by_another_parser(rows):
    root = ET.fromstring(to_xml(NAMES, rows))
    found = []
    for result in root.iter(f"{{{SPARQL}}}result"):
        bound = {binding.get("name"): of_xml(binding[0]) for binding in result}
        found.append(tuple(bound.get(name) for name in NAMES))
    assert found == rows


@given(ROWS)
def test_csv_holds_the_values(rows):
    back = list(csv.reader(io.StringIO(to_csv(NAMES, rows), newline="")))
    assert back == [NAMES, *([term.value if term else "" for term in row] for row in rows)]


def test_csv_lines_end_as_the_standard_says():
    assert to_csv(["a"], [(Literal("x"),)]) == "a\r\nx\r\n"


def test_blank_nodes_keep_their_mark():
    rows = [(BlankNode("n1"), NamedNode("https://example.org/a"))]
    assert to_csv(NAMES, rows).splitlines()[1] == "_:n1,https://example.org/a"
    assert to_tsv(NAMES, rows).splitlines()[1] == "_:n1\t<https://example.org/a>"
    (binding,) = json.loads(to_json(NAMES, rows))["results"]["bindings"]
    assert binding["left"] == {"type": "bnode", "value": "n1"}
    assert "<bnode>n1</bnode>" in to_xml(NAMES, rows)


def test_an_unbound_variable_is_left_out():
    rows = [(None, Literal("x"))]
    assert json.loads(to_json(NAMES, rows))["results"]["bindings"] == [{"right": {"type": "literal", "value": "x"}}]
    assert to_tsv(NAMES, rows).splitlines()[1] == '\t"x"'
    assert to_xml(NAMES, rows).count("<binding") == 1


def test_an_empty_text_is_bound():
    assert "<binding" in to_xml(["a"], [(Literal(""),)])
    assert json.loads(to_json(["a"], [(Literal(""),)]))["results"]["bindings"] == [
        {"a": {"type": "literal", "value": ""}}
    ]


@pytest.mark.parametrize("form", sorted(WRITERS))
def test_no_rows(form):
    text = WRITERS[form](NAMES, [])
    if form != "csv":
        assert read_back(text, form) == (NAMES, [])
    else:
        assert text == "left,right\r\n"


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_xml_is_well_formed_whatever_the_text(text):
    root = ET.fromstring(to_xml(["a"], [(Literal(text),)]))
    assert root[0][0].get("name") == "a"


def test_what_is_a_literal():
    assert is_literal(Literal("a"))
    assert not is_literal(NamedNode("https://example.org/a"))
    assert not is_literal(BlankNode())
