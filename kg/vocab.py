"""The terms that kg writes: closed namespaces, so that a misspelt term raises.

`KG` and `UNIT` hold exactly the terms that `ontology/kg.ttl` defines (a test compares the two); the
other namespaces hold the terms of public vocabularies that kg uses, and no more.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from kg.iris import BASE, ONTOLOGY
from kg.model import ConceptType, Iri, Predicate


class Namespace(Mapping[str, Iri]):
    """The terms of one vocabulary: write `KG.Claim` or `KG["Claim"]`.

    Asking for a term that the namespace does not hold raises AttributeError (or KeyError).

    >>> RDF.type
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'
    """

    def __init__(self, prefix: str, iri: str, terms: str) -> None:
        self.prefix, self.iri = prefix, Iri(iri)
        self._terms = {term: Iri(iri + term) for term in terms.split()}
        vars(self).update(self._terms)  # found without __getattr__, which then only sees unknown terms

    def __getitem__(self, term: str) -> Iri:
        try:
            return self._terms[term]
        except KeyError:
            raise KeyError(self._unknown(term)) from None

    def __getattr__(self, term: str) -> Iri:
        raise AttributeError(term if term.startswith("_") else self._unknown(term))

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def _unknown(self, term: str) -> str:
        near = get_close_matches(term, self._terms, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"the vocabulary {self.prefix}: has no term {term!r}{hint}"


_CLASSES = f"""Entity {" ".join(ConceptType)} Claim RoleClaim RelationClaim ComparisonClaim MeasurementClaim
Contribution Baseline Measure Mode Bound Polarity"""
_INDIVIDUALS = """Absolute Ratio DifferenceRelative DifferencePoints DifferenceAbsolute Share Rank
Exact UpTo AtLeast About Range Asserted Negated"""
_RELATIONS = f"{' '.join(Predicate)} introducedBy outperformedBy hasPart"
_CLAIM = """evidence quantity mode bound polarity hedge rule confidence position metric dataset metricText datasetText
datasetOrder condition verbatim reportedValue reportedUnit low high subjectLabel objectLabel pairKey"""
_MENTION = "finder finderScore how foundAs aliasOf introducedHere"
_PAPER = "venue organization listedIn authorCount authorOrder keywordOrder organizationOrder listingOrder"
_CATALOGUE = (
    "maker year parameters processNode memory modality higherIsBetter unit fullName caseSensitive expansion "
    "contextLabel checkedLabel cue general"
)
_BOOKKEEPING = "fingerprint graphHash vocabularyHash pending loaded"
_QUALITY = (
    "Reading Gold weightsHash setting measuredAs asMeasured differsIn sha256 paperCount seenCount intervalLow "
    "intervalHigh"
)

KG = Namespace(
    "kg",
    ONTOLOGY,
    f"{_CLASSES} {_INDIVIDUALS} {_RELATIONS} {_CLAIM} {_MENTION} {_PAPER} {_CATALOGUE} {_BOOKKEEPING} {_QUALITY}",
)
UNIT = Namespace(
    "kgu",
    f"{BASE}unit/",
    "Times PercentagePoint OrderOfMagnitude Token TokenPerSecond Parameter GpuHour FloatingPointOperation "
    "TeraOperationPerSecond TeraOperationPerSecondPerWatt",
)
RDF = Namespace("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object")
RDFS = Namespace("rdfs", "http://www.w3.org/2000/01/rdf-schema#", "label comment")
XSD = Namespace(
    "xsd", "http://www.w3.org/2001/XMLSchema#", "string integer decimal boolean date gYear gYearMonth gMonthDay anyURI"
)
SKOS = Namespace(
    "skos", "http://www.w3.org/2004/02/skos/core#", "Concept ConceptScheme prefLabel altLabel broader inScheme"
)
DCTERMS = Namespace("dcterms", "http://purl.org/dc/terms/", "identifier title abstract issued description")
SCHEMA = Namespace("schema", "https://schema.org/", "ScholarlyArticle mentions url author keywords name version target")
FABIO = Namespace("fabio", "http://purl.org/spar/fabio/", "ResearchPaper")
OA = Namespace(
    "oa",
    "http://www.w3.org/ns/oa#",
    "Annotation TextPositionSelector TextQuoteSelector hasTarget hasSource hasSelector start end exact",
)
ITSRDF = Namespace("itsrdf", "http://www.w3.org/2005/11/its/rdf#", "taIdentRef taConfidence")
PROV = Namespace("prov", "http://www.w3.org/ns/prov#", "hadPrimarySource wasDerivedFrom")
DQV = Namespace(
    "dqv",
    "http://www.w3.org/ns/dqv#",
    "QualityMeasurement Metric Dimension isMeasurementOf computedOn value inDimension",
)
LDQD = Namespace("ldqd", "http://www.w3.org/2016/05/ldqd#", "semanticAccuracy completeness trustworthiness")
QUDT = Namespace("qudt", "http://qudt.org/schema/qudt/", "QuantityValue numericValue hasUnit")
QUDT_UNIT = Namespace(
    "unit",
    "http://qudt.org/vocab/unit/",
    "PERCENT BIT BYTE KiloBYTE MegaBYTE GigaBYTE TeraBYTE GibiBYTE GigaBYTE-PER-SEC GigaBIT-PER-SEC "
    "NanoSEC MicroSEC MilliSEC SEC MIN HR DAY HZ KiloHZ MegaHZ GigaHZ FRAME-PER-SEC NUM-PER-SEC "
    "FLOPS GigaFLOPS TeraFLOPS PetaFLOPS MilliW W KiloW PicoJ NanoJ MicroJ MilliJ J KiloW-HR "
    "NanoM MilliM CentiM MilliM2 DeciB DEG CCY_USD",
)
VOID = Namespace(
    "void",
    "http://rdfs.org/ns/void#",
    "Dataset triples entities documents uriSpace feature vocabulary exampleResource sparqlEndpoint subset class "
    "classPartition property propertyPartition",
)
SD = Namespace(
    "sd",
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph NamedGraph SPARQL11Query endpoint supportedLanguage resultFormat defaultDataset "
    "defaultGraph namedGraph name",
)
SH = Namespace(
    "sh",
    "http://www.w3.org/ns/shacl#",
    "SPARQLExecutable SPARQLSelectExecutable SPARQLAskExecutable SPARQLConstructExecutable select ask construct "
    "prefixes declare namespace parameter Parameter path name description optional defaultValue class datatype "
    "PrefixDeclaration",
)

NAMESPACES = (KG, UNIT, RDF, RDFS, XSD, SKOS, DCTERMS, SCHEMA, FABIO, OA, ITSRDF, PROV, DQV, LDQD, QUDT, QUDT_UNIT)
_PARTS = ("paper", "claim", "mention", "span", "quote", "sentence", "scheme", "quality")
_DESCRIBING = (VOID, SD, SH)  # a graph's description uses them, the graph itself does not
PREFIXES: dict[str, Iri] = (
    {space.prefix: space.iri for space in (*NAMESPACES, *_DESCRIBING)}
    | {part: Iri(f"{BASE}{part}/") for part in _PARTS}
    | {kind.value.lower(): Iri(f"{BASE}concept/{kind.value.lower()}/") for kind in ConceptType}
)
"""The prefixes that Turtle files are written with and that queries may use without declaring them."""

SCHEMES: dict[ConceptType, Iri] = {kind: Iri(f"{BASE}scheme/{kind.value.lower()}") for kind in ConceptType}
