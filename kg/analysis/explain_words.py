"""The features of the models in words: `L0=using` is “using” right before."""

import re

from kg.linear import START

_TYPES = {
    "Mod": "Model", "Har": "Hardware", "Tec": "Technique", "Dat": "Dataset", "Sof": "Software", "Tas": "Task",
    "Met": "Metric", "Non": "no type", "@paper": "the paper",
}  # fmt: skip
_PLACES = {"title": "in the title", "s1": "in the first sentence", "last": "in the last sentence"}
_PLAIN = {
    START: "before any word is seen", "bias": "any mention", "logn": "how often", "titlestart": "opens the title",
    "titlecolon": "before a colon in the title", "lower": "in small letters", "namey": "looks like a name",
    "surfaces": "number of spellings", "title&namey": "a name in the title", "recognized": "best tagger score",
    "recognized mean": "mean tagger score", "recognized>.9": "tagger is sure", "introduced": "coined here",
    "defined": "defined in the text", "catalogue": "name of the catalogue", "general": "common term of the catalogue",
    "ambiguous": "several senses", "score": "link score", "S=figure": "figure in the sentence",
}  # fmt: skip
_HEADS = {"is": "said to be", "behind": "followed by", "called": "called", "before": "after"}
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"n=1", r"one mention"),
        (r"n=(.+)", r"\1 mentions"),
        (r"len=1", r"a single word"),
        (r"pos=q(\d)", r"in part \1 of the abstract"),
        (r"L0=(.+)", r"“\1” right before"),
        (r"R0=(.+)", r"“\1” right after"),
        (r"L\d=(.+)", r"“\1” before"),
        (r"R\d=(.+)", r"“\1” after"),
        (r"LLL=(.+?)_(.+?)_(.+)", r"“\1 \2 \3” before"),
        (r"LL=(.+?)_(.+)", r"“\1 \2” before"),
        (r"RR=(.+?)_(.+)", r"“\1 \2” after"),
        (r"S\|T=figure(\w{3})", r"figure in the sentence, as <\1>"),
        (r"S\|T=(.+?)(\w{3})", r"“\1” in the sentence, as <\2>"),
        (r"S=(.+)", r"“\1” in the sentence"),
        (r"B\|T=(.+?)(\w{3})", r"“\1” earlier in the sentence, as <\2>"),
        (r"B=(.+)", r"“\1” earlier in the sentence"),
        (r"A=(.+)", r"“\1” later in the sentence"),
        (r"h=(.+)", r"last word “\1”"),
        (r"f=(.+)", r"first word “\1”"),
        (r"w=(.+)", r"word “\1”"),
        (r"(?:hcc?|fc)=-1", r"rare word"),
        (r"hcc?=(.+)", r"last word of class \1"),
        (r"fc=(.+)", r"first word of class \1"),
        (r"len=(.+)", r"\1 words long"),
        (r"sh=(.+)", r"shape \1"),
        (r"k=(.+)", r"the name “\1”"),
        (r"k=", "a name of marks alone"),
        (r"by=(.+)", r"found by \1"),
        (r"t:(.+)", r"finders say <\1>"),
        (r"T=(.+)", r"likely <\1>"),
        (r"introduced\|T=(.+)", r"coined here, as <\1>"),
        (r"g=(.+)", r"catalogue says \1"),
        (r"q=(.+)", r"common term of type \1"),
        (r"[gq]\|T=(.+?)(\w{3})", r"catalogue says \1, finders <\2>"),
        (r"role=(.+)", r"object's role \1"),
        (r"role\|main=(.+?)True", r"object's role \1, main subject"),
        (r"role\|main=(.+?)False", r"object's role \1, other subject"),
        (r"role&pair=([a-z]+[A-Z]?[a-z]*?)((?:@paper|Non|\w{3}))>(\w{3})", r"role \1 of <\2> to <\3>"),
        (r"pair=(.+)>(\w{3})", r"<\1> to <\2>"),
        (r"main=True", r"subject is the main contribution"),
        (r"main=False", r"subject is another contribution"),
        (r"together=so", r"subject before object"),
        (r"together=os", r"object before subject"),
        (r"gap=(\d)\w\w", r"gap of size \1"),
        (r"btw2=(?:so|os)(.+?)_(.+)", r"“\1 \2” between"),
        (r"btw[<>]?=(?:so|os)(.+)", r"“\1” between"),
    )
)
_TYPE = re.compile(r"<([^>]+)>")


def in_words(feature: str) -> str:
    """Return a feature of a linear model in words; one that no words are known for stays as it is.

    >>> in_words("L0=using"), in_words("T=Tec"), in_words("n=3")
    ('“using” right before', 'likely Technique', '3 mentions')
    """
    plain = _PLAIN.get(feature)
    if plain:
        return plain
    place = feature.removeprefix("pos=") if feature.startswith("pos=") else ""
    if place in _PLACES:
        return _PLACES[place]
    if feature.startswith("head:"):
        return _head(feature.removeprefix("head:"))
    for pattern, words in _RULES:
        found = pattern.fullmatch(feature)
        if found:
            return _TYPE.sub(lambda short: _TYPES.get(short[1], short[1]), found.expand(words))
    return feature


def _head(rest: str) -> str:
    """Return what a noun beside the name says: `is=library` is “said to be a library”, `is~Software` its type."""
    place, mark, noun = rest.partition("=") if "=" in rest else rest.partition("~")
    lead = _HEADS.get(place, place)
    return f"{lead} “{noun}”" if mark == "=" else f"{lead} a word for {noun}"
