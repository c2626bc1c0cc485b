import ast
from pathlib import Path

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kg import vocab
from kg.model import Bound, ConceptType, Mode, Polarity, Predicate
from kg.vocab import KG, NAMESPACES, PREFIXES, SCHEMES, UNIT, Namespace

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "ontology" / "kg.ttl"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
EXAMPLE = "http://www.w3.org/2004/02/skos/core#example"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"


def described():
    terms: dict[str, dict[str, list[object]]] = {}
    for quad in parse(path=SCHEMA, format=RdfFormat.TURTLE):
        terms.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return terms


TERMS = described()
OWN = sorted(iri for iri in TERMS if iri.startswith((KG.iri, UNIT.iri)))
PROPERTIES = [iri for iri in OWN if any(kind.value.endswith("Property") for kind in TERMS[iri][TYPE])]


@pytest.mark.parametrize("space", [KG, UNIT], ids=lambda space: space.prefix)
def test_a_namespace_holds_exactly_the_terms_that_the_file_defines(space):
    assert set(space.values()) == {iri for iri in TERMS if iri.startswith(space.iri)}


@pytest.mark.parametrize("iri", OWN)
def test_every_term_has_one_label_one_comment_and_an_example(iri):
    for predicate in (f"{RDFS}label", f"{RDFS}comment", EXAMPLE):
        (literal,) = TERMS[iri][predicate]
        assert isinstance(literal, Literal)
        assert literal.value.strip()


@pytest.mark.parametrize("iri", PROPERTIES)
def test_every_property_has_a_domain_and_a_range_that_fits_its_kind(iri):
    (domain,), (reach,) = TERMS[iri][f"{RDFS}domain"], TERMS[iri][f"{RDFS}range"]
    assert domain.value.startswith("http")
    is_data = f"{OWL}DatatypeProperty" in {kind.value for kind in TERMS[iri][TYPE]}
    assert reach.value.startswith("http://www.w3.org/2001/XMLSchema#") == is_data


@pytest.mark.parametrize("enum", [ConceptType, Predicate, Mode, Bound, Polarity], ids=lambda enum: enum.__name__)
def test_every_value_of_the_model_is_a_term(enum):
    assert {KG.iri + value for value in enum} <= set(TERMS)


def test_the_kinds_of_the_model_are_typed_in_the_file():
    assert {KG[mode] for mode in Mode} == {iri for iri in OWN if KG.Mode in {kind.value for kind in TERMS[iri][TYPE]}}
    assert {KG[bound] for bound in Bound} == {
        iri for iri in OWN if KG.Bound in {kind.value for kind in TERMS[iri][TYPE]}
    }


def test_a_misspelt_term_raises_and_names_the_nearest():
    with pytest.raises(AttributeError, match="no term 'outperfroms'; did you mean outperforms"):
        _ = KG.outperfroms
    with pytest.raises(KeyError, match="outperforms"):
        _ = KG["outperfroms"]
    assert not hasattr(KG, "__wrapped__")


def test_a_term_is_an_attribute_and_an_item():
    space = Namespace("x", "urn:x:", "a b-c")
    assert space.a == space["a"] == "urn:x:a"
    assert space["b-c"] == "urn:x:b-c"
    assert list(space) == ["a", "b-c"]
    assert len(space) == 2


def uses():
    """Every `SPACE.term` in the package where SPACE is a namespace of the vocabulary."""
    spaces = {name: value for name, value in vars(vocab).items() if isinstance(value, Namespace)}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for item in ast.walk(ast.parse(text)) if "from kg.vocab import" in text else ():
            if isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name) and item.value.id in spaces:
                yield path.relative_to(ROOT).as_posix(), spaces[item.value.id], item.attr


def test_the_package_names_no_unknown_term():
    found = list(uses())
    assert len(found) > 50
    unknown = [(path, space.prefix, term) for path, space, term in found if not hasattr(space, term)]
    assert unknown == []


def test_prefixes_are_distinct_and_end_where_names_begin():
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(iri.endswith(("/", "#")) for iri in PREFIXES.values())
    assert {space.prefix for space in NAMESPACES} <= set(PREFIXES)


def test_there_is_a_scheme_for_each_kind():
    assert set(SCHEMES) == set(ConceptType)
