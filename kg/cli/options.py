"""The options that several commands share, and the way from a declared command to its body."""

import builtins
from enum import StrEnum
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.voice import Voice


class Format(StrEnum):
    """The forms of an answer to a query."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"
    JSONLD = "jsonld"


Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders, globs, http(s) addresses, or - for stdin.")
]
Year = Annotated[int | None, typer.Option(min=1900, max=2100, metavar="Y", help="The year of dates that name none.")]
Workers = Annotated[int | None, typer.Option(metavar="N", help="Processes; 0 for as many as pay off.")]
MinLink = Annotated[float | None, typer.Option(metavar="F", help="The score from which a mention is linked, 0 to 1.")]
MinConfidence = Annotated[
    float | None, typer.Option(metavar="F", help="The confidence from which a claim is kept, 0 to 1.")
]
Fast = Annotated[bool | None, typer.Option("--fast", help="Read by rules and the catalogue alone.")]
Reader = Annotated[str | None, typer.Option(metavar="NAME", help="Who reads: kg, or the extras gliner, hf, llm.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting, as in kg.toml.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Send papers to the endpoint of llm without asking.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first failure.")]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings; kg.toml here is read by itself.")]
Graph = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The folder that kg build wrote.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here instead of stdout.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, a paper's id, or an IRI.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Tell errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell every note.")]

GRAPH = Path("graph_out")


class VocabularyForm(StrEnum):
    """The forms in which a vocabulary is given out."""

    SKOS = "skos"
    CSV = "csv"
    JSONL = "jsonl"


class TableForm(StrEnum):
    """The forms of a table."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class MappingForm(StrEnum):
    """The forms in which mappings are given out."""

    TSV = "tsv"
    JSON = "json"
    TTL = "ttl"


def call(given: dict[str, Any], module: str = "") -> None:
    """Load the body of a command and run it with the values `given` of its parameters; exit with what it returns.

    `given` are the locals of the declaration: `ctx`, `quiet`, `verbose` and the options of the body. `module` holds
    the bodies of a group, each under its command's name (`import_` for import, `list_` for list).
    """
    ctx: typer.Context = given.pop("ctx")
    outer: Voice = ctx.obj
    voice = Voice(given.pop("quiet") or outer.quiet, given.pop("verbose") or outer.verbose)
    name = ctx.command.name or ""
    of_group = f"{name}_" if iskeyword(name) or hasattr(builtins, name) else name
    body = getattr(import_module(f"kg.cli.{module}"), of_group) if module else import_module(f"kg.cli.{of_group}").run
    code: int = body(voice, **given)
    raise typer.Exit(code)
