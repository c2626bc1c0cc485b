"""Small graphs in our own words that differ in known ways."""

from dataclasses import replace
from io import BytesIO

from kg.change.compare import compare
from kg.change.patch import write
from kg.change.sides import StoredSide
from kg.iris import paper_iri, paper_node
from kg.model import Evidence, Span
from kg.rdf import turtle
from kg.rdf.store import Store
from tests.export.handmade import EXTRACTIONS
from tests.rdf.example import CLAIMS, EXAMPLE
from tests.rdf.small_catalogue import CATALOGUE


def stored(*extractions):
    """A store in memory that holds these papers."""
    store = Store(ontology=CATALOGUE)
    store.replace_all(extractions)
    return store


def every():
    """The papers that the tests begin with."""
    return (EXAMPLE, *EXTRACTIONS)


def with_value(extraction, place, value):
    """A paper one of whose claims has another figure."""
    claims = list(extraction.claims)
    claims[place] = replace(claims[place], quantity=replace(claims[place].quantity, value=value))
    return replace(extraction, claims=tuple(claims))


def under(paper_id, title=EXAMPLE.paper.title):
    """A paper with a role and a relation, under this id."""
    paper = replace(EXAMPLE.paper, id=paper_id, title=title)
    role = replace(CLAIMS[0], subject=paper_node(paper_id, title))
    words = CLAIMS[2].evidence.text
    start = paper.text.index(words)
    place = Evidence(paper_iri(paper_id), Span(start, start + len(words)), words)
    return replace(
        EXAMPLE, paper=paper, links=(), claims=tuple(replace(each, evidence=place) for each in (role, CLAIMS[2]))
    )


def patched(old, new):
    """The patch from one store to another, as bytes."""
    out = BytesIO()
    write(compare(StoredSide(old), StoredSide(new)), out, of_quads=True)
    return out.getvalue()


def files(store, folder, *endings):
    """The graph of a store as files of these endings, under `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    writers = {"ttl": turtle.write, "nt": turtle.write_ntriples, "nq": turtle.write_nquads}
    for ending in endings:
        with (folder / f"graph.{ending}").open("wb") as out:
            writers[ending](store, out)
    return [folder / f"graph.{ending}" for ending in endings]
