"""The labels of somebody's classifier as types of ours, and tags of words as spans."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import SettingsError
from kg.model import ConceptType

_TYPES = {kind.value.lower(): kind for kind in ConceptType}
_TAG = re.compile(r"(?:(?P<place>[BIESLU])[-_])?(?P<name>.+)", re.DOTALL)
_OPENS, _CLOSES = frozenset("BSU"), frozenset("ESLU")
_OUTSIDE = "O"


def mapping_of(setting: str) -> dict[str, ConceptType]:
    """Return the mapping that `reader_labels` spells out: `Method=Technique, Chip=Hardware`.

    Raises SettingsError for another form and for a type that is none.
    """
    mapping = {}
    for part in filter(None, (part.strip() for part in setting.split(","))):
        label, mark, name = (piece.strip() for piece in part.partition("="))
        kind = _TYPES.get(name.lower())
        if not (label and mark and kind):
            raise SettingsError(
                "reader_labels", f"{part!r} is not of the form Label=Type; types: {', '.join(ConceptType)}"
            )
        mapping[label] = kind
    return mapping


def types_of(tags: Sequence[str], mapping: dict[str, ConceptType]) -> tuple[ConceptType | None, ...]:
    """Return the type that each tag of a model stands for, None for those that stand for none.

    A label that the mapping leaves out counts where it is the name of a type. Raises SettingsError where the mapping
    names a label that the model has not, or no label counts.
    """
    names = [label_of(tag) for tag in tags]
    strange = sorted(mapping.keys() - set(names))
    if strange:
        raise SettingsError("reader_labels", f"the model has no label {strange[0]}; it has {_listed(names)}")
    types = tuple(mapping.get(name, _TYPES.get(name.lower())) for name in names)
    if not any(types):
        raise SettingsError("reader_labels", f"say which types the labels of the model are: {_listed(names)}")
    return types


def label_of(tag: str) -> str:
    """Return the label of a tag: `Method` of `B-Method`."""
    return _parts(tag)[1]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names) - {_OUTSIDE})) or "none"


def _parts(tag: str) -> tuple[str, str]:
    """Return place and label of a tag: `("B", "Method")` of `B-Method`; no place where the tag says none."""
    match = _TAG.fullmatch(tag)
    return ("", tag) if match is None or tag == _OUTSIDE else (match["place"] or "", match["name"])


def chunks(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield `(first, last, label)` of each stretch of words; tags may be BIO, BIOES, BILOU, or labels alone.

    >>> list(chunks(["B-Model", "I-Model", "O", "I-Task", "B-Task"]))
    [(0, 2, 'Model'), (3, 4, 'Task'), (4, 5, 'Task')]
    """
    start, label = 0, ""
    index = -1
    for index, tag in enumerate(tags):
        place, name = _parts(tag)
        here = "" if name == _OUTSIDE else name
        if label and (here != label or place in _OPENS):
            yield start, index, label
            label = ""
        if here and not label:
            start, label = index, here
        if label and place in _CLOSES:
            yield start, index + 1, label
            label = ""
    if label:
        yield start, index + 1, label
