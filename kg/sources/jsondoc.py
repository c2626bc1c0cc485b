"""JSON documents: an array of papers, an object around one, or objects one after the other over many lines.

The papers are decoded one by one, so that the line of each is known and a broken one does not cost the others.
"""

import re
from collections.abc import Iterator

from kg.model import Paper
from kg.sources.decode import Text
from kg.sources.fields import is_record
from kg.sources.jsonl import DECODER, TOO_DEEP, papers, reason

_GAP = re.compile(r"[\s,\ufeff\x1e]*")
_NEXT = re.compile(r"[}\]]\s{0,99},\s{0,99}(?=\{)|\n[ \t]{0,99}(?=\{)")
_KEY = r'"[^"\\]{1,60}"\s*:\s*'
_SCALAR = r'(?:"[^"\\]{0,300}"|-?[\d.eE+-]{1,30}|true|false|null)\s*'
_OPENING = re.compile(  # {"total": 2, "papers": [{
    rf"""\{{\s*(?:{_KEY}{_SCALAR},\s*){{0,20}}"([^"\\]{{1,60}})"\s*:\s*\[\s*(?=\{{)"""
)
_CLOSING = re.compile(rf"\s*(?:,\s*{_KEY}{_SCALAR}){{0,20}}\}}")
_LISTS = frozenset({"papers", "data", "results", "items", "entries", "records", "documents", "docs", "articles"})
_MAX_BROKEN = 50  # places at which reading is taken up again


def read_document(text: Text) -> Iterator[Paper]:
    """Yield the papers of a JSON document. A broken record is reported, and reading goes on at the next one.

    Raises SourceError for a document that is too long to be held.
    """
    yield from _Document(text).papers()


class _Document:
    """A document and how far it has been read."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._body = text.whole()
        self._position = 0
        self._counted, self._line = 0, 1  # the line of the position that was last asked for
        self._broken = 0

    def papers(self) -> Iterator[Paper]:
        """Yield the papers of every value at the top."""
        while self._next():
            opening = self._opening()
            if opening:
                self._position = opening.end()
                yield from self._list()
                self._close()
            elif self._at("["):
                self._position += 1
                yield from self._list()
            elif self._at("]") or self._at("}"):  # left over from a record that was broken
                self._position += 1
            else:
                yield from self._value()

    def _list(self) -> Iterator[Paper]:
        while self._next():
            if self._at("]"):
                self._position += 1
                return
            if self._at("}"):
                self._position += 1
            else:
                yield from self._value()
        if not self._broken:
            self._text.problem(
                self._line_here(), "the list of papers is not closed", "The file may be cut off: get it again"
            )

    def _value(self) -> Iterator[Paper]:
        line = self._line_here()
        try:
            value, self._position = DECODER.raw_decode(self._body, self._position)
        except (ValueError, RecursionError) as error:
            self._skip(error, line)
        else:
            yield from papers(value, self._text, line)

    def _next(self) -> bool:
        """Go to the next value or bracket; False at the end."""
        match = _GAP.match(self._body, self._position)
        self._position = match.end() if match else self._position
        return self._position < len(self._body)

    def _at(self, mark: str) -> bool:
        return self._body.startswith(mark, self._position)

    def _opening(self) -> re.Match[str] | None:
        """Match an object that opens with a list of papers, not with that of one paper's authors."""
        match = _OPENING.match(self._body, self._position)
        if match is None:
            return None
        try:
            first, _ = DECODER.raw_decode(self._body, match.end())
        except (ValueError, RecursionError):
            return match if match[1].lower() in _LISTS else None
        return match if is_record(first) else None

    def _close(self) -> None:
        """Pass over what follows the list in the object around it."""
        match = _CLOSING.match(self._body, self._position)
        if match:
            self._position = match.end()
        elif self._next():
            self._text.note(self._line_here(), "what follows the list of papers was not read")
            self._position = len(self._body)

    def _line_here(self) -> int:
        self._line += self._body.count("\n", self._counted, self._position)
        self._counted = self._position
        return self._line

    def _skip(self, error: ValueError | RecursionError, line: int) -> None:
        """Report a broken record and go to where the next one seems to begin."""
        self._broken += 1
        if isinstance(error, RecursionError):
            self._text.problem(line, TOO_DEEP, "Give flat objects with a title and an abstract")
        else:
            message = f"the record is no complete JSON: {reason(error, document=True)}"
            self._text.problem(line, message, "Mend the record that begins here")
        match = _NEXT.search(self._body, self._position + 1)
        self._position = match.end() if match else len(self._body)
        if self._broken >= _MAX_BROKEN:
            self._text.problem(
                line, "too many broken records: the rest was not read", "Mend the file, or use JSON Lines"
            )
            self._position = len(self._body)
