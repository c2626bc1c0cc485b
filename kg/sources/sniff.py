"""Tell the format of a source by its content."""

import csv
import json
import re

from kg.errors import SourceError
from kg.sources.decode import Text
from kg.sources.fields import field_of

_UNPACK = "Unpack it and give the files in it"
_EXPORT = "Give its text: a paper listing, JSON, CSV or BibTeX"
_MAGIC = (
    (b"%PDF-", "a PDF", "kg reads titles and abstracts, not whole papers: give a listing, JSON, CSV or BibTeX"),
    (b"PK\x03\x04", "a zip archive or an office document", _UNPACK),
    (b"\x1f\x8b", "gzipped twice", "Unpack it once"),
    (b"BZh", "a bzip2 file", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd file", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\x89PNG", "a PNG image", _EXPORT),
    (b"\xff\xd8\xff", "a JPEG image", _EXPORT),
    (b"GIF8", "a GIF image", _EXPORT),
    (b"RIFF", "an image, sound or film", _EXPORT),
    (b"SQLite format 3\x00", "an SQLite database", "Export its table as CSV or JSON"),
    (b"PAR1", "a Parquet file", "Export it as JSON Lines or CSV"),
    (b"ARROW1", "an Arrow file", "Export it as JSON Lines or CSV"),
    (b"\x89HDF", "an HDF5 file", "Export it as JSON Lines or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old office document", _EXPORT),
    (b"\x7fELF", "a program", _EXPORT),
    (b"{\\rtf", "a rich-text document", _EXPORT),
    (b"%!PS", "a PostScript file", _EXPORT),
)
_MARKUP = re.compile(
    r"\s*<(?:!doctype|html|head|body|\?xml|rss|feed|svg|rdf:|!--)|(?s:.{0,2000})<html[\s>]", re.IGNORECASE
)
_JSON_OBJECT = re.compile(r'\{\s*(?:"|\}|$)')
_JSON_ARRAY = re.compile(r'\[\s*(?:[\[{"\]\d]|null|true|false|-\d|$)')
_ENVELOPE = re.compile(r'\{\s*"[^"]{1,40}"\s*:\s*\[\s*\{')
_BIBTEX = re.compile(
    r"^[ \t]*@[ \t]*(?:(?:string|preamble|comment)[ \t]*[{(]|[a-z]+[ \t]*[{(]\s{0,20}[^\s,{}()=]{0,200}\s{0,20},)",
    re.MULTILINE | re.IGNORECASE,
)
_MARKDOWN = re.compile(r"#{1,6} \S|```")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_DELIMITERS = ",;\t|"


def sniff(text: Text) -> str:
    """Return the key of `READERS` for the format that the first characters show.

    Raises SourceError for what kg does not read (empty, archives, images, pages, other binary data),
    naming what it is and what to do.
    """
    _refuse_binary(text)
    head = text.head.lstrip().lstrip("\ufeff").lstrip()
    if not head:
        raise SourceError(text.label, 0, "is empty", "Give a file with papers")
    if _MARKUP.match(head):
        raise SourceError(
            text.label, 1, "is an HTML or XML page", "Copy its text into a file, or give JSON, CSV or BibTeX"
        )
    if found := _json(head):
        return found
    if _BIBTEX.search(head):
        return "bibtex"
    if delimiter(head.partition("\n")[0]):
        return "table"
    if _MARKDOWN.match(head):
        raise SourceError(
            text.label, 1, "is a Markdown document", "Give a paper listing as plain text, JSON, CSV or BibTeX"
        )
    return "listing"


def _refuse_binary(text: Text) -> None:
    for magic, what, mend in _MAGIC:
        if text.raw_head.startswith(magic):
            raise SourceError(text.label, 0, f"is {what}", mend)
    if text.raw_head[257:262] == b"ustar":
        raise SourceError(text.label, 0, "is a tar archive", _UNPACK)
    odd = len(_CONTROL.findall(text.head)) > 0.05 * len(text.head)
    if odd or (not text.head.strip() and not text.encoding.startswith("utf")):
        raise SourceError(text.label, 0, "is binary data, not text", _EXPORT)


def _json(head: str) -> str | None:
    """Tell JSON Lines (one object a line) from a document that has to be read as a whole."""
    if _JSON_ARRAY.match(head):
        return "json"
    lines = [line.strip() for line in head.split("\n", 41)[:40] if line.strip()]
    if not _JSON_OBJECT.match(head):
        objects = sum(1 for line in lines if _JSON_OBJECT.match(line))
        return "json-lines" if objects > len(lines) / 2 else None
    if len(lines) == 1:
        return "json" if _ENVELOPE.match(head) else "json-lines"
    return "json-lines" if _is_object(lines[0]) or _is_object(lines[1]) else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line, strict=False), dict)
    except (ValueError, RecursionError):
        return False


def delimiter(header: str) -> str | None:
    """Return the delimiter of a table from its header line, None for other text.

    A header names a title column and one more that kg knows.
    """
    for mark in _DELIMITERS:
        known = [column for column in columns(header, mark) if column] if mark in header else []
        if "title" in known and len(known) > 1:
            return mark
    return None


def columns(header: str, mark: str) -> list[str | None]:
    """Return the field that each column of the header stands for, None where it stands for none."""
    cells: list[str] = next(csv.reader([header[: 1 << 16]], delimiter=mark), [])
    return [field_of(cell) for cell in cells]
