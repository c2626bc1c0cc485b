"""Paper listings as plain text: a copied daily-papers page, or any file of titles and abstracts in turn.

An entry is a title, an abstract and, in one dialect, a byline: a count of authors or an organization,
a dot, a date with or without a year, and a count of comments. The page around the entries is skipped
and noted. Nothing is guessed: a title without an abstract, or an abstract without a title, is reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.errors import SourceError
from kg.model import Paper
from kg.sources.byline import BYLINE, TEXTS, Kind, Line, authors_of, date_of, lines_of, organization_of
from kg.sources.decode import Text
from kg.sources.paragraphs import joined
from kg.sources.record import fit, fitted, one_line, shown

_PLAIN = "Give a listing: a line with the title, then a paragraph with the abstract"
_MEND = "Put each title on a line and its abstract, in one paragraph, on the next"
_ABSTRACT = (Kind.LONG, Kind.SENTENCE)
_UNDER = (Kind.MARK, Kind.AUTHORS, Kind.ORGANIZATION)


def read_listing(text: Text) -> Iterator[Paper]:
    """Yield the papers of a listing. What is no part of a paper is noted, a half entry reported.

    Raises SourceError for a text that is no listing: no paper in it, or more half entries than papers
    and no sign of such a page; and for one that is too long to be held.
    """
    lines = _placed(list(_lines(text.whole())))
    header = _header_end(lines)
    page = _Page([line for line in lines[:header] if line.kind is not Kind.BLANK])
    for line in joined(lines[header:]):
        page.take(line)
    page.close()
    if not page.is_copied and (not page.entries or 2 * len(page.entries) < len(page.halves)):
        first = page.halves[0][0].number if page.halves else 0
        raise SourceError(text.label, first, "is text, but no paper listing", _PLAIN)
    papers = [paper for entry in page.entries if (paper := _paper(entry, text))]
    _report(page, text)
    yield from papers


def _lines(body: str) -> Iterator[Line]:
    """Yield the lines of the page, one blank line for several."""
    blank = False
    for number, raw in enumerate(body.split("\n"), 1):
        if raw and not raw.isspace():
            blank = False
            yield from lines_of(number, raw)
        elif not blank:
            blank = True
            yield Line(number, Kind.BLANK, "")


@dataclass(slots=True)
class _Entry:
    title: Line
    abstract: Line
    published: str | None = None
    authors: int | None = None
    organizations: tuple[str, ...] = ()


@dataclass(slots=True)
class _Page:
    """The listing as far as it has been taken: whole entries, half ones, lines of the page, odd lines."""

    furniture: list[Line] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)
    halves: list[tuple[Line, str]] = field(default_factory=list)  # and what each of them lacks
    odd: list[Line] = field(default_factory=list)
    title: Line | None = None
    current: _Entry | None = None  # the entry that a byline would belong to
    byline: Line | None = None  # the last line of its byline so far
    open: bool = False  # an abstract may go on: a sentence is more likely its next paragraph than a title

    def take(self, line: Line) -> None:
        """Add the next line."""
        if line.kind in BYLINE:
            self._take_byline(line)
        elif line.kind in TEXTS:
            self._take_text(line)
        else:
            self.furniture.append(line)

    @property
    def is_copied(self) -> bool:
        """Whether anything shows that this is a page of papers: words of the page, or a byline with a date."""
        words = any(line.kind is Kind.FURNITURE for line in self.furniture)
        return words or any(entry.published for entry in self.entries)

    def close(self) -> None:
        """Say that no line follows."""
        if self.title:
            self.halves.append((self.title, "has no abstract under it"))
            self.title = self.current = None

    def _take_text(self, line: Line) -> None:
        self.byline = None
        if self.title and line.kind is not Kind.SHORT:
            self.current = _Entry(self.title, line)
            self.entries.append(self.current)
            self.title, self.open = None, True
            return
        self.close()
        self.current = None
        if line.kind is Kind.LONG or (self.open and line.text.endswith(".")):
            self.halves.append((line, "has no title above it"))
            self.open = True
        else:
            self.title, self.open = line, False

    def _take_byline(self, line: Line) -> None:
        if line.kind is Kind.DATE and not self._continues(line):
            self.furniture.append(line)  # a date of the page
            return
        self.close()
        self.byline, self.open, entry = line, False, self.current
        if entry is None:
            return  # the byline of a half entry, which is reported
        if line.kind is Kind.AUTHORS:
            entry.authors = authors_of(line.text)
        elif line.kind is Kind.ORGANIZATION:
            entry.organizations += (organization_of(line.text),)
        elif line.kind is Kind.DATE and entry.published is None:
            entry.published = date_of(line.text)
        elif line.kind is Kind.DATE:
            self.odd.append(line)

    def _continues(self, line: Line) -> bool:
        """Tell whether a date is part of the byline: after its dot, or on the line right under it."""
        last = self.byline
        return last is not None and (last.kind is Kind.MARK or line.number - last.number < 2)


def _placed(lines: list[Line]) -> list[Line]:
    """Tell the short lines that their neighbours explain: organizations in bylines, and who submitted a paper.

    An organization stands between an abstract and a dot with a date, a submitter under "Submitted by".
    """
    made = list(lines)
    filled = [index for index, line in enumerate(lines) if line.kind is not Kind.BLANK]
    for before, at, dot, date in zip(filled, filled[1:], filled[2:], filled[3:], strict=False):
        around = lines[dot].kind is Kind.MARK and lines[date].kind is Kind.DATE and lines[before].kind in _ABSTRACT
        if around and lines[at].kind in (Kind.SHORT, Kind.SENTENCE):
            made[at] = replace(lines[at], kind=Kind.ORGANIZATION)
        elif lines[before].text.lower().rstrip(":") == "submitted by" and " " not in lines[at].text:
            made[at] = replace(lines[at], kind=Kind.FURNITURE)
    return made


def _header_end(lines: list[Line]) -> int:
    """Return how many lines stand before the first title: all up to the page's last own line before any abstract."""
    end, title = 0, False
    for index, line in enumerate(lines):
        if line.kind is Kind.LONG or (line.kind is Kind.SENTENCE and title) or line.kind in _UNDER:
            break
        title = title or line.kind is Kind.SHORT
        if line.kind in (Kind.FURNITURE, Kind.DATE):
            end, title = index + 1, False
    return end


def _report(page: _Page, text: Text) -> None:
    if page.furniture:
        words = ", ".join(f"“{fit(line.text[:40])}”" for line in page.furniture[:6])
        more = ", …" if len(page.furniture) > 6 else ""
        count = f"{len(page.furniture)} line{'s' if len(page.furniture) > 1 else ''} of the page"
        text.note(page.furniture[0].number, f"{count} skipped: {words}{more}")
    for line in page.odd:
        text.note(line.number, f"{shown(line.text)} belongs to no paper and was skipped")
    for line, lack in page.halves:
        text.problem(line.number, f"{shown(line.text)} {lack}", _MEND)


def _paper(entry: _Entry, text: Text) -> Paper | None:
    title = one_line(fitted(entry.title.text, "title", text, entry.title.number))
    abstract = fitted(entry.abstract.text, "abstract", text, entry.abstract.number).strip()
    if not title or not abstract:
        text.problem(entry.title.number, "the entry holds nothing but control characters", _MEND)
        return None
    text.found += 1
    return Paper(
        id="",
        title=title,
        abstract=abstract,
        published=entry.published,
        source=(text.name,),
        organizations=entry.organizations,
        author_count=entry.authors,
    )
