"""BibTeX and BibLaTeX, entry by entry, so that a broken entry does not cost the others.

The grammar is that of BibTeX 0.99d (O. Patashnik, "BibTeXing", 1988): braces count wherever they stand,
`#` joins strings, `@string` names them, `@comment` and text between entries are left out.
"""

import re
from collections.abc import Iterator

from kg.model import Paper
from kg.sources.dates import month_number, parse_date, xsd_date
from kg.sources.decode import Text
from kg.sources.latex import decode
from kg.sources.people import first_last
from kg.sources.record import paper

_START = re.compile(r"^[ \t]*@(?=[ \t]*[A-Za-z]+\s?[{(])", re.MULTILINE)
_ENTRY = re.compile(r"@[ \t]*([A-Za-z]+)[ \t\n]*([{(])")
_KEY = re.compile(r"\s*+([^\s,{}=\"]*+)\s*+(?:,|(?=[})]))")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+/-]*)\s*=\s*")
_END = re.compile(r"[\s,]*([})])")
_WORD = re.compile(r"[^\s,{}#\"()=]+")
_JOIN = re.compile(r"\s*#\s*")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")
_AND = re.compile(r"[{}]| and ", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([%&_#~$])(?:\{\})?")
_VERBATIM = ("url", "doi", "eprint", "link", "pdf")
_SHOWN = 40

Macros = dict[str, str]


class _EntryError(ValueError):
    """An entry that cannot be read; the message says why."""


def read_bibtex(text: Text) -> Iterator[Paper]:
    """Yield the papers of a BibTeX source: the entries with an abstract. A broken entry is reported, another noted."""
    macros: Macros = {}
    for line, chunk in _chunks(text.whole()):
        position = 0
        while start := _ENTRY.search(chunk, position):
            at = line + chunk.count("\n", 0, start.start())
            try:
                record, position = _entry(chunk, start, macros)
            except _EntryError as error:
                text.problem(at, f"the entry is broken: {error}", "Check its braces, quotation marks and commas")
                break
            if record is not None and (found := paper(record, text, at, abstract_expected=False)):
                yield found


def _chunks(body: str) -> Iterator[tuple[int, str]]:
    """Yield the text from each entry that begins a line to the next one, with its line."""
    starts = [match.start() for match in _START.finditer(body)] or [0]
    line, last = 1, 0
    for start, end in zip(starts, [*starts[1:], len(body)], strict=True):
        line += body.count("\n", last, start)
        last = start
        yield line, body[start:end]


def _entry(chunk: str, start: re.Match[str], macros: Macros) -> tuple[dict[str, object] | None, int]:
    """Return the record of an entry, None for what is no entry, and where it ends."""
    kind, closing = start[1].lower(), "}" if start[2] == "{" else ")"
    if kind in ("comment", "preamble"):
        return None, _balanced(chunk, start.end() - 1) if closing == "}" else len(chunk)
    key, position = "", start.end()
    if kind != "string":
        match = _KEY.match(chunk, position)
        if match is None:
            raise _EntryError("there is no key with a comma after it")
        key, position = match[1], match.end()
    fields, position = _fields(chunk, position, closing, macros)
    if kind == "string":
        macros.update(fields)
        return None, position
    return _record(key, fields), position


def _fields(chunk: str, position: int, closing: str, macros: Macros) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while not (end := _END.match(chunk, position)):
        match = _FIELD.match(chunk, position)
        if match is None:
            rest = " ".join(chunk[position : position + _SHOWN].split()).strip(", ")
            raise _EntryError(f"a field was expected at “{rest}”" if rest else "it does not end")
        value, position = _value(chunk, match.end(), macros)
        fields.setdefault(match[1].lower(), value)
    if end[1] != closing:
        raise _EntryError(f"it ends with {end[1]} where {closing} was expected")
    return fields, end.end()


def _value(chunk: str, position: int, macros: Macros) -> tuple[str, int]:
    """Return a field's value, its parts joined, as TeX source; and where it ends."""
    parts: list[str] = []
    while True:
        part, position = _part(chunk, position, macros)
        parts.append(part)
        join = _JOIN.match(chunk, position)
        if join is None:
            return "".join(parts), position
        position = join.end()


def _part(chunk: str, position: int, macros: Macros) -> tuple[str, int]:
    if chunk.startswith("{", position):
        end = _balanced(chunk, position)
        return chunk[position + 1 : end - 1], end
    if chunk.startswith('"', position):
        end = _quoted(chunk, position)
        return chunk[position + 1 : end - 1], end
    word = _WORD.match(chunk, position)
    if word is None:
        raise _EntryError("a field has no value")
    return macros.get(word[0].lower(), word[0]), word.end()


def _balanced(chunk: str, position: int) -> int:
    depth = 0
    for match in _BRACE.finditer(chunk, position):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    raise _EntryError("a brace is opened and not closed")


def _quoted(chunk: str, position: int) -> int:
    depth = 0
    for match in _QUOTE.finditer(chunk, position + 1):
        if match[0] != '"':
            depth += 1 if match[0] == "{" else -1
        elif depth <= 0:
            return match.end()
    raise _EntryError("a quotation mark is opened and not closed")


def _record(key: str, fields: dict[str, str]) -> dict[str, object]:
    """Return the record in the names of `fields`: TeX decoded, the date put together, the authors apart."""
    record: dict[str, object] = {
        name: _ESCAPED.sub(r"\1", value).strip() if name in _VERBATIM else " ".join(decode(value).split())
        for name, value in fields.items()
        if name not in ("author", "month", "day")
    }
    record["id"] = key
    if fields.get("eprint") and fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower() == "arxiv":
        record["arxiv"] = fields["eprint"]
    if not parse_date(record.get("date")):
        record["date"] = _date(fields)
    if "author" in fields:
        record["author"] = [name for name in map(_name, _people(fields["author"])) if name != "others"]
    return record


def _date(fields: dict[str, str]) -> str | None:
    """Return the XSD form of the fields year, month (a name, a number, or "nov # 18") and day."""
    year, month, day = (re.findall(r"\d+|[A-Za-z]+", fields.get(name, "")) for name in ("year", "month", "day"))
    if len(year) != 1 or not year[0].isdigit():
        return None
    parts = month + day
    names = [number for part in parts if (number := month_number(part))]
    numbers = [int(part) for part in parts if part.isdigit() and len(part) < 3]
    known = names[:1] + numbers
    return next((found for n in (2, 1, 0) if len(known) >= n and (found := xsd_date(int(year[0]), *known[:n]))), None)


def _people(value: str) -> list[str]:
    """Split at each "and" that stands outside braces."""
    value = " ".join(value.split())
    names, depth, last = [], 0, 0
    for match in _AND.finditer(value):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            names.append(value[last : match.start()])
            last = match.end()
    return [*names, value[last:]]


def _name(name: str) -> str:
    """Return one name, given name first; a name in braces is an organization's and stays whole."""
    name = name.strip()
    plain = " ".join(decode(name).split())
    return plain if name.startswith("{") and name.endswith("}") else first_last(plain)
