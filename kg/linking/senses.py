"""Which sense of a name a paper means: by its own definition first, then by context, else none."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.entries import agrees, needs_context
from kg.naming.resolve import Match, Resolver
from kg.ontology import Entry
from kg.spellings import fold
from kg.text import clean, label_key

_WORD = re.compile(r"[a-z]{2,}")
_BETWEEN = re.compile(r"[^a-z0-9+#.]+")
_STEM = 4  # letters that two forms of a word share: "quantized", "quantization"
_AGREE = 0.5  # share of words that a long form has in common with a label of what it defines


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name means in one paper: entries to link it to, and, where nothing decides, those it may mean."""

    entries: tuple[Entry, ...] = ()
    unclear: tuple[Entry, ...] = ()


class Cues:
    """The words of one paper, whose text is given as it came in; asked for what speaks for a sense."""

    def __init__(self, text: str) -> None:
        self._raw = text

    @cached_property
    def _text(self) -> str:
        return f" {_squeezed(clean(self._raw).text)} "  # most papers are never asked

    def count(self, entry: Entry) -> int:
        """Return how many cues and full names of an entry begin a word of the text."""
        return sum(map(self._holds, _names(entry)))

    def found(self, entry: Entry) -> tuple[str, ...]:
        """Return the cues and full names that `count` counts."""
        return tuple(name for name in _names(entry) if self._holds(name))

    def _holds(self, name: str) -> bool:
        return _beginning(name) in self._text


def _squeezed(text: str) -> str:
    return _BETWEEN.sub(" ", fold(text))


@lru_cache(maxsize=1 << 14)
def _beginning(name: str) -> str:
    return f" {_squeezed(name)}"


def _names(entry: Entry) -> tuple[str, ...]:
    return (*entry.values("cue"), *(label for label in entry.labels if " " in label))


def choose(name: str, long_form: str | None, resolver: Resolver, cues: Cues) -> Sense:
    """Return what a name means: what its definition names, else what the catalogue has under it and the text allows.

    `long_form` is what the paper itself defines the name as.
    """
    if long_form is not None:
        return _defined(name, long_form, resolver)
    found = tuple(match.entry(resolver.ontology) for match in resolver.find(name))
    key = label_key(name)
    doubtful = tuple(
        entry for entry in resolver.ontology.by_key(key) if needs_context(entry, key) and agrees(name, entry.cases(key))
    )
    if not doubtful and len(found) < 2:
        return Sense(found)
    counts = {entry.concept.iri: cues.count(entry) for entry in (*found, *doubtful)}
    allowed = [*found, *(entry for entry in doubtful if counts[entry.concept.iri])]
    if not allowed:
        return Sense((), doubtful)
    best = max(counts[entry.concept.iri] for entry in allowed)
    return Sense(tuple(entry for entry in allowed if counts[entry.concept.iri] == best))


def _defined(name: str, long_form: str, resolver: Resolver) -> Sense:
    """Return what the long form names; else what the short form may name and the long form does not contradict."""
    matches: tuple[Match, ...] = resolver.find(long_form)
    if matches:
        return Sense(tuple(match.entry(resolver.ontology) for match in matches))
    key = label_key(name)
    entries = {entry.concept.iri: entry for entry in resolver.ontology.by_key(key)}
    entries |= {match.concept.iri: match.entry(resolver.ontology) for match in resolver.find(name)}
    return Sense(tuple(entry for entry in entries.values() if _fits(long_form, entry)))


def _fits(long_form: str, entry: Entry) -> bool:
    stems = _stems(long_form)
    full = [words for label in entry.labels if len(words := _stems(label)) > 1]
    return not full or any(len(stems & words) >= _AGREE * max(len(stems), len(words)) for words in full)


def _stems(phrase: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(phrase.lower())}
