"""What a text calls a thing: "X, a library for …", "the compiler X", "a benchmark called X", "X framework"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.model import ConceptType, Span
from kg.parse import Document
from kg.text import singular

_NOUNS = {
    ConceptType.MODEL: (
        "model network transformer llm lm vlm mllm architecture backbone encoder decoder detector classifier "
        "autoencoder gan generator tracker net family checkpoint"
    ),
    ConceptType.HARDWARE: (
        "accelerator chip processor hardware board device gpu fpga asic soc macro machine computer circuit "
        "memory array supercomputer core unit robot sensor platform interconnect microcontroller server"
    ),
    ConceptType.DATASET: (
        "dataset benchmark corpus suite collection testbed database challenge leaderboard set environment"
    ),
    ConceptType.SOFTWARE: (
        "library framework toolkit compiler simulator tool language package engine software infrastructure "
        "toolchain runtime interface ide plugin repository stack dsl program application service simulation "
        "os ecosystem"
    ),
    ConceptType.TECHNIQUE: (
        "method algorithm technique approach strategy scheme mechanism paradigm optimizer pipeline format "
        "procedure loss regularization attack layer module operator policy protocol methodology kernel "
        "principle"
    ),
    ConceptType.METRIC: "metric score measure rate ratio index",
    ConceptType.TASK: "task problem challenge",
}
_KINDS: dict[str, tuple[ConceptType, ...]] = {}
for _kind, _words in _NOUNS.items():
    for _word in _words.split():
        _KINDS[_word] = (*_KINDS.get(_word, ()), _kind)
_AFTER = re.compile(
    r"\)?\s*(?:(?:,|:|[-–—]|is|are|denotes|as)\s+|\(\s*)(?:(?:our|their)\s+)?(?:an?|the|our|one)\s+"
    r"(?P<phrase>[^.;:,()]{3,100})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:of|for|that|which|to|with|by|in|on|using|designed|based|developed|built|from|via|where|capable|consisting|and)\b"
)
_BEHIND = re.compile(r"\s+(?P<noun>[a-z][a-z-]+)")
_CALLED = re.compile(r"(?P<noun>[A-Za-z-]+)\s*,?\s*(?:called|named|termed|dubbed|namely|like|such as|e\.g\.,?)\s*$")
_BEFORE = re.compile(r"(?:\b(?:[Tt]he|[Oo]ur|[Aa]n?|new|novel)\s+)(?:[\w-]+\s+){0,4}?(?P<noun>[a-z][a-z-]+)\s*,?\s*$")
_CALLS = ("called", "named", "termed", "dubbed", "namely", "like", "such as", "e.g.", "e.g.,")
_LETTERS = re.compile(r"[A-Za-z]+")
_AROUND = 120


def heads(document: Document, spans: Sequence[Span]) -> Iterator[str]:
    """Yield features of a thing: where a noun stands that tells what it is, the noun, and the types it speaks for."""
    text = document.clean.text
    for span in spans:
        start, end = document.clean.clean_range(span)
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        for place, noun in _found(before, after):
            yield f"head:{place}={noun}"
            yield from (f"head:{place}~{kind}" for kind in _KINDS[noun])


def _found(before: str, after: str) -> Iterator[tuple[str, str]]:
    said = _AFTER.match(after)
    if said:
        phrase = _STOP.split(said["phrase"], maxsplit=1)[0]
        nouns = [noun for word in _LETTERS.findall(phrase) if (noun := _noun(word)) in _KINDS]
        if nouns:
            yield "is", nouns[-1]
    behind = _BEHIND.match(after)
    if behind and (noun := _noun(behind["noun"])) in _KINDS:
        yield "behind", noun
    before = before.rstrip()
    called = _CALLED.search(before) if before.endswith(_CALLS) else None
    if called and (noun := _noun(called["noun"])) in _KINDS:
        yield "called", noun
    # the search is slow, and the noun that it finds is the last word
    last = before.removesuffix(",").split()[-1:]
    if last and (noun := _noun(last[0])) in _KINDS and _BEFORE.search(before):
        yield "before", noun


@lru_cache(maxsize=1 << 15)
def _noun(word: str) -> str:
    return singular(word).lower()
