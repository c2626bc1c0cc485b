"""`kg query`: SPARQL over the graph."""

import json as jsonlib
import sys
from collections.abc import Iterable
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from kg.cli.options import Format
from kg.cli.results import WRITERS, answer_json, answer_xml, is_literal
from kg.cli.stored import opened
from kg.cli.tables import console, table
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.export import jsonld
from kg.rdf import turtle
from kg.rdf.named import named_queries
from kg.vocab import PREFIXES

_OF_TRIPLES = (Format.TTL, Format.NT, Format.JSONLD)


def run(
    voice: Voice, *, sparql: str | None, file: str | None, name: str | None, list_: bool, format_: Format | None,
    limit: int | None, json: bool, graph: Path,
) -> int:  # fmt: skip
    """Run a query and print its answer."""
    if sum((sparql is not None, file is not None, name is not None, list_)) != 1:
        raise UsageError("give one query: SPARQL, -f FILE or -n NAME; kg query --list shows the named ones")
    if json and format_ not in (None, Format.JSON):
        raise UsageError(f"--json and --format {format_} do not go together")
    if list_:
        _list(as_json=json or format_ is Format.JSON)
        return 0
    text = _text(sparql, file, name)
    with opened(graph) as store:
        results: Any = store.query(text)
        if hasattr(results, "variables"):
            names = [variable.value for variable in results.variables]
            _rows(voice, names, islice(results, limit), Format.JSON if json else format_ or Format.TABLE)
        elif hasattr(results, "__iter__"):
            _triples(islice(results, limit), Format.JSONLD if json else format_ or Format.TTL)
        else:
            _answer(bool(results), Format.JSON if json else format_ or Format.TABLE)
    return 0


def _text(sparql: str | None, file: str | None, name: str | None) -> str:
    """Return the SPARQL text that is asked for."""
    if file is not None:
        return _read(file)
    known = named_queries()
    if name is not None:
        if name not in known:
            raise UsageError(f"there is no query named {name!r}; there are {', '.join(known)}")
        return known[name].sparql
    if sparql in known:
        raise UsageError(f"{sparql} is the name of a query; ask it with: kg query -n {sparql}")
    return sparql or ""


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. Check the name") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: this is no UTF-8 text. Save it as UTF-8") from error


def _list(*, as_json: bool) -> None:
    known = named_queries().values()
    if as_json:
        rows = [{"name": each.name, "title": each.title, "description": each.description} for each in known]
        print(jsonlib.dumps(rows, indent=2, ensure_ascii=False))
    else:
        table(console(), ["name", "what it answers"], [[each.name, each.title] for each in known])


def _rows(voice: Voice, names: list[str], solutions: Iterable[Any], form: Format) -> None:
    _refuse(form, _OF_TRIPLES, "SELECT gives rows: table, json, csv, tsv or xml")
    rows = [tuple(solution) for solution in solutions]
    if form is not Format.TABLE:
        write_bytes(WRITERS[form.value](names, rows).encode(errors="replace"))
        return
    table(console(), names, [[_cell(term) for term in row] for row in rows])
    if not rows:
        voice.say("no rows")


def _triples(triples: Iterable[Any], form: Format) -> None:
    refused = [form for form in Format if form not in _OF_TRIPLES]
    _refuse(form, refused, "CONSTRUCT and DESCRIBE give triples: ttl, nt or jsonld")
    out = BytesIO()
    if form is Format.JSONLD:
        out.write(jsonld.render(triples).encode())
    elif form is Format.NT:
        turtle.write_ntriples(triples, out)
    else:
        turtle.write(triples, out)
    write_bytes(out.getvalue())


def _answer(answer: bool, form: Format) -> None:
    _refuse(form, _OF_TRIPLES, "ASK gives true or false: table, json or xml")
    writers = {Format.JSON: answer_json, Format.XML: answer_xml}
    text = writers[form](answer) if form in writers else f"{str(answer).lower()}\n"
    write_bytes(text.encode())


def _refuse(form: Format, forms: Iterable[Format], message: str) -> None:
    if form in forms:
        raise UsageError(f"--format {form} does not fit the query; {message}")


def _cell(term: Any) -> str:
    """Return a term for people: IRIs with prefixes, literals as their text, nothing where nothing is bound."""
    if term is None:
        return ""
    return str(term.value) if is_literal(term) else short(str(term.value))


def short(iri: str) -> str:
    """Return an IRI with the prefix of its namespace, where the vocabulary has one."""
    fitting = [prefix for prefix, space in PREFIXES.items() if iri.startswith(space) and iri != space]
    if not fitting:
        return iri
    prefix = max(fitting, key=lambda name: len(PREFIXES[name]))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
