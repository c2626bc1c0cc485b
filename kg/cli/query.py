"""`kg query`: SPARQL over the graph."""

import json as jsonlib
import sys
from collections.abc import Iterable, Sequence
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
from kg.rdf.curies import short
from kg.rdf.named import LIMIT, NamedQuery, named_queries, named_query
from kg.rdf.store import Results, Store

_OF_TRIPLES = (Format.TTL, Format.NT, Format.JSONLD)


def run(
    voice: Voice, *, sparql: str | None, file: str | None, name: str | None, list_: bool, format_: Format | None,
    limit: int | None, json: bool, graph: Path, rest: Sequence[str] = (),
) -> int:  # fmt: skip
    """Run a query and print its answer; `rest` is what else was typed, the parameters of a named query."""
    if name is not None and sparql is not None and sparql.startswith("--"):
        rest, sparql = (sparql, *rest), None
    _only_one(sparql, file, name, list_=list_, rest=rest)
    if json and format_ not in (None, Format.JSON):
        raise UsageError(f"--json and --format {format_} do not go together")
    if list_:
        _list(name, as_json=json or format_ is Format.JSON)
        return 0
    text = None if name is not None else _text(sparql, file)
    given = _parameters(rest)
    with opened(graph) as store:
        results: Any = _named(store, name, given, limit) if name is not None else store.query(text or "")
        if hasattr(results, "variables"):
            names = [variable.value for variable in results.variables]
            _rows(voice, names, islice(results, limit), Format.JSON if json else format_ or Format.TABLE)
        elif hasattr(results, "__iter__"):
            _triples(islice(results, limit), Format.JSONLD if json else format_ or Format.TTL)
        else:
            _answer(bool(results), Format.JSON if json else format_ or Format.TABLE)
    return 0


def _only_one(sparql: str | None, file: str | None, name: str | None, *, list_: bool, rest: Sequence[str]) -> None:
    if sparql is not None and sparql.startswith("-"):
        raise UsageError(f"there is no option {sparql}; parameters go with -n NAME")
    if sum((sparql is not None, file is not None, name is not None or list_)) != 1:
        raise UsageError("give one query: SPARQL, -f FILE or -n NAME; kg query --list shows the named ones")
    if rest and name is None:
        raise UsageError(f"{rest[0]} is too much here; parameters go with -n NAME")


def _parameters(words: Sequence[str]) -> dict[str, str]:
    """Return `--system BitMoD --above=2` as values by name."""
    given: dict[str, str] = {}
    waiting = iter(words)
    for word in waiting:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            raise UsageError(f"{word!r} belongs to no parameter; put a value of several words in quotes")
        found = value if equals else next(waiting, None)
        if found is None:
            raise UsageError(f"--{name} wants a value")
        given[name.replace("-", "_")] = found
    return given


def _named(store: Store, name: str, given: dict[str, str], limit: int | None) -> Results:
    parameters: dict[str, object] = dict(given)
    if limit is not None and any(each.name == LIMIT for each in named_query(name).parameters):
        parameters[LIMIT] = limit
    return store.named(name, **parameters)


def _text(sparql: str | None, file: str | None) -> str:
    """Return the SPARQL text that is asked for."""
    if file is not None:
        return _read(file)
    if sparql in named_queries():
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


def _list(name: str | None, *, as_json: bool) -> None:
    known = list(named_queries().values()) if name is None else [named_query(name)]
    if as_json:
        print(jsonlib.dumps([_said(each) for each in known], indent=2, ensure_ascii=False))
    elif name is None:
        rows = [[each.name, each.title, " ".join(f"--{one.name}" for one in each.parameters)] for each in known]
        table(console(), ["name", "what it answers", "parameters"], rows)
    else:
        print(f"{known[0].title}\n{known[0].description}\n")
        rows = [
            [f"--{each.name}", each.kind, each.wanted, each.example, each.description] for each in known[0].parameters
        ]
        table(console(), ["parameter", "kind", "default", "example", "what it is"], rows)


def _said(query: NamedQuery) -> dict[str, Any]:
    parameters = [
        {"name": each.name, "kind": each.kind, "default": each.default, "optional": each.optional,
         "example": each.example, "description": each.description}
        for each in query.parameters
    ]  # fmt: skip
    said = {"name": query.name, "title": query.title, "description": query.description}
    return {**said, "keywords": list(query.keywords), "parameters": parameters}


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
