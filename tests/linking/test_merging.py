"""Which node takes the place of which, and what an extraction looks like with the heirs in it."""

from collections.abc import Iterable
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import concept_iri
from kg.linking.merging import SAME, Definition, heirs, merged, merged_from
from kg.model import (
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Iri,
    Link,
    Mention,
    Paper,
    Predicate,
    Quantity,
    Span,
)
from kg.rdf.decode import decode
from kg.rdf.encode import encode
from tests.rdf import strategies

MODEL, TECHNIQUE = ConceptType.MODEL, ConceptType.TECHNIQUE
LONG = "hierarchical window scheduling cache"


def iri(label: str, kind: ConceptType = TECHNIQUE) -> Iri:
    return concept_iri(kind, label)


def defines(paper: str, short: str = "HWSC", long: str = LONG, kind: ConceptType = TECHNIQUE) -> Definition:
    return Definition(paper, kind, short, long)


def uses(*papers: str, short: str = "HWSC", kind: ConceptType = TECHNIQUE) -> dict[Iri, frozenset[str]]:
    return {iri(short, kind): frozenset(papers)}


MERGED = [
    ("one defines, one uses", [defines("a")], uses("b")),
    ("two define, one uses", [defines("a"), defines("b")], uses("c")),
    ("a definer uses it too", [defines("a")], uses("a", "b")),
    ("several use", [defines("a")], uses("b", "c", "d")),
    ("other spellings of the long form", [defines("a"), defines("b", long=LONG.title())], uses("c")),
    ("a hyphen in the long form", [defines("a"), defines("b", long=LONG.replace(" w", "-w"))], uses("c")),
    ("the plural of both", [defines("a"), defines("b", "HWSCs", f"{LONG}s")], uses("c")),
    ("another short form beside", [defines("a"), defines("a", "XYZ", "xylophone zone")], uses("b")),
    ("three letters", [defines("a", "HWS")], uses("b", short="HWS")),
]
ALONE = [
    ("nobody defines", [], uses("b")),
    ("nobody else uses", [defines("a")], {}),
    ("only the definer uses", [defines("a")], uses("a")),
    ("all who use define", [defines("a"), defines("b")], uses("a", "b")),
    ("two long forms", [defines("a"), defines("b", long="heat wave sensing chip")], uses("c")),
    ("two long forms in one paper", [defines("a"), defines("a", long="heat wave sensing chip")], uses("c")),
    ("two long forms of two types", [defines("a"), defines("b", long="heat wave", kind=MODEL)], uses("c")),
    ("used as another type", [defines("a")], uses("b", kind=MODEL)),
    ("two letters", [defines("a", "HW")], uses("b", short="HW")),
    ("two letters and a hyphen", [defines("a", "H-W")], uses("b", short="H-W")),
    ("another short form is used", [defines("a")], uses("b", short="HWSD")),
    ("the long form is the short one", [defines("a", "HWSC", "HW-SC")], uses("b")),
]


@pytest.mark.parametrize(("definitions", "bare"), [case[1:] for case in MERGED], ids=[case[0] for case in MERGED])
def test_a_defined_short_form_that_others_use_takes_the_long_ones_place(
    definitions: list[Definition], bare: dict[Iri, frozenset[str]]
) -> None:
    [short] = {iri(each.short) for each in definitions if each.long.lower().startswith("hier")}
    assert heirs(definitions, bare, ()) == {iri(LONG): short}


@pytest.mark.parametrize(("definitions", "bare"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE])
def test_without_agreement_of_papers_nothing_is_merged(
    definitions: list[Definition], bare: dict[Iri, frozenset[str]]
) -> None:
    assert heirs(definitions, bare, ()) == {}


@pytest.mark.parametrize("known", [[iri(LONG)], [iri("HWSC")], [iri("HWSC"), iri(LONG)]])
def test_concepts_of_the_catalogue_are_never_merged(known: list[Iri]) -> None:
    assert heirs([defines("a")], uses("b"), known) == {}
    assert heirs([defines("a")], uses("b"), [iri("another"), iri("HWSC", MODEL)]) == {iri(LONG): iri("HWSC")}


def test_each_type_merges_for_itself() -> None:
    definitions = [defines("a"), defines("b", kind=MODEL)]
    assert heirs(definitions, uses("c"), ()) == {iri(LONG): iri("HWSC")}
    assert heirs(definitions, uses("c") | uses("c", kind=MODEL), ()) == {
        iri(LONG): iri("HWSC"),
        iri(LONG, MODEL): iri("HWSC", MODEL),
    }


def test_a_long_form_has_one_heir() -> None:
    definitions = [defines("a", "HWSC"), defines("b", "HWC")]
    found = heirs(definitions, uses("c") | uses("c", short="HWC"), ())
    assert list(found) == [iri(LONG)]
    assert found == heirs(definitions[::-1], uses("c") | uses("c", short="HWC"), ())


FORMS = st.sampled_from(["HWSC", "HWS", "HW", "XYZ", "Hwsc"])
LONGS = st.sampled_from([LONG, LONG.title(), "heat wave sensing chip", "xylophone zone", "HWS"])
DEFINITIONS = st.lists(
    st.builds(Definition, st.sampled_from("abcd"), st.sampled_from([MODEL, TECHNIQUE]), FORMS, LONGS), max_size=5
)
BARE = st.dictionaries(
    st.builds(concept_iri, st.sampled_from([MODEL, TECHNIQUE]), FORMS),
    st.frozensets(st.sampled_from("abcd")),
    max_size=4,
)


@given(definitions=DEFINITIONS, bare=BARE, known=st.lists(st.builds(iri, FORMS | LONGS), max_size=2))
def test_heirs_depend_on_what_is_stated_alone(
    definitions: list[Definition], bare: dict[Iri, frozenset[str]], known: list[Iri]
) -> None:
    found = heirs(definitions, bare, known)
    assert found == heirs(reversed(definitions), dict(reversed(bare.items())), known[::-1])
    assert found == heirs([*definitions, *definitions], bare, known)
    assert not {*found, *found.values()} & set(known)
    for loser, heir in found.items():
        assert loser != heir
        assert loser.rpartition("/")[0] == heir.rpartition("/")[0]
        assert any(iri(each.long, each.type) == loser and iri(each.short, each.type) == heir for each in definitions)


# The extraction with its heirs


def concept(label: str, kind: ConceptType = TECHNIQUE) -> Concept:
    return Concept(iri(label, kind), label, kind)


PAPER = Paper("p", "T", f"A {LONG} beats plain caches on HWSC.")
CACHE, PLAIN, SHORT, NEW = concept(LONG), concept("plain cache"), concept("HWSC"), concept("hwsc-2")


def link(words: str, named: Concept, how: str = "read in the text") -> Link:
    start = PAPER.text.index(words)
    return Link(Mention(Span(start, start + len(words)), None, "test"), named, 0.9, how)


def extraction(links: Iterable[Link], *claims: Claim) -> Extraction:
    return Extraction(PAPER, tuple(links), claims)


def claim(subject: Concept, object_: Concept, quantity: Quantity | None = None) -> Claim:
    evidence = Evidence(Iri("urn:p"), Span(0, 1), "T")
    return Claim(subject, Predicate.OUTPERFORMS, object_, evidence, "rule", 1.0, quantity)


BEFORE = extraction([link(LONG, CACHE), link("plain caches", PLAIN)], claim(CACHE, PLAIN), claim(PLAIN, CACHE))


def test_links_and_claims_get_the_heir_and_say_so() -> None:
    after = merged(BEFORE, {CACHE.iri: SHORT.iri})
    heir = Concept(SHORT.iri, LONG, TECHNIQUE)
    assert [each.concept for each in after.links] == [heir, PLAIN]
    assert after.links[0].how == f"{SAME}{LONG}”, as papers define it; read in the text"
    assert after.links[1] == BEFORE.links[1]
    assert [(each.subject, each.object) for each in after.claims] == [(heir, PLAIN), (PLAIN, heir)]
    assert [each.mention for each in after.links] == [each.mention for each in BEFORE.links]
    assert after.paper is PAPER


@pytest.mark.parametrize("into", [{}, {NEW.iri: SHORT.iri}, {SHORT.iri: NEW.iri}], ids=["none", "other", "turned"])
def test_an_extraction_without_such_a_concept_stays_itself(into: dict[Iri, Iri]) -> None:
    assert merged(BEFORE, into) is BEFORE


def test_the_heirs_own_label_stays_where_the_paper_uses_it() -> None:
    both = extraction([link(LONG, CACHE), link("HWSC", SHORT)])
    assert {each.concept for each in merged(both, {CACHE.iri: SHORT.iri}).links} == {SHORT}


def test_two_nodes_with_one_heir_have_one_label() -> None:
    both = extraction([link(LONG, CACHE), link("plain caches", PLAIN)])
    after = merged(both, {CACHE.iri: SHORT.iri, PLAIN.iri: SHORT.iri})
    assert len({each.concept for each in after.links}) == 1


def test_the_metric_and_the_data_sets_of_a_figure_get_their_heirs() -> None:
    quantity = Quantity("3", "x", metric="m", metric_iri=CACHE.iri, dataset="d", dataset_iris=(PLAIN.iri, CACHE.iri))
    after = merged(extraction(BEFORE.links, claim(PLAIN, PLAIN, quantity)), {CACHE.iri: SHORT.iri})
    [figure] = [each.quantity for each in after.claims]
    assert figure is not None
    assert (figure.metric_iri, figure.dataset_iris) == (SHORT.iri, (PLAIN.iri, SHORT.iri))
    assert (figure.value, figure.unit, figure.metric, figure.dataset) == ("3", "x", "m", "d")


def test_a_merge_leads_to_no_other_merge() -> None:
    after = merged(BEFORE, {CACHE.iri: SHORT.iri, SHORT.iri: NEW.iri})
    assert after.links[0].concept.iri == SHORT.iri


def test_the_reason_of_a_link_leads_back() -> None:
    [first, second] = merged(BEFORE, {CACHE.iri: SHORT.iri}).links
    assert merged_from(first.concept, first.how) == CACHE.iri
    assert merged_from(second.concept, second.how) is None
    assert merged_from(Concept(first.concept.iri, LONG, None), first.how) is None


LABELS = [LONG, LONG.title(), "C++ cache", "2 caches", "Ärger-Cache", "HWS-Cache 2.5", "quoted “cache", "模型"]


@pytest.mark.parametrize("label", LABELS)
def test_the_reason_leads_back_from_any_label(label: str) -> None:
    old = concept(label)
    [after] = merged(extraction([Link(link(LONG, old).mention, old, 0.5, "x")]), {old.iri: SHORT.iri}).links
    assert merged_from(after.concept, after.how) == old.iri


@st.composite
def with_heirs(draw: st.DrawFn) -> tuple[Extraction, dict[Iri, Iri]]:
    """An arbitrary extraction, and for some of its concepts another one of the same type."""
    drawn = draw(strategies.extractions())
    here = {each.concept.iri: each.concept for each in drawn.links}
    pool = [*here.values(), *draw(st.lists(strategies.concepts, max_size=3))]
    into = {}
    for concept_ in draw(st.lists(st.sampled_from(pool), max_size=4)) if pool else ():
        others = [other for other in pool if other.type is concept_.type and other.iri != concept_.iri]
        if others:
            into[concept_.iri] = draw(st.sampled_from(others)).iri
    return drawn, into


@given(case=with_heirs())
def test_a_merged_extraction_reads_back_as_it_was_written(case: tuple[Extraction, dict[Iri, Iri]]) -> None:
    drawn, into = case
    after = merged(drawn, into)
    assert decode(encode(after)) == after


@given(case=with_heirs())
def test_a_merge_changes_concepts_alone(case: tuple[Extraction, dict[Iri, Iri]]) -> None:
    drawn, into = case
    after = merged(drawn, into)
    assert after.paper == drawn.paper
    assert [(each.mention, each.score) for each in after.links] == [(each.mention, each.score) for each in drawn.links]
    assert [each.evidence for each in after.claims] == [each.evidence for each in drawn.claims]
    for old, new in zip(drawn.links, after.links, strict=True):
        assert new.concept.iri == into.get(old.concept.iri, old.concept.iri)
        assert new.concept.type is old.concept.type
        assert new == old if old.concept.iri not in into else new.how.startswith(SAME)


def test_the_order_of_definitions_plays_no_part() -> None:
    definitions = [defines("a"), defines("b", long=LONG.title()), defines("c", "XYZ", "xylophone zone")]
    bare = uses("d") | uses("d", short="XYZ")
    assert len({tuple(sorted(heirs(order, bare, ()).items())) for order in permutations(definitions)}) == 1
