"""The program: global options, and what becomes of errors."""

import atexit
import gc
import logging
import os
import sys
from collections.abc import Callable
from textwrap import shorten
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.commands import COMMANDS
from kg.cli.commands_analyse import ANALYSES
from kg.cli.commands_change import CHANGES, WATCH
from kg.cli.commands_describe import DESCRIBING
from kg.cli.commands_exchange import EXCHANGES
from kg.cli.concepts import CONCEPTS
from kg.cli.voice import UsageError, Voice, speak_utf8
from kg.errors import KgError, QueryError, SettingsError
from kg.sparing import spared
from kg.versions import own_version

#: Every command that is no group, with an example.
EVERY = (*COMMANDS, *DESCRIBING, *EXCHANGES, *ANALYSES, *CHANGES)
Commands = tuple[tuple[Callable[..., None], str, str], ...]
_USAGE = (UsageError, SettingsError, QueryError)
_LONGEST = 600  # of a parser that lists all that it would have taken
_HELP = {"help_option_names": ["-h", "--help"]}
#: Commands that take options of their own beside those that are declared.
_OPEN = {"query": {"ignore_unknown_options": True, "allow_extra_args": True}}


class _Program(TyperGroup):
    """Ends every error in one line on stderr and an exit code: 1 for the data, 2 for wrong usage."""

    def invoke(self, ctx: Any) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except KgError as error:
            _tell(shorten(str(error), _LONGEST, placeholder=" …"))
            raise typer.Exit(2 if isinstance(error, _USAGE) else 1) from None
        except KeyboardInterrupt:
            _tell("stopped; what was finished is kept")
            raise typer.Exit(130) from None
        except BrokenPipeError:
            _forget_stdout()
            raise typer.Exit(141) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _tell(f"{where}{error.strerror or error}. Check the name, the access rights and the free space")
            raise typer.Exit(1) from None


def _tell(text: str) -> None:
    Voice().error(f"kg: {text}")


def _forget_stdout() -> None:
    """Point stdout nowhere: its reader has gone, and Python would complain when it flushes at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        return


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kg {own_version()}")
        raise typer.Exit


def _program(
    ctx: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell every note.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Build and ask a knowledge graph of machine-learning and hardware papers.

    Each claim of the graph carries the sentence it was read from. Exit codes: 0 done, 1 the data had failures, 2
    wrong usage.
    """
    ctx.obj = Voice(quiet, verbose)


def make_app() -> typer.Typer:
    """Return the program with its commands."""
    app = typer.Typer(
        name="kg",
        cls=_Program,
        callback=_program,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=_HELP,
        epilog="Example: kg build papers.txt, then open graph_out/graph.html",
    )
    for command, example in EVERY:
        settings = {**_HELP, **_OPEN.get(command.__name__, {})}
        app.command(epilog=f"Example: {example}", context_settings=settings)(command)
    app.add_typer(_group("concepts", CONCEPTS, "The vocabulary: find, check, add, merge, import and export."))
    app.add_typer(_group("watch", WATCH, "Saved queries, and a feed of what is new in their answers."))
    return app


def _group(name: str, commands: Commands, about: str) -> typer.Typer:
    """Return a group of commands."""
    group = typer.Typer(
        name=name,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings=_HELP,
        help=about,
    )
    for command, called, example in commands:
        group.command(called, epilog=f"Example: {example}", context_settings=_HELP)(command)
    return group


app = make_app()


#: A build makes millions of values and no circles of them: looking for circles less often saves a quarter of its time.
_SELDOM = (200_000, 20, 100)


def _end_at_once() -> None:
    """Spare the process the last search for circles, through all that it has loaded and will give back anyway.

    The types of DuckDB complain on stderr where that search does not come by them.
    """
    if "duckdb" not in sys.modules:
        gc.freeze()


def main() -> None:
    """Run the program on the arguments of the process."""
    speak_utf8()
    gc.set_threshold(*_SELDOM)
    atexit.register(_end_at_once)
    spared.update(("torch", "cupy"))
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=logging.WARNING)
    app(prog_name="kg")
