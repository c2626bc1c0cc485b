"""The answers of SELECT and ASK in the forms of the W3C, from rows of terms.

SPARQL 1.1 Query Results JSON Format, XML Format, and CSV and TSV Formats, W3C Recommendations 2013. They are written
here and not by the store because a row limit ends the rows early.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.vocab import XSD

#: A term of the store (an IRI, a blank node or a literal), or None for a variable that is not bound.
Term = Any
Rows = Iterable[Sequence[Term]]

_XML = "http://www.w3.org/2005/sparql-results#"
_KEPT = {"\r": "&#13;"}  # a parser makes a line feed of it otherwise
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_json(names: Sequence[str], rows: Rows) -> str:
    """Return rows as `application/sparql-results+json`."""
    found = [{name: _object(term) for name, term in zip(names, row, strict=True) if term is not None} for row in rows]
    answer = {"head": {"vars": list(names)}, "results": {"bindings": found}}
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def to_csv(names: Sequence[str], rows: Rows) -> str:
    """Return rows as `text/csv`: values without their kind."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(["" if term is None else _value(term) for term in row] for row in rows)
    return out.getvalue()


def to_tsv(names: Sequence[str], rows: Rows) -> str:
    """Return rows as `text/tab-separated-values`: terms as Turtle writes them."""
    lines = ["\t".join(f"?{name}" for name in names)]
    lines += ["\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) for row in rows]
    return "\n".join(lines) + "\n"


def to_xml(names: Sequence[str], rows: Rows) -> str:
    """Return rows as `application/sparql-results+xml`; characters that XML cannot hold become U+FFFD."""
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    body = "".join(f"<result>{_bindings(names, row)}</result>\n" for row in rows)
    return _document(f"<head>{head}</head>\n<results>\n{body}</results>")


def answer_json(answer: bool) -> str:
    """Return the answer to an ASK as `application/sparql-results+json`."""
    return json.dumps({"head": {}, "boolean": answer}) + "\n"


def answer_xml(answer: bool) -> str:
    """Return the answer to an ASK as `application/sparql-results+xml`."""
    return _document(f"<head/><boolean>{str(answer).lower()}</boolean>")


def _document(inside: str) -> str:
    return f'<?xml version="1.0"?>\n<sparql xmlns="{_XML}">{inside}</sparql>\n'


def _bindings(names: Sequence[str], row: Sequence[Term]) -> str:
    pairs = zip(names, row, strict=True)
    return "".join(f"<binding name={quoteattr(name)}>{_element(term)}</binding>" for name, term in pairs if term)


def _value(term: Term) -> str:
    return str(term) if str(term).startswith("_:") else str(term.value)


def _object(term: Term) -> dict[str, str]:
    if not is_literal(term):
        kind = "bnode" if str(term).startswith("_:") else "uri"
        return {"type": kind, "value": str(term.value)}
    found = {"type": "literal", "value": str(term.value)}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD.string:
        found["datatype"] = term.datatype.value
    return found


def _element(term: Term) -> str:
    fields = _object(term)
    kind, value = fields.pop("type"), escape(_NOT_XML.sub("\ufffd", fields.pop("value")), _KEPT)
    marks = "".join(f" {name}={quoteattr(text)}" for name, text in fields.items())
    return f"<{kind}{marks}>{value}</{kind}>"


def is_literal(term: Term) -> bool:
    """Tell whether a term is a literal."""
    return hasattr(term, "datatype")


#: The writer of each form of rows.
WRITERS: dict[str, Callable[[Sequence[str], Rows], str]] = {
    "json": to_json,
    "csv": to_csv,
    "tsv": to_tsv,
    "xml": to_xml,
}
