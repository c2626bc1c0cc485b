"""Linear models: probabilities, files that read back, and the ones that ship."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linear import LinearModel, judged, load_model, read_model, write_model
from kg.model import ConceptType, Predicate

finite = st.floats(-20, 20, width=32)
names = st.text("abcdef=|é ", min_size=1, max_size=6)


@st.composite
def models(draw: st.DrawFn) -> LinearModel:
    classes = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    features = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    weights = draw(st.lists(finite, min_size=len(classes) * len(features), max_size=len(classes) * len(features)))
    bias = draw(st.lists(finite, min_size=len(classes), max_size=len(classes)))
    shaped = np.array(weights, dtype=np.float32).reshape(len(features), len(classes))
    index = {name: row for row, name in enumerate(features)}
    return LinearModel(tuple(classes), index, shaped, np.array(bias, dtype=np.float32))


BIRDS = LinearModel(
    ("lark", "wren"),
    {"sings": 0, "small": 1},
    np.array([[1.0, 0.0], [0.0, 2.0]], dtype=np.float32),
    np.array([0.0, 0.0], dtype=np.float32),
)


@given(models(), st.dictionaries(names, finite, max_size=6))
def test_probabilities_sum_to_one(model: LinearModel, features: dict[str, float]) -> None:
    shares = model.probabilities(features)
    assert tuple(shares) == model.classes
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-5)
    assert all(0.0 <= share <= 1.0 for share in shares.values())


@given(models(), st.dictionaries(names, finite, max_size=6))
def test_the_order_of_features_changes_nothing(model: LinearModel, features: dict[str, float]) -> None:
    backward = dict(reversed(features.items()))
    assert model.probabilities(features) == pytest.approx(model.probabilities(backward), abs=2e-6)


@pytest.mark.parametrize(
    ("features", "lark"),
    [({}, 0.5), ({"sings": 1.0}, 0.731059), ({"small": 1.0}, 0.119203), ({"sings": 2.0, "small": 1.0}, 0.5)],
    ids=["nothing", "one", "the other", "they balance"],
)
def test_probabilities_are_the_softmax_of_the_weighted_sum(features: dict[str, float], lark: float) -> None:
    assert BIRDS.probabilities(features) == {"lark": lark, "wren": round(1 - lark, 6)}


def test_a_feature_that_the_model_does_not_know_changes_nothing() -> None:
    assert BIRDS.probabilities({"sings": 1.0, "flies": 9.0}) == BIRDS.probabilities({"sings": 1.0})


def test_large_scores_do_not_overflow() -> None:
    assert BIRDS.probabilities({"sings": 1e6}) == {"lark": 1.0, "wren": 0.0}


@given(model=models())
def test_a_model_reads_back_as_it_was_written(model: LinearModel, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "m.npz"
    write_model(path, model)
    back = read_model(path)
    assert (back.classes, dict(back.index)) == (model.classes, dict(model.index))
    assert np.array_equal(back.weights, model.weights)
    assert np.array_equal(back.bias, model.bias)


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    shuffled = LinearModel(BIRDS.classes, dict(reversed(BIRDS.index.items())), BIRDS.weights, BIRDS.bias)
    write_model(tmp_path / "one.npz", BIRDS)
    write_model(tmp_path / "two.npz", shuffled)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_file_with_pickled_objects_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, features=np.array([print], dtype=object), classes=np.array("a"), weights=[[1.0]], bias=[0.0])
    with pytest.raises(ValueError, match="allow_pickle"):
        read_model(path)


SHIPPED = [
    ("concepts", {"yes", "no"}),
    ("types", {str(kind) for kind in ConceptType}),
    ("roles", {*map(str, Predicate)} - {"outperforms", "comparableTo", "achieves", "basedOn", "partOf"}),
    ("relations", {"none", "uses", "evaluatedOn", "runsOn", "trainedOn", "addresses", "basedOn"}),
]


@pytest.mark.parametrize(("name", "classes"), SHIPPED, ids=[name for name, _ in SHIPPED])
def test_shipped_models_know_their_classes(name: str, classes: set[str]) -> None:
    model = load_model(name)
    assert set(model.classes) == classes
    assert model.weights.shape == (len(model.index), len(model.classes))
    assert np.isfinite(model.weights).all()
    assert model is load_model(name)


@given(
    st.lists(st.tuples(models(), models()), min_size=1, max_size=1),
    st.lists(st.dictionaries(names, finite), max_size=4),
)
def test_things_judged_together_are_judged_as_alone(
    pair: list[tuple[LinearModel, LinearModel]], several: list[dict[str, float]]
) -> None:
    [both] = pair
    for model, found in zip(both, judged(both, several), strict=True):
        assert found == [pytest.approx(model.probabilities(features), abs=2e-6) for features in several]
        assert model.probabilities_of(several) == [model.probabilities(features) for features in several]


def test_nothing_is_judged_where_there_is_nothing() -> None:
    assert judged((BIRDS, BIRDS), []) == [[], []]
    assert BIRDS.probabilities_of([]) == []
