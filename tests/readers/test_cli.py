"""`kg build --reader llm` and the like, as a person uses them, against the stand-in."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli.app import app
from kg.cli.assigned import assigned
from kg.cli.voice import UsageError
from kg.errors import SettingsError
from tests.readers.answers import PAPER, RECORD, concept
from tests.readers.standin import EMPTY, Reply, Request, Standin, completion, refusal

Kg = Callable[..., Result]
OTHER = {"title": "Of the Sea", "abstract": "The sea was calm. We rowed on it with GullNet."}


@pytest.fixture
def kg(standin: Standin, tmp_path: Path) -> Kg:
    """A function that runs kg with the stand-in as its reader."""
    papers = [{"id": PAPER.id, "title": PAPER.title, "abstract": PAPER.abstract}, {"id": "sea", **OTHER}]
    Path("papers.jsonl").write_text("".join(json.dumps(each) + "\n" for each in papers), encoding="utf-8")
    Path("kg.toml").write_text(
        f'reader_url = "{standin.url}"\nreader_model = "toy"\nreader_cache = "{(tmp_path / "answers").as_posix()}"\n',
        encoding="utf-8",
    )
    standin.reply = lambda request: completion(RECORD if "ShellNet" in request.text else EMPTY)

    def run(command: str, *options: object, stdin: str | None = None) -> Result:
        given = [command, "papers.jsonl", "--reader", "llm", *map(str, options)]
        result = CliRunner().invoke(app, given, input=stdin, prog_name="kg")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_a_build_reads_by_the_endpoint(kg: Kg, standin: Standin) -> None:
    result = kg("build", "--yes", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert "2 papers to read, 0 answered before, 2 to send to toy at 127.0.0.1, about" in result.stderr
    assert "price unknown" in result.stderr
    rows = {row["id"]: row for row in map(json.loads, Path("out/extractions.jsonl").read_text("utf-8").splitlines())}
    assert {each["rule"] for each in rows["shell"]["relations"]} == {"reader.toy"}
    assert rows["sea"]["concepts"] == []
    assert len(standin.requests) == 2


def test_a_build_with_a_full_cache_asks_nobody_and_gives_the_same_bytes(kg: Kg, standin: Standin) -> None:
    kg("build", "--yes", "-o", "one")
    standin.close()
    again = kg("build", "-o", "two")
    assert again.exit_code == 0, again.stderr
    assert "2 papers to read, 2 answered before\n" in again.stderr
    for name in ("graph.ttl", "graph.html", "extractions.jsonl"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()
    unchanged = kg("build", "-o", "one")
    assert "2 unchanged" in unchanged.stdout
    assert "to read" not in unchanged.stderr
    assert len(standin.requests) == 2


def test_another_model_reads_every_paper_again(kg: Kg, standin: Standin) -> None:
    kg("build", "--yes", "-o", "out")
    result = kg("build", "--yes", "-o", "out", "--set", "reader_model=other")
    assert "2 changed" in result.stdout
    assert {request.body["model"] for request in standin.requests} == {"toy", "other"}


def test_how_the_endpoint_is_reached_changes_nothing(kg: Kg, standin: Standin) -> None:
    kg("build", "--yes", "-o", "out")
    result = kg("build", "-o", "out", "--set", "reader_url=http://localhost:1/v1", "--set", "reader_price_in=9")
    assert "2 unchanged" in result.stdout


def test_nobody_to_ask_is_wrong_usage(kg: Kg, standin: Standin) -> None:
    result = kg("build", "-o", "out", "--set", "reader_price_in=2", "--set", "reader_price_out=8")
    assert result.exit_code == 2
    assert "at the prices set. Add --yes to send them" in result.stderr
    assert "price unknown" not in result.stderr
    assert standin.requests == []
    assert kg("extract").exit_code == 2


def test_a_person_is_asked(kg: Kg, standin: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = False

    def confirm(text: str, **options: object) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr("kg.cli.consent.typer.confirm", confirm)
    monkeypatch.setattr("kg.cli.consent._is_terminal", lambda: True)
    result = kg("build", "-o", "out")
    assert (result.exit_code, standin.requests) == (1, [])
    assert "kg: nothing was sent" in result.stderr
    answer = True
    assert kg("build", "-o", "out").exit_code == 0
    assert len(standin.requests) == 2
    assert len(asked) == 2
    assert asked[0].endswith("price unknown. Go on?")


def test_to_start_over_is_asked_before_anything_is_removed(kg: Kg, standin: Standin) -> None:
    kg("build", "--yes", "-o", "out")
    before = Path("out/graph.ttl").read_bytes()
    assert kg("build", "--fresh", "-o", "out", "--set", "reader_model=other").exit_code == 2
    assert Path("out/graph.ttl").read_bytes() == before
    result = kg("build", "--fresh", "--yes", "-o", "out", "--set", "reader_model=other")
    assert "2 new" in result.stdout
    assert result.stderr.count("papers to read") == 1


def test_one_paper_that_fails_costs_itself_alone(kg: Kg, standin: Standin) -> None:
    standin.reply = lambda request: refusal(400, "no sea") if "sea" in request.text else completion(RECORD)
    result = kg("build", "--yes", "-o", "out")
    assert result.exit_code == 1
    assert "sea: 127.0.0.1: status 400 (no sea). Check reader_model" in result.stderr
    report = json.loads(Path("out/build.json").read_bytes())
    assert (report["papers"], report["added"]) == (1, 1)
    standin.reply = lambda request: completion(EMPTY)
    mended = kg("build", "--yes", "-o", "out")
    assert mended.exit_code == 0
    assert "1 new, 0 changed, 0 removed, 1 unchanged" in mended.stdout
    assert len({request.text for request in standin.requests}) == 2


def test_what_the_text_does_not_hold_is_told(kg: Kg, standin: Standin) -> None:
    made_up = {"concepts": [concept("MoonNet", "Model", "uses"), concept("GullNet", "Model", "introduces", "GullNet", "Gulls")],
               "relations": []}  # fmt: skip
    standin.reply = lambda request: completion(RECORD if "ShellNet" in request.text else made_up)
    result = kg("build", "--yes", "-o", "out")
    assert result.exit_code == 0
    assert "toy: the texts do not bear out 1 concept, 2 mentions. It is left out" in result.stderr
    notes = [each for each in json.loads(Path("out/build.json").read_bytes())["problems"] if not each["error"]]
    assert [note["source"] for note in notes] == ["sea", "toy"]
    verbose = kg("extract", "-v")
    assert "sea: the text does not bear out 1 concept, 2 mentions. It is left out" in verbose.stderr


def test_extract_prints_what_the_endpoint_says(kg: Kg, standin: Standin) -> None:
    result = kg("extract", "-y")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["sea", "shell"]
    assert len(rows[1]["relations"]) == 5
    assert kg("extract").stdout == result.stdout


def test_a_command_that_does_not_ask_sends_nothing(kg: Kg, standin: Standin) -> None:
    with Path("kg.toml").open("a", encoding="utf-8") as file:
        file.write('reader = "llm"\n')
    row = {"id": PAPER.id, "title": PAPER.title, "abstract": PAPER.abstract, "concepts": [], "relations": []}
    Path("gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["score", "gold.jsonl"], prog_name="kg")
    assert result.exit_code == 2
    assert "1 paper would be sent to toy. kg extract asks before it sends" in result.stderr
    assert standin.requests == []
    assert kg("extract", "--yes").exit_code == 0
    result = CliRunner().invoke(app, ["score", "gold.jsonl"], prog_name="kg")
    assert result.exit_code == 0, result.stderr
    assert len(standin.requests) == 2


def test_the_key_stays_in_the_environment(
    kg: Kg, standin: Standin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KG_READER_KEY", "sk-very-secret")

    def reply(request: Request) -> Reply:
        failed = "sea" in request.text
        return refusal(500, "sk-very-secret broke", retry_after="9999") if failed else completion(RECORD)

    standin.reply = reply
    result = kg("build", "--yes", "-v", "-o", "out")
    assert result.exit_code == 1
    assert standin.requests[0].headers["authorization"] == "Bearer sk-very-secret"
    assert "secret" not in result.output + result.stderr
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 6
    assert not [path for path in written if b"secret" in path.read_bytes()]


def test_without_an_address_or_a_model_nothing_begins(kg: Kg) -> None:
    Path("kg.toml").unlink()
    result = kg("build", "-o", "out")
    assert result.exit_code == 2
    assert "setting reader_url: the reader llm needs the http(s) address of an endpoint" in result.stderr
    result = kg("build", "-o", "out", "--set", "reader_url=http://localhost:1/v1")
    assert "setting reader_model" in result.stderr
    assert not Path("out").exists()


def test_another_reader_that_is_not_ready_says_so(kg: Kg) -> None:
    given = ["build", "papers.jsonl", "--reader", "gliner", "-o", "out"]
    result = CliRunner().invoke(app, given, prog_name="kg")
    assert result.exit_code == 2
    assert "setting reader_path: the reader gliner needs the folder of its weights" in result.stderr
    result = CliRunner().invoke(app, ["build", "papers.jsonl", "--reader", "oracle"], prog_name="kg")
    assert "setting reader: must be one of kg, gliner, hf, llm, not 'oracle'" in result.stderr


def test_without_a_choice_no_request_is_made(standin: Standin, kg: Kg) -> None:
    result = CliRunner().invoke(app, ["build", "papers.jsonl", "-o", "out"], prog_name="kg")
    assert result.exit_code == 0
    assert standin.requests == []
    assert "to read" not in result.stderr


def test_settings_can_be_given_by_name() -> None:
    assert assigned(["reader-model = a=b", "reader_timeout=3"]) == {"reader_model": "a=b", "reader_timeout": "3"}
    assert assigned(None) == {}
    with pytest.raises(UsageError, match="write KEY=VALUE"):
        assigned(["reader_model"])
    with pytest.raises(UsageError, match="use --min-link"):
        assigned(["min_link=1"])
    with pytest.raises(SettingsError, match="setting environment: is no setting"):
        assigned(["environment=1"])


def test_a_test_runner_is_no_terminal() -> None:
    from kg.cli.consent import _is_terminal

    assert _is_terminal() is (sys.stdin.isatty() and sys.stderr.isatty())
