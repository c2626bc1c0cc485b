"""The Cypher script and the importer's CSV: a small reader of Cypher's literals gets the nodes and claims back."""

import csv
import io
import json
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.neo4j import literal, relation
from kg.export.source import Whole
from kg.export.values import Network
from kg.model import Predicate
from tests.export.graphs import exported, filled

BLOCK = re.compile(r"UNWIND \[\n(.*?)\n\] AS row\n(.*?);\n", re.DOTALL)
KEY = re.compile(r"(\w+):")


@pytest.fixture(scope="module")
def store():
    return filled()


@pytest.fixture(scope="module")
def expected(store):
    network = Network(Whole(store))
    edges = list(network.edges())
    return dict(network.nodes()), edges


def rows(text):
    """The maps of a list, read by turning Cypher's keys into those of JSON where no string is open."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return json.loads("[" + "".join(part if part.startswith('"') else KEY.sub(r'"\1":', part) for part in parts) + "]")


def test_the_script_merges_every_node_and_every_claim(store, expected):
    nodes, edges = expected
    script = exported(store, "cypher").decode()
    head, _, _ = script.partition("\n")
    assert head == "CREATE CONSTRAINT node_iri IF NOT EXISTS FOR (n:Node) REQUIRE n.iri IS UNIQUE;"
    found_nodes, found_edges = {}, {}
    for block, rest in BLOCK.findall(script):
        for row in rows(block):
            iri = row.pop("iri")
            if rest.startswith("MERGE (n:Node"):
                assert f"SET n:{row['type']}, n += row" in rest
                found_nodes[iri] = {k: "|".join(v) if isinstance(v, list) else v for k, v in row.items()}
            else:
                name = re.search(r"\[r:(\w+) ", rest)[1]
                found_edges[iri] = (row.pop("subject"), row.pop("object"), name, row)
    assert found_nodes == nodes
    assert found_edges == {
        iri: (s, o, relation(row["predicate"]), {k: v for k, v in row.items() if k != "predicate"})
        for iri, s, o, row in edges
    }


def test_statements_end_and_nothing_stands_between(store):
    script = exported(store, "cypher").decode()
    rest = BLOCK.sub("", script)
    assert rest.count("\n") == 1


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_string_stays_one_string(text):
    made = literal(text)
    assert re.fullmatch(r'"(?:[^"\\\n\r]|\\.)*"', made)
    assert json.loads(made) == text


@pytest.mark.parametrize("text", [r"\u0022", r"\\u0022 RETURN 1 //", r"\underline{x}", r"\\\uparrow"])
def test_no_text_looks_like_a_code_of_a_character(text):
    made = literal(text)
    codes = re.findall(r"\\u(.{4})", made)  # as Neo4j finds them before it reads strings
    assert set(codes) == {"0075"}
    assert json.loads(made) == text


def test_predicates_are_types_of_relationships():
    made = [relation(each) for each in Predicate]
    assert len(set(made)) == len(made)
    assert {"RUNS_ON", "OUTPERFORMS", "COMPARABLE_TO"} <= set(made)


def test_the_importers_files(store, expected):
    nodes, edges = expected
    with zipfile.ZipFile(io.BytesIO(exported(store, "neo4j"))) as archive:
        read = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }
    assert {row["iri:ID"]: row[":LABEL"] for row in read["nodes.csv"]} == {
        iri: f"Node;{row['type']}" for iri, row in nodes.items()
    }
    found = {
        row["iri"]: (row[":START_ID"], row[":END_ID"], row[":TYPE"], row["verbatim"])
        for row in read["relationships.csv"]
    }
    assert found == {iri: (s, o, relation(row["predicate"]), row.get("verbatim", "")) for iri, s, o, row in edges}
    assert {"confidence:double", "start:long", "asserted:boolean"} <= read["relationships.csv"][0].keys()
    assert {"aliases:string[]", "broader:string[]"} <= read["nodes.csv"][0].keys()
