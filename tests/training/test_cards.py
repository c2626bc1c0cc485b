"""The two cards: what there was to learn from, and what came of it."""

from pathlib import Path

import pytest

from kg.analysis.score import Tally
from kg.model import Paper
from kg.neural.mixing import Mixing, Weights
from kg.training.data_card import data_card
from kg.training.figures import ALL, decisions
from kg.training.heldout import Case, Choice, HeldOut
from kg.training.markdown import table
from kg.training.model_card import model_card
from kg.training.network.config import Config
from kg.training.outcome import Adaptation, Outcome
from tests.training.made import annotated

RECORDS = [annotated(number) for number in range(4)]
LISTED = {"made-1": Paper("made-1", "T", "", published="2024-03", venue="Beach"), "made-9": Paper("made-9", "T", "")}


def test_a_table_shows_shares_and_thousands() -> None:
    assert table(["a", "b"], [["x", 1200], ["y", 0.5]]) == "| a | b |\n| --- | ---: |\n| x | 1,200 |\n| y | 0.500 |\n"
    assert table(["a", "b"], []) == "| a | b |\n| --- | --- |\n"


def test_the_data_card_counts_what_there_is() -> None:
    card = data_card({"gold.jsonl": "abc"}, RECORDS, LISTED, "Two readers, each alone.")
    for line in (
        "# Data card: gold.jsonl", "| papers | 4 |", "| concepts | 20 |", "| of them required | 16 |",
        "| relations | 12 |", "sha256 of gold.jsonl: `abc`", "| Task | 0 | 4 |", "| Model | 4 | 0 |", "| uses | 4 | 0 |",
        "Known of 1 of 4 papers", "| 2024 | 1 |", "| Beach | 1 |", "Two readers, each alone.", "Not for measuring",
    ):  # fmt: skip
        assert line in card
    assert f"| together | {sum(len((r['title'] + ' ' + r['abstract']).split()) for r in RECORDS)} |" in card


def test_the_data_card_holds_no_sentence_of_a_paper() -> None:
    card = data_card({"gold.jsonl": "abc"}, RECORDS, LISTED, "")
    for record in RECORDS:
        assert record["title"] not in card
        assert not any(sentence in card for sentence in record["abstract"].split(". "))


def test_without_listings_years_are_not_known() -> None:
    assert "Not known: neither" in data_card({"gold.jsonl": "abc"}, RECORDS, {}, "")


def test_figures_of_a_relation_are_counted() -> None:
    record = annotated(0)
    record["relations"][0] |= {"value": "3", "metric": "speed"}
    card = data_card({"gold.jsonl": "abc"}, [record], {}, "")
    assert "| relations with a value | 1 |" in card
    assert "| relations with a unit | 0 |" in card


SEEN = HeldOut(
    papers=3,
    keep=[
        *[Case("Model", 0.9, 0.6, True)] * 12, *[Case("Model", 0.8, 0.2, False)] * 3, *[Case("Task", 0.1, 0.9, True)] * 10,
        Case("Metric", 0.1, 0.1, False),
    ],
    types=[
        *[Choice({"Model": 0.9, "Task": 0.1}, {"Model": 0.4, "Task": 0.6}, ("Model",))] * 10,
        *[Choice({"Model": 0.6, "Task": 0.4}, {"Model": 0.6, "Task": 0.4}, ("Task", "Model"))] * 2,
        *[Choice({"Model": 0.7, "Task": 0.3}, {"Model": 0.3, "Task": 0.7}, ("Task",))] * 10,
    ],
    roles=[Choice({"uses": 0.9, "mentions": 0.1}, {"uses": 0.8, "mentions": 0.2}, ("uses",))],
    relations=[Case("uses", 0.9, None, True), Case("uses", 0.1, None, False)],
)  # fmt: skip
NETWORK_ALONE = Mixing()


def test_each_voice_has_its_figures() -> None:
    keep, types, roles, relations = decisions(SEEN, NETWORK_ALONE)
    assert [each.name for each in (keep, types, roles, relations)] == ["worth a node", "type", "role", "relation"]
    assert list(keep.voices) == ["linear", "network", "mixed"]
    assert list(relations.voices) == ["network", "mixed"]
    network = keep.voices["network"]
    assert (network.rates["Model"], network.rates["Task"]) == (Tally(12, 0, 3), Tally(0, 10, 0))
    assert network.total == Tally(12, 10, 3)
    assert keep.voices["linear"].total == Tally(22, 0, 0)
    assert keep.voices["mixed"].total == network.total
    apart = 12 * (1.0 - 0.9) + 3 * 0.8 + 11 * (10 / 11 - 0.1)  # of what is said with 0.9, with 0.8 and with 0.1
    assert network.error == pytest.approx(apart / 26)


def test_any_right_type_counts_for_the_annotated_one() -> None:
    _, types, _, _ = decisions(SEEN, NETWORK_ALONE)
    network = types.voices["network"]
    assert network.rates["Model"] == Tally(10, 0, 10)
    assert network.rates["Task"] == Tally(2, 10, 0)
    assert network.total.recall == network.total.precision == 12 / 22
    assert types.threshold is None


def test_without_a_mixing_the_linear_parts_decide_alone() -> None:
    found = decisions(SEEN, None)
    assert [each.name for each in found] == ["worth a node", "type", "role"]
    assert all(list(each.voices) == ["linear"] for each in found)


def test_a_mixing_changes_what_is_decided() -> None:
    keep, *_ = decisions(SEEN, Mixing(keep=Weights(0.0, 1.0)))
    assert keep.voices["mixed"].rates[ALL] == keep.voices["linear"].rates[ALL]


def card(tmp_path: Path, seen: HeldOut, outcome: Outcome | None) -> str:
    (tmp_path / "network").mkdir()
    (tmp_path / "roles.npz").write_bytes(b"x" * 1234)
    (tmp_path / "network" / "heads.npz").write_bytes(b"x" * 77)
    return model_card({"gold.jsonl": "abc"}, tmp_path, Config(seed=5), seen, outcome, {"papers.jsonl": "def"})


def test_the_model_card_says_what_it_learned_from_how_it_scores_and_where_it_fails(tmp_path: Path) -> None:
    outcome = Outcome(SEEN, NETWORK_ALONE, 1500, "a start", "123", Adaptation(900, 40))
    text = card(tmp_path, SEEN, outcome)
    for line in (
        "| `roles.npz` | 1,234 |", "| `network/heads.npz` | 77 |", "Annotated papers: `gold.jsonl`, sha256 `abc`",
        "a start, sha256 of the weights `123`", "1,500 word pieces", "Adapted to 900 unlabelled papers in 40 steps",
        "`papers.jsonl`, sha256 `def`", "| seed | 5 |", "| torch |", "On 3 papers", "### Worth a node, from a probability of",
        "| by | accuracy | calibration error |", "| Task | 12 | 1.000 | 0.167 |", "What it is for",
        "- **Worth a node.** Lowest recall: Task 0.00, Model 1.00. Lowest precision: Task 0.00, Model 0.80.",
    ):  # fmt: skip
        assert line in text


def test_the_card_of_linear_parts_speaks_of_no_network(tmp_path: Path) -> None:
    text = card(tmp_path, SEEN, None)
    assert "Start of the encoder" not in text
    assert "| torch |" not in text
    assert "*Mixed*" not in text
    assert "| by | accuracy | calibration error |" in text


def test_where_nothing_was_held_out_the_card_says_so(tmp_path: Path) -> None:
    outcome = Outcome(HeldOut(), Mixing(), 1500, "a start", "123", None)
    text = card(tmp_path, HeldOut(), outcome)
    assert "no part was held out" in text
    assert "was not adapted" in text
