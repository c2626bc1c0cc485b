"""How the command line talks: results go to stdout, everything else to stderr."""

import io
import re
import sys
from dataclasses import dataclass

from kg.errors import KgError

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def visible(text: str) -> str:
    """Return a text without control characters, each replaced by one mark, so that no text steers a terminal."""
    return _CONTROLS.sub("\ufffd", text)


class UsageError(KgError):
    """A command line that asks for something that cannot be: the exit code is 2."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How much is told on stderr: `quiet` leaves only errors, `verbose` adds every note."""

    quiet: bool = False
    verbose: bool = False

    def say(self, text: str) -> None:
        """Tell something that a person may want to know."""
        if not self.quiet:
            print(visible(text), file=sys.stderr, flush=True)

    def error(self, text: str) -> None:
        """Tell what went wrong, on one line."""
        print(visible(" ".join(text.split())), file=sys.stderr, flush=True)


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    sys.stdout.flush()
    rest = memoryview(data)
    while rest:  # under `python -u` the buffer is the bare file, which may take a part
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()


def speak_utf8() -> None:
    """Let stdout and stderr write UTF-8 with plain line feeds, whatever the locale; a terminal keeps its encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")
