"""A store of three papers in our own words, with every kind of claim."""

import io

from kg.export.formats import FORMATS, export
from kg.export.source import Whole
from kg.ontology import Ontology
from kg.rdf.store import Store
from tests.export.handmade import EXTRACTIONS
from tests.rdf.example import EXAMPLE

PAPERS = (EXAMPLE, *EXTRACTIONS)
FORMS = [name for name, form in FORMATS.items() if not form.card]


def filled(extractions=PAPERS, ontology=None):
    store = Store(ontology=ontology or Ontology.empty())
    for extraction in extractions:
        store.replace(extraction)
    return store


def exported(store, name, **options):
    """The bytes of a format; those of several files are a zip archive."""
    out = io.BytesIO()
    export(store, name, out, **options)
    return out.getvalue()


def whole(extractions=PAPERS):
    return Whole(filled(extractions))
