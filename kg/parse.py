"""The only loader of spaCy: papers to tokens and sentences.

A blank English pipeline with a tokenizer and a sentence splitter fitted to abstracts of the field.
No model is downloaded. Tokens are those of the cleaned text; `Document` gives the spans of the raw text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.model import Paper, Span
from kg.text import CleanText, clean

if TYPE_CHECKING:
    from spacy.tokens import Doc

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


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A paper as read: its cleaned text, spaCy's tokens over it, and its sentences.

    `sentences` are half-open ranges of token indices; the first one is the title.
    """

    paper: Paper
    clean: CleanText
    doc: "Doc"
    sentences: tuple[tuple[int, int], ...]

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw span of the tokens `start..end` (end exclusive)."""
        last = self.doc[end - 1]
        return self.clean.raw_span(self.doc[start].idx, last.idx + len(last))

    def sentence_span(self, index: int) -> Span:
        """Return the raw span of a sentence: `sentence_span(i).of(paper.text)` is the exact sentence."""
        start, end = self.sentences[index]
        return self.raw_span(start, end)

    def sentence_at(self, span: Span) -> int:
        """Return the index of the sentence that holds the start of a raw span."""
        start, _ = self.clean.clean_range(span)
        for index, (_, end) in enumerate(self.sentences):
            last = self.doc[end - 1]
            if start < last.idx + len(last):
                return index
        return len(self.sentences) - 1


@cache
def _tokenizer() -> Callable[[str], "Doc"]:
    import spacy
    from spacy.util import compile_infix_regex, compile_suffix_regex

    nlp = spacy.blank("en")
    tokenizer: Any = nlp.tokenizer  # spaCy's stubs do not know its tokenizer
    suffixes = [*(nlp.Defaults.suffixes or ()), *_SUFFIXES]
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(_INFIXES).finditer
    tokenizer.token_match = _WHOLE.fullmatch
    tokenizer.url_match = None
    for word in _ABBREVIATIONS:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    made: Callable[[str], Doc] = tokenizer
    return made


def parse(papers: Iterable[Paper]) -> Iterator[Document]:
    """Yield a `Document` for each paper, in the order given."""
    for paper in papers:
        yield parse_one(paper)


def parse_one(paper: Paper) -> Document:
    """Return the tokens and sentences of one paper."""
    cleaned = clean(paper.text)
    doc = _tokenizer()(cleaned.text)
    title_end = len(clean(paper.title).text)
    return Document(paper, cleaned, doc, tuple(_sentences(doc, title_end)))


def _sentences(doc: "Doc", title_end: int) -> Iterator[tuple[int, int]]:
    """Yield the token ranges of sentences; tokens of nothing but white space belong to none."""
    start = 0
    total = len(doc)
    for index in range(total):
        token = doc[index]
        if token.is_space:
            continue
        following = index + 1
        if token.idx < title_end:
            if following < total and doc[following].idx >= title_end:
                yield from _trimmed(doc, start, following)
                start = following
        elif _ends_sentence(doc, index):
            yield from _trimmed(doc, start, following)
            start = following
    yield from _trimmed(doc, start, total)


def _trimmed(doc: "Doc", start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and doc[start].is_space:
        start += 1
    while end > start and doc[end - 1].is_space:
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(doc: "Doc", index: int) -> bool:
    text = doc[index].text
    if index + 1 >= len(doc):
        return True
    after = doc[index + 1]
    if after.is_space and after.text.count("\n") > 1:
        return True
    if text in _CLOSERS and index and doc[index - 1].text in _ENDS and not doc[index - 1].whitespace_:
        return after.text not in _CLOSERS and _starts_sentence(doc, index + 1)
    if text == "etc.":
        return after.text[0].isupper()
    if text not in _ENDS or (after.text in _CLOSERS and not doc[index].whitespace_):
        return False
    return text == "." or _starts_sentence(doc, index + 1)


def _starts_sentence(doc: "Doc", index: int) -> bool:
    first = doc[index].text[0]
    return first.isupper() or first.isdigit() or first in "\"'“(["
