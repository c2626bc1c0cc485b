"""Where a sentence denies, doubts or only asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims.hedges import judge
from kg.model import Polarity

ASSERTED = {
    "plain": "Foo beats Bar",
    "can is no hedge": "Foo can beat Bar",
    "able is no hedge": "Foo is able to beat Bar",
    "not only": "Foo does not only save memory but also beats Bar",
    "not just": "Foo is not just small, it beats Bar",
    "negation in an earlier clause": "Foo is not large, but it beats Bar",
    "negation behind": "Foo beats Bar and needs no tuning",
    "hedge in an earlier clause": "Foo may be small, but it beats Bar",
    "hedge before a semicolon": "Foo may be small; it beats Bar",
    "while": "Bar may be small while Foo beats Bar",
    "never leaves": "The values never leave the memory of Foo that beats Bar",
    "do not leave": "The values do not leave the memory of Foo that beats Bar",
    "a month": "In May, Foo beats Bar",
}
NEGATED = {
    "does not": "Foo does not beat Bar",
    "doesn't": "Foo doesn't beat Bar",
    "cannot": "Foo cannot beat Bar",
    "can not": "Foo can not beat Bar",
    "never": "Foo never beats Bar",
    "fails to": "Foo fails to beat Bar",
    "unable to": "Foo is unable to beat Bar",
    "neither": "Foo neither beats Bar nor Baz",
    "no longer": "Foo no longer beats Bar",
    "is not": "Foo is not known to beat Bar",
}
HEDGED = {
    "may": "Foo may beat Bar",
    "might": "Foo might beat Bar",
    "could": "Foo could beat Bar",
    "would": "Foo would beat Bar",
    "should": "Foo should beat Bar",
    "expected to": "Foo is expected to beat Bar",
    "theoretically": "Foo theoretically beats Bar",
    "in principle": "In principle Foo beats Bar",
    "possibly": "Foo possibly beats Bar",
    "aims to": "Foo aims to beat Bar",
    "seeks to": "Foo seeks to beat Bar",
    "whether": "We ask whether Foo beats Bar",
    "if": "We see if Foo beats Bar",
    "?": "Does Foo beat Bar?",
}


def at_verb(text: str) -> tuple[Polarity, str | None]:
    return judge(text, text.rindex("beat"))


@pytest.mark.parametrize("text", ASSERTED.values(), ids=ASSERTED.keys())
def test_asserted(text: str) -> None:
    assert at_verb(text) == (Polarity.ASSERTED, None)


@pytest.mark.parametrize("text", NEGATED.values(), ids=NEGATED.keys())
def test_negated(text: str) -> None:
    assert at_verb(text)[0] is Polarity.NEGATED


@pytest.mark.parametrize(("cue", "text"), HEDGED.items(), ids=HEDGED.keys())
def test_hedged(cue: str, text: str) -> None:
    polarity, hedge = at_verb(text)
    assert polarity is Polarity.ASSERTED
    assert hedge == cue.lower()


def test_the_last_hedge_counts() -> None:
    assert judge("It may be that Foo could beat Bar", 24)[1] == "could"


def test_potential_needs_a_verb_of_gain() -> None:
    text = "The potential barrier is high and Foo saves energy"
    assert judge(text, text.index("saves"))[1] is None
    text = "Foo has the potential to save energy"
    assert judge(text, text.index("save"))[1] == "potential"


@given(st.text(max_size=80), st.integers(0, 80))
def test_every_text_gets_a_judgement(text: str, position: int) -> None:
    polarity, hedge = judge(text, min(position, len(text)))
    assert polarity in Polarity
    assert hedge is None or hedge == "?" or hedge in text.lower()
