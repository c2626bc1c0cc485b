"""Mentions of one thing are one group: spellings, short and long forms, a name and its generic noun."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.groups import Group, group
from kg.model import ConceptType, Mention, Span
from kg.naming.resolve import resolver_of
from kg.ontology import Ontology

ROWS = [
    ("model/rnn", "recurrent neural network|RNN", ""),
    ("software/heron", "Heron", ""),
    ("model/heron", "Heron", ""),
    ("technique/neural-framework", "neural framework", ""),
    ("hardware/gpu", "GPU|graphics processing unit", ""),
]


@pytest.fixture(scope="module")
def ontology(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Ontology:
    return catalogue(ROWS)


def mentions(text: str, aliases: dict[str, str] | None = None) -> list[Mention]:
    """The pieces between vertical bars, each a mention; `aliases` maps a short form to its long form."""
    found = []
    start = 0
    for piece in text.split("|"):
        long = (aliases or {}).get(piece)
        place = text.index(long) if long else 0
        alias = Span(place, place + len(long)) if long else None
        if piece.strip():
            found.append(Mention(Span(start, start + len(piece)), None, "test", alias_of=alias))
        start += len(piece) + 1
    return found


def groups(text: str, ontology: Ontology, aliases: dict[str, str] | None = None) -> list[list[str]]:
    found = group(text, mentions(text, aliases), resolver_of(ontology))
    return [[span.of(text) for span in members.spans] for members in found]


JOINED = [
    "RNN|RNNs|recurrent neural networks",
    "standard RNNs|RNN",
    "conventional RNN|recurrent neural network",
    "Wren framework|Wren",
    "Wren|Wren accelerators",
    "Wren|vanilla Wren model",
    "Wren-Net|WrenNet|Wren Net",
    "shell sorting|Shell Sorting|shell-sorting",
    "\\textbf{W}ren|Wren",
    "GPUs|graphics processing unit",
    "proposed novel Wren|Wren",
]
APART = [
    "standard shells|novel shells",
    "Wren framework|Heron framework",
    "Wren-2|Wren-3",
    "neural framework|neural",
    "Wren|Wren-7B",
    "fast Wren|Wren",
    "Wren index|Wren",
    "novel method|method of ours",
    "Llama 3 1B|Llama 31B",
]


@pytest.mark.parametrize("text", JOINED)
def test_names_of_one_thing_join(text: str, ontology: Ontology) -> None:
    assert groups(text, ontology) == [text.split("|")]


@pytest.mark.parametrize("text", APART)
def test_names_of_two_things_stay_apart(text: str, ontology: Ontology) -> None:
    assert groups(text, ontology) == [[piece] for piece in text.split("|")]


def test_a_generic_noun_falls_only_where_the_rest_is_known(ontology: Ontology) -> None:
    assert [g.key for g in group("Wren framework", mentions("Wren framework"), resolver_of(ontology))] == [
        "wrenframework"
    ]


def test_short_and_long_form_join_where_the_text_defines_them(ontology: Ontology) -> None:
    text = "tiny shell model|TSM|large ones|TSM"
    assert groups(text, ontology, {"TSM": "tiny shell model"}) == [["tiny shell model", "TSM", "TSM"], ["large ones"]]
    assert groups(text, ontology) == [["tiny shell model"], ["TSM", "TSM"], ["large ones"]]


def test_the_long_form_is_kept_with_the_group(ontology: Ontology) -> None:
    text = "tiny \\emph{shell} model|TSM"
    [joined] = group(text, mentions(text, {"TSM": "tiny \\emph{shell} model"}), resolver_of(ontology))
    assert (joined.long_form, joined.key) == ("tiny shell model", "tinyshellmodel")


def test_the_text_goes_before_the_catalogue(ontology: Ontology) -> None:
    """A text that defines RNN as something else means that."""
    text = "royal nest number|RNN|recurrent neural network"
    assert groups(text, ontology, {"RNN": "royal nest number"})[0] == ["royal nest number", "RNN"]


def entries(members: Group) -> list[str]:
    return [entry.concept.iri.rpartition("concept/")[2] for entry in members.entries]


def test_a_group_knows_what_the_catalogue_has_under_its_names(ontology: Ontology) -> None:
    text = "Heron|standard RNNs|Wren"
    found = group(text, mentions(text), resolver_of(ontology))
    assert [entries(members) for members in found] == [["model/heron", "software/heron"], ["model/rnn"], []]


@given(pieces=st.lists(st.text("aRN ns-{}\\", min_size=1, max_size=8), max_size=6))
def test_each_mention_is_in_exactly_one_group(ontology: Ontology, pieces: list[str]) -> None:
    text = "|".join(pieces)
    given_mentions = mentions(text)
    found = group(text, given_mentions, resolver_of(ontology))
    members = [mention for each in found for mention in each.mentions]
    assert sorted(members, key=lambda m: m.span) == given_mentions
    assert len({each.key for each in found}) == len(found)
    assert all(each.mentions for each in found)


def test_groups_come_in_order_of_first_mention(ontology: Ontology) -> None:
    text = "Wren|Heron|Wren|GPU"
    assert [g.mentions[0].span.start for g in group(text, mentions(text), resolver_of(ontology))] == [0, 5, 16]


def test_type_and_finder_do_not_matter(ontology: Ontology) -> None:
    text = "Wren|Wren"
    one, other = mentions(text)
    typed = Mention(other.span, ConceptType.MODEL, "name")
    assert len(group(text, [one, typed], resolver_of(ontology))) == 1
