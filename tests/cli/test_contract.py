"""What holds for every command: help for each option, one meaning for each flag, JSON that is JSON, silence of -q."""

import inspect
import json
from importlib import import_module

import pytest
import typer

from kg.cli.app import app
from kg.cli.commands import COMMANDS
from kg.cli.concepts import CONCEPTS
from tests.cli.papers import WHOLE

PROGRAM = typer.main.get_command(app)
NAMES = [command.__name__ for command, _ in COMMANDS]
OF_ALL = {"ctx", "quiet", "verbose"}


def parameters(name):
    return PROGRAM.commands[name].params


def flags(name):
    return {flag: option for option in parameters(name) for flag in option.opts if flag.startswith("-")}


def test_the_commands_are_those_of_the_contract():
    assert list(PROGRAM.commands) == [
        *("build", "extract", "query", "show", "explain", "path", "neighbors", "validate", "score", "quality", "annotate",
          "train", "describe", "export", "import", "leaderboard", "compare", "conflicts", "order", "trends", "communities",
          "similar", "gaps", "diff", "concepts", "watch")
    ]  # fmt: skip
    assert {"check", "find", "show", "add", "import", "gaps", "export", "mappings", "split", "merge", "rename"} <= set(
        PROGRAM.commands["concepts"].commands
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_option_and_argument_has_help(name):
    for each in parameters(name):
        assert each.help, each.name
        assert each.help[0].isupper()
        assert each.help.endswith("."), each.help


@pytest.mark.parametrize("name", NAMES)
def test_every_command_can_be_quiet_and_verbose(name):
    assert {"--quiet", "-q", "--verbose", "-v"} <= set(flags(name))


def test_a_flag_means_the_same_everywhere():
    meanings = {}
    for name in NAMES:
        for flag, option in flags(name).items():
            meanings.setdefault(flag, {})[name] = option.help
    differing = {flag for flag, by_command in meanings.items() if len(set(by_command.values())) > 1}
    other = {"--config", "--papers"}  # of a training: its own choices, and papers without annotations
    assert differing == {"-o", "--out", "--limit"} | other, "a folder or a file; rows or paths"


@pytest.mark.parametrize(("declared", "name"), [row[:2] for row in CONCEPTS], ids=[row[1] for row in CONCEPTS])
def test_a_command_of_the_group_is_declared_as_its_body_is(declared, name):
    given = set(inspect.signature(declared).parameters) - OF_ALL
    modules = [import_module(f"kg.cli.concepts_{part}") for part in ("find", "check", "edit", "gaps")]
    bodies = [body for module in modules if (body := getattr(module, f"{name}_", getattr(module, name, None)))]
    assert any(set(inspect.signature(body).parameters) == given | {"voice"} for body in bodies)
    for each in PROGRAM.commands["concepts"].commands[name].params:
        assert each.help, each.name
        assert each.help.endswith("."), each.help


@pytest.mark.parametrize("name", NAMES)
def test_a_body_takes_what_its_command_declares(name):
    (declared,) = (command for command, _ in COMMANDS if command.__name__ == name)
    given = set(inspect.signature(declared).parameters) - OF_ALL
    given |= {"rest"} if name == "query" else set()  # the parameters of a named query
    run = inspect.signature(import_module(f"kg.cli.{name}").run)
    assert set(run.parameters) == given | {"voice"}
    assert all(each.kind is each.KEYWORD_ONLY for key, each in run.parameters.items() if key != "voice")
    assert run.return_annotation is int


@pytest.mark.parametrize("name", [name for name in NAMES if "--graph" in flags(name)])
def test_a_command_that_asks_a_graph_says_where_it_looked(kg, name):
    needed = {
        "query": ["ASK {}"],
        "show": ["x"],
        "explain": ["x"],
        "path": ["a", "b"],
        "neighbors": ["x"],
        "export": ["nt"],
    }
    result = kg(name, *needed.get(name, []), "--graph", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: nowhere: there is no graph here.")


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "SELECT * { ?s ?p ?o } LIMIT 3"],
        ["query", "--list"],
        ["show", "SwiftKV"],
        ["explain", "SwiftKV"],
        ["path", "T4", "PageKV"],
        ["neighbors", "T4"],
        ["validate"],
    ],
    ids=" ".join,
)
def test_json_is_json_and_quiet_is_quiet(kg, graph, arguments):
    result = kg(*arguments, "--json", "-q", "--graph", graph)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)


def test_every_command_with_json_is_looked_at_here_or_in_its_own_test():
    assert {name for name in NAMES if "--json" in flags(name)} == {
        *("query", "show", "explain", "path", "neighbors", "validate"),
        *("build", "score", "quality"),
    }  # fmt: skip


def test_verbose_shows_the_notes(kg, tmp_path):
    listing = tmp_path / "papers.jsonl"
    listing.write_text(WHOLE + WHOLE, encoding="utf-8")
    (tmp_path / "odd.bin").write_bytes(b"\x00\x01")
    few = kg("extract", tmp_path, "--fast")
    many = kg("extract", tmp_path, "--fast", "-v")
    assert "; -v shows" in few.stderr
    assert "odd.bin" in many.stderr
    assert "-v shows" not in many.stderr
    assert few.stdout == many.stdout
