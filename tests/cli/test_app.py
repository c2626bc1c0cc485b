"""The program as a whole: help, version, exit codes, errors, and what is loaded when."""

import ast
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import app as program
from kg.cli.commands import COMMANDS
from kg.cli.voice import UsageError, Voice, visible
from kg.errors import KgError, QueryError, SettingsError, SourceError, StoreError, UnknownNode
from kg.versions import own_version

CLI = Path(program.__file__).parent
NAMES = [command.__name__ for command, _ in COMMANDS]


def test_version(kg):
    result = kg("--version")
    assert (result.exit_code, result.stdout) == (0, f"kg {own_version()}\n")


def test_help_lists_the_commands(kg):
    for arguments in (["--help"], ["-h"]):
        result = kg(*arguments)
        assert result.exit_code == 0
        assert all(f"\n  {name} " in result.stdout for name in NAMES)
        assert "..." not in result.stdout.split("Commands:")[1], "a summary is cut"


def test_without_a_command_the_help_is_shown(kg):
    result = kg()
    assert result.exit_code == 2
    assert "Commands:" in result.output


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_a_body_of_its_name(kg, name):
    assert (CLI / f"{name}.py").is_file()
    for flag in ("--help", "-h"):
        assert "Example: kg " in kg(name, flag).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["biuld"], "No such command 'biuld'. Did you mean 'build'", id="unknown command"),
        pytest.param(["build", "x", "--nope"], "No such option: --nope", id="unknown option"),
        pytest.param(["build"], "Missing argument 'SOURCE'", id="no source"),
        pytest.param(["build", "x", "--year", "20"], "Invalid value for '--year'", id="a year that is none"),
        pytest.param(["path", "a"], "Missing argument 'B'", id="one end"),
    ],
)
def test_wrong_usage(kg, arguments, message):
    result = kg(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("a"), 2),
        (SettingsError("a", "b"), 2),
        (QueryError("a", "b"), 2),
        (SourceError("a", 1, "b", "c"), 1),
        (StoreError("a", "b"), 1),
        (UnknownNode("a"), 1),
        (KgError("a\nb"), 1),
        (PermissionError(13, "Permission denied", "graph.ttl"), 1),
        (OSError("no such device"), 1),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(32, "Broken pipe"), 141),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_error_ends_in_one_line_and_a_code(kg, monkeypatch, error, code):
    def fail(voice, **options):
        raise error

    monkeypatch.setattr("kg.cli.show.run", fail)
    result = kg("show", "x")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.count("\n") == (0 if code == 141 else 1)
    assert code == 141 or result.stderr.startswith("kg: ")


def test_the_name_of_the_file_is_told(kg, monkeypatch):
    def fail(voice, **options):
        raise PermissionError(13, "Permission denied", "graph.ttl")

    monkeypatch.setattr("kg.cli.show.run", fail)
    assert "graph.ttl: Permission denied. Check" in kg("show", "x").stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["show", "x"], Voice()),
        (["-q", "show", "x"], Voice(quiet=True)),
        (["show", "x", "-q"], Voice(quiet=True)),
        (["-v", "show", "x"], Voice(verbose=True)),
        (["show", "x", "--verbose"], Voice(verbose=True)),
    ],
)
def test_quiet_and_verbose_stand_before_or_after_the_command(kg, monkeypatch, arguments, expected):
    heard = []
    monkeypatch.setattr("kg.cli.show.run", lambda voice, **options: heard.append(voice) or 0)
    assert kg(*arguments).exit_code == 0
    assert heard == [expected]


def test_a_voice_says_less_when_quiet(capsys):
    for voice in (Voice(), Voice(quiet=True)):
        voice.say("a note")
        voice.error("an\nerror")
    assert capsys.readouterr().err == "a note\nan error\nan error\n"


def test_control_characters_are_made_visible():
    assert visible("a\x1b[31m\tb\x07\nc\x9d\u2028é") == "a\ufffd[31m\tb\ufffd\nc\ufffd\u2028é"


def test_stdout_is_utf8_whatever_the_locale(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    program.speak_utf8()
    print("é → 𝔸 \udc80")
    sys.stdout.flush()
    assert raw.getvalue() == "é → 𝔸 ?\n".encode()


# What is loaded


def test_no_body_is_imported_inside_a_function():
    """Bodies are loaded by `options.call` alone; everything else of kg is imported at the top."""
    for file in CLI.glob("*.py"):
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                    assert not any(name.partition(".")[0] == "kg" for name in names), (file.name, function.name)


def loaded(*arguments):
    script = f"import sys; sys.argv = ['kg', *{arguments!r}]; from kg.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stderr.split())


def test_help_loads_next_to_nothing():
    modules = loaded("--help")
    heavy = {"spacy", "numpy", "networkx", "pyvis", "rdflib", "pyshacl", "rich", "pyoxigraph", "kg.pipeline", "kg.rdf"}
    assert "kg.cli.commands" in modules
    assert not heavy & modules


def test_a_command_loads_no_more_than_it_needs(graph):
    modules = loaded("query", "ASK { ?s ?p ?o }", "--graph", str(graph))
    assert "pyoxigraph" in modules
    assert not {"spacy", "networkx", "pyvis", "rdflib", "pyshacl"} & modules


@pytest.mark.parametrize(("imported", "frozen"), [("json", "True"), ("duckdb", "False")])
def test_the_last_search_for_circles_is_spared_but_where_duckdb_needs_it(imported, frozen):
    script = (
        f"import atexit, gc, sys, {imported}; atexit.register(lambda: print(gc.get_freeze_count() > 0))\n"
        "sys.argv = ['kg', '--version']; from kg.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout.split()[-1], done.stderr) == (frozen, "")


def test_help_comes_up_at_once():
    def seconds():  # of a core: what else the machine does plays no part
        before = os.times()
        subprocess.run([sys.executable, "-m", "kg", "--help"], check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(seconds() for _ in range(5)) < 0.5
