"""Joining: what is there stays, what is new comes, and the same changes nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from kg.imports.join import Joined, join, joined, labels_of
from kg.imports.papers import Misfit
from kg.iris import iri_of, paper_iri
from kg.model import Span
from tests.export.graphs import PAPERS, exported, filled
from tests.rdf.example import EXAMPLE, RING, SWIFT
from tests.rdf.strategies import extractions


def into(store, extractions):
    problems = []
    done = join(extractions, store, problems.append, fingerprint=lambda paper: f"f-{paper.id}", source="graph.nq")
    return done, problems


def test_the_same_changes_nothing():
    store = filled()
    before = exported(store, "nq")
    assert into(store, PAPERS) == (Joined(unchanged=3), [])
    assert exported(store, "nq") == before
    assert set(store.papers().values()) == {""}


def test_new_papers_come_with_a_fingerprint():
    store = filled(PAPERS[:1])
    done, _ = into(store, PAPERS)
    assert done == Joined(added=2, unchanged=1, claims=6)
    assert store.papers() == {"hostile": "f-hostile", "swift-kv": "", "willow": "f-willow"}
    assert exported(store, "nq") == exported(filled(), "nq")


def test_claims_of_both_are_kept():
    one, two = (
        replace(EXAMPLE, claims=EXAMPLE.claims[:3]),
        replace(EXAMPLE, claims=EXAMPLE.claims[2:], links=EXAMPLE.links[1:]),
    )
    both = joined(one, two)
    assert {iri_of(claim) for claim in both.claims} == {iri_of(claim) for claim in EXAMPLE.claims}
    assert both.links == EXAMPLE.links
    assert both.claims[:3] == one.claims


def test_a_claim_that_a_paper_makes_twice_comes_twice():
    claim = EXAMPLE.claims[0]
    once, twice = (replace(EXAMPLE, claims=(claim,) * count) for count in (1, 2))
    assert joined(once, twice).claims == twice.claims == joined(twice, once).claims


@settings(max_examples=40)
@given(extractions())
def test_joining_with_itself_is_itself(extraction):
    assert joined(extraction, extraction) == extraction
    assert joined(None, extraction) == extraction


def test_what_is_known_of_a_paper_is_filled_up_and_not_replaced():
    bare = replace(
        EXAMPLE, paper=replace(EXAMPLE.paper, venue=None, authors=(), url="https://example.org/new", source=("c.json",))
    )
    made = joined(bare, EXAMPLE).paper
    assert (made.venue, made.authors) == (EXAMPLE.paper.venue, EXAMPLE.paper.authors)
    assert made.url == "https://example.org/new"
    assert made.source == ("a.json", "b.json", "c.json")


def test_another_text_is_refused_and_the_rest_taken():
    other = replace(EXAMPLE, paper=replace(EXAMPLE.paper, abstract="Another abstract."), links=(), claims=())
    with pytest.raises(Misfit, match="another title or abstract"):
        joined(EXAMPLE, other)
    store = filled(PAPERS[:1])
    done, (problem,) = into(store, [other, *PAPERS[1:]])
    assert done.added == 2
    assert (problem.source, problem.stage) == ("graph.nq", "import")
    assert "Import it into a folder of its own" in problem.mend
    assert store.extraction("swift-kv") == EXAMPLE


def test_one_node_of_two_types_is_refused():
    link = EXAMPLE.links[0]
    from kg.model import ConceptType

    odd = replace(
        link, concept=replace(link.concept, type=ConceptType.TASK), mention=replace(link.mention, span=Span(0, 3))
    )
    _, (problem,) = into(filled(PAPERS[:1]), [replace(EXAMPLE, links=(odd,), claims=())])
    assert "is a" in problem.message
    assert problem.mend == "Give each concept one type"


def test_labels_of_papers():
    label = labels_of(filled())
    assert label(paper_iri("swift-kv"), SWIFT.iri) == "SwiftKV"
    assert label(paper_iri("willow"), SWIFT.iri) is None
    assert label(paper_iri("nobody"), RING.iri) is None
    assert label(paper_iri("swift-kv"), RING.iri) == "RingKV"


def test_counts_add_up():
    total = Joined(added=1)
    total.add(Joined(changed=2, claims=3))
    assert total == Joined(added=1, changed=2, claims=3)
