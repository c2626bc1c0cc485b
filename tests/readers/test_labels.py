"""Labels of somebody's classifier as types of ours, and tags as stretches of words."""

import pytest

from kg.errors import SettingsError
from kg.model import ConceptType
from kg.readers.labels import chunks, label_of, mapping_of, types_of


def test_a_mapping_is_spelled_out() -> None:
    found = mapping_of(" Method=Technique, CHIP = hardware,,Data set=Dataset ")
    assert found == {"Method": ConceptType.TECHNIQUE, "CHIP": ConceptType.HARDWARE, "Data set": ConceptType.DATASET}
    assert mapping_of("") == {}


@pytest.mark.parametrize("setting", ["Method", "Method=", "=Task", "Method=Thing", "Method:Task", "a=Task,b"])
def test_another_form_is_an_error(setting: str) -> None:
    with pytest.raises(SettingsError, match="is not of the form Label=Type; types: Model, Hardware"):
        mapping_of(setting)


def test_labels_that_are_named_as_types_need_no_mapping() -> None:
    tags = ("O", "B-Model", "I-Model", "B-TASK", "B-Person")
    assert types_of(tags, {}) == (None, ConceptType.MODEL, ConceptType.MODEL, ConceptType.TASK, None)


def test_a_mapping_goes_first() -> None:
    tags = ("O", "B-Model", "I-Model")
    assert types_of(tags, {"Model": ConceptType.TASK}) == (None, ConceptType.TASK, ConceptType.TASK)


def test_a_label_that_the_model_has_not_is_an_error() -> None:
    with pytest.raises(SettingsError, match="the model has no label Methd; it has Method, Person"):
        types_of(("O", "B-Method", "I-Method", "B-Person"), {"Methd": ConceptType.TASK})


def test_a_model_of_which_no_label_counts_is_an_error() -> None:
    with pytest.raises(SettingsError, match="say which types the labels of the model are: LABEL_0, LABEL_1"):
        types_of(("LABEL_0", "LABEL_1"), {})
    with pytest.raises(SettingsError, match="are: none"):
        types_of(("O",), {})


CHUNKS = [
    ("", []),
    ("O O", []),
    ("B-a I-a O", [(0, 2, "a")]),
    ("B-a B-a", [(0, 1, "a"), (1, 2, "a")]),
    ("I-a I-a I-b", [(0, 2, "a"), (2, 3, "b")]),
    ("B-a I-b", [(0, 1, "a"), (1, 2, "b")]),
    ("O B-a", [(1, 2, "a")]),
    ("S-a S-a", [(0, 1, "a"), (1, 2, "a")]),
    ("B-a I-a E-a I-a", [(0, 3, "a"), (3, 4, "a")]),
    ("B-a L-a U-b", [(0, 2, "a"), (2, 3, "b")]),
    ("a a O b", [(0, 2, "a"), (3, 4, "b")]),
    ("B-a-b I-a-b", [(0, 2, "a-b")]),
    ("B_a I_a", [(0, 2, "a")]),
]


@pytest.mark.parametrize(("tags", "found"), CHUNKS, ids=[tags for tags, _ in CHUNKS])
def test_tags_become_stretches(tags: str, found: list[tuple[int, int, str]]) -> None:
    assert list(chunks(tags.split())) == found


@pytest.mark.parametrize(
    ("tag", "label"), [("B-Method", "Method"), ("O", "O"), ("Method", "Method"), ("I-", "I-"), ("B-B-x", "B-x")]
)
def test_the_label_of_a_tag(tag: str, label: str) -> None:
    assert label_of(tag) == label
