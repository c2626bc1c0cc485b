"""The format is told by content, and what kg does not read is named."""

import gzip
import io
import zipfile

import pytest

from kg.errors import SourceError
from kg.sources import READERS
from kg.sources.sniff import sniff
from tests.sources.written import CASES, paper, text_of

ABOUT = paper(1).abstract

TOLD = {
    "one record of JSON": ('{"title": "Pears", "abstract": "Fine."}', "json-lines"),
    "JSON Lines whose first record is half": (
        '{"title": "Pea\n{"title": "Pears", "abstract": "Fine."}\n',
        "json-lines",
    ),
    "JSON Lines whose first record lost its start": (
        'ears", "abstract": "F."}\n{"title": "P"}\n{"title": "Q"}\n',
        "json-lines",
    ),
    "JSON over many lines": ('{\n  "title": "Pears",\n  "abstract": "Fine."\n}\n', "json"),
    "an envelope over many lines": ('{"papers": [\n{"title": "Pears"},\n{"title": "Plums"}\n]}\n', "json"),
    "an envelope on few lines": ('{"papers": [{"title": "Pears"},\n{"title": "Plums"}]}\n', "json"),
    "an envelope on one line": ('{"papers": [{"title": "Pears"}]}', "json"),
    "an empty array": ("[]", "json"),
    "an array, cut off": ("[", "json"),
    "a title in brackets": (f"[Re] Picking pears\n\n{ABOUT}\n", "listing"),
    "a title in braces": (f"{{Pears}} and plums\n\n{ABOUT}\n", "listing"),
    "an entry after notes": ("My pears\n\n@article{roe,\n title={Pears}}\n", "bibtex"),
    "an entry without its key": ("@article{,\n title={Pears}}\n", "bibtex"),
    "a string of BibTeX": ("@string{x = {y}}\n", "bibtex"),
    "an address in a listing": (f"Pears\n\nWrite to @ann and {ABOUT}\n", "listing"),
    "a handle at the start of a line": (f"@ann: pears (and plums)\n\n{ABOUT}\n", "listing"),
    "tabs": ("title\tabstract\n", "table"),
    "commas in a listing": (f"Pears, plums, figs\n\n{ABOUT}\n", "listing"),
    "a script in a title": (f"<script>alert(1)</script> for pears\n\n{ABOUT}\n", "listing"),
}


@pytest.mark.parametrize(("content", "name"), TOLD.values(), ids=TOLD)
def test_content_tells_the_format(content: str, name: str) -> None:
    assert sniff(text_of(content)) == name
    assert name in READERS


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.bib", "a.txt", "a.pdf", "a.gz", "a"])
@pytest.mark.parametrize("format_", sorted(CASES))
def test_the_name_does_not(name: str, format_: str) -> None:
    assert sniff(text_of(CASES[format_].write([paper(1), paper(2)]), name=name)) == format_


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("papers.txt", ABOUT)
    return out.getvalue()


REFUSED = {
    "nothing": (b"", "is empty"),
    "spaces": (b" \n\t\r\n ", "is empty"),
    "a byte-order mark": (b"\xef\xbb\xbf", "is empty"),
    "a UTF-16 mark": (b"\xff\xfe", "is empty"),
    "a PDF": (b"%PDF-1.5\n%\xd0\xd4\xc5\xd8\n1 0 obj", "is a PDF"),
    "a zip archive": (zipped(), "is a zip archive"),
    "a tar archive": (bytes(257) + b"ustar\x00" + bytes(300), "is a tar archive"),
    "gzip in gzip": (gzip.compress(gzip.compress(b"x")), "is gzipped twice"),
    "bzip2": (b"BZh91AY&SY", "is a bzip2 file"),
    "xz": (b"\xfd7zXZ\x00\x00", "is an xz file"),
    "zstd": (b"\x28\xb5\x2f\xfd\x00", "is a zstd file"),
    "a PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "is a PNG image"),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a JPEG image"),
    "a GIF": (b"GIF89a\x01\x00", "is a GIF image"),
    "SQLite": (b"SQLite format 3\x00\x10", "is an SQLite database"),
    "Parquet": (b"PAR1\x15\x04", "is a Parquet file"),
    "rich text": (rb"{\rtf1\ansi Pears}", "is a rich-text document"),
    "NULs": (bytes(1000), "is binary data"),
    "other bytes": (bytes(range(256)) * 8, "is binary data"),
    "an HTML page": (b"<!DOCTYPE html><html><head><title>Pears</title>", "is an HTML or XML page"),
    "an HTML page after a comment": (b"\n<!-- x -->\n<HTML lang='en'>", "is an HTML or XML page"),
    "an HTML page after text": (b"Pears\n<html>", "is an HTML or XML page"),
    "XML": (b"<?xml version='1.0'?><feed/>", "is an HTML or XML page"),
    "Markdown": (b"# Pears\n\nA thing that picks them. It picks them well.\n", "is a Markdown document"),
    "Markdown code": (b"```\npears\n```\n", "is a Markdown document"),
}


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_what_kg_does_not_read_is_named_with_a_mend(content: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        sniff(text_of(content))

    assert caught.value.message.startswith(message)
    assert caught.value.source == "in/some.file"
    assert caught.value.mend
