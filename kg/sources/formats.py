"""The formats that kg reads. A reader is a function from the text of a source to its papers."""

from collections.abc import Callable, Iterator

from kg.model import Paper
from kg.sources.bibtex import read_bibtex
from kg.sources.decode import Text
from kg.sources.jsondoc import read_document
from kg.sources.jsonl import read_lines
from kg.sources.listing import read_listing
from kg.sources.table import read_table

#: Yields the papers of a text as they stand, `id` empty where none is given; reports problems to the text;
#: raises SourceError only for a text that is of no use at all.
Reader = Callable[[Text], Iterator[Paper]]

#: Name of a format, as `sniff` tells it -> its reader.
READERS: dict[str, Reader] = {
    "bibtex": read_bibtex,
    "json": read_document,
    "json-lines": read_lines,
    "listing": read_listing,
    "table": read_table,
}
