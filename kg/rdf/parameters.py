"""Parameters of queries: a value as a person or a program gives it becomes one RDF term."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.model import Concept, ConceptType, Iri, Paper, Predicate
from kg.rdf.terms import constant, decimal, integer, node, paper_term, text
from kg.vocab import KG, XSD

Term = NamedNode | Literal


class Kind(StrEnum):
    """What a parameter is."""

    CONCEPT = "concept"
    PAPER = "paper"
    TYPE = "type"
    PREDICATE = "predicate"
    STRING = "string"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"


#: What finds the node that a name stands for, by the kind of the parameter; raises UnknownNode.
Lookup = Mapping[Kind, Callable[[str], Iri]]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: its default as a text, or whether it may be left out, what it is for, and an example."""

    name: str
    kind: Kind
    default: str | None
    optional: bool
    description: str
    example: str

    @property
    def usage(self) -> str:
        """Return `above (decimal, optional)` and the like."""
        if self.default is not None:
            return f"{self.name} ({self.kind} = {self.default})"
        return f"{self.name} ({self.kind}, {self.wanted})"

    @property
    def wanted(self) -> str:
        """Return the default, `optional` or `required`."""
        return self.default or ("optional" if self.optional else "required")

    def term(self, value: object, lookup: Lookup) -> Term | None:
        """Return a value as a term, for None the default or nothing.

        Raises ValueError where it is missing or no value of this kind, UnknownNode where nothing has this name.
        """
        given = self.default if value is None else _said(value)
        if given is None:
            if self.optional:
                return None
            raise ValueError(f"{self.name} is missing")
        try:
            return _MAKERS[self.kind](given) if self.kind in _MAKERS else node(lookup[self.kind](given))
        except ValueError as error:
            raise ValueError(f"{self.name}: {given!r} is no {self.kind}{error and _hint(self.kind)}") from error


def _said(value: object) -> str:
    """Return a value of Python as a person would type it."""
    if isinstance(value, Concept):
        return value.iri
    if isinstance(value, Paper):
        return paper_term(value.id).value
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value)


_HINTS = {
    Kind.TYPE: f": one of {', '.join(ConceptType)}",
    Kind.PREDICATE: f": one of {', '.join(Predicate)}",
    Kind.DECIMAL: ", such as 2.5",
    Kind.INTEGER: ", such as 50",
    Kind.DATE: ", such as 2025-03-01, 2025-03 or 2025",
    Kind.STRING: " that can be written",
}


def _hint(kind: Kind) -> str:
    return _HINTS.get(kind, "")


def _type(value: str) -> NamedNode:
    kinds = {kind.casefold(): kind for kind in ConceptType}
    return _of(kinds, value.removeprefix("kg:").casefold())


def _predicate(value: str) -> NamedNode:
    known = {predicate.casefold(): predicate for predicate in Predicate}
    return _of(known, value.removeprefix("kg:").casefold())


def _of(known: Mapping[str, str], key: str) -> NamedNode:
    if key not in known:
        raise ValueError(key)
    return constant(KG[known[key]])


_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_INTEGER = re.compile(r"[0-9]{1,18}")


def _decimal(value: str) -> Literal:
    if not _DECIMAL.fullmatch(value):
        raise ValueError(value)
    return decimal(Decimal(value))


def _integer(value: str) -> Literal:
    if not _INTEGER.fullmatch(value):
        raise ValueError(value)
    return integer(int(value))


_DATES = (("{}", XSD.date), ("{}-01", XSD.gYearMonth), ("{}-01-01", XSD.gYear))


def _date(value: str) -> Literal:
    """Return a day, a month or a year of the calendar with its type."""
    filled, datatype = _DATES[2 - min(value.count("-"), 2)]
    if len(value) not in (4, 7, 10) or not value.isascii():
        raise ValueError(value)
    date.fromisoformat(filled.format(value))
    return Literal(value, datatype=constant(datatype))


def _string(value: str) -> Literal:
    value.encode()  # a lone surrogate is no character
    return text(value)


_MAKERS: dict[Kind, Callable[[str], Term]] = {
    Kind.TYPE: _type,
    Kind.PREDICATE: _predicate,
    Kind.STRING: _string,
    Kind.DECIMAL: _decimal,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
}
