"""The queries that ship with kg: one file each in `kg/rdf/queries`, and how their parameters are bound.

The head of a file holds its title, its description, its keywords and a line for each parameter:

    # param system: concept; the winner or the loser
    # param above: optional decimal; only comparisons with a figure above this
    # param limit: integer = 200; rows

The query below is whole as it stands. Each parameter is a variable with an example in `VALUES ?system { … }`. To bind
it is to put another term there. A parameter that is left out goes with its VALUES and with every line that ends in
`# with above`. `limit` is the LIMIT at the end.

Oxigraph orders the patterns of a group well as long as nothing but patterns and VALUES is joined. So in these files the
patterns of a group come first, then OPTIONAL and BIND; a UNION stands alone, and so does a subquery.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import QueryError
from kg.rdf.parameters import Kind, Lookup, Parameter, Term

_PARAMETER = re.compile(r"# param (\w+): (optional )?(\w+)(?: = ([^;]+))?; (.+)")
_KEYWORDS = "# keywords: "
_LIMIT = re.compile(r"LIMIT \d+\n")
_BLOCK = re.compile(r"VALUES \?(\w+) \{[^{}]*\}")
LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query under a name: the file's stem, its head, and the SPARQL text with examples as parameters."""

    name: str
    title: str
    description: str
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    sparql: str

    @property
    def example(self) -> dict[str, object]:
        """Return the values of the parameters as the text has them, but for the number of rows."""
        return {each.name: each.example for each in self.parameters if each.name != LIMIT}

    @property
    def needed(self) -> dict[str, object]:
        """Return the values of the parameters that cannot be left out."""
        return {each.name: each.example for each in self.parameters if each.default is None and not each.optional}

    @property
    def usage(self) -> str:
        """Return the parameters in one line, for people."""
        return ", ".join(parameter.usage for parameter in self.parameters) or "no parameters"

    def bound(self, given: Mapping[str, object], lookup: Lookup) -> str:
        """Return the text with these values as terms; `lookup` finds the nodes that names stand for.

        Raises QueryError, which lists the parameters, where one is unknown, missing or no value of its kind.
        """
        wrong = [
            f"there is no parameter {name!r}" for name in given if name not in {each.name for each in self.parameters}
        ]
        terms: dict[str, Term | None] = {}
        for parameter in self.parameters:
            try:
                terms[parameter.name] = parameter.term(given.get(parameter.name), lookup)
            except ValueError as error:
                wrong.append(str(error))
        if wrong:
            raise QueryError(self.sparql, f"{'; '.join(wrong)}. {self.name} takes {self.usage}")
        return self._with(terms)

    def without(self, *names: str) -> str:
        """Return the text as it stands, but with these parameters left out."""
        return self._with(dict.fromkeys(names))

    def _with(self, terms: Mapping[str, Term | None]) -> str:
        """Return the text with terms in the place of examples, in one pass: the text of a term is never looked into."""
        text = self.sparql
        for name in (name for name, term in terms.items() if term is None):
            text = re.sub(rf"^.*# with {name}\n", "", text, flags=re.MULTILINE)
        if LIMIT in terms:
            limit = terms[LIMIT]
            text = _LIMIT.sub(f"LIMIT {limit.value}\n" if limit else "", text)
        return _BLOCK.sub(lambda found: _block(found[1], terms) if found[1] in terms else found[0], text)


def _block(name: str, terms: Mapping[str, Term | None]) -> str:
    """Return the block of a parameter with its term, which the store escapes, or nothing where it is left out."""
    term = terms[name]
    return f"VALUES ?{name} {{ {term} }}" if term else ""


def _example(text: str, name: str) -> str:
    """Return the term of a VALUES block as a person would type it."""
    found = re.search(rf"VALUES \?{name} \{{ (\S+) \}}", text)
    return found[1].strip('"').removeprefix("kg:") if found else ""


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the queries by name, sorted."""
    folder = files("kg.rdf").joinpath("queries")
    texts = {item.name.removesuffix(".rq"): item.read_text(encoding="utf-8") for item in folder.iterdir()}
    return {name: _read(name, texts[name]) for name in sorted(texts)}


def named_query(name: str) -> NamedQuery:
    """Return the query of a name; raises QueryError, which lists the names, where there is none."""
    known = named_queries()
    if name not in known:
        raise QueryError(name, f"there is no query named {name!r}; there are {', '.join(known)}")
    return known[name]


def _read(name: str, text: str) -> NamedQuery:
    title, description, *_ = (line.removeprefix("# ") for line in text.split("\n") if line.startswith("#"))
    keywords = next(line for line in text.split("\n") if line.startswith(_KEYWORDS)).removeprefix(_KEYWORDS)
    parameters = tuple(
        Parameter(found[1], Kind(found[3]), found[4], bool(found[2]), found[5], found[4] or _example(text, found[1]))
        for found in _PARAMETER.finditer(text)
    )
    return NamedQuery(name, title, description, tuple(keywords.split(", ")), parameters, text)
