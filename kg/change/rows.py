"""Rows of an answer as entries of a feed: labels for IRIs, and the dates and addresses of the papers behind them."""

import re
from collections.abc import Mapping
from functools import cached_property
from textwrap import shorten
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.change.feed import Entry
from kg.iris import BASE
from kg.rdf.curies import short
from kg.rdf.store import Store

_EPOCH = "1970-01-01T00:00:00Z"  # of a graph without a date
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_LONGEST, _PARTS = 160, 3
_LABEL = "SELECT ?label {{ {0} skos:prefLabel|dcterms:title|rdfs:label ?label }} ORDER BY ?label LIMIT 1"
_PAPER = """SELECT ?date ?url {{
  {{ BIND({0} AS ?paper) }} UNION {{ {0} prov:hadPrimarySource ?paper }} ?paper a fabio:ResearchPaper .
  OPTIONAL {{ ?paper dcterms:issued ?date }} OPTIONAL {{ ?paper schema:url ?url }}
}} ORDER BY ?date ?url"""
_TITLED = """SELECT ?date ?url {{ ?paper dcterms:title {0} ; a fabio:ResearchPaper .
  OPTIONAL {{ ?paper dcterms:issued ?date }} OPTIONAL {{ ?paper schema:url ?url }}
}} ORDER BY ?date ?url"""
_NEWEST = "SELECT (MAX(STR(?date)) AS ?newest) { ?paper dcterms:issued ?date FILTER(REGEX(STR(?date), '^[0-9]{4}')) }"


class Describer:
    """What makes entries of the rows of one store; nothing in them depends on the time of the run."""

    def __init__(self, store: Store, identity: str) -> None:
        self._store, self._identity = store, identity

    def entry(self, key: str, row: Mapping[str, Any]) -> Entry:
        """Return a row as an entry: its date is that of its latest paper, else of the latest paper of the graph."""
        values = tuple((name, self._text(term)) for name, term in row.items())
        papers = [found for term in row.values() for found in self._papers(term)]
        dates = [date for date, _ in papers if date]
        title = shorten(" · ".join(text for _, text in values[:_PARTS]), _LONGEST, placeholder=" …")
        link = next((url for _, url in papers if url), None)
        return Entry(f"{self._identity}/{key}", title, max(dates, default=self._newest), values, link)

    def _text(self, term: Any) -> str:
        if not isinstance(term, NamedNode):
            return str(term.value) if isinstance(term, Literal) else str(term)
        rows: Any = self._store.query(_LABEL.format(term))
        return next((str(row["label"].value) for row in rows), short(term.value))

    def _papers(self, term: Any) -> list[tuple[str | None, str | None]]:
        """Return date and address of the papers that a term is, comes from, or is the title of."""
        if isinstance(term, NamedNode) and term.value.startswith(BASE):
            rows: Any = self._store.query(_PAPER.format(term))
        elif isinstance(term, Literal) and " " in term.value:
            rows = self._store.query(_TITLED.format(term))
        else:
            return []
        return [(_moment(_value(row["date"])), _value(row["url"])) for row in rows]

    @cached_property
    def _newest(self) -> str:
        rows: Any = self._store.query(_NEWEST)
        return _moment(_value(next(iter(rows))["newest"])) or _EPOCH


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _moment(date: str | None) -> str | None:
    """Return the first moment of a date as RFC 3339, or None where it names no year."""
    if date is None or not _DATE.fullmatch(date):
        return None
    return f"{date}{'-01-01'[len(date) - 4 :] if len(date) < 10 else ''}T00:00:00Z"
