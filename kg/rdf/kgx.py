r"""KGX, the exchange format of knowledge graphs as TSV: how a cell is written and read, and which columns there are.

KGX tables have no quoting. A tab, a line break, a bar or a backslash inside a cell is written with a backslash, and
an empty text as `\z`, so that it differs from no text. A cell of several values has `|` between them.
"""

import re

NODES, EDGES = "nodes.tsv", "edges.tsv"
NODE_COLUMNS = (
    "id", "category", "name", "description", "provided_by", "synonym", "broader", "identifier", "url", "published",
    "venue", "authors", "keywords", "organizations", "author_count",
)  # fmt: skip
EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "primary_knowledge_source", "knowledge_level", "agent_type",
    "publications", "negated", "hedge", "confidence", "rule", "supporting_text", "start", "end", "source",
    "figure", "value", "unit", "mode", "bound", "metric", "metric_id", "dataset", "dataset_ids", "condition",
    "verbatim", "subject_label", "object_label", "finder", "finder_score", "found_as", "introduced",
    "alias_start", "alias_end", "position",
)  # fmt: skip
PAPER, NAMED, CLAIM, MENTION = "biolink:Publication", "biolink:NamedThing", "biolink:Association", "oa:Annotation"

_CODES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "|": "\\p"}
_TEXTS = {code: text for text, code in _CODES.items()} | {"\\z": ""}
_UNFIT = re.compile(r"[\\\t\n\r|]")
_CODE = re.compile(r"\\.", re.DOTALL)


def cell(value: str | None) -> str:
    r"""Return a text as a cell; no text is an empty cell.

    >>> cell("a|b"), cell(""), cell(None)
    ('a\\\\pb', '\\\\z', '')
    """
    if value is None:
        return ""
    return _UNFIT.sub(lambda match: _CODES[match[0]], value) or "\\z"


def cells(values: tuple[str, ...]) -> str:
    """Return several texts as one cell."""
    return "|".join(cell(value) for value in values)


def text(read: str) -> str | None:
    """Return the text of a cell, or None where there is none; raises ValueError for a code that is none."""
    return _decoded(read) if read else None


def texts(read: str) -> tuple[str, ...]:
    """Return the texts of a cell of several."""
    return tuple(_decoded(part) for part in read.split("|")) if read else ()


def _decoded(part: str) -> str:
    try:
        return _CODE.sub(lambda match: _TEXTS[match[0]], part)
    except KeyError as error:
        raise ValueError(f"{error} is no code of KGX cells") from error
