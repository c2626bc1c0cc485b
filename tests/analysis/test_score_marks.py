"""The single marks of one paper."""

import pytest

from kg.analysis.score import paper_marks
from kg.analysis.score_marks import Mark, Mistake, Note, Outcome, Verdict, stated, told
from tests.analysis import annotated

HIT, MISS, ALARM = Outcome.HIT, Outcome.MISS, Outcome.ALARM


def paper(concepts=(), relations=(), **more):
    return annotated.paper(concepts, relations, **{"title": "T", "abstract": "Some text."} | more)


def concept(name, type_="Model", role="uses", *, required=True):
    return annotated.concept(name, type_, role, required=required)


def relation(s, p, o, *, required=True, **more):
    return annotated.relation(s, p, o, required=required, **{"evidence": "Some text."} | more)


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
        (Mistake.MISSED_RELATION, "A outperforms B"),
        (Mistake.MISSED_QUANTITY, "A outperforms B 2 speed"),
    ]
    other = paper(gold["concepts"], [relation("A", "outperforms", "B", value="3"), relation("B", "uses", "A")])
    assert notes(gold, other) == [
        (Mistake.FALSE_QUANTITY, "A outperforms B 3 None"),
        (Mistake.FALSE_RELATION, "B uses A"),
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


# Where a mistake is read


def forms(gold, found):
    return [(note.mistake, note.forms) for note in paper_marks(gold, found) if isinstance(note, Note)]


def test_a_mistake_about_a_concept_has_its_names():
    gold = paper([concept("Heron") | {"mentions": ["the Heron", "HRN"]}])
    assert forms(gold, paper()) == [(Mistake.MISSED_CONCEPT, ("the Heron", "HRN", "Heron"))]
    assert forms(paper(), paper([{"name": "Stork"}])) == [(Mistake.FALSE_CONCEPT, ("Stork",))]


def test_a_mistake_about_a_relation_has_its_evidence():
    gold = paper([concept("A"), concept("B")], [relation("A", "uses", "B", value="2")])
    said = (Mistake.MISSED_RELATION, ("Some text.",)), (Mistake.MISSED_QUANTITY, ("Some text.",))
    assert forms(gold, paper(gold["concepts"])) == [*said]
    silent = paper(gold["concepts"], [relation("B", "uses", "A", value="3") | {"evidence": None}])
    assert forms(gold, silent) == [(Mistake.FALSE_RELATION, ()), (Mistake.FALSE_QUANTITY, ()), *said]


def test_which_mistakes_are_about_claims():
    about = [str(kind) for kind in Mistake if kind.is_about_claims]
    assert about == ["missed relation", "false relation", "missed quantity", "false quantity"]


# Verdicts


def verdicts(gold, found):
    return [mark for mark in paper_marks(gold, found) if isinstance(mark, Verdict)]


@pytest.mark.parametrize(
    ("found", "typed", "role"),
    [
        pytest.param(concept("Heron"), True, True, id="right"),
        pytest.param(concept("Heron", role="measures"), True, False, id="wrong role"),
        pytest.param(concept("Heron", "Task"), False, False, id="wrong type"),
        pytest.param(concept("Stork"), False, False, id="not annotated"),
    ],
)
def test_verdicts_on_a_concept(found, typed, role):
    sure = found | {"score": 0.8, "role_confidence": 0.5, "how": "label"}
    assert verdicts(paper([concept("Heron")]), paper([sure])) == [
        Verdict("typed", typed, 0.8, "label"),
        Verdict("role", role, 0.5, "label"),
    ]


def test_there_is_no_verdict_on_what_counts_neither_way():
    gold = paper(
        [concept("A", required=False), concept("B", required=False)], [relation("A", "uses", "B", required=False)]
    )
    assert verdicts(gold, gold) == []
    assert verdicts(gold, paper(gold["concepts"], [relation("@paper", "uses", "B")])) == [], "repeats the role"
    assert verdicts(paper([concept("A")]), paper()) == [], "what is missed was not predicted"


def test_a_second_node_is_false():
    found = paper([concept("Heron"), concept("herons")])
    assert [verdict.right for verdict in verdicts(paper([concept("Heron")]), found)] == [True, True, False, False]


def test_relations_that_say_the_same_have_one_verdict():
    gold = paper([concept("A"), concept("B")], [relation("A", "uses", "B")])
    right, false = relation("A", "uses", "B"), relation("B", "uses", "A")
    found = paper(
        gold["concepts"],
        [
            row | {"confidence": share, "rule": "r"}
            for row, share in ((right, 0.9), (false, 0.4), (right, 0.1), (false, 1))
        ],
    )
    assert [verdict for verdict in verdicts(gold, found) if verdict.measure == "relation"] == [
        Verdict("relation", True, 0.9, "r"),
        Verdict("relation", False, 0.4, "r"),
    ]


def test_a_relation_is_right_where_one_of_several_equal_ones_is_required():
    both = [relation("A", "uses", "B", required=False), relation("A", "uses", "B", value="2")]
    gold = paper([concept("A"), concept("B")], both)
    assert [verdict.right for verdict in verdicts(gold, paper(gold["concepts"], both[:1]))][-1:] == [True]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0.0), (1, 1.0), (0.25, 0.25), (None, None), (True, None), ("0.5", None), (1.5, None), (-0.1, None)],
)
def test_confidences_that_are_stated(value, expected):
    assert stated({"score": value}, "score") == expected
    assert stated({}, "score") is None
    assert stated({"score": float("nan")}, "score") is None


def test_texts_that_are_told():
    assert (told({"rule": "r"}, "rule"), told({"rule": ""}, "rule"), told({"rule": 3}, "rule"), told({}, "rule")) == (
        "r",
        None,
        None,
        None,
    )
