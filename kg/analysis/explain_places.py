"""Where a name stands: the mention, the finder, what was proposed in its stead, and why it was not kept."""

from collections.abc import Iterable, Iterator

from kg.analysis.explain_reread import Reread
from kg.analysis.explained import Beaten, Place, Unmarked
from kg.mentions.find import Draft, turn
from kg.model import Mention, Span
from kg.parse import Document
from kg.text import clean, label_key


def place(again: Reread, mention: Mention) -> Place:
    """Return a mention with its sentence and with all that overlaps it and was not kept."""
    document = again.document
    beaten = tuple(
        _beaten(document, draft, _against(again, draft))
        for draft in _overlapping(document, again.drafts, mention.span)
        if not _is(document, draft, mention)
    )
    text = mention.span.of(document.paper.text)
    sentence = sentence_of(document, mention.span)
    return Place(mention.span, text, sentence, mention.finder, mention.score, mention.introduced, beaten)


def sentence_of(document: Document, span: Span) -> Span:
    """Return the span of the sentence that holds the start of a span, as far as the span itself reaches."""
    whole = document.sentence_span(document.sentence_at(span))
    return Span(min(whole.start, span.start), max(whole.end, span.end))


def unmarked(again: Reread, name: str) -> tuple[Unmarked, ...]:
    """Return the places where the text holds a name, in any case, of which no mention of just that span was made."""
    document, text = again.document, again.document.clean.text
    mentions = {mention.span for mention in again.readings}
    spans = (document.clean.raw_span(start, end) for start, end in _occurrences(text, name))
    return tuple(_unmarked(again, span) for span in spans if span not in mentions)


def _occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a name as whole words, whatever their case."""
    wanted = clean(name).text.strip().lower()
    folded = text.lower() if len(text.lower()) == len(text) else text
    start = folded.find(wanted) if label_key(wanted) else -1
    while start >= 0:
        end = start + len(wanted)
        if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            yield start, end
        start = folded.find(wanted, end)


def _unmarked(again: Reread, span: Span) -> Unmarked:
    document = again.document
    drafts = _overlapping(document, again.drafts, span)
    beaten = tuple(_beaten(document, draft, _against(again, draft)) for draft in drafts if not _kept(again, draft))
    holder = _holder(again, span)
    why = f"it is part of {_quoted(document, holder)}" if holder else "no finder takes it for a name"
    return Unmarked(span, span.of(document.paper.text), sentence_of(document, span), why, beaten)


def _overlapping(document: Document, drafts: Iterable[Draft], span: Span) -> list[Draft]:
    return [draft for draft in drafts if _span(document, draft).overlaps(span)]


def _span(document: Document, draft: Draft) -> Span:
    return document.clean.raw_span(draft.start, draft.end)


def _is(document: Document, draft: Draft, mention: Mention) -> bool:
    return draft.finder == mention.finder and _span(document, draft) == mention.span


def _kept(again: Reread, draft: Draft) -> bool:
    return any(_is(again.document, draft, mention) for mention in again.readings)


def _holder(again: Reread, span: Span) -> Mention | None:
    """Return the mention that a span shares characters with."""
    return next((mention for mention in again.readings if mention.span.overlaps(span)), None)


def _beaten(document: Document, draft: Draft, why: str) -> Beaten:
    span = _span(document, draft)
    return Beaten(span, span.of(document.paper.text), draft.finder, draft.rank, draft.score, draft.type, why)


def _against(again: Reread, draft: Draft) -> str:
    """Return why a draft was not kept: what overlaps it and was settled before it."""
    document = again.document
    kept = [other for other in _overlapping(document, again.drafts, _span(document, draft)) if _kept(again, other)]
    winner = min((other for other in kept if turn(other) <= turn(draft)), key=turn, default=None)
    if winner is None:
        return "it opens inside the mention before it"
    return f"{_reason(winner, draft)} ({winner.finder} {_quoted(document, _span(document, winner))})"


def _reason(winner: Draft, loser: Draft) -> str:
    if winner.rank != loser.rank:
        return "a surer finder goes first"
    if winner.end - winner.start != loser.end - loser.start:
        return "the longer span goes first"
    return "the same span" if winner.start == loser.start else "the earlier span goes first"


def _quoted(document: Document, place: Span | Mention) -> str:
    span = place.span if isinstance(place, Mention) else place
    return f"“{' '.join(span.of(document.paper.text).split())}”"
