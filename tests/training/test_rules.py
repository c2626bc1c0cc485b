"""How often a rule is right, counted on papers made by hand."""

import pytest

from kg.training.rules import measure_rules

CONCEPTS = [
    {"name": "Foo", "mentions": ["Foo"], "role": "introduces"},
    {"name": "Bar", "mentions": ["Bar"], "role": "comparesWith"},
]
GOLD = {"concepts": CONCEPTS, "relations": [{"s": "Foo", "p": "outperforms", "o": "Bar", "value": "2"}]}


def relation(rule: str, subject: str = "Foo", target: str = "Bar", value: str | None = None) -> dict[str, str | None]:
    return {"s": subject, "p": "outperforms", "o": target, "value": value, "rule": rule}


def measured(*relations: dict[str, str | None]) -> dict[str, float]:
    return measure_rules([(GOLD, {"concepts": CONCEPTS, "relations": list(relations)})])


@pytest.mark.parametrize(
    ("found", "share"),
    [
        (relation("words.beats"), 0.7),
        (relation("words.beats", subject="@paper"), 0.7),
        (relation("words.beats", value="2"), 0.7),
        (relation("words.beats", value="3"), 0.45),
        (relation("words.beats", target="@baseline"), 0.45),
        (relation("words.beats", target="Baz"), 0.45),
        (relation("words.beats", subject="Bar", target="Foo"), 0.45),
    ],
)
def test_a_claim_is_right_where_its_ends_and_its_figure_are(found: dict[str, str | None], share: float) -> None:
    assert measured(found) == {"words.beats": share}


def test_only_the_rules_of_figures_and_comparisons_are_measured() -> None:
    assert measured(relation("pair.uses"), relation("figure.by")) == {"figure.by": 0.7}


def test_a_rule_that_fires_often_shows_its_own_precision() -> None:
    assert measured(*[relation("words.than")] * 97) == {"words.than": 0.99}


def test_no_papers_give_no_rules() -> None:
    assert measure_rules([]) == {}
