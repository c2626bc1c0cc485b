"""Papers written in each format that kg reads, for the tests of the readers."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kg.model import Paper, Problem
from kg.sources.decode import Text
from kg.sources.raw import Stream

#: Material that lies beside the checkout on some machines; tests that need it skip themselves elsewhere.
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def paper(number: int, *, title: str | None = None, abstract: str | None = None) -> Paper:
    """A paper like any other, told from the others by its number."""
    about = abstract or (
        f"We built orchard robot number {number} and let it pick fruit for a season. It drops {number}.5 % of the pears. "
        "A farmer drops fewer, but sleeps at night; our robot works on and fills more crates in the end."
    )
    return Paper(id=f"robot-{number}", title=title or f"Orchard robot {number}: picking pears at night", abstract=about)


def text_of(content: bytes | str, report: Callable[[Problem], None] | None = None, *, name: str = "some.file") -> Text:
    """The text of a source with that content."""
    data = content.encode() if isinstance(content, str) else content
    return Text(Stream(io.BytesIO(data)), name=name, label=f"in/{name}", report=report or (lambda problem: None))


def as_json_lines(papers: list[Paper]) -> str:
    return "".join(json.dumps(_record(paper), ensure_ascii=False) + "\n" for paper in papers)


def as_json(papers: list[Paper]) -> str:
    return json.dumps([_record(paper) for paper in papers], ensure_ascii=False, indent=1) + "\n"


def as_table(papers: list[Paper], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["ID", "Title", "Abstract"])
    writer.writerows([paper.id, paper.title, paper.abstract] for paper in papers)
    return out.getvalue()


def as_bibtex(papers: list[Paper]) -> str:
    entry = "@article{{{},\n  title = {{{}}},\n  abstract = {{{}}}\n}}\n"
    return "\n".join(entry.format(paper.id, _tex(paper.title), _tex(paper.abstract)) for paper in papers)


def as_listing(papers: list[Paper]) -> str:
    entry = "{}\n\n{}\n\n  • 3 authors\n·\nSep 25, 2024 2\n\n"
    return "new\n\nSubscribe\n\n" + "".join(entry.format(paper.title, paper.abstract) for paper in papers)


def _record(paper: Paper) -> dict[str, str]:
    return {"id": paper.id, "title": paper.title, "abstract": paper.abstract}


def _tex(text: str) -> str:
    return "".join(f"\\{mark}" if mark in "&%_#$" else mark for mark in text)


@dataclass(frozen=True)
class Case:
    """A format: how papers are written in it, and a record that is broken, written between good ones."""

    write: Callable[[list[Paper]], str]
    broken: str
    error_line: int  # the line of the broken record in `with_broken([paper(1)], [paper(2)])`
    gives_ids: bool = True
    before: str = ""  # what opens a file and must not stand twice

    def with_broken(self, first: list[Paper], last: list[Paper]) -> str:
        """The papers with the broken record between them."""
        if self.write is as_json:
            return self.write(first).rstrip("\n]") + ",\n" + self.broken + self.write(last)[1:]
        return self.write(first) + self.broken + self.write(last).removeprefix(self.before)


CASES = {
    "bibtex": Case(as_bibtex, "@article{torn, title = {A title that nobody closes, abstract = {x}\n}\n", 5),
    "json": Case(as_json, '{"id": "torn", "title": "A title", "abstract": },', 7),
    "json-lines": Case(as_json_lines, '{"id": "torn", "title": "A title", "abst\n', 2),
    "listing": Case(
        as_listing, "A title with nothing under it\n\n", 13, gives_ids=False, before="new\n\nSubscribe\n\n"
    ),
    "table": Case(as_table, "torn,A title,and,a,row,of,many,cells\n", 3, before="ID,Title,Abstract\n"),
}
