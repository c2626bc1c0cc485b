"""Mentions of one paper that name one thing: equal keys, defined short forms, a name and its generic noun."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Iri, Mention, Span
from kg.ontology import Entry, Ontology
from kg.text import clean, label_key, singular

_GENERIC = frozenset(
    """
    method framework model algorithm approach system architecture accelerator technique dataset benchmark network
    strategy scheme mechanism module library compiler engine tool toolkit paradigm pipeline task corpus suite
    processor chip platform format layer metric score problem performance process setting
    """.split()
)
_MODIFIERS = frozenset(
    """
    standard conventional existing novel proposed vanilla traditional state-of-the-art sota modern typical common
    commonly-used widely-used popular original overall average mean superior better improved higher lower high low
    best new recent current prior previous advanced powerful various different other general generic single multiple
    underlying resulting corresponding respective naive simple basic challenging real actual total practical
    """.split()
)


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one thing, in order, with the key that joins them and what the catalogue knows under it.

    `long_form` is the cleaned long form where the text defines the thing's short form.
    """

    key: str
    mentions: tuple[Mention, ...]
    entries: tuple[Entry, ...]
    long_form: str | None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the mentions."""
        return tuple(mention.span for mention in self.mentions)


def group(text: str, mentions: Iterable[Mention], ontology: Ontology) -> tuple[Group, ...]:
    """Return the mentions of a raw text grouped by the thing that they name, in order of first mention."""
    surfaces = [(mention, clean(mention.span.of(text)).text.strip()) for mention in mentions]
    longs = _definitions(text, surfaces)
    known = {label_key(surface) for _, surface in surfaces} | set(longs)
    gathered: dict[str, list[tuple[Mention, str]]] = {}
    for mention, surface in surfaces:
        key = _key(surface, longs, known, ontology)
        gathered.setdefault(key, []).append((mention, surface))
    return tuple(_group(key, members, longs, ontology) for key, members in gathered.items())


def _definitions(text: str, surfaces: list[tuple[Mention, str]]) -> dict[str, str]:
    """Return the key of each short form that the text defines -> its cleaned long form."""
    return {
        label_key(surface): clean(mention.alias_of.of(text)).text.strip()
        for mention, surface in surfaces
        if mention.alias_of
    }


def _key(surface: str, longs: dict[str, str], known: set[str], ontology: Ontology) -> str:
    """Return the key of a surface form: its own, or of the known name inside it ("standard RNNs", "FSM method")."""
    words = known_words = surface.split()
    while len(words) > 1 and not ontology.by_key(label_key(" ".join(words))):
        if words[0].lower() in _MODIFIERS:
            words = words[1:]
        elif singular(words[-1].lower()) in _GENERIC:
            words = words[:-1]
        else:
            break
        if _is_known(" ".join(words), known, ontology):
            known_words = words
    return _joined(label_key(" ".join(known_words)), longs, ontology)


def _is_known(name: str, known: set[str], ontology: Ontology) -> bool:
    key = label_key(name)
    return key in known or bool(ontology.by_key(key))


def _joined(key: str, longs: dict[str, str], ontology: Ontology) -> str:
    """Return the key of the long form, and of the catalogue's preferred label where one concept has this name."""
    if key in longs:
        key = label_key(longs[key])
    entries = ontology.by_key(key)
    return label_key(entries[0].concept.label) if len(entries) == 1 else key


def _group(key: str, members: list[tuple[Mention, str]], longs: dict[str, str], ontology: Ontology) -> Group:
    entries: dict[Iri, Entry] = {}
    votes: Counter[Iri] = Counter()
    for _, surface in members:
        for entry in ontology.by_key(label_key(surface)):
            entries[entry.concept.iri] = entry
            votes[entry.concept.iri] += 1
    for entry in () if entries else ontology.by_key(key):
        entries[entry.concept.iri] = entry
    ranked = [entries[iri] for iri in sorted(entries, key=lambda iri: (-votes[iri], iri))]
    long_form = next((longs[label_key(surface)] for _, surface in members if label_key(surface) in longs), None)
    return Group(key, tuple(mention for mention, _ in members), tuple(ranked), long_form)
