"""The single marks of one paper."""

import pytest

from kg.analysis.score_marks import Mark, Mistake, Note, Outcome, paper_marks

HIT, MISS, ALARM = Outcome.HIT, Outcome.MISS, Outcome.ALARM


def paper(concepts=(), relations=(), **more):
    return {
        "id": "p",
        "title": "T",
        "abstract": "Some text.",
        "concepts": [*concepts],
        "relations": [*relations],
    } | more


def concept(name, type_="Model", role="uses", *, required=True):
    return {"name": name, "type": type_, "role": role, "required": required}


def relation(s, p, o, *, required=True, **more):
    return {"s": s, "p": p, "o": o, "required": required, "evidence": "Some text.", **more}


def marks(gold, found, table=None):
    every = [mark for mark in paper_marks(gold, found) if isinstance(mark, Mark)]
    return [(mark.key, mark.outcome) for mark in every if table in (None, mark.table)]


def notes(gold, found):
    return [(note.mistake, note.what) for note in paper_marks(gold, found) if isinstance(note, Note)]


def test_nothing_gives_no_marks():
    assert list(paper_marks(paper(), paper())) == []


def test_a_found_concept_counts_in_every_measure_and_in_its_type():
    gold = paper([concept("Heron")])
    assert marks(gold, gold) == [("concept", HIT), ("typed", HIT), ("role", HIT), ("Model", HIT)]


def test_an_optional_concept_gives_no_mark():
    gold = paper([concept("Heron", required=False)])
    assert marks(gold, gold) == []
    assert marks(gold, paper()) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], [(Mistake.MISSED_CONCEPT, "Heron (Model)")]),
        ([concept("Heron", "Task")], [(Mistake.WRONG_TYPE, "Heron: Task, gold Model")]),
        ([concept("Heron", role="measures")], [(Mistake.WRONG_ROLE, "Heron: measures, gold uses")]),
        ([concept("Heron"), concept("herons")], [(Mistake.SECOND_NODE, "herons (Model)")]),
        ([concept("Heron"), {"name": "Stork"}], [(Mistake.FALSE_CONCEPT, "Stork (None)")]),
    ],
)
def test_mistakes_about_concepts_in_words(found, expected):
    assert notes(paper([concept("Heron")]), paper(found)) == expected


def test_mistakes_about_relations_in_words():
    gold = paper([concept("A"), concept("B")], [relation("A", "outperforms", "B", value="2", metric="speed")])
    nothing = paper(gold["concepts"])
    assert notes(gold, nothing) == [
        (Mistake.MISSED_RELATION, "A outperforms B: Some text."),
        (Mistake.MISSED_QUANTITY, "A outperforms B 2 speed"),
    ]
    other = paper(gold["concepts"], [relation("A", "outperforms", "B", value="3"), relation("B", "uses", "A")])
    assert notes(gold, other) == [
        (Mistake.FALSE_QUANTITY, "A outperforms B 3 None"),
        (Mistake.FALSE_RELATION, "B uses A: Some text."),
        (Mistake.MISSED_QUANTITY, "A outperforms B 2 speed"),
    ]


def test_a_false_relation_said_twice_is_one_alarm():
    gold = paper([concept("A"), concept("B")])
    twice = paper(gold["concepts"], [relation("A", "uses", "B")] * 2)
    assert marks(gold, twice, "predicate") == [("uses", ALARM)]


def test_an_optional_relation_counts_neither_way():
    gold = paper([concept("A"), concept("B")], [relation("A", "uses", "B", required=False, value="2")])
    assert marks(gold, gold, "predicate") == []
    assert marks(gold, paper(gold["concepts"]), "predicate") == []


def test_one_required_of_several_equal_relations_is_enough():
    both = [relation("A", "uses", "B", required=False), relation("A", "uses", "B", value="2")]
    gold = paper([concept("A"), concept("B")], both)
    assert marks(gold, paper(gold["concepts"], both[:1]), "predicate") == [("uses", HIT)]


@pytest.mark.parametrize(
    ("s", "o", "outcomes"),
    [
        pytest.param("A", "B", [HIT], id="the name"),
        pytest.param("@paper", "B", [HIT], id="the paper for what it introduces"),
        pytest.param("C", "B", [ALARM, MISS], id="a concept that it only uses"),
        pytest.param("A", "@paper", [ALARM, MISS], id="the paper is not what it uses"),
    ],
)
def test_the_paper_and_what_it_introduces_are_one(s, o, outcomes):
    gold = paper([concept("A", role="introduces"), concept("B"), concept("C")], [relation("A", "outperforms", "B")])
    found = paper(gold["concepts"], [relation(s, "outperforms", o)])
    assert [outcome for _, outcome in marks(gold, found, "predicate")] == outcomes


def test_ends_are_told_by_mentions():
    gold = paper([concept("A") | {"mentions": ["the A"]}, concept("B")], [relation("A", "uses", "B")])
    found = paper([concept("the A"), concept("B")], [relation("the A", "uses", "B")])
    assert marks(gold, found, "predicate") == [("uses", HIT)]


@pytest.mark.parametrize(
    ("gold_fields", "metric", "outcome"),
    [
        ({"metric": "inference speed"}, "speeds", HIT),
        ({"metric": "speed"}, "energy", MISS),
        ({"metric": "speed"}, None, MISS),
        ({"o_text": "speed of light"}, "light", HIT),
        ({}, "B", HIT),
    ],
    ids=["a shared word", "another", "none", "the phrase of the object", "the object"],
)
def test_a_metric_shares_a_word(gold_fields, metric, outcome):
    gold = paper([concept("A"), concept("B")], [relation("A", "achieves", "B", value="2", **gold_fields)])
    found = paper(gold["concepts"], [relation("A", "achieves", "B", value="2.0", metric=metric)])
    assert marks(gold, found, "metric") == [(None, outcome)]


@pytest.mark.parametrize(
    ("evidence", "abstract", "expected"),
    [
        ("Some text.", "Some text.", [(None, HIT)]),
        ("T\nSome", "Some text.", [(None, HIT)]),
        ("Made up.", "Some text.", [(None, MISS)]),
        ("", "Some text.", []),
        ("Some text.", None, []),
    ],
)
def test_evidence_is_looked_up_in_title_and_abstract(evidence, abstract, expected):
    found = paper([], [relation("A", "uses", "B") | {"evidence": evidence}])
    assert marks(paper(abstract=abstract), found, "evidence") == expected
