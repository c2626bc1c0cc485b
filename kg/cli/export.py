"""`kg export`: the graph, or a part of it, in another form."""

import re
import sys
from pathlib import Path
from shutil import copyfileobj

from kg.cli.progress import progress
from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice
from kg.errors import KgError, UnknownNode
from kg.export.formats import FORMATS, Format, export, write_to
from kg.export.part import Part, answering, around, of_types
from kg.export.source import Whole
from kg.model import Iri
from kg.rdf.named import named_query
from kg.rdf.resolve import concept, lookup, paper
from kg.rdf.sorted_lines import spooled
from kg.rdf.store import Store

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_NOTHING = "no claim is in this part of the graph, so there is nothing to export. Ask for more of it"


def run(
    voice: Voice, *, format_: str, out: Path | None, around: str | None, depth: int, type_: list[str] | None,
    query: str | None, name: str | None, with_: list[str] | None, since: str | None, graph: Path,
) -> int:  # fmt: skip
    """Write the graph to a file, whole or not at all, or to stdout."""
    form = FORMATS.get(format_)
    if form is None:
        raise UsageError(f"there is no export format {format_!r}; there are {', '.join(sorted(FORMATS))}")
    if query is not None and name is not None:
        raise UsageError("give one query: --query FILE or -n NAME")
    if with_ and name is None:
        raise UsageError("--with gives a parameter of a named query; give its name with -n")
    if since is not None and not _DATE.fullmatch(since):
        raise UsageError(f"--since {since}: this is no date; give 2024, 2024-05 or 2024-05-18")
    chosen = any(each is not None for each in (around, type_, query, name, since))
    if chosen and form.card:
        raise UsageError(f"{form.name} describes the folder of the graph as it is; a part has none")
    if out is None and sys.stdout.isatty() and (form.files or form.ending == "sqlite"):
        raise UsageError(f"{form.name} is no text for a screen; name a file{' or a folder' * bool(form.files)} with -o")
    with opened(graph) as store, progress(voice) as tell:
        claims = _claims(store, around, depth, type_, _sparql(store, query, name, with_))
        source = Part(store, claims=claims, since=since) if chosen else Whole(store)
        if chosen and not source.papers():
            raise KgError(_NOTHING)
        source.tell = lambda done, total: tell("papers", done, total)
        files = _to_stdout(form, source, graph) if out is None else export(source, format_, out, folder=graph)
        for file in files:
            voice.say(f"{file}: {file.stat().st_size:,} bytes")
    return 0


def _claims(
    store: Store, centre: str | None, depth: int, types: list[str] | None, sparql: str | None
) -> set[str] | None:
    """Return the claims that are in all parts that are asked for, None where all are; raises where there is none."""
    parts = []
    if centre is not None:
        parts.append(around(store, _node(store, centre), depth))
    if types:
        parts.append(of_types(store, types))
    if sparql is not None:
        parts.append(answering(store, sparql))
    if not parts:
        return None
    found = set.intersection(*parts)
    if not found:
        raise KgError(_NOTHING)
    return found


def _node(store: Store, name: str) -> Iri:
    """Return the concept or the paper of a name."""
    try:
        return concept(store.query, name)
    except UnknownNode as unknown:
        try:
            return paper(store.query, name)
        except UnknownNode:
            raise unknown from None


def _sparql(store: Store, file: str | None, name: str | None, given: list[str] | None) -> str | None:
    if name is not None:
        values = dict(each.partition("=")[::2] for each in given or ())
        return named_query(name).bound(values, lookup(store.query))
    if file is None:
        return None
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}. Give the path of a SPARQL query in UTF-8") from error


def _to_stdout(form: Format, source: Whole, folder: Path) -> tuple[Path, ...]:
    """Print the graph when all of it is made."""
    with spooled() as file:
        write_to(form, source, file, folder=folder)
        file.seek(0)
        sys.stdout.flush()
        copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return ()
