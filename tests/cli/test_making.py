"""`kg build` and `kg extract`, with the engine that ships."""

import json
import sys
import time

import pytest
import rdflib

from kg.cli import build as body
from kg.cli.build import summary
from kg.cli.problems import counted, line, tell
from kg.cli.progress import lines as plain_lines
from kg.cli.progress import progress, waiting
from kg.cli.reading import Reading
from kg.cli.strict import checked, refuse
from kg.cli.voice import Voice
from kg.errors import KgError
from kg.export.folder import OUTPUTS, REPORT
from kg.model import BuildReport, Extraction, Paper, Problem
from kg.settings import Settings
from kg.sources.locate import locate
from kg.sources.raw import Source
from tests.cli.papers import PAPERS, WHOLE, WITH_A_FAILURE


@pytest.fixture
def papers(tmp_path):
    file = tmp_path / "papers.jsonl"
    file.write_text(WHOLE, encoding="utf-8")
    return file


# Building


def test_a_build_says_what_it_did_and_the_rest_of_the_program_can_ask_it(kg, papers):
    first = kg("build", papers)
    assert first.exit_code == 0, first.output
    rows = dict(row.split(maxsplit=1) for row in first.stdout.splitlines())
    assert rows["graph"] == "graph_out/graph.ttl"
    assert rows["page"] == "graph_out/graph.html"
    assert rows["papers"] == "2 (2 new, 0 changed, 0 removed, 0 unchanged)"
    assert int(rows["concepts"]) > 4
    assert int(rows["claims"]) > 4
    assert float(rows["seconds"]) > 0
    again = kg("build", papers, "-q")
    assert "2 (0 new, 0 changed, 0 removed, 2 unchanged)" in again.stdout
    assert again.stderr == ""
    shown = kg("show", "Osprey")
    assert "2.4x" in shown.stdout
    assert kg("validate").stdout == "the graph conforms to the shapes\n"
    assert len(rdflib.Graph().parse(data=kg("export", "ttl").stdout, format="turtle")) > 100


def test_json_prints_the_report(kg, papers):
    report = json.loads(kg("build", papers, "-o", "there", "--json").stdout)
    assert report["papers"] == report["added"] == 2
    assert set(report["outputs"]) == set(OUTPUTS)
    assert report == json.loads((papers.parent / "there" / REPORT).read_text("utf-8"))


def test_options_reach_the_library(kg, papers, monkeypatch):
    seen = {}

    def build_folder(given, out, **options):
        seen.update(options, out=out, names=[source.name for source in given])
        return report()

    monkeypatch.setattr(body, "build_folder", build_folder)
    (papers.parent / "my.toml").write_text("workers = 3\nmin_link = 0.1\n", encoding="utf-8")
    result = kg(
        *("build", papers, "-o", "there", "--year", "2023", "--prune", "--fresh", "--config", "my.toml"),
        *("--min-link", "0.5", "--min-confidence", "0.6", "--fast", "--title", "Mine"),
    )
    assert result.exit_code == 0
    assert seen["settings"] == Settings(min_link=0.5, min_confidence=0.6, workers=3, fast=True, title="Mine")
    assert (seen["year"], seen["prune"], seen["fresh"], str(seen["out"])) == (2023, True, True, "there")
    assert seen["names"] == ["papers.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["nope.txt"], 2, "nope.txt: there is no such file or folder", id="no such source"),
        pytest.param(["*.nope"], 2, "*.nope: matches no file", id="no match"),
        pytest.param(["ftp://example.org/x"], 2, "does not read ftp: addresses", id="scheme"),
        pytest.param(["empty.txt"], 1, "empty.txt", id="empty source"),
        pytest.param(["papers.jsonl", "--min-link", "2"], 2, "setting min_link: must lie", id="wrong value"),
        pytest.param(["papers.jsonl", "--config", "no.toml"], 2, "no.toml: cannot be read", id="no settings"),
        pytest.param(["papers.jsonl", "--config", "bad.toml"], 2, "setting nope: is no setting", id="unknown key"),
        pytest.param(["papers.jsonl", "-o", "papers.jsonl"], 1, "papers.jsonl", id="a file where the folder should be"),
    ],
)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_errors(kg, papers, command, arguments, code, message):
    if command == "extract" and "-o" in arguments:
        pytest.skip("extract writes a file")
    (papers.parent / "empty.txt").write_text("", encoding="utf-8")
    (papers.parent / "bad.toml").write_text("nope = 1\n", encoding="utf-8")
    result = kg(command, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("kg: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_failure_in_the_data(kg, papers, command):
    papers.write_text(WITH_A_FAILURE, encoding="utf-8")
    result = kg(command, papers)
    assert result.exit_code == 1
    assert f"{papers}:2: " in result.stderr
    if command == "build":
        assert "failures  1 failure, listed in graph_out/build.json" in result.stdout
        assert "papers    2 (2 new" in result.stdout
    else:
        assert [json.loads(row)["id"] for row in result.stdout.splitlines()] == ["linnet", "osprey"]


@pytest.mark.parametrize("command", ["build", "extract"])
def test_strict_stops_before_anything_is_written(kg, papers, command):
    papers.write_text(WITH_A_FAILURE, encoding="utf-8")
    out = papers.parent / "out"
    result = kg(command, papers, "--strict", "-o", out)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"kg: {papers}:2: ")
    assert not out.exists()


def test_strict_reads_stdin_once_for_both_readings(kg):
    result = kg("build", "-", "--strict", "--fast", "-q", stdin=WHOLE)
    assert result.exit_code == 0
    assert "papers    2 (2 new" in result.stdout


def test_what_can_be_read_again_is_left_as_it_is(papers):
    (source,) = locate([str(papers)])
    assert checked([source]) == (source,)


def test_strict_keeps_the_hash_of_a_stream(papers):
    once = Source("s", "s", lambda: papers.open("rb"), again=False)
    (kept,) = checked([once])
    assert kept.digest() == locate([str(papers)])[0].digest()


# Extracting


def test_extract_prints_one_object_a_paper(kg, papers):
    result = kg("extract", papers)
    assert result.exit_code == 0
    found = [json.loads(row) for row in result.stdout.splitlines()]
    assert [each["id"] for each in found] == ["linnet", "osprey"]
    for each, given in zip(found, (PAPERS[1], PAPERS[0]), strict=True):
        assert (each["title"], each["abstract"]) == (given["title"], given["abstract"])
        text = f"{each['title']}\n{each['abstract']}"
        assert all(text[slice(*row["span"])] == row["evidence"] for row in each["relations"])
    assert "FlashAttention" in {concept["name"] for concept in found[1]["concepts"]}


def test_extract_reads_stdin_and_writes_a_file(kg, papers):
    expected = kg("extract", papers).stdout
    out = papers.parent / "deep" / "found.jsonl"
    result = kg("extract", "-", "-o", out, stdin=WHOLE)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = [json.loads(row) for row in out.read_text("utf-8").splitlines()]
    assert [row["relations"] for row in rows] == [json.loads(row)["relations"] for row in expected.splitlines()]


def test_a_paper_that_kg_fails_on_is_told_and_the_others_land(monkeypatch):
    def some(papers, settings, ontology, failures, tell):
        for number, paper in enumerate(papers, 1):
            tell("extract", number, len(papers))
            if paper.id == "bad":
                failures.append(Problem(paper.id, 0, "extract", "ValueError: no", "Please report this paper"))
            else:
                yield Extraction(paper, (), ())

    monkeypatch.setattr("kg.cli.reading.read_papers", some)
    papers = [Paper(name, "t", "a") for name in ("a", "bad", "c")]
    reading = Reading(Settings())
    assert [each.paper.id for each in reading.extractions(papers, lambda *_: None)] == ["a", "c"]
    assert reading.failed
    strict = Reading(Settings(), strict=True).extractions(papers, lambda *_: None)
    assert next(strict).paper.id == "a"
    with pytest.raises(KgError, match="bad: ValueError: no"):
        next(strict)


# Words


def report(**changes):
    numbers = dict(papers=1200, added=1, changed=2, removed=3, unchanged=4, concepts=5, claims=6, triples=7)  # noqa: C408
    rest = {"problems": (), "timings": {}, "versions": {}, "inputs": {}, "outputs": {}}
    return BuildReport(**(numbers | rest | changes))


def problem(*, error=True, number=3):
    return Problem("a.txt", number, "read", "no title", "Add one", error=error)


def test_the_summary_of_a_build(tmp_path):
    text = summary(report(problems=(problem(), problem(error=False))), tmp_path, 12.34)
    assert "papers    1,200 (1 new, 2 changed, 3 removed, 4 unchanged)" in text
    assert text.splitlines()[-1] == f"failures  1 failure, listed in {tmp_path / REPORT}"
    assert "seconds   12.3" in text
    assert "failures" not in summary(report(), tmp_path, 0)


def test_problems_are_told_with_their_place():
    assert line(problem()) == "a.txt:3: no title. Add one"
    assert line(problem(number=0)) == "a.txt: no title. Add one"
    refuse(problem(error=False))
    with pytest.raises(KgError, match=r"a\.txt:3: no title\. Add one"):
        refuse(problem())


@pytest.mark.parametrize(
    ("voice", "notes", "errors", "expected"),
    [
        pytest.param(Voice(), 1, 0, ["1 note; -v shows it"], id="a note"),
        pytest.param(
            Voice(), 12, 1, ["a.txt:3: no title. Add one", "12 notes; -v shows them"], id="notes and an error"
        ),
        pytest.param(Voice(quiet=True), 12, 1, ["a.txt:3: no title. Add one"], id="quiet"),
        pytest.param(Voice(verbose=True), 2, 0, ["a.txt:3: no title. Add one"] * 2, id="verbose"),
        pytest.param(
            Voice(), 0, 22, ["a.txt:3: no title. Add one"] * 20 + ["and 2 more failures; look"], id="very many"
        ),
        pytest.param(Voice(verbose=True), 0, 22, ["a.txt:3: no title. Add one"] * 22, id="all of very many"),
        pytest.param(Voice(), 0, 0, [], id="nothing"),
    ],
)
def test_problems_are_told(capsys, voice, notes, errors, expected):
    tell([problem(error=False)] * notes + [problem()] * errors, voice, rest="look")
    assert capsys.readouterr().err.splitlines() == expected


def test_numbers_with_their_noun():
    assert [counted(number, "note") for number in (0, 1, 2, 12345)] == ["0 notes", "1 note", "2 notes", "12,345 notes"]


def test_progress_is_told_after_two_seconds_and_then_every_ten():
    now, said = 100.0, []
    tell = plain_lines(said.append, lambda: now)
    for now, number in ((101.9, 1), (102.0, 2), (111.0, 3), (112.0, 4)):  # noqa: B007 - the clock reads it
        tell("extract", number, 5000)
    tell("write", 1, 3)
    assert said == ["reading papers: 2 of 5,000", "reading papers: 4 of 5,000"]


def test_progress_is_silent_when_quiet(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress(Voice(quiet=True)) as tell:
        tell("extract", 1, 2)
    assert capsys.readouterr().err == ""


def test_waiting_is_shown_when_it_takes_long(capsys):
    with waiting(Voice(), "counting shells", patience=0.01, pause=0.01):
        time.sleep(0.2)
    first, *more = capsys.readouterr().err.splitlines()
    assert first == "counting shells: 0 s"
    assert more


@pytest.mark.parametrize(("voice", "patience"), [(Voice(quiet=True), 0.0), (Voice(), 30.0)])
def test_waiting_is_silent_when_quiet_or_over_soon(capsys, voice, patience):
    with waiting(voice, "counting shells", patience=patience):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


def test_waiting_turns_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with waiting(Voice(), "counting shells", patience=0.01):
        time.sleep(0.3)
    assert "counting shells" in capsys.readouterr().err


def test_an_error_ends_the_waiting(capsys):
    with pytest.raises(ZeroDivisionError), waiting(Voice(), "counting shells", patience=0.5):
        1 / 0  # noqa: B018
    time.sleep(0.6)
    assert capsys.readouterr().err == ""
