"""The queries that ship with kg: one file each in `kg/rdf/queries`, a title and a description on top."""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query under a name: the file's stem, its two comment lines, and the SPARQL text."""

    name: str
    title: str
    description: str
    sparql: str


def named_queries() -> dict[str, NamedQuery]:
    """Return the queries by name, sorted."""
    folder = files("kg.rdf").joinpath("queries")
    texts = {item.name.removesuffix(".rq"): item.read_text(encoding="utf-8") for item in folder.iterdir()}
    return {name: _read(name, texts[name]) for name in sorted(texts)}


def _read(name: str, sparql: str) -> NamedQuery:
    title, description, _ = sparql.split("\n", 2)
    return NamedQuery(name, title.removeprefix("# "), description.removeprefix("# "), sparql)
