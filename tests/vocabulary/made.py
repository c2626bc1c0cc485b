"""A small catalogue and a short way to write concepts and entries, for the tests of the vocabulary."""

from kg.iris import concept_iri
from kg.model import Concept, ConceptType
from kg.ontology import Entry, Ontology


def concept(label, kind=ConceptType.TECHNIQUE):
    return Concept(concept_iri(kind, label), label, kind)


def entry(label, *others, kind=ConceptType.TECHNIQUE, broader=(), case_sensitive=False, **facts):
    """An entry; `broader` are labels of the same type, `facts` single values or tuples of them."""
    above = tuple(sorted(concept_iri(kind, up) for up in broader))
    pairs = [(name, one) for name, value in facts.items() for one in ((value,) if isinstance(value, str) else value)]
    return Entry(concept(label, kind), tuple(sorted(others)), above, case_sensitive, tuple(sorted(pairs)))


def catalogue(*entries, sha256="small"):
    return Ontology({each.concept.iri: each for each in sorted(entries, key=lambda each: each.concept.iri)}, sha256)


def by_label(ontology, label, kind=ConceptType.TECHNIQUE):
    """The entry that has this preferred label."""
    (found,) = (
        each for each in ontology.concepts.values() if each.concept.label == label and each.concept.type is kind
    )
    return found


SMALL = catalogue(
    entry("attention"),
    entry("FlashAttention", "FA", "flash attention", broader=("attention",), maker="Stanford", year="2022"),
    entry("FlashAttention-2", "FA2", broader=("FlashAttention",)),
    entry("tiled attention", "blockwise attention", broader=("attention",)),
    entry("ring attention", broader=("tiled attention",)),
    entry("differential privacy", "DP", contextLabel="DP", cue=("noise", "privacy budget")),
    entry("data parallelism", "DP", contextLabel="DP", cue="workers"),
    entry("ANT", case_sensitive=True),
    entry("LoRA", "low-rank adaptation"),
    entry("LoRA", "Long Range", kind=ConceptType.HARDWARE),
    entry("BERT", "BERT base", kind=ConceptType.MODEL, maker="Google"),
)
