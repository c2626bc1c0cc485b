"""`kg watch`: saved queries, and what is new in their answers."""

import json as jsonlib
from dataclasses import asdict, replace
from pathlib import Path

from kg.alone import alone
from kg.change import watch as saved
from kg.cli.options import TableForm
from kg.cli.problems import counted, tell
from kg.cli.sheets import Sheet, show
from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes


def add(
    voice: Voice, *, name: str, query: str | None, named: str | None, set_: list[str] | None, present: bool, graph: Path
) -> int:
    """Save a query and tell how many rows it has now."""
    if (query is None) == (named is None):
        raise UsageError("give one query: --query SPARQL, or -n NAME of those that kg query --list shows")
    if set_ and named is None:
        raise UsageError("--set goes with -n: only a named query has parameters")
    pairs = [each.partition("=") for each in set_ or ()]
    if not all(mark for _, mark, _ in pairs):
        raise UsageError("a parameter is given as --set KEY=VALUE")
    given = tuple((key, value) for key, _, value in pairs)
    with opened(graph) as store, alone(graph):
        found = saved.add(graph, saved.Watch(name, query, named, given), store, present=present)
    rows = counted(len(found.watch.known), "row")
    voice.say(f"{name} has {rows} now; {'all are' if present else 'what comes later is'} told in {_feed(graph, name)}")
    return 0


def list_(voice: Voice, *, format_: TableForm, graph: Path) -> int:
    """List the saved queries."""
    with opened(graph):
        known = saved.saved(graph)
    rows = [[each.name, each.asks, len(each.known), each.news, str(_feed(graph, each.name))] for each in known]
    result = [dict(zip(("name", "query", "rows", "new", "feed"), row, strict=True)) for row in rows]
    sheet = Sheet("saved queries", ("name", "query", "rows", "new last", "feed"), [list(map(str, row)) for row in rows])
    show(voice, format_, result, [sheet], "there is no saved query; save one with kg watch add")
    return 0


def remove(voice: Voice, *, name: str, graph: Path) -> int:
    """Forget a saved query."""
    with opened(graph), alone(graph):
        saved.remove(graph, name)
    voice.say(f"{name} is forgotten")
    return 0


def run(voice: Voice, *, names: list[str] | None, json: bool, graph: Path) -> int:
    """Ask the saved queries and print what is new; return 1 where one cannot be asked."""
    with opened(graph) as store, alone(graph):
        found, problems = saved.run_all(graph, store, names or ())
    if json:
        rows = [{"name": news.watch.name, "new": [asdict(entry) for entry in news.new]} for news in found]
        write_bytes((jsonlib.dumps(rows, indent=2, ensure_ascii=False) + "\n").encode())
    else:
        for news in found:
            print(f"{news.watch.name}: {len(news.new):,} new")
            for entry in news.new:
                print(f"  {entry.updated[:10]}  {entry.title}")
    tell([replace(problem, error=True) for problem in problems], voice)
    if not found and not problems:
        voice.say("there is no saved query; save one with kg watch add")
    return 1 if problems else 0


def _feed(graph: Path, name: str) -> Path:
    return graph / saved.FOLDER / f"{name}.atom"
