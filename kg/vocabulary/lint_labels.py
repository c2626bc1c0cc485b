"""The lint of labels: who shares one, who is a wrong merge, and labels that are none."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from kg.model import ConceptType, Iri
from kg.text import label_key, singular
from kg.vocabulary.lint_links import short
from kg.vocabulary.stated import Fault, Stated

LONGEST = 120
"""Characters of a label; no name is longer."""

_MARKUP = re.compile(r"\\[A-Za-z]|[{}]|\$[^$]+\$|</?[A-Za-z][^>]*>|&(?:[a-z]+|#\d+);|[\x00-\x1f\x7f]")
_GENERIC = frozenset("gpu model dataset data set benchmark the".split())
_PIECE = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)*")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def faults(concepts: Mapping[Iri, Stated]) -> Iterator[Fault]:
    """Yield what is wrong with the labels of concepts, of each alone and of all together."""
    makers = frozenset(maker.casefold() for each in concepts.values() for maker in each.makers if " " not in maker)
    for each in concepts.values():
        yield from _form(each)
    yield from _shared(concepts)
    yield from _wrong_merges(concepts, makers)


def _form(each: Stated) -> Iterator[Fault]:
    for message in _malformed(each):
        yield Fault("form", each.iri, message)


def _malformed(each: Stated) -> Iterator[str]:
    kinds = ", ".join(sorted(each.kinds))
    if len(each.kinds) != 1:
        stated = f"several types: {kinds}" if kinds else "no type"
        yield f"it has {stated}. Give it one of {', '.join(f'kg:{kind}' for kind in ConceptType)}"
    if not each.preferred:
        yield "it has no preferred label. Add one skos:prefLabel"
    if len(each.preferred) > 1:
        named = ", ".join(map(repr, sorted(each.preferred)))
        yield f"it has several preferred labels: {named}. Leave one and make the others skos:altLabel"
    if each.blank:
        yield "a statement about it has a blank node. Write a name or an IRI instead"
    for label in each.labels:
        yield from unfit(label)
    yield from _contexts(each)


def unfit(label: str) -> Iterator[str]:
    """Yield why a label can name nothing, with the mend."""
    if not label.strip():
        yield "it has an empty label. Take it out"
    elif len(label) > LONGEST:
        yield f"its label {label[:40]!r}… has {len(label)} characters. Give a name of at most {LONGEST}"
    elif _MARKUP.search(label):
        yield f"its label {label!r} has markup or control characters. Write it as plain text"
    elif not label_key(label):
        yield f"its label {label!r} has neither letter nor digit, so no text can name it. Take it out"


def _contexts(each: Stated) -> Iterator[str]:
    keys = {label_key(label) for label in each.labels}
    for label in each.context:
        if label_key(label) not in keys:
            yield f"its kg:contextLabel {label!r} is no label of it. Add it as skos:altLabel, or take it out"
    if each.context and not each.cues:
        named = ", ".join(map(repr, sorted(each.context)))
        yield f"its kg:contextLabel {named} has no kg:cue. Add words of texts that speak of this concept"


def _shared(concepts: Mapping[Iri, Stated]) -> Iterator[Fault]:
    """Yield each label key that several concepts share without saying how a text tells them apart."""
    holders: dict[str, dict[Iri, list[str]]] = defaultdict(dict)
    for iri, each in concepts.items():
        for label in each.labels:
            holders[label_key(label)].setdefault(iri, []).append(label)
    for key, spellings in holders.items():
        if key and len(spellings) > 1 and not _declared(key, [concepts[iri] for iri in spellings]):
            yield _clash(key, spellings, concepts)


def _declared(key: str, sharers: Collection[Stated]) -> bool:
    """Tell whether each sharer says that the label needs its context, or each has words that speak for it."""
    in_context = all(key in map(label_key, each.context) for each in sharers)
    return in_context or all(each.cues for each in sharers)


def _clash(key: str, spellings: Mapping[Iri, list[str]], concepts: Mapping[Iri, Stated]) -> Fault:
    iris = sorted(spellings)
    named = "; ".join(f"{short(iri)} ({', '.join(map(repr, sorted(spellings[iri])))})" for iri in iris)
    preferring = {concepts[iri].kind for iri in iris if key in map(label_key, concepts[iri].preferred)}
    exact = set.intersection(*(set(spellings[iri]) for iri in iris))
    if len(preferring) > 1:
        return Fault("type conflict", iris[0], f"one name has two types: {named}. Merge them into the fitting type")
    if exact and len({tuple(sorted(concepts[iri].schemes)) for iri in iris}) > 1:
        return Fault("two schemes", iris[0], f"one spelling in two schemes: {named}. {_MEND}")
    return Fault("clash", iris[0], f"one label of several concepts: {named}. {_MEND}")


_MEND = (
    "Leave it to one of them; or, if texts use it for both, give each kg:cue words, and kg:contextLabel "
    "where it is short or an ordinary word"
)


_APART = "Make it a concept of its own, or take it out; if it names the same thing, say so by kg:checkedLabel"


def _wrong_merges(concepts: Mapping[Iri, Stated], makers: frozenset[str]) -> Iterator[Fault]:
    """Yield each label that names another version or size than the preferred label does.

    A name without its number ("BSDS" for "BSDS500") is right as long as no other concept has the same letters.
    """
    read = {iri: parts(each.label, makers, each.makers) for iri, each in concepts.items()}
    alike = Counter(letters for _, letters in read.values())
    for iri, (numbers, skeleton) in read.items():
        each = concepts[iri]
        for label in (label for label in each.others if label not in each.checked):
            others, letters = parts(label, makers, each.makers)
            if letters == skeleton and others != numbers and (others or alike[skeleton] > 1):
                message = f"its label {label!r} has other numbers than {each.label!r}: another version or size"
                yield Fault("wrong merge", iri, f"{message}. {_APART}")


def parts(label: str, makers: frozenset[str] = frozenset(), own: Iterable[str] = ()) -> tuple[Counter[str], str]:
    """Return the numbers of a label and its letters, without generic nouns and makers.

    `makers` are words in lower case, `own` are whole names of the makers of the concept. The numbers of one year
    meet ("2017" and "17"), as do "3.0" and "3", "10,000" and "10000".

    >>> parts("Llama 3.0 models") == parts("llama-3")
    True
    >>> parts("WMT 2014") == parts("WMT14"), parts("ResNet-50") == parts("ResNet 101")
    (True, False)
    """
    text = _THOUSANDS.sub("", label.casefold())
    for name in own:
        text = text.replace(name.casefold(), " ")
    pieces = _PIECE.findall(text)
    words = (piece for piece in pieces if not piece[0].isdigit())
    letters = "".join(word for word in words if singular(word) not in _GENERIC and word not in makers)
    return Counter(_number(piece) for piece in pieces if piece[0].isdigit()), letters


def _number(digits: str) -> str:
    whole = re.sub(r"(\.0+)+$", "", digits).lstrip("0") or "0"
    return whole[2:].lstrip("0") if re.fullmatch(r"(19[89]|20[0-4])\d", whole) else whole
