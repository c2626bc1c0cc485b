"""The lint of the catalogue that ships: it has no finding, and is large enough to be worth linting."""

from collections import Counter

import pytest

from kg.ontology import default_path
from kg.vocabulary.lint import check, files_of

KINDS = ("clash", "cycle", "form", "missing broader", "orphan", "two schemes", "type conflict", "wrong merge")


@pytest.fixture(scope="module")
def findings():
    return check([default_path()])


def test_every_file_of_the_catalogue_is_linted():
    assert [file.stem for file in files_of([default_path()])] == [
        *("datasets", "hardware", "metrics", "models", "software", "tasks", "techniques")
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_catalogue_has_no_finding(findings, kind):
    found = [f"{each.iri}: {each.message}" for each in findings if each.kind == kind]
    assert found == [], f"{len(found)} findings"


def test_there_is_no_other_kind_of_finding(findings):
    assert set(Counter(each.kind for each in findings)) <= set(KINDS)
