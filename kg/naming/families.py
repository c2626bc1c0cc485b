"""Families of the catalogue: which parts their members have, and how these are written."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.entries import needs_context
from kg.model import ConceptType, Iri
from kg.naming.parts import SIZE, VERSION, Part, parse_tail, size_word
from kg.ontology import Entry, Ontology
from kg.text import label_key

_WORD = re.compile(r"[a-z]{2,}")
_LOWER_WORDS = re.compile(r"[a-z]+(?:[ -][a-z]+)+")
_TWO_DIGITS = re.compile(r"[012]\d")
_YEAR = re.compile(r"(?<!\d)20[0-2]\d(?!\d)")
_PREFIX = re.compile(r"(?:(?:^|[^a-z])(?=v)|(?=V))([vV])\d")
_GLUED_LETTER = re.compile(r"\d[nslx](?![A-Za-z\d])")  # not "7B", which is seven billion
_SIZE_LETTER = re.compile(r"-[NSMBLHGTX](?![A-Za-z])")
_TWINS = (("Instruct", "it"), ("Coder", "Code"), ("Exp", "Experimental"))


@dataclass(frozen=True, slots=True)
class Style:
    """How members are written.

    `prefix` stands before a version ("v", "V" or nothing), `glued` versions stand right behind the name ("YOLOv8"),
    and sizes are `letters` ("ViT-B") rather than words ("BERT-Base"), perhaps `suffixed` to the version ("YOLOv8n").
    """

    prefix: str
    glued: bool
    letters: bool
    suffixed: bool = False


class Families:
    """What the members that a catalogue holds say about members that it does not hold."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self.style = lru_cache(maxsize=1 << 12)(self._style)
        self.words = lru_cache(maxsize=1 << 12)(self._words)

    def takes(self, family: Entry, parts: tuple[Part, ...]) -> bool:
        """Tell whether a concept is a family whose members have such parts: a proper name, not a class of things."""
        kind, label = kind_of(family), family.concept.label
        if kind is ConceptType.TASK:
            return False
        if kind is ConceptType.METRIC:
            return all(part.text.startswith("@") for part in parts) or label.isupper() or label.startswith("m")
        if kind is ConceptType.HARDWARE:
            above = (self._ontology.concepts.get(iri) for iri in self._ontology.ancestors(family.concept.iri))
            return any(entry and entry.values("maker") for entry in (family, *above))
        proper = label != label.lower() and not any(_LOWER_WORDS.fullmatch(alias) for alias in family.labels)
        return proper or self._has_members(family)

    def root(self, family: Entry, parts: tuple[Part, ...]) -> tuple[Entry, tuple[Part, ...]]:
        """Return the family at the top of a line of members, and all the parts that lead from it to a member.

        So "Claude Opus" with a version and "Claude" with a version and "Opus" are the same.
        """
        label = family.concept.label
        for iri in self._ontology.ancestors(family.concept.iri):
            above = self._ontology.concepts[iri]
            name = above.concept.label
            stands_alone = not needs_context(above, label_key(name))
            if stands_alone and label.startswith(name) and len(name) < len(label) and self.takes(above, parts):
                between = parse_tail(kind_of(family), label[len(name) :], self.words(iri))
                if between:
                    return self.root(above, tuple(sorted((*between, *parts), key=lambda part: part.rank)))
        return family, parts

    def _has_members(self, family: Entry) -> bool:
        """Tell whether the catalogue holds members named by the family and parts: YOLO has YOLOv3, RNN has none."""
        label, kind = family.concept.label, kind_of(family)
        below = (self._ontology.concepts[iri].concept.label for iri in self._ontology.narrower(family.concept.iri))
        return any(name.startswith(label) and parse_tail(kind, name[len(label) :]) for name in below)

    def labels(self, family: Entry, parts: tuple[Part, ...]) -> Iterator[str]:
        """Yield the label of a member, one for all its spellings, then others under which a catalogue may hold it."""
        style = self.style(family.concept.iri)
        yield self._label(family, parts, style)
        for letters in (style.letters, not style.letters):
            for prefix in ("v", ""):
                for twin in _twins(parts):
                    yield self._label(
                        family,
                        twin,
                        replace(style, letters=letters, prefix=prefix, suffixed=letters and style.suffixed),
                    )

    def _label(self, family: Entry, parts: tuple[Part, ...], style: Style) -> str:
        kind, label = kind_of(family), family.concept.label
        space = " " if kind in (ConceptType.HARDWARE, ConceptType.SOFTWARE) or " " in label else "-"
        for part in parts:
            text, gap = part.text, space
            if part.rank == VERSION:
                if kind is ConceptType.DATASET and _TWO_DIGITS.fullmatch(text) and self._dated(family):
                    text = f"20{text}"
                text = style.prefix + text.removeprefix("v") if text[0] == "v" else text
                gap = "" if style.glued and label == family.concept.label else gap
            elif part.rank == SIZE and len(text) == 1:
                text, gap = _size(text, style, behind_digit=label[-1].isdigit())
            label = f"{label}{gap}{text}"
        return label

    def _dated(self, family: Entry) -> bool:
        """Tell whether the members of a family of data sets are told apart by year."""
        return any(_YEAR.search(label) for label in self._below(family.concept.iri))

    def _below(self, family: Iri) -> list[str]:
        """Return the labels of all members of a family."""
        labels: list[str] = []
        waiting = list(self._ontology.narrower(family))
        while waiting:
            iri = waiting.pop()
            labels.append(self._ontology.concepts[iri].concept.label)
            waiting += self._ontology.narrower(iri)
        return labels

    def _words(self, family: Iri) -> frozenset[str]:
        """Return the words, in lower case, that the catalogue's members of a family add to its name."""
        words = {word for label in self._below(family) for word in _WORD.findall(label.lower())}
        entry = self._ontology.concepts.get(family)
        return frozenset(words - set(_WORD.findall(entry.concept.label.lower() if entry else "")))

    def _style(self, family: Iri) -> Style:
        """Return how the members of a family, or where it has none its siblings, are written."""
        entry = self._ontology.concepts.get(family)
        name = entry.concept.label if entry else ""
        labels = self._below(family)
        prefixes = Counter(found[1] for label in labels if (found := _PREFIX.search(label)))
        around = labels + [label for up in self._ontology.ancestors(family)[:1] for label in self._below(up)]
        return Style(
            prefix=max(sorted(prefixes), key=prefixes.__getitem__) if prefixes else "",
            glued=any(re.match(re.escape(name) + r"[vV]?\d", label) for label in labels),
            letters=any(_SIZE_LETTER.search(label) or _GLUED_LETTER.search(label) for label in around),
            suffixed=any(_GLUED_LETTER.search(label) for label in around),
        )


def kind_of(entry: Entry) -> ConceptType:
    """Return the type of an entry of the catalogue; each has one."""
    return entry.concept.type or ConceptType.TECHNIQUE


def _size(text: str, style: Style, *, behind_digit: bool) -> tuple[str, str]:
    """Return a size letter as the family writes it, and what stands before it: never "9-B", which reads as billions."""
    if behind_digit and style.suffixed and text in "nsmlx":
        return text, ""
    return (text.upper() if style.letters and not behind_digit else size_word(text)), "-"


def _twins(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Yield the parts, and the parts with another word for the same thing: "Instruct", "it"."""
    yield parts
    for one, other in _TWINS:
        if any(part.text == one for part in parts):
            yield tuple(Part(part.rank, other) if part.text == one else part for part in parts)
