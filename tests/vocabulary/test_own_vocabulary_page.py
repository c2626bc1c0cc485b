"""What docs/how-to/own-vocabulary.md says is true."""

import re
from pathlib import Path

import pytest

from kg.model import ConceptType
from kg.ontology import Ontology
from kg.vocabulary import exports, lint_labels, lint_links
from kg.vocabulary.in_force import REPLACES
from kg.vocabulary.readers.read import read_vocabulary
from tests.vocabulary.test_shipped_catalogue import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "own-vocabulary.md").read_text(encoding="utf-8")


def fenced(kind):
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_explains_every_kind_of_finding():
    told = {
        kind for row in re.findall(r"^\| (`.+?) \|", PAGE, re.MULTILINE) for kind in re.findall(r"`([a-z ]+)`", row)
    }
    assert set(KINDS) <= told


@pytest.mark.parametrize("module", [lint_labels, lint_links])
def test_no_rule_makes_another_kind(module):
    source = Path(module.__file__).read_text(encoding="utf-8")
    assert set(re.findall(r'Fault\(\s*"([a-z ]+)"', source)) <= set(KINDS)


def test_the_list_of_the_page_can_be_imported(tmp_path):
    file = tmp_path / "words.csv"
    file.write_text(fenced("text")[0], encoding="utf-8")
    found = read_vocabulary(file, default_type=ConceptType.TECHNIQUE)
    assert [entry.labels for entry in found.entries] == [("mixture of depths",), ("token merging", "ToMe")]
    assert not [problem for problem in found.problems if problem.error]


def test_the_types_of_the_page_are_all():
    (named,) = re.findall(r"`--type` does: (.+?)\.", PAGE)
    assert set(re.split(r", | or ", named)) == set(ConceptType)


def test_the_script_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("patterns.jsonl").write_text(exports.patterns(Ontology.empty()), encoding="utf-8")
    for script in fenced("python"):
        exec(compile(script, "own-vocabulary.md", "exec"), {})  # the page is ours


def test_the_page_names_the_file_that_stands_for_replacing():
    assert f"graph_out/vocabulary/{REPLACES}" in PAGE


def test_the_columns_of_the_page_are_those_of_the_table():
    (row,) = re.findall(r"^\| CSV with a column `label` \| (.+) \|$", PAGE, re.MULTILINE)
    assert {"type", "aliases", "broader", "facts", "iri"} <= set(re.findall(r"`(\w+)`", row))
    assert {*exports.COLUMNS} == {"type", "aliases", "broader", "facts", "iri", "label"}
