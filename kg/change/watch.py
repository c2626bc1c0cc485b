"""Saved queries of a graph folder, and what is new in their answers since they were asked last.

Each stands in a file `watch/NAME.json` with what it is and what it has told; `NAME.atom` and `NAME.md` follow from that
file alone. A row is known by its values, but for those that say how sure kg is: a row with another value is a new one.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg.change import feed
from kg.change.feed import Entry
from kg.change.rows import Describer
from kg.errors import KgError, QueryError, StoreError
from kg.model import Problem
from kg.rdf.named import LIMIT, named_query
from kg.rdf.store import Store
from kg.whole import write_whole

FOLDER = "watch"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_ALL = 1_000_000  # rows of a named query, whose own limit is for people
_KEPT = 200  # entries, or all of the last run that told something
_DOUBT = ("confidence", "score")


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved query: SPARQL, or the name of one that ships with `parameters` as a person types them.

    `known` are the digests of rows that were there, `entries` what was told, latest first, `news` how many of them are
    of the last run that told something.
    """

    name: str
    sparql: str | None = None
    query: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    known: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()
    news: int = 0

    @property
    def asks(self) -> str:
        """The query in one line, for people."""
        if self.query is None:
            return " ".join((self.sparql or "").split())
        return " ".join((self.query, *(f"--{name} {value}" for name, value in self.parameters)))


@dataclass(frozen=True, slots=True)
class News:
    """What a run found: the saved query and the entries that are new."""

    watch: Watch
    new: tuple[Entry, ...]


def add(folder: Path, watch: Watch, store: Store, *, present: bool = False) -> News:
    """Save a query in a graph folder; what it answers now is known already, or (`present`) told as new.

    Raises KgError where the name is taken or none, QueryError where the query has no rows to give.
    """
    if not _NAME.fullmatch(watch.name):
        raise KgError(f"{watch.name!r} can be no name of a saved query: take letters, digits, - and _, 64 at most")
    if _place(folder, watch.name).exists():
        raise KgError(f"there is a saved query named {watch.name!r}; take another name, or `kg watch remove` that one")
    found = _asked(watch, store)
    if present:
        found = run(watch, store)
    else:
        found = News(replace(watch, known=frozenset(key for key, _ in _rows(watch, store))), ())
    _write(folder, found.watch)
    return found


def remove(folder: Path, name: str) -> None:
    """Forget a saved query with its feed and its digest; raises KgError where there is none of this name."""
    if not _NAME.fullmatch(name) or not _place(folder, name).exists():
        _named(folder, name)
    for path in (_place(folder, name), *_outputs(folder, name)):
        path.unlink(missing_ok=True)
    if not any((folder / FOLDER).iterdir()):
        (folder / FOLDER).rmdir()


def saved(folder: Path) -> tuple[Watch, ...]:
    """Return the saved queries of a graph folder in order of name; raises StoreError where a file of them is broken."""
    return tuple(_read(path) for path in sorted((folder / FOLDER).glob("*.json")))


def run(watch: Watch, store: Store) -> News:
    """Ask a saved query and return what is new, with the query as it has to be saved; nothing is written."""
    rows = dict(_rows(watch, store))
    keys = sorted(rows.keys() - watch.known)
    if not keys:
        return News(watch, ())
    describer = Describer(store, feed.identity(watch.name, watch.asks))
    new = tuple(sorted((describer.entry(key, rows[key]) for key in keys), key=_latest_first))
    entries = (*new, *watch.entries)[: max(_KEPT, len(new))]
    return News(replace(watch, known=watch.known | rows.keys(), entries=entries, news=len(new)), new)


def run_all(folder: Path, store: Store, names: Iterable[str] = ()) -> tuple[list[News], list[Problem]]:
    """Ask the saved queries of a folder (or those of these names) and write their feeds and digests.

    A query that fails is a problem, and the others are asked all the same.
    """
    wanted = [_place(folder, _named(folder, name).name) for name in dict.fromkeys(names)]
    news, problems = [], []
    for path in wanted or sorted((folder / FOLDER).glob("*.json")):
        try:
            found = run(_read(path), store)
        except KgError as error:
            mend = f"Take it away with `kg watch remove {path.stem}`, and save it anew"
            problems.append(Problem(f"{FOLDER}/{path.stem}", 0, "watch", str(error), mend, error=False))
            continue
        _write(folder, found.watch)
        news.append(found)
    return news, problems


def _latest_first(entry: Entry) -> tuple[int, str]:
    return -int("".join(filter(str.isdigit, entry.updated))), entry.id


def _asked(watch: Watch, store: Store) -> Any:
    """Return the solutions of a query; raises QueryError where it is none of rows."""
    if watch.query is None:
        results: Any = store.query(watch.sparql or "")
    else:
        given = dict(watch.parameters)
        if any(parameter.name == LIMIT for parameter in named_query(watch.query).parameters):
            given.setdefault(LIMIT, str(_ALL))
        results = store.named(watch.query, **given)
    if not hasattr(results, "variables"):
        raise QueryError(watch.asks, "only a SELECT can be watched, since it has rows")
    return results


def _rows(watch: Watch, store: Store) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the rows of the answer, each with the digest that it is known by."""
    results = _asked(watch, store)
    names = [variable.value for variable in results.variables]
    for solution in results:
        row = {name: term for name, term in zip(names, solution, strict=True) if term is not None}
        telling = "\x1f".join(f"{name}={row[name]}" for name in sorted(row) if name not in _DOUBT)
        yield hashlib.sha256(telling.encode()).hexdigest()[:24], row


def _place(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.json"


def _outputs(folder: Path, name: str) -> tuple[Path, Path]:
    return folder / FOLDER / f"{name}.atom", folder / FOLDER / f"{name}.md"


def _named(folder: Path, name: str) -> Watch:
    known = {watch.name: watch for watch in saved(folder)}
    if name not in known:
        there = f"there are {', '.join(known)}" if known else "there is none; save one with `kg watch add`"
        raise KgError(f"there is no saved query named {name!r}; {there}")
    return known[name]


def _write(folder: Path, watch: Watch) -> None:
    """Write a saved query, then what follows from it: after a kill in between, the next run writes the rest."""
    stored = asdict(watch) | {"known": sorted(watch.known), "parameters": dict(watch.parameters)}
    atom, markdown = _outputs(folder, watch.name)
    texts = {
        _place(folder, watch.name): json.dumps(stored, indent=1, ensure_ascii=False) + "\n",
        atom: feed.atom(watch.name, watch.asks, watch.entries[:_KEPT]),
        markdown: feed.markdown(watch.name, watch.asks, watch.entries[: watch.news]),
    }
    for path, text in texts.items():
        if not path.exists() or path.read_bytes() != text.encode():
            write_whole(path, text)


def _read(path: Path) -> Watch:
    try:
        stored = json.loads(path.read_bytes())
        entries = tuple(Entry(**{**row, "values": tuple(map(tuple, row["values"]))}) for row in stored["entries"])
        parameters = tuple(stored["parameters"].items())
        return Watch(**{**stored, "known": frozenset(stored["known"]), "entries": entries, "parameters": parameters})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(path, f"this is no saved query ({error}). Remove the file, and save the query anew") from error
