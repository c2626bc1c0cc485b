import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entries import check_broader
from kg.model import Concept, ConceptType
from kg.ontology import Entry, Ontology
from kg.text import label_key
from kg.vocabulary.applied import apply, objection
from kg.vocabulary.decisions import append, drop_last, merge, read, rename, split
from tests.vocabulary.made import SMALL, by_label, catalogue, concept, entry

FLASH, TILED, RING = concept("FlashAttention"), concept("tiled attention"), concept("ring attention")
FLASH_2, ATTENTION, LORA = concept("FlashAttention-2"), concept("attention"), concept("LoRA")
RADIO, BERT = concept("LoRA", ConceptType.HARDWARE), concept("BERT", ConceptType.MODEL)
MINTED, OTHER = concept("FlashQuant"), concept("flash quant cache")


def after(*decisions):
    return apply(SMALL, decisions)


def labels(ontology):
    return {iri: each.labels for iri, each in ontology.concepts.items()}


def sound(ontology):
    """Raise where a broader concept is absent or goes round."""
    check_broader(ontology.concepts, lambda iri, message: AssertionError(f"{iri}: {message}"))
    assert list(ontology.concepts) == sorted(ontology.concepts)
    for iri, each in ontology.concepts.items():
        assert each.concept.iri == iri
        assert each.alt_labels == tuple(sorted({*each.alt_labels} - {each.concept.label}))
        assert each.broader == tuple(sorted({*each.broader}))
    return ontology


def test_without_decisions_the_catalogue_is_the_same():
    assert apply(SMALL, ()) is SMALL


# Merge


def test_the_loser_is_another_name_of_the_winner():
    merged = sound(after(merge(TILED, FLASH)))
    assert TILED.iri not in merged.concepts
    stays = merged.concepts[FLASH.iri]
    assert stays.labels == ("FlashAttention", "FA", "blockwise attention", "flash attention", "tiled attention")
    assert stays.facts == (("maker", "Stanford"), ("year", "2022"))
    assert stays.broader == (ATTENTION.iri,)
    assert [found.concept for found in merged.by_key(label_key("blockwise attention"))] == [FLASH]


def test_what_was_below_the_loser_is_below_the_winner():
    merged = after(merge(TILED, FLASH))
    assert merged.concepts[RING.iri].broader == (FLASH.iri,)
    assert set(merged.narrower(FLASH.iri)) == {FLASH_2.iri, RING.iri}


def test_a_concept_may_become_one_above_or_below_it():
    up = sound(after(merge(FLASH_2, FLASH)))
    assert "FA2" in up.concepts[FLASH.iri].labels
    assert up.concepts[FLASH.iri].broader == (ATTENTION.iri,)
    down = sound(after(merge(FLASH, FLASH_2)))
    assert down.concepts[FLASH_2.iri].broader == (ATTENTION.iri,)
    assert "FA" in down.concepts[FLASH_2.iri].labels


def test_one_between_the_two_does_not_go_round():
    merged = sound(after(merge(ATTENTION, RING)))
    assert merged.concepts[RING.iri].broader == (TILED.iri,)
    assert merged.concepts[TILED.iri].broader == ()
    assert merged.concepts[FLASH.iri].broader == (RING.iri,)


def test_two_that_no_catalogue_holds():
    merged = sound(after(merge(OTHER, MINTED)))
    assert merged.concepts[MINTED.iri] == entry("FlashQuant", "flash quant cache")
    assert len(merged.concepts) == len(SMALL.concepts) + 1
    assert [found.concept for found in merged.by_key(label_key("Flash quant caches"))] == [MINTED]


def test_one_that_no_catalogue_holds_becomes_a_name_of_one_that_it_holds():
    merged = sound(after(merge(MINTED, LORA)))
    assert merged.concepts[LORA.iri].labels == ("LoRA", "FlashQuant", "low-rank adaptation")
    assert set(merged.concepts) == set(SMALL.concepts)


def test_one_of_the_catalogue_becomes_one_that_it_does_not_hold():
    merged = sound(after(merge(TILED, MINTED)))
    stays = merged.concepts[MINTED.iri]
    assert stays.labels == ("FlashQuant", "blockwise attention", "tiled attention")
    assert stays.broader == (ATTENTION.iri,)
    assert merged.concepts[RING.iri].broader == (MINTED.iri,)


def test_across_types_what_is_below_stays_in_its_type():
    merged = sound(after(merge(TILED, RADIO)))
    assert merged.concepts[RADIO.iri].labels == ("LoRA", "Long Range", "blockwise attention", "tiled attention")
    assert merged.concepts[RADIO.iri].broader == ()
    assert merged.concepts[RING.iri].broader == (ATTENTION.iri,)


def test_one_label_under_two_types_becomes_one_concept():
    merged = sound(after(merge(LORA, RADIO)))
    assert merged.concepts[RADIO.iri].labels == ("LoRA", "Long Range", "low-rank adaptation")
    assert [found.concept for found in merged.by_key(label_key("LoRA"))] == [RADIO]


def test_names_in_need_of_context_keep_their_need():
    privacy = concept("differential privacy")
    merged = after(merge(privacy, MINTED))
    assert merged.concepts[MINTED.iri].facts == (("contextLabel", "DP"), ("cue", "noise"), ("cue", "privacy budget"))
    assert by_label(after(merge(concept("ANT"), MINTED)), "FlashQuant").case_sensitive


def test_merges_follow_each_other():
    merged = sound(after(merge(OTHER, MINTED), merge(MINTED, TILED), merge(TILED, FLASH)))
    assert {"flash quant cache", "FlashQuant", "tiled attention"} <= set(merged.concepts[FLASH.iri].labels)
    assert not {OTHER.iri, MINTED.iri, TILED.iri} & set(merged.concepts)
    late = sound(after(merge(TILED, FLASH), merge(MINTED, TILED)))
    assert "FlashQuant" in late.concepts[FLASH.iri].labels, "the winner has become another concept since"
    assert TILED.iri not in late.concepts


def test_a_merge_twice_is_a_merge_once():
    once, twice = after(merge(TILED, FLASH)), after(merge(TILED, FLASH), merge(TILED, FLASH))
    assert once.concepts == twice.concepts
    assert once.sha256 != twice.sha256


# Split


def test_a_name_gets_a_concept_of_its_own():
    apart = sound(after(split(FLASH, "FA")))
    assert apart.concepts[FLASH.iri].labels == ("FlashAttention", "flash attention")
    assert by_label(apart, "FA") == entry("FA")


def test_the_spellings_of_a_name_leave_with_it():
    start = catalogue(entry("FlashAttention", "tiled-attention", "tiled attentions", "FA"))
    apart = sound(apply(start, [split(FLASH, "tiled attention")]))
    assert apart.concepts[FLASH.iri].labels == ("FlashAttention", "FA")
    assert by_label(apart, "tiled attention").alt_labels == ("tiled attentions", "tiled-attention")


def test_a_name_may_leave_for_another_type():
    apart = sound(after(split(FLASH, "FA", ConceptType.METRIC)))
    assert by_label(apart, "FA", ConceptType.METRIC).labels == ("FA",)
    assert "FA" not in apart.concepts[FLASH.iri].labels


def test_a_name_that_another_concept_has_goes_there():
    apart = sound(after(split(concept("data parallelism"), "DP")))
    assert apart.concepts[concept("data parallelism").iri].labels == ("data parallelism",)
    assert apart.concepts[concept("data parallelism").iri].facts == (("cue", "workers"),)
    assert [found.concept.label for found in apart.by_key(label_key("DP"))] == ["differential privacy"]
    assert len(apart.concepts) == len(SMALL.concepts)


def test_a_name_in_need_of_context_needs_it_still():
    start = catalogue(entry("differential privacy", "DP", contextLabel="DP", cue="noise"))
    apart = apply(start, [split(concept("differential privacy"), "DP")])
    assert by_label(apart, "DP").facts == (("contextLabel", "DP"),)
    assert apart.concepts[concept("differential privacy").iri].facts == (("cue", "noise"),)


def test_a_name_of_a_concept_that_no_catalogue_holds():
    apart = sound(after(split(MINTED, "FQ")))
    assert by_label(apart, "FQ").labels == ("FQ",)
    assert MINTED.iri not in apart.concepts


def test_the_label_itself_does_not_leave():
    assert after(split(FLASH, "flash-attention")).concepts == SMALL.concepts


def test_a_split_undoes_a_merge():
    back = sound(after(merge(MINTED, LORA), split(LORA, "FlashQuant")))
    assert labels(back) == {**labels(SMALL), MINTED.iri: ("FlashQuant",)}
    again = sound(after(merge(MINTED, LORA), split(LORA, "FlashQuant"), merge(MINTED, FLASH)))
    assert "FlashQuant" in again.concepts[FLASH.iri].labels


def test_a_name_whose_iri_is_anothers_stays():
    held = entry("FA")
    renamed = Entry(Concept(held.concept.iri, "far away", held.concept.type))
    start = catalogue(entry("FlashAttention", "FA"), renamed)
    assert "is taken by another" in (objection(start, split(FLASH, "FA")) or "")
    assert apply(start, [split(FLASH, "FA")]).concepts == start.concepts


# Rename


def test_the_old_label_stays_as_a_name_and_the_iri_stays():
    renamed = sound(after(rename(FLASH, "flash attention")))
    assert renamed.concepts[FLASH.iri].labels == ("flash attention", "FA", "FlashAttention")
    assert set(renamed.concepts) == set(SMALL.concepts)


def test_a_label_for_a_concept_that_no_catalogue_holds():
    renamed = sound(after(rename(MINTED, "Flash Quantizer")))
    assert renamed.concepts[MINTED.iri].labels == ("Flash Quantizer", "FlashQuant")


def test_renaming_back_gives_the_same_labels():
    assert labels(after(rename(FLASH, "tilefire"), rename(concept("FlashAttention"), "FlashAttention"))) == {
        **labels(SMALL),
        FLASH.iri: ("FlashAttention", "FA", "flash attention", "tilefire"),
    }


# The digest


def test_builds_notice_each_decision_and_their_order():
    one, two = merge(OTHER, MINTED), split(FLASH, "FA")
    digests = {apply(SMALL, given).sha256 for given in ((), (one,), (two,), (one, two), (two, one))}
    digests.add(apply(SMALL.changed({}, "another"), (one,)).sha256)
    assert len(digests) == 6
    assert after(one, two).sha256 == after(one, two).sha256


# Objections


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (split(FLASH, "flash-attention"), "Rename it first"),
        (split(FLASH, "Flash Attentions"), "Rename it first"),
        (split(FLASH, "tile fire"), "has no name “tile fire”. Its names are FlashAttention, FA, flash attention"),
        (rename(FLASH, "tiled attention"), "is a name of technique/tiledattention. Merge the two"),
        (rename(FLASH, "FlashAttention"), "is its label already"),
    ],
)
def test_what_makes_no_sense_is_refused(decision, why):
    assert why in (objection(SMALL, decision) or "")


@pytest.mark.parametrize(
    "decision",
    [
        *(merge(TILED, FLASH), merge(MINTED, OTHER), split(FLASH, "FA"), split(MINTED, "FQ")),
        *(rename(FLASH, "tilefire"), rename(FLASH, "Flash Attention"), rename(MINTED, "FQ"), rename(BERT, "LoRA")),
    ],
)
def test_what_makes_sense_is_not(decision):
    assert objection(SMALL, decision) is None


# What always holds

CONCEPTS = [each.concept for each in SMALL.concepts.values()] + [MINTED, OTHER, concept("BERTish", ConceptType.MODEL)]
NAMES = ["FA", "DP", "FlashQuant", "LoRA", "tile fire", "blockwise attention", "BERT base"]


@st.composite
def some_decision(draw):
    one, other = draw(st.sampled_from(CONCEPTS)), draw(st.sampled_from(CONCEPTS))
    if one.iri != other.iri and draw(st.booleans()):
        return merge(one, other)
    if draw(st.booleans()):
        return split(one, draw(st.sampled_from(NAMES)), draw(st.none() | st.sampled_from(ConceptType)))
    return rename(one, draw(st.sampled_from(NAMES)))


def names(ontology):
    return {label for label, _ in ontology.labels()}


@given(st.lists(some_decision(), max_size=8))
def test_any_decisions_leave_a_sound_catalogue_that_holds_every_name(decisions):
    result = sound(apply(SMALL, decisions))
    lost = {label_key(name) for name in names(SMALL)} - {label_key(name) for name in names(result)}
    assert lost == set()
    assert SMALL.sha256 == "small"
    assert len({each.concept.iri for each in result.concepts.values()}) == len(result.concepts)


@given(st.lists(some_decision(), max_size=4), some_decision())
def test_taking_back_gives_the_same_labels(tmp_path_factory, decisions, last):
    path = tmp_path_factory.mktemp("decisions") / "d.tsv"
    for decision in (*decisions, last):
        append(path, decision)
    drop_last(path)
    assert labels(apply(SMALL, read(path))) == labels(apply(SMALL, decisions))


@given(st.sampled_from(CONCEPTS), st.sampled_from([MINTED, OTHER]))
def test_a_merge_of_a_new_name_and_a_split_give_the_same_labels(winner, loser):
    if winner.iri == loser.iri:
        return
    both = apply(SMALL, [merge(loser, winner), split(winner, loser.label, loser.type)])
    expected = {**labels(SMALL), winner.iri: labels(both)[winner.iri], loser.iri: (loser.label,)}
    assert labels(both) == expected
    assert set(labels(both)[winner.iri]) == set(labels(SMALL).get(winner.iri, (winner.label,)))


def test_it_works_on_an_empty_catalogue():
    assert labels(apply(Ontology.empty(), [merge(OTHER, MINTED)])) == {MINTED.iri: ("FlashQuant", "flash quant cache")}
