"""Mentions of one paper that name one thing: equal keys, defined short forms, a name and its generic noun."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.entries import needs_context
from kg.linking.senses import Cues, Sense, choose
from kg.model import Iri, Mention, Span
from kg.naming.resolve import Resolver
from kg.ontology import Entry
from kg.text import cleaned, label_key, singular

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

    `long_form` is the cleaned long form where the text defines the thing's short form. `unclear` are the senses
    of an ambiguous name between which nothing in the text decides; such a thing has no `entries`.
    """

    key: str
    mentions: tuple[Mention, ...]
    entries: tuple[Entry, ...]
    long_form: str | None
    unclear: tuple[Entry, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans of the mentions."""
        return tuple(mention.span for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Reading:
    """The name that a mention is read as, what the text defines it as (if it does), its sense, and the text's words."""

    name: str
    long_form: str | None
    sense: Sense
    cues: Cues


def group(text: str, mentions: Iterable[Mention], resolver: Resolver) -> tuple[Group, ...]:
    """Return the mentions of a raw text grouped by the thing that they name, in order of first mention."""
    return _Grouping(text, tuple(mentions), resolver).groups()


def readings(text: str, mentions: Iterable[Mention], resolver: Resolver) -> dict[Mention, Reading]:
    """Return how `group` reads the name of each mention."""
    return _Grouping(text, tuple(mentions), resolver).readings()


class _Grouping:
    """The names of one paper: what each stands for here, by its definition, the catalogue and the context."""

    def __init__(self, text: str, mentions: tuple[Mention, ...], resolver: Resolver) -> None:
        self._text, self._resolver = text, resolver
        self._ontology = resolver.ontology
        self._surfaces = [(mention, cleaned(mention.span.of(text)).strip()) for mention in mentions]
        self._longs = {
            label_key(surface): cleaned(mention.alias_of.of(text)).strip()
            for mention, surface in self._surfaces
            if mention.alias_of
        }
        self._known = {label_key(surface) for _, surface in self._surfaces} | set(self._longs)
        self._context = Cues(text)
        self._seen: dict[str, Sense] = {}

    def groups(self) -> tuple[Group, ...]:
        gathered: dict[str, list[tuple[Mention, str]]] = {}
        for mention, surface in self._surfaces:
            gathered.setdefault(self._key(surface), []).append((mention, surface))
        return tuple(self._group(key, members) for key, members in gathered.items())

    def readings(self) -> dict[Mention, Reading]:
        names = {mention: self._name(surface) for mention, surface in self._surfaces}
        return {
            mention: Reading(name, self._longs.get(label_key(name)), self._sense(name), self._context)
            for mention, name in names.items()
        }

    def _sense(self, surface: str) -> Sense:
        sense = self._seen.get(surface)
        if sense is None:
            long_form = self._longs.get(label_key(surface))
            sense = choose(surface, long_form, self._resolver, self._context)
            self._seen[surface] = sense
        return sense

    def _key(self, surface: str) -> str:
        """Return the key of a surface form: its own, or of the known name inside it."""
        return self._joined(self._name(surface))

    def _name(self, surface: str) -> str:
        """Return a surface form, or the known name inside it ("standard RNNs", "FSM method")."""
        words = known_words = surface.split()
        while len(words) > 1 and not self._sense(" ".join(words)).entries:
            if words[0].lower() in _MODIFIERS:
                words = words[1:]
            elif singular(words[-1].lower()) in _GENERIC:
                words = words[:-1]
            else:
                break
            if self._is_known(" ".join(words)):
                known_words = words
        return " ".join(known_words)

    def _is_known(self, name: str) -> bool:
        return label_key(name) in self._known or bool(self._sense(name).entries)

    def _joined(self, name: str) -> str:
        """Return the key of the long form, and of the preferred label where one concept has this name."""
        entries = self._sense(name).entries
        if len(entries) == 1:
            return label_key(entries[0].concept.label)
        key = label_key(name)
        return label_key(self._longs[key]) if key in self._longs else key

    def _group(self, key: str, members: list[tuple[Mention, str]]) -> Group:
        entries: dict[Iri, Entry] = {}
        unclear: dict[Iri, Entry] = {}
        votes: Counter[Iri] = Counter()
        for _, surface in members:
            sense = self._sense(surface)
            unclear.update({entry.concept.iri: entry for entry in sense.unclear})
            for entry in sense.entries:
                entries[entry.concept.iri] = entry
                votes[entry.concept.iri] += 1
        for entry in () if entries else self._of_key(key, members):
            entries[entry.concept.iri] = entry
        ranked = [entries[iri] for iri in sorted(entries, key=lambda iri: (-votes[iri], iri))]
        long_form = next((self._longs[k] for _, s in members if (k := label_key(s)) in self._longs), None)
        left = () if entries else tuple(unclear.values())
        return Group(key, tuple(mention for mention, _ in members), tuple(ranked), long_form, left)

    def _of_key(self, key: str, members: list[tuple[Mention, str]]) -> tuple[Entry, ...]:
        """Return the entries of a name inside the surface forms ("FSM method"), which alone the key knows."""
        if any(label_key(surface) == key for _, surface in members):
            return ()
        return tuple(entry for entry in self._ontology.by_key(key) if not needs_context(entry, key))
