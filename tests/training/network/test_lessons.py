"""Annotated papers as lessons and batches, and what the network is told after each step."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra train")

from kg.mentions.gazetteer import Gazetteer  # noqa: E402 - after what is skipped without torch
from kg.model import Mention, Span  # noqa: E402
from kg.ontology import Ontology  # noqa: E402
from kg.training.gold import GoldPaper, gold_papers, gold_spans  # noqa: E402
from kg.training.network.batches import batch, shuffled  # noqa: E402
from kg.training.network.config import Config  # noqa: E402
from kg.training.network.examples import (  # noqa: E402
    FACTS,
    MARKS,
    RELATIONS,
    ROLES,
    TAGS,
    TYPES,
    UNKNOWN,
    Lesson,
    lesson,
    relations_of,
)  # fmt: skip
from kg.training.network.fit import fit_network  # noqa: E402
from kg.training.network.loss import forward, hidden, loss  # noqa: E402
from kg.training.network.module import Encoder  # noqa: E402
from kg.training.network.pairs import STATED, pair_relations  # noqa: E402
from kg.training.network.train import mean_of  # noqa: E402
from tests.neural.made import PIECES, random_network, splitter  # noqa: E402
from tests.training.made import annotated  # noqa: E402

SMALL = Config(layers=1, epochs=2, batch=2, dropout=0.0, hide_pieces=0.0, hide_marks=0.0)


@pytest.fixture(scope="module")
def gazetteer(catalogue: Callable[[list[tuple[str, str, str]]], Ontology]) -> Gazetteer:
    return Gazetteer(catalogue([("technique/wave-pooling", "wave pooling", ""), ("task/sorting", "sorting", "")]))


@pytest.fixture(scope="module")
def papers() -> list[GoldPaper]:
    return gold_papers(annotated(number) for number in range(5))


@pytest.fixture(scope="module")
def lessons(papers: list[GoldPaper], gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> list[Lesson]:
    cut = splitter(tmp_path_factory.mktemp("pieces"))
    return [lesson(paper, found(paper), gazetteer, cut) for paper in papers]


def found(paper: GoldPaper) -> tuple[Mention, ...]:
    """All annotated places but those of the data set, and one that nobody has annotated."""
    places = [(span, c) for span, c in gold_spans(paper) if c["type"] != "Dataset"]
    start = paper.document.paper.text.index("spring")
    wrong = Span(start, start + len("spring"))
    return tuple(Mention(span, None, "recognizer") for span in sorted([span for span, _ in places] + [wrong]))


def test_a_lesson_has_a_tag_for_each_token(papers: list[GoldPaper], lessons: list[Lesson]) -> None:
    doc = papers[1].document.doc
    tags = ["-" if tag == UNKNOWN else TAGS[tag] for tag in lessons[1].tags]
    assert len(tags) == len(doc) == len(lessons[1].first)
    assert [(t.text, tag) for t, tag in zip(doc, tags, strict=True) if tag not in ("O", "-")][:3] == [
        ("ShellBNet", "B-Model"), ("shells", "B-Task"), ("ShellBNet", "B-Model"),
    ]  # fmt: skip
    assert all((tag == "-") == token.is_space for token, tag in zip(doc, tags, strict=True))


def test_a_lesson_has_the_things_found_and_the_things_missed(lessons: list[Lesson]) -> None:
    things = lessons[1].things
    assert sum(thing.found for thing in things) == 5
    missed = [thing for thing in things if not thing.found]
    assert [TYPES[thing.types[0]] for thing in missed] == ["Dataset"]  # else the annotator's twin is hidden
    assert sorted(thing.keep for thing in things) == [UNKNOWN, 0, 1, 1, 1, 1]
    assert all(len(thing.facts) == FACTS for thing in things)
    [wrong] = [thing for thing in things if thing.keep == 0]
    assert (wrong.types, wrong.role) == ((), UNKNOWN)
    assert (wrong.relations == -1.0).all()


def test_relations_that_are_implied_or_repeat_the_role_cost_nothing() -> None:
    record = annotated(0)
    concept = record["concepts"][1]  # whose role is uses
    assert relations_of(record, concept)["uses"] is True
    assert relations_of(record, concept)["basedOn"] is False
    del record["relations"][0]
    assert "uses" not in relations_of(record, concept)
    concept["role"] = "mentions"
    assert relations_of(record, concept)["uses"] is False
    record["relations"].append({**annotated(0)["relations"][0], "required": False})
    assert "uses" not in relations_of(record, concept)


def test_types_that_kg_does_not_know_are_passed_over(gazetteer: Gazetteer, tmp_path: Path) -> None:
    record = annotated(0)
    record["concepts"][0]["alt_types"] = ["Animal", "Software"]
    [paper] = gold_papers([record])
    made = lesson(paper, found(paper), gazetteer, splitter(tmp_path))
    assert (TYPES.index("Model"), TYPES.index("Software")) in {thing.types for thing in made.things}


def test_a_batch_lays_papers_side_by_side(lessons: list[Lesson]) -> None:
    given = batch(lessons[:3])
    longest = max(len(each.ids) for each in lessons[:3])
    things = sum(len(each.things) for each in lessons[:3])
    assert given.ids.shape == given.shapes.shape == given.mask.shape == (3, longest)
    assert given.marks.shape == (3, longest, len(MARKS))
    assert given.things.facts.shape == (things, FACTS)
    assert given.labels.relations.shape == (things, len(RELATIONS))
    assert given.things.owners.tolist() == sorted(given.things.owners.tolist())
    for row, each in enumerate(lessons[:3]):
        assert given.ids[row, : len(each.ids)].tolist() == each.ids.tolist()
        assert given.mask[row].sum() == len(each.ids)
    tokens = [len(each.first) for each in lessons[:3]]
    assert len(given.tags) == len(given.first) == sum(tokens)
    assert given.first[tokens[0]] == longest + lessons[1].first[0]
    low, high = given.things.mentions[-1].tolist()
    last = lessons[2].things[-1].ranges[-1]
    assert (low - sum(tokens[:2]), high - sum(tokens[:2])) == last


def test_a_batch_numbers_pairs_over_all_papers(lessons: list[Lesson]) -> None:
    given = batch(lessons[:3])
    pairs, tokens = [pair for each in lessons[:3] for pair in each.pairs], sum(len(each.first) for each in lessons[:2])
    assert given.labels.stated.shape == (len(pairs), len(STATED))
    assert len(given.pairs.things) == len(given.pairs.mentions) == len(given.pairs.between) == len(pairs)
    last = pairs[-1].met
    for thing, mention, own in zip(given.pairs.things[-1], given.pairs.mentions[-1], last.ranges, strict=True):
        assert given.things.owners[mention] == thing
        assert tuple(given.things.mentions[mention].tolist()) == tuple(place + tokens for place in own)
    assert tuple(given.pairs.between[-1].tolist()) == tuple(place + tokens for place in last.between)


def test_pairs_are_labelled_by_the_annotated_relations(papers: list[GoldPaper], lessons: list[Lesson]) -> None:
    said = set()
    for pair in lessons[0].pairs:
        subject, other = (lessons[0].things[number].concept for number in (pair.met.subject, pair.met.other))
        ends = (subject and subject["name"], other and other["name"])
        said |= {(*ends, name, value) for name, value in zip(STATED, pair.labels.tolist(), strict=True) if value}
    # each relation repeats the role of its object, but it is required
    assert said == {(r["s"], r["o"], r["p"], 1.0) for r in papers[0].record["relations"]} | {
        ("ShellANet", "shells", "addresses", -1.0)
    }


def test_optional_relations_and_those_of_the_unnamed_contribution() -> None:
    concepts = {
        name: {"name": name, "role": role} for name, role in (("A", "introduces"), ("B", "uses"), ("C", "mentions"))
    }
    relations = [
        {"s": "@paper", "p": "basedOn", "o": "B", "required": True},
        {"s": "C", "p": "outperforms", "o": "B", "required": False},
        {"s": "C", "p": "achieves", "o_text": "speed", "required": True},
    ]
    record = {"relations": relations}
    own = pair_relations(record, concepts["A"], concepts["B"])
    assert (own["basedOn"], own["runsOn"], "uses" in own) == (True, False, False)
    other = pair_relations(record, concepts["C"], concepts["B"])
    assert "outperforms" not in other
    assert not any(other.values())
    assert not any(pair_relations(record, concepts["C"], None).values())


def test_batches_hold_each_paper_once(lessons: list[Lesson]) -> None:
    groups = list(shuffled(lessons, 2, np.random.default_rng(1)))
    assert sorted(each.id for group in groups for each in group) == [f"made-{number}" for number in range(5)]
    assert sorted(len(group) for group in groups) == [1, 2, 2]


def test_the_padding_of_a_batch_changes_nothing(lessons: list[Lesson]) -> None:
    network = random_network()
    with torch.no_grad():
        tags, scores = forward(network, batch(lessons[:1]))
        both, more = forward(network, batch(sorted(lessons, key=lambda each: -len(each.ids))))
    place = [each.id for each in sorted(lessons, key=lambda each: -len(each.ids))].index("made-0")
    before = sorted(lessons, key=lambda each: -len(each.ids))[:place]
    start, thing = sum(len(each.first) for each in before), sum(len(each.things) for each in before)
    assert torch.allclose(both[start : start + len(tags)], tags, atol=1e-4)
    assert torch.allclose(more["keep"][thing : thing + len(scores["keep"])], scores["keep"], atol=1e-4)
    assert scores["roles"].shape[1] == len(ROLES)


def test_a_paper_without_things_still_teaches_tags(lessons: list[Lesson]) -> None:
    from dataclasses import replace

    network = random_network()
    bare = [replace(each, things=(), pairs=()) for each in lessons[:2]]
    cost = loss(forward(network, batch(bare)), batch(bare))
    cost.backward()
    assert torch.isfinite(cost)
    assert network.tags.weight.grad.abs().sum() > 0


def test_what_is_hidden_is_hidden_at_random_and_again_alike(lessons: list[Lesson]) -> None:
    given = batch(lessons)
    config = Config(hide_pieces=0.5, hide_marks=0.5)
    one = hidden(given, config, torch.Generator().manual_seed(1))
    other = hidden(given, config, torch.Generator().manual_seed(1))
    assert torch.equal(one.ids, other.ids)
    assert 0 < (one.ids != given.ids).sum() < given.mask.sum()
    assert one.marks.sum() < given.marks.sum()
    assert torch.equal(hidden(given, SMALL, torch.Generator()).ids, given.ids)


def test_training_lowers_the_loss_and_is_repeatable(lessons: list[Lesson]) -> None:
    def start() -> Encoder:
        torch.manual_seed(7)
        return Encoder(len(PIECES), layers=1)

    one, other = fit_network(start, lessons, SMALL), fit_network(start, lessons, SMALL)
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    assert torch.equal(one.encoder.words.weight, start().words.weight)  # words stay as they are
    given = batch(lessons)
    with torch.no_grad():
        before = loss(forward(random_network(), given), given)
        after = loss(forward(one, given), given)
    assert after < before


def test_the_mean_of_networks_leaves_them_as_they_are() -> None:
    one, other = random_network(), random_network(seed=1)
    before = one.keep.weight.clone()
    mean = mean_of([one, other])
    assert torch.equal(mean.keep.weight, (one.keep.weight + other.keep.weight) / 2)
    assert torch.equal(mean.encoder.words.weight, (one.encoder.words.weight + other.encoder.words.weight) / 2)
    assert torch.equal(one.keep.weight, before)
    assert not mean.training
    alone = mean_of([one])
    assert all(torch.equal(a, b) for a, b in zip(alone.parameters(), one.parameters(), strict=True))
