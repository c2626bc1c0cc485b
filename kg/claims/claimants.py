"""Who a result belongs to: the name that stands before the verb, or the paper's own contribution."""

import re
from collections import Counter
from dataclasses import dataclass

from kg.claims.sentences import SYSTEMS, Named, Sentence
from kg.iris import contribution
from kg.model import Concept, ConceptType, Iri, Link, Span
from kg.parse import Document

_OWN = re.compile(
    r"\b(?:we|our|ours|it|its|this|these|they|proposed|method|approach|framework|results|experiments|evaluations?)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:(?:In|On|For|With|Under|At|When|Using|By|Compared|Across|Through|As|Unlike|During|After|Among|From|Without|To|Over|While|Given|Despite|Evaluated"
    r"|Relative|Based|Specifically|Notably|Experimental|Implemented|Following|Within|Via)\b[^,]*(?:\([^)]*\)[^,]*)*,\s*)+"
)
_LEAD_IN = re.compile(r"^\s*(?:For|On|With|In|Using|By|When|At)\b[^,]{1,60}?\s(?=(?:our|we|it|this|the proposed)\b)")
_SPEAKS = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his\s+(?:paper|work|article|study|letter)|[Hh]erein)\b")
_AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+|our\s+)?")
_MINE = re.compile(r"\s*(?:[Oo]ur|[Tt]his|[Tt]he proposed|[Ww]e|[Ii]t|[Tt]hese|[Tt]heir|[Ii]ts)\b")
_THAT = re.compile(
    r"\b(?:show|demonstrate|indicate|reveal|find|prove|confirm|observe|suggest|highlight|report|verif\w+|see|note)\w*\s+(?:\w+ly\s+)?(?:us\s+)?that\s+"
)
_PREPOSITION = re.compile(
    r"\b(?:on|for|with|in|of|using|from|to|by|than|over|against|at|like|as|via|through|under|across|between)\s+(?:[\w.-]+,?\s+(?:and\s+)?){0,5}$"
)


@dataclass(frozen=True, slots=True)
class Claimants:
    """Whose results a paper reports: `main` is what "we" and "our method" stand for, `own` all that it introduces."""

    main: Concept
    own: frozenset[Iri]


def claimants_of(document: Document, links: tuple[Link, ...]) -> Claimants:
    """Return the claimants of a paper; main is the introduced concept of the title, else the most frequent one.

    A paper that introduces nothing by name has its own contribution node as main.
    """
    paper = document.paper
    own = [link for link in links if link.mention.introduced]
    if not own:
        node = contribution(paper.id, paper.title)
        return Claimants(node, frozenset((node.iri,)))
    counts = Counter(link.concept.iri for link in own)

    def rank(link: Link) -> tuple[bool, bool, int, int]:
        start = link.mention.span.start
        return (link.concept.type not in SYSTEMS, start >= len(paper.title), -counts[link.concept.iri], start)

    return Claimants(min(own, key=rank).concept, frozenset(counts))


def first_own(document: Document, links: tuple[Link, ...]) -> int:
    """Return the index of the first sentence of the abstract that speaks of the paper's own work."""
    title = len(document.paper.title)
    spoken = _SPEAKS.search(document.clean.text, document.clean.clean_range(Span(0, title))[1] if title else 0)
    starts = [document.clean.starts[spoken.start()]] if spoken else []
    starts += [
        link.mention.span.start for link in links if link.mention.introduced and link.mention.span.start >= title
    ]
    return document.sentence_at(Span(min(starts), min(starts) + 1)) if starts else 0


def subjects_at(sentence: Sentence, position: int, claimants: Claimants) -> tuple[Concept, ...]:
    """Return the subjects of the verb at `position`, found clause by clause backwards; else the main contribution."""
    for index in range(sentence.clause_at(position), -1, -1):
        clause = sentence.clauses[index]
        stop = min(position, clause.end)
        found = _in_zone(sentence, clause.start, stop)
        if found is not None:
            return (found.concept, *_coordinated(sentence, found, stop))
        if clause.opens.startswith(("pron", "mark", "conj")) and _OWN.search(sentence.text, clause.start, stop):
            break
    return (claimants.main,)


def _coordinated(sentence: Sentence, first: Named, stop: int) -> tuple[Concept, ...]:
    """Return the second subject of "A and B": of the same kind and standing as the first."""
    for named in sentence.named_in(first.end, stop):
        alike = named.concept.type is first.concept.type and named.introduced is first.introduced
        if alike and _AND.fullmatch(sentence.text, first.end, named.start):
            return (named.concept,)
    return ()


def _in_zone(sentence: Sentence, start: int, end: int) -> Named | None:
    """Return the name that leads the words `start..end`, None where they hold none or speak of "our method"."""
    text = sentence.text
    zone = text[start:end]
    that = _THAT.search(zone)
    if that:
        start, zone = start + that.end(), zone[that.end() :]
    lead = _LEAD.match(zone) or _LEAD_IN.match(zone)
    if lead:
        start, zone = start + lead.end(), zone[lead.end() :]
    verb = _FIRST_VERB.search(zone)
    limit = start + verb.start() if verb else end
    candidates = [
        n
        for n in sentence.named
        if start <= n.start
        and n.end <= limit
        and (n.system or (n.introduced and n.concept.type is ConceptType.DATASET))
    ]
    if _MINE.match(zone) and not any(n.introduced for n in candidates):
        return None
    leading = [n for n in candidates if not _PREPOSITION.search(text[start : n.start])]
    own = next((n for n in leading if n.introduced), None)
    return own or (leading[0] if leading else next((n for n in candidates if n.introduced), None))


_FIRST_VERB = re.compile(
    r"\b(?:achiev|outperform|reduc|improv|deliver|attain|obtain|surpass|exceed|yield|reach|enabl|provid|demonstrat|maintain|preserv|retain"
    r"|increas|boost|accelerat|offer|gain|enhanc|require|beats?\b|is\b|are\b|has\b|have\b|can\b|runs?\b|match|keeps?\b|solves?\b|perform(?:s|ed)?\b|exhibit|lag|fall|uses?\b)\w*"
)
