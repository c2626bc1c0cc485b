"""The only loader of spaCy: papers to tokens and sentences.

A blank English pipeline with a tokenizer and a sentence splitter fitted to abstracts of the field.
No model is downloaded. Tokens are those of the cleaned text; `Document` gives the spans of the raw text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import add
from typing import TYPE_CHECKING, Any

from kg.model import Paper, Span
from kg.sparing import sparing
from kg.text import CleanText, clean, cleaned

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_COMPOUND = (
    "based|aware|free|style|like|specific|driven|guided|enhanced|oriented|level|assisted|powered|generated|friendly"
    "|efficient|inspired|agnostic|only|centric|intensive|bound|constrained|enabled|accelerated|optimized|tuned"
    "|trained|augmented|class|grade|native|compatible|scale|accelerator|integrated|related|equipped|independent"
)
_INFIXES = (
    r"\.\.+|…",
    r"(?<=[a-z]{2})[.!?](?=[A-Z][a-z])",  # a lost space after a full stop
    r"(?<=[A-Za-z)\"']),(?=[A-Za-z(])|(?<=[a-z]);(?=\S)",
    rf"(?<=[A-Za-z0-9+)])-(?=(?:{_COMPOUND})\b)",
    r"(?<=[A-Za-z0-9]{2})/(?=[A-Za-z][A-Za-z0-9-]{2})",
    r"(?<=[A-Za-z0-9)])[—](?=\S)|(?<=[A-Za-z])--+(?=\S)|(?<=[A-Za-z])[–](?=[A-Za-z])",
    r"(?<=[a-zA-Z])[:<>=~](?=[a-zA-Z])",
    r"(?<=[A-Za-z]{2})[(\[](?=[A-Za-z])|(?<=[a-zA-Z0-9])[)\]](?=[A-Za-z(])",
    r"(?<=[a-z])\"(?=[a-z])",
    r"(?<=\d)%(?=[-–~\w])",
)
_SUFFIXES = (r"(?<=[A-Za-z0-9]{2})\.",)  # "a power of 600mW." ends a sentence; abbreviations are whole by exception
_WHOLE = re.compile(r"[A-Za-z][\w.-]*\((?:\d[\w+.,-]*)?\)|https?://\S*[\w/]|[A-Za-z]\+\+|[\w-]+\+\+")
_ABBREVIATIONS = (
    "i.e.", "e.g.", "vs.", "cf.", "etc.", "al.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Eqs.", "Sec.", "Tab.",
    "Alg.", "Thm.", "No.", "w.r.t.", "a.k.a.", "w.l.o.g.", "i.i.d.", "s.t.", "viz.", "Dr.", "Prof.", "St.", "Inc.",
    "Corp.", "Ltd.", "U.S.", "Ph.D.", "I.e.", "E.g.", "Vs.",
)  # fmt: skip
_ENDS = frozenset(".!?")
_CLOSERS = frozenset("\"')]}”’")
_MAY_END = _ENDS | _CLOSERS | {"etc."}
_CHUNK = re.compile(r"\S+|(?:\A|(?<=\S)(?! )|(?<=\S ))\s+")  # one space behind a word is no token
_PLAIN = re.compile(r"(?P<word>[A-Za-z]{2,})(?P<mark>[.,]?)")  # most chunks of an abstract


@dataclass(frozen=True, eq=False)
class Document:
    """A paper as read: its cleaned text, the tokens over it, and its sentences.

    `texts` are the tokens' words and `starts` their offsets in the cleaned text. `sentences` are half-open
    ranges of token indices; the first one is the title.
    """

    paper: Paper
    clean: CleanText
    texts: Sequence[str]
    starts: Sequence[int]
    sentences: tuple[tuple[int, int], ...]

    @cached_property
    def doc(self) -> "Doc":
        """The tokens as a document of spaCy, made when first asked for: most readers need the words alone."""
        from spacy.tokens import Doc

        ends = map(add, self.starts, map(len, self.texts))
        spaces = [end < start for end, start in zip(ends, [*self.starts[1:], len(self.clean.text)], strict=True)]
        return Doc(_vocabulary(), words=list(self.texts), spaces=spaces)

    def end_of(self, token: int) -> int:
        """Return the offset in the cleaned text behind a token."""
        return self.starts[token] + len(self.texts[token])

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the tokens `first..last` (end exclusive) that a raw span touches."""
        start, end = self.clean.clean_range(span)
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(start, end - 1)) - 1, first)
        return first, last + 1

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw span of the tokens `start..end` (end exclusive)."""
        return self.clean.raw_span(self.starts[start], self.end_of(end - 1))

    def sentence_span(self, index: int) -> Span:
        """Return the raw span of a sentence: `sentence_span(i).of(paper.text)` is the exact sentence."""
        start, end = self.sentences[index]
        return self.raw_span(start, end)

    def sentence_at(self, span: Span) -> int:
        """Return the index of the sentence that holds the start of a raw span."""
        start, _ = self.clean.clean_range(span)
        for index, (_, end) in enumerate(self.sentences):
            if start < self.end_of(end - 1):
                return index
        return len(self.sentences) - 1


@cache
def _tokenizer() -> Any:
    """Return spaCy's tokenizer with our rules; its words carry no attributes, which would take most of the time."""
    with sparing():
        from spacy.lang.en import English
        from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # it comes without stubs
        from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
        from spacy.vocab import Vocab

    rules = English.Defaults
    tokenizer = Tokenizer(
        Vocab(),
        rules=rules.tokenizer_exceptions,
        prefix_search=compile_prefix_regex(rules.prefixes or ()).search,
        suffix_search=compile_suffix_regex([*(rules.suffixes or ()), *_SUFFIXES]).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=_WHOLE.fullmatch,
    )
    for word in _ABBREVIATIONS:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    return tokenizer


@cache
def _exceptions() -> frozenset[str]:
    """Return the words that the tokenizer has rules of their own for."""
    return frozenset(_tokenizer().rules)


@cache
def _vocabulary() -> "Vocab":
    """Return what spaCy knows of English words: for those who ask a document for its `doc`."""
    from spacy.lang.en import English

    return English().vocab


_Pieces = dict[str, tuple[tuple[str, int], ...]]
_MOST = 1 << 17  # stretches of text that are remembered: 50 MB


@dataclass(slots=True)
class _Memory:
    """The tokens of stretches of text between white space, with their offsets there.

    spaCy splits each of them by itself. It remembers 10,000 and looks up a lexeme for each token; remembering more
    of them, and only their words, is several times faster.
    """

    pieces: _Pieces = field(default_factory=dict)


_memory = _Memory()


def tokenize(text: str) -> tuple[list[str], list[int]]:
    """Return the words of a cleaned text, as spaCy's tokenizer gives them, and their offsets."""
    chunks = [(found.group(), found.start()) for found in _CHUNK.finditer(text)]
    known = _memory.pieces
    if len(known) > _MOST:
        known = _memory.pieces = {}
    new = {chunk for chunk, _ in chunks}.difference(known)
    if new:
        known.update(_pieces(sorted(new)))
    words: list[str] = []
    starts: list[int] = []
    for chunk, start in chunks:
        for word, offset in known[chunk]:
            words.append(word)
            starts.append(start + offset)
    return words, starts


def _pieces(chunks: list[str]) -> _Pieces:
    """Return the tokens of chunks, all tokenized at once, a line each so that none looks at another."""
    found = {chunk: _plain(chunk) for chunk in chunks}
    others = [chunk for chunk, pieces in found.items() if not pieces]
    lines = iter(others)
    line, start = next(lines, ""), 0
    for token in _tokenizer()("\n".join(others)):
        if token.idx - start > len(line):
            line, start = next(lines), token.idx
        if token.text != "\n":
            found[line].append((token.text, token.idx - start))
    return {chunk: tuple(pieces) for chunk, pieces in found.items()}


def _plain(chunk: str) -> list[tuple[str, int]]:
    """Return the tokens of white space, or of a word of letters with at most a mark behind it; none for other chunks.

    The tokenizer takes letters apart by exception only, and a mark behind them always: asking it takes far longer.
    """
    if chunk.isspace():
        return [(chunk, 0)]
    found = _PLAIN.fullmatch(chunk)
    if found is None or chunk in _exceptions() or found["word"] in _exceptions():
        return []
    word, mark = found.groups()
    return [(word, 0), (mark, len(word))] if mark else [(word, 0)]


def parse(papers: Iterable[Paper]) -> Iterator[Document]:
    """Yield a `Document` for each paper, in the order given."""
    for paper in papers:
        yield parse_one(paper)


def parse_one(paper: Paper) -> Document:
    """Return the tokens and sentences of one paper."""
    text = clean(paper.text)
    words, starts = tokenize(text.text)
    title_end = len(cleaned(paper.title))
    return Document(paper, text, words, starts, tuple(_sentences(words, starts, title_end)))


def _sentences(words: list[str], starts: list[int], title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of sentences; tokens of nothing but white space belong to none."""
    start = bisect_left(starts, title_end)
    yield from _trimmed(words, 0, start)
    total = len(words)
    for index in range(start, total - 1):
        word, after = words[index], words[index + 1]
        if (word in _MAY_END or after.isspace()) and not word.isspace() and _ends_sentence(words, starts, index):
            yield from _trimmed(words, start, index + 1)
            start = index + 1
    yield from _trimmed(words, start, total)


def _trimmed(words: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(words: list[str], starts: list[int], index: int) -> bool:
    word, after = words[index], words[index + 1]
    if after.isspace() and after.count("\n") > 1:
        return True
    if word in _CLOSERS and index and words[index - 1] in _ENDS and not _is_spaced(words, starts, index - 1):
        return after not in _CLOSERS and _starts_sentence(after)
    if word == "etc.":
        return after[0].isupper()
    if word not in _ENDS or (after in _CLOSERS and not _is_spaced(words, starts, index)):
        return False
    return word == "." or _starts_sentence(after)


def _is_spaced(words: list[str], starts: list[int], index: int) -> bool:
    """Tell whether a space stands behind a token."""
    return starts[index] + len(words[index]) < starts[index + 1]


def _starts_sentence(word: str) -> bool:
    first = word[0]
    return first.isupper() or first.isdigit() or first in "\"'“(["
