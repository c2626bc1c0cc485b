"""What a query may not do: reach another server or change the graph.

Oxigraph makes HTTP requests for SERVICE (and LOAD), and Python has no switch for it, so the words of a
query are looked at before it runs. Strings, comments, IRIs and variables are passed over. Where in
doubt the query is refused: Oxigraph's parser knows no word boundaries (`trueSERVICE` is two words to it).
"""

import re

from kg.errors import QueryError

_TOKENS = re.compile(
    r"""
      \\.                                                     # an escape in a prefixed name: ex:it\'s
    | "{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$]\w+
    | (?P<prefix>[\w.-]*):[\w.-]*
    | (?P<word>\w+)
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_ESCAPE = re.compile(r"\\[uU]")


def check_query(sparql: str) -> None:
    """Raise QueryError where a query calls SERVICE or is an update."""
    upper = sparql.upper()
    if _ESCAPE.search(sparql):
        if "SERVICE" in upper:
            raise QueryError(sparql, "it holds SERVICE and code point escapes; write the characters themselves")
        return
    tokens = list(_TOKENS.finditer(upper))
    if any("SERVICE" in (match["word"] or match["prefix"] or "") for match in tokens):
        raise QueryError(sparql, "SERVICE is refused, because it would make requests to another server")
    words = (match["word"] for match in tokens)
    first = next((word for word in words if word and word not in ("BASE", "PREFIX", "VERSION")), "")
    if first in _UPDATES:
        raise QueryError(sparql, f"{first} is refused, because a query does not change the graph")
