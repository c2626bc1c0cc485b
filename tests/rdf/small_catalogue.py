"""A catalogue of a few concepts for the tests of the store."""

from pathlib import Path
from tempfile import TemporaryDirectory

from kg.iris import BASE
from kg.model import Concept, Iri
from kg.ontology import Ontology

TURTLE = """
@prefix kg: <https://w3id.org/mlhw-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix hw: <https://w3id.org/mlhw-kg/concept/hardware/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/mlhw-kg/scheme/hardware> a skos:ConceptScheme ; skos:prefLabel "Hardware"@en .
hw:gpu a skos:Concept, kg:Hardware ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/hardware> ;
  skos:prefLabel "GPU"@en ; skos:altLabel "graphics processor"@en .
hw:a100 a skos:Concept, kg:Hardware ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/hardware> ;
  skos:prefLabel "A100"@en ; skos:broader hw:gpu ; kg:maker "NVIDIA" ; kg:year 2020 .
hw:a100-80gb a skos:Concept, kg:Hardware ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/hardware> ;
  skos:prefLabel "A100 80GB"@en ; skos:broader hw:a100 .
hw:t4 a skos:Concept, kg:Hardware ; skos:inScheme <https://w3id.org/mlhw-kg/scheme/hardware> ;
  skos:prefLabel "T4"@en ; skos:broader hw:gpu .
"""


def load(turtle: str = TURTLE) -> Ontology:
    """Return the catalogue that a Turtle text describes."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "concepts").mkdir()
        (Path(folder) / "kg.ttl").write_text("", encoding="utf-8")
        (Path(folder) / "concepts" / "hardware.ttl").write_text(turtle, encoding="utf-8")
        return Ontology.load(Path(folder))


CATALOGUE = load()


def entry(slug: str) -> Concept:
    """Return a concept of the catalogue."""
    return CATALOGUE.concepts[Iri(f"{BASE}concept/hardware/{slug}")].concept
