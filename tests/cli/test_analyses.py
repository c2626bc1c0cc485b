"""The commands of analyses: every form, one clear error, the same answer with and without tables."""

import csv
import inspect
import io
import json
from importlib import import_module

import pytest

from kg.analysis import conflicts, trends
from kg.analysis.leaderboard import leaderboard
from kg.analysis.measured import Quote
from kg.cli import commands_analyse, stored
from kg.cli.analysed import sentences
from kg.cli.commands_analyse import ANALYSES
from kg.cli.leaderboard import _sheet
from kg.cli.options import TableForm
from kg.cli.sheets import Sheet, as_csv, as_markdown, plain
from kg.export import folder
from kg.model import ConceptType, Iri, Mode, Predicate
from kg.rdf.store import Store
from kg.tables import parquet, tables
from tests.tables.made import (
    A100,
    ACCURACY,
    CATALOGUE,
    HERON,
    IMAGES,
    LINNET,
    OSPREY,
    PRUNING,
    T4,
    achieves,
    beats,
    figure,
    introduces,
    read,
    role,
    store_of,
)

NAMES = [command.__name__ for command, _ in ANALYSES]


def over(winner, loser):
    return beats(winner, loser, "", figure("2", "x", ACCURACY, mode=Mode.RATIO))


PAPERS = [
    read(
        "one", introduces(HERON), *role(Predicate.EVALUATED_ON, IMAGES), *role(Predicate.USES, PRUNING), *role(Predicate.RUNS_ON, A100),
        achieves(HERON, ACCURACY, "92.10", IMAGES), over(HERON, OSPREY), published="2024-01",
    ),
    read("two", introduces(OSPREY), *role(Predicate.EVALUATED_ON, IMAGES), *role(Predicate.USES, PRUNING), *role(Predicate.RUNS_ON, T4),
         achieves(HERON, ACCURACY, "90", IMAGES), over(OSPREY, LINNET), published="2024-02"),
    read("three", introduces(LINNET), *role(Predicate.EVALUATED_ON, IMAGES), *role(Predicate.USES, PRUNING), published="2024-03"),
]  # fmt: skip
ARGUMENTS = {
    "leaderboard": ["ImageSea"],
    "compare": ["Heron", "Osprey"],
    "conflicts": [],
    "order": ["accuracy"],
    "trends": [],
    "communities": [],
    "similar": ["Heron"],
    "gaps": ["--min-papers", 1],
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a graph with its tables, where DuckDB is there."""
    place = tmp_path_factory.mktemp("built")
    with Store(place / "store", ontology=CATALOGUE) as store:
        store.replace_all(PAPERS)
        parquet.write(place / tables.TABLES, store, sorted(PAPERS, key=lambda each: each.paper.id))
    return place


@pytest.mark.parametrize("form", TableForm)
@pytest.mark.parametrize("name", NAMES)
def test_every_command_answers_in_every_form(kg, built, name, form):
    result = kg(name, *ARGUMENTS[name], "--format", form, "-q", "--graph", built)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip()
    if form is TableForm.JSON:
        assert json.loads(result.stdout)
    if form is TableForm.CSV:
        assert len({len(row) for row in csv.reader(io.StringIO(result.stdout))}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_without_tables_the_answer_is_the_same(kg, built, name, monkeypatch):
    first = kg(name, *ARGUMENTS[name], "--format", "json", "--graph", built)
    monkeypatch.setattr(tables, "installed", lambda: False)
    again = kg(name, *ARGUMENTS[name], "--format", "json", "--graph", built)
    assert (first.exit_code, first.stdout, first.stderr) == (again.exit_code, again.stdout, again.stderr)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_graph_there_is_one_clear_error(kg, name):
    result = kg(name, *ARGUMENTS[name], "--graph", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: nowhere: there is no graph here.")


@pytest.mark.parametrize("name", ["leaderboard", "compare", "similar"])
def test_an_unknown_name_gets_a_hint(kg, built, name):
    result = kg(name, *(["Herin", "Osprey"] if name == "compare" else ["ImageSee"]), "--graph", built)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Did you mean" in result.stderr


def test_a_comparison_of_one_is_wrong_usage(kg, built):
    result = kg("compare", "Heron", "--graph", built)
    assert result.exit_code == 2
    assert "two or more" in result.stderr


def test_a_leaderboard_shows_ranks_sentences_and_conflicts(kg, built):
    lines = kg("leaderboard", "ImageSea", "--graph", built).stdout.splitlines()
    assert lines[1].split()[:3] == ["rank", "system", "figure"]
    assert [line.split()[:3] for line in lines[2:]] == [["1", "Heron", "92.10%"], ["2", "Heron", "90%"]]
    assert all(" yes " in line and line.endswith(".") for line in lines[2:])


def test_what_has_no_name_is_the_paper_s_own():
    said = read("one", achieves("@self", ACCURACY, "90", IMAGES), names=[IMAGES])
    (board,) = leaderboard(store_of(said), "ImageSea").boards
    assert _sheet(board).rows[0][:3] == ["1", "its contribution", "90%"]


def test_a_limit_leaves_rows_out_and_says_so(kg, built):
    result = kg("leaderboard", "ImageSea", "--limit", 1, "--graph", built)
    assert len(result.stdout.splitlines()) == 3
    assert "1 more" in result.stderr


def test_a_limit_of_none_leaves_no_row(kg, built):
    result = kg("leaderboard", "ImageSea", "--limit", 0, "--graph", built)
    assert (result.exit_code, "2 more" in result.stderr) == (0, True)


def test_side_by_side_sentences_are_cut_for_people_alone(kg, built, monkeypatch):
    monkeypatch.setattr("kg.cli.compare._LONGEST", 12)
    shown = kg("compare", "Heron", "Osprey", "--graph", built).stdout
    assert "“Claim 1 of…” (one)" in shown
    assert "“Claim 1 of one.” (one)" in kg("compare", "Heron", "Osprey", "--format", "csv", "--graph", built).stdout


def test_a_comparison_tells_what_a_limit_left_out(kg, built):
    assert "more rows" in kg("compare", "Heron", "Osprey", "--limit", 1, "--graph", built).stderr


def test_many_quotes_are_one_and_how_many_more():
    quotes = [Quote(Iri("x"), "one", "T", "Short.", 0.5), Quote(Iri("y"), "two", "T", "A longer sentence.", 0.9)]
    assert sentences(quotes) == "“Short.” (one) / “A longer sentence.” (two)"
    assert sentences(quotes, 9) == "“A longer…” (two) and 1 more"
    assert sentences([], 9) == ""


def test_conflicts_number_their_claims(kg, built):
    rows = list(csv.DictReader(io.StringIO(kg("conflicts", "--format", "csv", "--graph", built).stdout)))
    assert [(row["no"], row["kind"], row["figure"]) for row in rows] == [
        ("1", "figures", "92.10%"),
        ("1", "figures", "90%"),
    ]
    none = kg("conflicts", "--kind", "impossible", "--graph", built)
    assert (none.exit_code, none.stdout, none.stderr) == (0, "", "no conflicts\n")


def test_a_chain_is_told_with_its_sentences(kg, built):
    result = kg("order", "--graph", built).stdout
    assert "chains that nobody states" in result
    assert "Heron > Osprey > Linnet" in result
    assert "“Claim 5 of one.” (one) / “Claim 5 of two.” (two)" in result


def test_trends_draw_time_and_csv_counts_it(kg, built):
    drawn = kg("trends", "--type", "Technique", "--graph", built)
    assert drawn.stdout.splitlines()[1].endswith("███")
    assert drawn.stderr == "3 dated papers, the later half from 2024-02; 0 without such a date\n"
    (row,) = csv.DictReader(
        io.StringIO(kg("trends", "--type", "Technique", "--format", "csv", "--graph", built).stdout)
    )
    assert [row[month] for month in ("2024-01", "2024-02", "2024-03")] == ["1", "1", "1"]


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_what_is_no_date_is_wrong_usage(kg, built, option):
    result = kg("trends", option, "May 2024", "--graph", built)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{option} May 2024: this is no date" in result.stderr


@pytest.mark.parametrize("name", ["leaderboard", "order", "trends"])
def test_a_picture_is_drawn_beside_the_answer(kg, built, tmp_path, name):
    pytest.importorskip("matplotlib")
    result = kg(name, *ARGUMENTS[name], "--plot", tmp_path / "plot.svg", "--graph", built)
    assert result.exit_code == 0
    assert result.stdout == kg(name, *ARGUMENTS[name], "--graph", built).stdout
    assert (tmp_path / "plot.svg").read_bytes().startswith(b"<?xml")
    wrong = kg(name, *ARGUMENTS[name], "--plot", "plot.gif", "--graph", built)
    assert (wrong.exit_code, wrong.stdout) == (2, "")


def test_the_choices_are_those_of_the_analyses():
    assert list(commands_analyse.ConflictKind) == list(conflicts.Kind)
    assert list(commands_analyse.Period) == list(trends.Period)
    assert list(commands_analyse.TrendType) == [*ConceptType, "claim"]
    assert stored.STORE == folder.STORE == tables._STORE


@pytest.mark.parametrize("name", NAMES)
def test_a_body_takes_what_its_command_declares(name):
    (declared,) = (command for command, _ in ANALYSES if command.__name__ == name)
    body = inspect.signature(import_module(f"kg.cli.{name}").run)
    assert set(body.parameters) == set(inspect.signature(declared).parameters) - {"ctx", "quiet", "verbose"} | {"voice"}


# Sheets


ONE = Sheet("one", ("a", "b"), [["1", "x|y"], ["2", 'a "b"']])
TWO = Sheet("two *", ("b", "c"), [["3", "line\nbreak <i>"]])


def test_sheets_as_csv():
    assert as_csv([ONE], titled=False) == 'a,b\n1,x|y\n2,"a ""b"""\n'
    assert list(csv.reader(io.StringIO(as_csv([ONE, TWO], titled=True))))[::3] == [
        ["table", "a", "b", "c"],
        ["two *", "", "3", "line\nbreak <i>"],
    ]


def test_sheets_as_markdown():
    assert as_markdown(TWO) == "## two \\*\n\n| b | c |\n| --- | --- |\n| 3 | line break \\<i> |\n"
    assert "x\\|y" in as_markdown(ONE)


def test_results_as_plain_values():
    found = plain({"a": (1, None, TWO.columns), "b": figure("1", "%")})
    assert found["a"] == [1, None, ["b", "c"]]
    assert found["b"]["value"] == "1"
