"""What a paper says around the mentions of one thing, as named features.

Linking asks it whether a thing is worth a node and of which type, the claims ask it for the role.
The features are generic: places, neighbouring words, cue words of the sentence, form of the name.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log

from kg.model import Span
from kg.parse import Document
from kg.text import label_key
from kg.wordclasses import UNKNOWN, word_classes, word_key

_CUES = frozenset(
    """
    we propose proposes introduce introduces present presents novel new develop design called named dubbed our
    outperforms outperform outperforming achieves achieve achieving improves improve improving reduces reduce
    surpasses exceeds compared comparison existing prior previous recent current such e.g. including i.e. like
    evaluate evaluated evaluation evaluations experiments experimental empirical empirically demonstrate show shows
    results on using use uses used utilize based leverage leverages leveraging employ employs apply applied applying
    with via by for in of to than over against from state-of-the-art sota baseline baselines benchmark benchmarks
    datasets dataset trained training train task tasks however challenge challenges problem problems address
    addresses limited first framework method approach implement implemented implementation run runs running deploy
    deployed deployment extend extends extension integrate combine combines combining while speedup higher lower
    better faster can may has have are is been widely traditional conventional study analyze investigate across
    various different several both only without unlike similar variant outperformed testing tested test
    """.split()
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?x")
_NAMEY = re.compile(r"[A-Z]\w*[A-Z]|\d|[a-z][A-Z]")
_RUNS = ((re.compile(r"[A-Z]+"), "X"), (re.compile(r"[a-z]+"), "x"), (re.compile(r"\d+"), "d"))
Named = dict[str, float]


@dataclass(slots=True)
class Context:
    """A document seen as word keys, sentence by sentence; made once, asked for many things."""

    document: Document
    keys: list[str] = field(init=False)
    offsets: Sequence[int] = field(init=False)
    cues: list[frozenset[str]] = field(init=False)
    figures: list[bool] = field(init=False)
    _ends: list[int] = field(init=False)
    _sentences: dict[tuple[int, str], Named] = field(init=False, default_factory=dict)
    _found: dict[tuple[tuple[Span, ...], str], Named] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        texts = self.document.texts
        self.keys = list(map(word_key, texts))
        self.offsets = self.document.starts
        ranges = self.document.sentences
        self._ends = [end for _, end in ranges]
        self.cues = [_CUES.intersection(self.keys[a:b]) for a, b in ranges]
        self.figures = [any(map(_is_figure, texts[a:b])) for a, b in ranges]

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the token range that a raw span touches."""
        return self.document.tokens_of(span)

    def sentence_of(self, token: int) -> int:
        """Return the index of the sentence that holds a token."""
        return min(bisect_right(self._ends, token), len(self._ends) - 1)

    def features(self, spans: Sequence[Span], kind: str) -> dict[str, float]:
        """Return the features of one thing from all its mentions; `kind` is its likely type."""
        asked = tuple(spans), kind
        known = self._found.get(asked)
        if known is None:
            known = self._found[asked] = self._features(spans, kind)
        return known.copy()

    def _features(self, spans: Sequence[Span], kind: str) -> Named:
        found: Named = {"bias": 1.0, f"n={min(len(spans), 6)}": 1.0, "logn": log(len(spans))}
        text = self.document.paper.text
        surfaces = [span.of(text) for span in spans]
        names: list[str] = []
        for span, surface in zip(spans, surfaces, strict=True):
            first, last = self.tokens_of(span)
            index = self.sentence_of(first)
            names += self._place(index, first, last)
            self._near(names, index, first, last)
            found |= self._cue(index, kind)
            names += self._around(index, first, kind)
            names += _form(surface, self.keys[first], self.keys[last - 1], min(last - first, 6))
            names += [f"w={key}" for key in self.keys[first:last]]
        found.update(dict.fromkeys(names, 1.0))
        found["surfaces"] = float(len(set(surfaces)))
        if "pos=title" in found and "namey" in found:
            found["title&namey"] = 1.0
        return found

    def _place(self, index: int, first: int, last: int) -> list[str]:
        ranges = self.document.sentences
        start, end = ranges[index]
        if index == 0:
            names = ["pos=title"]
            if first == start:
                names.append("titlestart")
            if last < end and self.keys[last] == ":":
                names.append("titlecolon")
            return names
        if index == 1:
            return ["pos=s1"]
        return ["pos=last"] if index == len(ranges) - 1 else [f"pos=q{3 * index // len(ranges)}"]

    def _near(self, names: list[str], index: int, first: int, last: int) -> None:
        """Add the words before and behind a mention."""
        start, end = self.document.sentences[index]
        left = self.keys[max(start, first - 3) : first][::-1]
        right = self.keys[last : min(end, last + 3)]
        names += [f"L{place}={key}" for place, key in enumerate(left)]
        names += [f"R{place}={key}" for place, key in enumerate(right)]
        if len(left) > 1:
            names.append(f"LL={left[1]}_{left[0]}")
        if len(left) > 2:
            names.append(f"LLL={left[2]}_{left[1]}_{left[0]}")
        if len(right) > 1:
            names.append(f"RR={right[0]}_{right[1]}")

    def _cue(self, index: int, kind: str) -> Named:
        """Return the cue words of a sentence, made once for each type."""
        names = self._sentences.get((index, kind))
        if names is None:
            table = _cue_names(kind)
            names = {name: 1.0 for cue in self.cues[index] for name in table[cue][:2]}
            if self.figures[index]:
                names |= {"S=figure": 1.0, f"S|T=figure{kind}": 1.0}
            self._sentences[index, kind] = names
        return names

    def _around(self, index: int, first: int, kind: str) -> list[str]:
        """Return the cue words before a mention, and those that stand in the sentence but not before it."""
        start, _ = self.document.sentences[index]
        table = _cue_names(kind)
        before = self.cues[index].intersection(self.keys[start:first])
        names = [table[cue][4] for cue in self.cues[index] - before]
        for cue in before:
            names += table[cue][2:4]
        return names


@lru_cache(maxsize=2)
def context_of(document: Document) -> Context:
    """Return the context of a document: one for linking and for the claims, since it remembers what it was asked."""
    return Context(document)


def _is_figure(text: str) -> bool:
    return text == "%" or (text[-1] == "x" and bool(_FIGURE.fullmatch(text)))


# Names of features are made once and kept: making them anew took most of the time.


@cache
def _cue_names(kind: str) -> dict[str, tuple[str, str, str, str, str]]:
    """Return what each cue word is called in the sentence, before the mention and behind it."""
    return {cue: (f"S={cue}", f"S|T={cue}{kind}", f"B={cue}", f"B|T={cue}{kind}", f"A={cue}") for cue in _CUES}


@lru_cache(maxsize=1 << 16)
def _form(surface: str, lead: str, head: str, length: int) -> tuple[str, ...]:
    """Return what is seen of a name alone: its first and last word, its length and shape."""
    classes = word_classes()
    coarse, fine = classes.get(head, UNKNOWN)
    shape = surface
    for pattern, mark in _RUNS:
        shape = pattern.sub(mark, shape)
    names = [
        f"h={head}", f"hc={fine}", f"hcc={coarse}", f"f={lead}", f"fc={classes.get(lead, UNKNOWN)[1]}",
        f"len={length}", f"sh={shape[:10]}", f"k={label_key(surface)}",
    ]  # fmt: skip
    if surface.islower():
        names.append("lower")
    if _NAMEY.search(surface):
        names.append("namey")
    return tuple(names)
