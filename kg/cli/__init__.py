"""The command line: the only place of kg that prints or exits.

`commands.py` declares what can be typed, and imports typer alone, so that `kg --help` comes up at once. The body of
a command stands in the module of its name as `run(voice, **options)` and is loaded when the command is called.
"""

from kg.cli.app import main

__all__ = ["main"]
