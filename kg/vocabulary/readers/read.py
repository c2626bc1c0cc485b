"""The way in for vocabularies: what a file is shows in its content, never in its name."""

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat

from kg.errors import SourceError
from kg.model import ConceptType
from kg.vocabulary.readers import cso, papers_with_code, skos, table
from kg.vocabulary.readers.assemble import assemble
from kg.vocabulary.readers.record import Read, Vocabulary

_FORMS = (
    "kg reads SKOS (Turtle, N-Triples, RDF/XML, JSON-LD), CSV with a column `label`, the CSV of the Computer Science "
    "Ontology, and the methods and data sets of Papers with Code (JSON)"
)
_PAGE = re.compile(r"\s*(<!doctype\s+html|<html\b)", re.IGNORECASE)
_XML = re.compile(r"\s*(<\?xml|<rdf:|<RDF\b)")
_TURTLE = re.compile(
    r"^\s*(?:@?(?:prefix|base)\s|(?:<[^>\s]*>|_:\S+|[\w-]*:\S+)\s+(?:a\s|<[^>\s]+>|[\w-]*:[\w-]+\s))",
    re.IGNORECASE | re.MULTILINE,
)


def read_vocabulary(path: Path, *, default_type: ConceptType | None = None) -> Vocabulary:
    """Return the vocabulary of a file, compressed by gzip or not.

    `default_type` is the type of the concepts for which the file states none. Broken records are problems; the
    good ones land. Raises SourceError for a file that cannot be read or is nothing that kg knows, and for one
    that states no types where no default is given.
    """
    source = path.name
    text = _text(path)
    return assemble(source, _read(source, text), default_type)


def _text(path: Path) -> str:
    source = path.name
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (EOFError, gzip.BadGzipFile) as error:
        raise SourceError(source, 0, f"the gzip file is damaged: {error}", "Fetch it again") from error
    except OSError as error:
        raise SourceError(source, 0, f"cannot be read: {error.strerror or error}", "Check the name") from error
    if data[:4] == b"PK\x03\x04":
        raise SourceError(source, 0, "this is a zip archive", "Unpack it, and give the file in it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(source, line, "this is no UTF-8 text", "Save the file as UTF-8") from error
    if not text.strip():
        raise SourceError(source, 0, "the file is empty", "Fetch it again, or name another")
    return text


def _read(source: str, text: str) -> Read:
    head = text.lstrip()[:2000]
    if _PAGE.match(head) or (_XML.match(head) and re.search(r"<html\b", head, re.IGNORECASE)):
        raise SourceError(source, 0, "this is a web page, not a vocabulary", "Download the file that the page offers")
    if head[0] in "{[":
        return _of_json(source, text)
    if _XML.match(head):
        return skos.read(source, text, RdfFormat.RDF_XML)
    try:
        if cso.fits(text):
            return cso.read(source, text)
        if table.fits(text):
            return table.read(source, text)
    except csv.Error as error:
        raise SourceError(source, 0, f"this is no CSV: {error}", "Save the table as CSV again") from error
    if _TURTLE.search(text[:100_000]):
        return skos.read(source, text, RdfFormat.TURTLE)
    raise SourceError(source, 0, "this is no vocabulary that kg knows", _FORMS)


def _of_json(source: str, text: str) -> Read:
    try:
        data: Any = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        whole = isinstance(error, json.JSONDecodeError) and error.pos < len(text.rstrip())
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        why = "this is no JSON" if whole else "the JSON ends too early"
        raise SourceError(source, line, f"{why}: {getattr(error, 'msg', error)}", "Fetch the file again") from error
    if papers_with_code.fits(data):
        return papers_with_code.read(source, data)
    rows = data if isinstance(data, list) else [data]
    if any(isinstance(row, dict) and {"@context", "@graph", "@id"} & row.keys() for row in rows):
        return skos.read(source, text, RdfFormat.JSON_LD)
    raise SourceError(source, 0, "this JSON is no vocabulary that kg knows", _FORMS)
