"""Members of known families that no catalogue holds, by the grammar of names: "Qwen9-VL-7B", "Jetson Thor 128GB"."""

import re
from collections.abc import Iterable, Iterator

from kg.mentions.gazetteer import Hit
from kg.naming.resolve import Resolver

_CHUNK = re.compile(r"(?<![\w.+/@-])[A-Za-z][A-Za-z_.+@-]*+\d[\w.+@-]*(?:/\d+(?!\w))?(?<![.+@-])")
_HYPHENED = re.compile(r"[\w.+]*(?:-[\w.+]+)+(?<![.+])")
_COMPOUND = re.compile(
    r"-(?:based|style|like|level|class|powered|driven|aware|enabled|only|specific|generated|trained|tuned|family|type)$"
)
_COUNTED = (
    "nodes|GPUs|CPUs|times|layers|hours|days|minutes|seconds|percent|epochs|steps|cores|devices|ms|runs|images|samples"
    "|tokens|years|weeks|tasks|users"
)
_NEXT = re.compile(
    r"[ ](?:\d+(?:\.\d+)?[ ]?(?:[BM]|GB)|\d+x\d+B|v\d[\w.]*|Gen[ ]?\d+|\(\d+(?:\.\d+)?[ ]?(?:[BM]|GB)\))(?![\w-])"
    r"|[ ](?:Ti|Super|Pro|Max|Ultra|Mini|mini|Nano|Micro|Lite|Tiny|Small|Base|Large|Huge|XL|XXL|Instruct|Chat|Turbo"
    r"|Coder|Flash|Preview|Thinking|VL|Opus|Sonnet|Haiku)(?![\w-])"
    rf"|(?P<number>[ ][A-Z]{{0,2}}\d{{2,5}}[A-Za-z]{{0,2}}(?![\w%.-]|[ ](?:{_COUNTED})))"
)


def members(text: str, hits: Iterable[Hit], resolver: Resolver) -> list[Hit]:
    """Return the names in a cleaned text that the grammar of names places in the catalogue, each as long as it goes."""
    found = {(hit.start, hit.end): hit for hit in hits}
    added: list[Hit] = []
    for start, end in _chunks(text, found):
        hit = None if (start, end) in found else _hit(text, start, end, resolver)
        if hit:
            added.append(hit)
    for hit in (*found.values(), *added.copy()):
        longer = _longest(text, hit, resolver)
        if longer:
            added.append(longer)
    return added


def _chunks(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the words that may be members: those with digits, and those that a hyphen makes of a known name."""
    for match in _CHUNK.finditer(text):
        compound = _COMPOUND.search(match.group())
        yield match.start(), match.start() + compound.start() if compound else match.end()
    for start, end in found:
        if text[end : end + 1] == "-" and (longer := _HYPHENED.match(text, end)):
            yield start, longer.end()


def _hit(text: str, start: int, end: int, resolver: Resolver) -> Hit | None:
    entries = tuple(match.entry(resolver.ontology) for match in resolver.find(text[start:end]))
    return Hit(start, end, entries) if entries else None


def _longest(text: str, hit: Hit, resolver: Resolver) -> Hit | None:
    """Return the name that begins with a hit and goes on with parts behind spaces."""
    best = None
    for end in _ends(text, hit):
        longer = _hit(text, hit.start, end, resolver)
        if longer is None:
            break
        best = longer
    return best


def _ends(text: str, hit: Hit) -> Iterator[int]:
    end = hit.end
    for _ in range(3):
        found = _NEXT.match(text, end)
        if not found or (found["number"] and "Hardware" not in hit.types):
            return
        end = found.end()
        yield end
