"""Who a result belongs to: the name that stands before the verb, or the paper's own contribution."""

import re
from dataclasses import dataclass, replace

from kg.claims.sentences import Named, Sentence
from kg.claims.subjects import main_contribution, things
from kg.model import Concept, ConceptType, Iri, Link, Span
from kg.parse import Document

_OWN = re.compile(
    r"\b(?:we|our|ours|it|its|this|these|they|proposed|method|approach|framework|results|experiments|evaluations?)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:(?i:In|On|For|With|Under|At|When|Using|By|Compared|Across|Through|As|Unlike|During|After|Among|From|Without|To|Over|While|Given|Despite|Evaluated"
    r"|Relative|Based|Specifically|Notably|Experimental|Implemented|Following|Within|Via)\b[^,]*(?:\([^)]*\)[^,]*)*,\s*)+"
)
_LEAD_IN = re.compile(r"^\s*(?:For|On|With|In|Using|By|When|At)\b[^,]{1,60}?\s(?=(?:our|we|it|this|the proposed)\b)")
_SPEAKS = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Tt]his\s+(?:paper|work|article|study|letter)|[Hh]erein)\b")
_AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+|our\s+)?")
_MINE = re.compile(r"\s*(?:[Oo]ur|[Tt]his|[Tt]he proposed|[Ww]e|[Ii]t|[Tt]hese|[Tt]heir|[Ii]ts)\b")
_THAT = re.compile(
    r"\b(?:show|demonstrate|indicate|reveal|find|prove|confirm|observe|suggest|highlight|report|verif\w+|see|note)\w*\s+(?:\w+ly\s+)?(?:us\s+)?that\s+"
)
_IT = re.compile(r"(?:\w+ly,\s+|Moreover,\s+|In\s+addition,\s+|Furthermore,\s+)?(?:It|it|Its|its)\s")
_BACK = ("it", "its", "they")  # they stand for what was named before
_GERUND = re.compile(r"\s*(?:\w+ly\s+)?(?:replac|remov|chang|increas|reduc|substitut|dropp|eliminat)ing\s")
_PREPOSITION = re.compile(
    r"\b(?:on|for|with|in|of|using|from|to|by|than|over|against|at|like|as|via|through|under|across|between|without|within|during|despite|after|among)\s+(?:[\w.-]+,?\s+(?:and\s+)?){0,5}$"
)


@dataclass(frozen=True, slots=True)
class Claimants:
    """Whose results a paper reports: `main` is what "we" and "our method" stand for, `own` all that it introduces."""

    main: Concept
    own: frozenset[Iri]


def claimants_of(document: Document, links: tuple[Link, ...], main: Concept | None = None) -> Claimants:
    """Return the claimants of a paper; `main` is its main contribution, by default as the links alone tell it."""
    introduced = [thing for thing in things(links) if thing.introduced]
    main = main or main_contribution(document.paper, introduced)
    return Claimants(main, frozenset((main.iri, *(thing.concept.iri for thing in introduced))))


def first_own(document: Document, links: tuple[Link, ...]) -> int:
    """Return the index of the first sentence of the abstract that speaks of the paper's own work."""
    title = len(document.paper.title)
    spoken = _SPEAKS.search(document.clean.text, document.clean.clean_range(Span(0, title))[1] if title else 0)
    starts = [document.clean.starts[spoken.start()]] if spoken else []
    starts += [
        link.mention.span.start for link in links if link.mention.introduced and link.mention.span.start >= title
    ]
    return document.sentence_at(Span(min(starts), min(starts) + 1)) if starts else 0


def speaking(sentence: Sentence, before: Sentence | None, claimants: Claimants) -> Claimants:
    """Return the claimants as a sentence that starts with "It" has them: "it" is who spoke in the sentence before."""
    if before is None or before.index != sentence.index - 1 or not _IT.match(sentence.text):
        return claimants
    found = _in_zone(before, 0, before.clauses[0].end)
    return replace(claimants, main=found.concept) if found and found.concept.iri in claimants.own else claimants


def subjects_at(sentence: Sentence, position: int, claimants: Claimants) -> tuple[Concept, ...]:
    """Return the subjects of the verb at `position`, found clause by clause backwards; else the main contribution."""
    for index in range(sentence.clause_at(position), -1, -1):
        clause = sentence.clauses[index]
        stop = min(position, clause.end)
        found = _in_zone(sentence, clause.start, stop)
        if found is not None:
            return (found.concept, *_coordinated(sentence, found, stop))
        own = _OWN.search(sentence.text, clause.start, stop)
        if own and clause.opens.startswith(("pron", "mark", "conj")) and own.group().lower() not in _BACK:
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
        and not _MINE.match(text, n.start)
        and (n.system or (n.introduced and n.concept.type is ConceptType.DATASET))
    ]
    if _MINE.match(zone) and not any(n.introduced for n in candidates):
        return None
    gerund = _GERUND.match(zone)
    leading = [n for n in candidates if not gerund and not _PREPOSITION.search(text[start : n.start])]
    own = next((n for n in leading if n.introduced), None)
    return own or (leading[0] if leading else next((n for n in candidates if n.introduced), None))


_FIRST_VERB = re.compile(
    r"\b(?:achiev|outperform|reduc|improv|deliver|attain|obtain|surpass|exceed|yield|reach|enabl|provid|demonstrat|maintain|preserv|retain"
    r"|increas|boost|accelerat|offer|gain|enhanc|require|beats?\b|is\b|are\b|has\b|have\b|can\b|runs?\b|match|keeps?\b|solves?\b|perform(?:s|ed)?\b|exhibit|lag|fall|trail|los(?:es?|ing|t)\b|leads?\b|uses?\b)\w*"
)
