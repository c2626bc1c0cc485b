"""Pairs of names that careful readers take for one thing or for two, written without a look at the catalogue."""

from collections import Counter
from pathlib import Path

import pytest

from kg.model import ConceptType
from kg.naming.resolve import Resolver, resolver_of
from kg.ontology import Ontology

ROWS = [line.split("\t") for line in (Path(__file__).parent / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]]
SAME = [(a, b) for a, b, verdict, _ in ROWS if verdict == "same"]
DIFFERENT = [(a, b) for a, b, verdict, _ in ROWS if verdict == "different"]


@pytest.fixture(scope="session")
def resolver() -> Resolver:
    """The resolver of the catalogue that ships."""
    return resolver_of(Ontology.load())


def iris(resolver, name):
    return {match.concept.iri for match in resolver.find(name)}


def test_there_are_enough_pairs_of_every_kind():
    assert len(ROWS) >= 300
    assert Counter(len(row) for row in ROWS) == {4: len(ROWS)}
    assert {verdict for _, _, verdict, _ in ROWS} == {"same", "different"}
    kinds = Counter((kind, verdict) for _, _, verdict, kind in ROWS)
    assert {kind for kind, _ in kinds} == {kind.value.lower() for kind in ConceptType}
    assert min(kinds.values()) >= 20, "every kind has pairs of both verdicts"


def test_no_pair_stands_twice():
    assert [pair for pair, count in Counter(frozenset(row[:2]) for row in ROWS).items() if count > 1] == []
    assert [row for row in ROWS if row[0] == row[1]] == []


@pytest.mark.parametrize(("one", "other"), SAME, ids=[f"{a} = {b}" for a, b in SAME])
def test_two_names_are_one_thing(resolver, one, other):
    assert iris(resolver, one), f"{one} stands for nothing"
    assert iris(resolver, one) == iris(resolver, other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=[f"{a} / {b}" for a, b in DIFFERENT])
def test_two_names_are_two_things(resolver, one, other):
    assert not iris(resolver, one) & iris(resolver, other)


@pytest.mark.parametrize(("one", "other"), SAME, ids=[f"{a} = {b}" for a, b in SAME])
def test_the_better_reading_is_no_worse_than_any_other(resolver, one, other):
    for name in (one, other):
        scores = [match.score for match in resolver.find(name)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
