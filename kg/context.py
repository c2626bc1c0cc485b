"""What a paper says around the mentions of one thing, as named features.

Linking asks it whether a thing is worth a node and of which type, the claims ask it for the role.
The features are generic: places, neighbouring words, cue words of the sentence, form of the name.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from kg.model import Span
from kg.parse import Document
from kg.text import label_key
from kg.wordclasses import UNKNOWN, word_classes

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
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"\d+(?:\.\d+)?x|%")
_NAMEY = re.compile(r"[A-Z]\w*[A-Z]|\d|[a-z][A-Z]")
_RUNS = ((re.compile(r"[A-Z]+"), "X"), (re.compile(r"[a-z]+"), "x"), (re.compile(r"\d+"), "d"))


@dataclass(slots=True)
class Context:
    """A document seen as word keys, sentence by sentence; made once, asked for many things."""

    document: Document
    keys: list[str] = field(init=False)
    offsets: list[int] = field(init=False)
    cues: list[frozenset[str]] = field(init=False)
    figures: list[bool] = field(init=False)
    _ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        doc = self.document.doc
        texts = [token.text for token in doc]
        self.keys = [_DIGIT.sub("0", text.lower()) for text in texts]
        self.offsets = [token.idx for token in doc]
        ranges = self.document.sentences
        self._ends = [end for _, end in ranges]
        self.cues = [frozenset(self.keys[a:b]) & _CUES for a, b in ranges]
        self.figures = [any(_FIGURE.fullmatch(text) for text in texts[a:b]) for a, b in ranges]

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the token range that a raw span touches."""
        start, end = self.document.clean.clean_range(span)
        first = max(bisect_right(self.offsets, start) - 1, 0)
        last = max(bisect_right(self.offsets, max(start, end - 1)) - 1, 0)
        return first, last + 1

    def sentence_of(self, token: int) -> int:
        """Return the index of the sentence that holds a token."""
        return min(bisect_right(self._ends, token), len(self._ends) - 1)

    def features(self, spans: Sequence[Span], kind: str) -> dict[str, float]:
        """Return the features of one thing from all its mentions; `kind` is its likely type."""
        found: dict[str, float] = {"bias": 1.0, f"n={min(len(spans), 6)}": 1.0, "logn": log(len(spans))}
        surfaces = {span.of(self.document.paper.text) for span in spans}
        for span in spans:
            first, last = self.tokens_of(span)
            index = self.sentence_of(first)
            names = [*self._place(index, first, last), *self._near(index, first, last), *self._cue(index, first, kind)]
            names.extend(self._form(first, last, span))
            found.update(dict.fromkeys(names, 1.0))
        found["surfaces"] = float(len(surfaces))
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

    def _near(self, index: int, first: int, last: int) -> list[str]:
        start, end = self.document.sentences[index]
        left = self.keys[max(start, first - 3) : first][::-1]
        right = self.keys[last : min(end, last + 3)]
        names = [f"L{i}={key}" for i, key in enumerate(left)] + [f"R{i}={key}" for i, key in enumerate(right)]
        if len(left) > 1:
            names.append(f"LL={left[1]}_{left[0]}")
        if len(left) > 2:
            names.append(f"LLL={left[2]}_{left[1]}_{left[0]}")
        if len(right) > 1:
            names.append(f"RR={right[0]}_{right[1]}")
        return names

    def _cue(self, index: int, first: int, kind: str) -> list[str]:
        start, _ = self.document.sentences[index]
        cues = self.cues[index]
        before = frozenset(self.keys[start:first]) & cues
        names = [f"S={cue}" for cue in cues] + [f"S|T={cue}{kind}" for cue in cues]
        names += [f"B={cue}" for cue in before] + [f"B|T={cue}{kind}" for cue in before]
        names += [f"A={cue}" for cue in cues - before]
        if self.figures[index]:
            names += ["S=figure", f"S|T=figure{kind}"]
        return names

    def _form(self, first: int, last: int, span: Span) -> list[str]:
        classes = word_classes()
        head, lead = self.keys[last - 1], self.keys[first]
        surface = span.of(self.document.paper.text)
        coarse, fine = classes.get(head, UNKNOWN)
        shape = surface
        for pattern, mark in _RUNS:
            shape = pattern.sub(mark, shape)
        names = [
            f"h={head}", f"hc={fine}", f"hcc={coarse}", f"f={lead}", f"fc={classes.get(lead, UNKNOWN)[1]}",
            f"len={min(last - first, 6)}", f"sh={shape[:10]}", f"k={label_key(surface)}",
        ]  # fmt: skip
        names += [f"w={key}" for key in self.keys[first:last]]
        if surface.islower():
            names.append("lower")
        if _NAMEY.search(surface):
            names.append("namey")
        return names
