"""The data card: what annotated papers hold, how they were made, and what they must not be used for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from kg.model import Paper
from kg.training.markdown import Cell, table

Records = Sequence[Mapping[str, Any]]
_FIGURE = ("value", "metric", "unit", "dataset", "condition")


def data_card(files: Mapping[str, str], records: Records, papers: Mapping[str, Paper], note: str) -> str:
    """Return the card of files of annotated papers, name -> sha256, as Markdown; it holds no sentence of them.

    `papers` are what is known of papers besides, by id; `note` is what the annotators say of their work.
    """
    concepts = [concept for record in records for concept in record["concepts"]]
    relations = [relation for record in records for relation in record["relations"]]
    kept = sum(concept["required"] for concept in concepts)
    stated = sum(relation["required"] for relation in relations)
    rows: list[list[Cell]] = [
        ["papers", len(records)],
        ["concepts", len(concepts)],
        ["of them required", kept],
        ["relations", len(relations)],
        ["of them required", stated],
    ]
    rows += [[f"relations with a {field}", _with(relations, field)] for field in _FIGURE]
    parts = [
        f"# Data card: {', '.join(files)}\n",
        "Made by `kg train`. It describes the annotated papers that weights were learned from, and holds none.\n",
        "## What there is\n",
        table(["what", "number"], rows),
        *(f"- sha256 of {name}: `{sha256}`" for name, sha256 in files.items()),
        "",
        "## Length of title and abstract\n",
        _lengths(records),
        "## Concepts by type\n",
        _by("type", concepts),
        "## Concepts by role\n",
        _by("role", concepts),
        "## Relations by predicate\n",
        _by("p", relations),
        "## When and where the papers appeared\n",
        _origins([papers[record["id"]] for record in records if record["id"] in papers], len(records)),
        _HOW.format(note=f"{note.strip()}\n\n" if note.strip() else ""),
    ]
    return "\n".join(parts)


def _with(relations: Iterable[Mapping[str, Any]], field: str) -> int:
    return sum(bool(relation.get(field)) for relation in relations)


def _lengths(records: Records) -> str:
    words = sorted(len(f"{record['title']} {record['abstract']}".split()) for record in records)
    rows: list[list[Cell]] = [
        ["shortest", words[0]],
        ["median", round(median(words))],
        ["longest", words[-1]],
        ["together", sum(words)],
    ]
    return table(["words", "number"], rows)


def _by(field: str, items: Sequence[Mapping[str, Any]]) -> str:
    """Return a table of how many items have each value, the most frequent first."""
    required = Counter(item[field] for item in items if item["required"])
    optional = Counter(item[field] for item in items if not item["required"])
    order = sorted({*required, *optional}, key=lambda name: (-required[name] - optional[name], name))
    return table([{"p": "predicate"}.get(field, field), "required", "optional"], [
        [name, required[name], optional[name]] for name in order
    ])  # fmt: skip


def _origins(papers: Sequence[Paper], total: int) -> str:
    """Return tables of years and venues, as far as the listings given say."""
    years = Counter(paper.published[:4] for paper in papers if paper.published and paper.published[:4].isdigit())
    venues = Counter(paper.venue for paper in papers if paper.venue)
    if not years and not venues:
        return "Not known: neither the annotations nor the listings given say so.\n"
    known = f"Known of {len(papers):,} of {total:,} papers, from the listings given.\n"
    tables = [
        table([what, "papers"], [[each, count[each]] for each in sorted(count)])
        for what, count in (("year", years), ("venue", venues))
        if count
    ]
    return "\n".join([known, *tables])


_HOW = """## How it was annotated

{note}The form is that of kg's annotation guidelines: what a careful reader of title and abstract alone would put into
the graph, nothing from outside the text. *Required* is what a system has to find. *Optional* is what it may find: it is
neither rewarded nor punished. A concept may name other types that a careful reader could defend. Every relation carries
the part of the text that states it.

## What it must not be used for

- **Not for measuring weights that have learned from it.** Keep other papers apart for `kg score`.
- **Not as a picture of the field.** The papers were chosen to be annotated; shares of types, venues or years in it say
  nothing of all papers.
- **Not as a judgement of papers.** It says what abstracts claim, not what is true.
- **Not for publishing abstracts.** Their text belongs to others; `kg annotate --stand-off` writes ids, offsets and
  labels.
"""
