"""Lines that one paragraph was broken into, put together again. What is not clear stays apart."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.sources.byline import PARAGRAPH, TEXTS, Kind, Line, kind_of

_OPEN_WORDS = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "towards"}
    | {"using", "via", "vs", "with", "without"}
)
_WIDTH = 200  # characters of the longest line of a text that somebody wrapped


def joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines with wrapped titles and abstracts joined, blank lines left out.

    Lines are joined only inside a block without blank lines: where they are of one width, as wrapped
    text is; where a title plainly goes on (it ends with a colon, a comma or a little word, or the next
    line begins with a small letter); and where an abstract of several lines ends a block, on a page
    that puts blank lines between its entries.
    """
    blocks = _blocks(lines)
    texts = [block for block in blocks if block[0].kind in TEXTS]
    spaced = 2 * len(texts) > sum(line.kind is Kind.LONG for block in texts for line in block)
    for block, following in pairwise([*blocks, []]):
        if block[0].kind not in TEXTS:
            yield from block
            continue
        made = _joined_block(block)
        yield from _with_rest(made, following[0].kind if following else None) if spaced else made


def _blocks(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the runs of text between blank lines and other lines, and each other line but the blank ones alone."""
    blocks: list[list[Line]] = []
    in_text = False
    for line in lines:
        if line.kind in TEXTS and in_text:
            blocks[-1].append(line)
        elif line.kind is not Kind.BLANK:
            blocks.append([line])
        in_text = line.kind in TEXTS
    return blocks


def _joined_block(block: list[Line]) -> list[Line]:
    if len(block) < 2:
        return block
    if _is_wrapped(block):
        return [_one(block)]
    if _is_wrapped(block[1:]) and len(block) > 2:
        return [block[0], _one(block[1:])]
    made = block[:1]
    for line in block[1:]:
        if _goes_on(made[-1], line):
            made[-1] = _one([made[-1], line])
        else:
            made.append(line)
    return made


def _is_wrapped(block: list[Line]) -> bool:
    """Tell whether the lines are of one width, the last one but shorter, and together a paragraph."""
    widths = [len(line.text) for line in block]
    full, longest = widths[:-1], max(widths)
    if len(block) < 2 or longest > _WIDTH or sum(widths) < PARAGRAPH:
        return False
    ended = sum(line.kind is Kind.SENTENCE for line in block[:-1])
    return min(full) >= 0.75 * longest and ended <= len(full) / 3


def _goes_on(title: Line, line: Line) -> bool:
    """Tell whether a line is the rest of the title above it."""
    if title.kind is not Kind.SHORT or line.kind is Kind.LONG or len(title.text) + len(line.text) > PARAGRAPH:
        return False
    last = title.text.rpartition(" ")[2].lower()
    is_open = title.text[-1] in ":,-–—&" or last in _OPEN_WORDS
    return is_open or (line.kind is Kind.SHORT and line.text[0].islower())


def _with_rest(block: list[Line], following: Kind | None) -> list[Line]:
    """Join the lines after the first long one to it, unless a title may be among them."""
    start = next((index for index, line in enumerate(block) if line.kind is Kind.LONG), len(block))
    kinds = [*(line.kind for line in block[start + 1 :]), following]
    if any(left is Kind.SHORT and right in (Kind.SENTENCE, Kind.LONG) for left, right in pairwise(kinds)):
        return block
    return [*block[:start], _one(block[start:])] if start < len(block) - 1 else block


def _one(block: list[Line]) -> Line:
    text = "\n".join(line.text for line in block)
    return Line(block[0].number, kind_of(text), text)
