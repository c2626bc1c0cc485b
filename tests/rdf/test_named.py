from dataclasses import replace

import pytest

from kg.model import Claim, Predicate, Quantity
from kg.rdf.named import named_queries
from kg.rdf.quality import encode
from kg.rdf.store import Store
from tests.rdf.example import CLAIMS, EXAMPLE, FIRST, SELF, SPEED, SWIFT, T4, link
from tests.rdf.measured import RECORD
from tests.rdf.small_catalogue import CATALOGUE, entry
from tests.rdf.test_store import naming

QUERIES = named_queries()


@pytest.fixture(scope="module")
def store():
    extra = (
        Claim(
            SWIFT,
            Predicate.ACHIEVES,
            SPEED,
            FIRST,
            "r",
            1.0,
            Quantity("3", "J", metric="energy", dataset_iris=(T4.iri,)),
        ),
        Claim(
            SWIFT, Predicate.OUTPERFORMS, CLAIMS[1].object, FIRST, "r", 1.0, Quantity("12", "x", dataset_iris=(T4.iri,))
        ),
        Claim(SELF, Predicate.RUNS_ON, T4, FIRST, "r"),
        Claim(SELF, Predicate.EVALUATED_ON, T4, FIRST, "r"),
        Claim(SWIFT, Predicate.BASED_ON, CLAIMS[1].object, FIRST, "r"),
    )
    full = replace(EXAMPLE, claims=CLAIMS + extra, links=(*EXAMPLE.links, link("1.50x", SPEED)))
    full = replace(full, links=tuple(sorted(full.links, key=lambda each: each.mention.span)))
    with Store(ontology=CATALOGUE) as opened:
        opened.replace_all(
            [full, replace(full, paper=replace(full.paper, id="again")), naming("a", entry("a100-80gb"))]
        )
        opened.state_quality(encode(RECORD, RECORD.reading))
        yield opened


def test_there_are_at_least_thirty():
    assert len(QUERIES) >= 30
    assert list(QUERIES) == sorted(QUERIES)


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_query_has_a_title_a_description_and_keywords(query):
    assert query.sparql.startswith(f"# {query.title}\n# {query.description}\n# keywords: ")
    assert len(query.title) > 10
    assert query.description.endswith(".")
    assert all(query.keywords)


@pytest.mark.parametrize("query", [each for each in QUERIES.values() if not each.needed], ids=lambda each: each.name)
def test_the_order_of_rows_is_settled(store, query):
    first, second = ([tuple(row) for row in store.named(query.name)] for _ in range(2))
    assert first == second
    assert "ORDER BY" in query.sparql


def test_a_paper_counts_for_its_device_and_each_family(store):
    rows = {row["family"].value: int(row["papers"].value) for row in store.named("hardware-families")}
    assert rows == {"GPU": 3, "T4": 2, "A100": 1, "A100 80GB": 1}


def test_examples_are_as_people_type_them():
    assert QUERIES["figures-above"].example == {"metric": "metric:accuracy", "above": "0", "unit": "%"}
    assert QUERIES["figures-above"].needed == {"metric": "metric:accuracy"}
    assert QUERIES["appears-with"].example["type"] == "Technique"
    assert QUERIES["quality"].example == {}


def test_a_parameter_that_is_left_out_goes_with_its_lines():
    text = QUERIES["figures-above"].without("unit")
    assert "VALUES ?above { 0 }" in text
    assert "?unit {" not in text
    assert "kg:reportedUnit ?unit ." not in text
