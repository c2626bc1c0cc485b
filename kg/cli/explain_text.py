"""An explanation for people: sentences with their words marked, scores with their largest parts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.analysis.explain_claims import no_relation
from kg.analysis.explain_makers import why_lost
from kg.analysis.explain_rules import READS
from kg.analysis.explain_words import in_words
from kg.analysis.explained import Beaten, Choice, Explanation, Mark, Naming, Part, Place, Sense, Statement, Unmarked
from kg.cli.claims import doubt, statement
from kg.cli.tables import indented, marked
from kg.cli.voice import visible
from kg.iris import BASE, iri_of, own_kind
from kg.model import Claim, Concept, Link, Paper, Span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDTH = 100  # columns that a line of ours fits, sentences apart
_DIGITS = 12  # of a claim's hash that are shown
_BY, _NAME = 4, 12
_STYLES = {
    "subject": "bold cyan", "object": "bold magenta", "rival": "bold magenta", "figure": "bold yellow",
    "metric": "bold green", "hedge": "bold red", "negation": "bold red", "cue": "underline",
}  # fmt: skip


def tell(out: "Console", explanation: Explanation) -> None:
    """Print an explanation."""
    paper = explanation.paper
    out.print(marked(f"{paper.id}  {paper.title}", [(0, len(paper.id))]))
    for naming in (*explanation.links, *explanation.unlinked):
        _naming(out, paper, naming)
    for place in explanation.unmarked:
        _unmarked(out, paper, place)
    for each in explanation.claims:
        _claim(out, paper, each)
    for link in explanation.lost_links:
        _lost_link(out, paper, link)
    for claim in explanation.lost_claims:
        _lost_claim(out, claim)
    out.print()


def _field(out: "Console", name: str, value: str, by: int = _BY) -> None:
    indented(out, f"{name:{_NAME}}{value}", by)


# Links


def _naming(out: "Console", paper: Paper, naming: Naming) -> None:
    names = list(dict.fromkeys(" ".join(place.text.split()) for place in naming.places))
    head = f"{naming.concept.label} ({naming.concept.type})" if naming.concept else f"{names[0]}: not linked"
    out.print()
    indented(out, marked(head, [(0, len(head))]), 2)
    if naming.reason:
        _field(out, "reason", naming.reason)
    if naming.note:
        _field(out, "note", naming.note)
    for name, step in zip(["path", *[""] * len(naming.path)], naming.path, strict=False):
        _field(out, name, step)
    _senses(out, naming)
    _field(out, "score", f"{naming.score:.2f}, linked from {naming.threshold:.2f}")
    _parts(out, naming.keep)
    sure = "; fixed by the catalogue" if naming.by_catalogue else ""
    _field(out, "type", f"{_shares(naming.type)}{sure}")
    _parts(out, naming.type)
    for number, place in enumerate(naming.places, start=1):
        _field(out, "mention", f"{number} of {len(naming.places)}, {_finder(place)}")
        _sentence(out, paper, place.sentence, [Mark("mention", place.span, place.text)], _BY + 4)
        _also(out, [each for each in place.beaten if each.span == place.span])
        _beaten(out, [each for each in place.beaten if each.span != place.span])


def _also(out: "Console", same: Sequence[Beaten]) -> None:
    if same:
        finders = ", ".join(f"{each.finder} (rank {each.rank}, {each.score:.2f})" for each in same)
        _field(out, "also by", finders, _BY + 4)


def _senses(out: "Console", naming: Naming) -> None:
    if len(naming.senses) > 1 or any(sense.needs_context for sense in naming.senses) or not naming.senses:
        _field(out, "senses", f"decided by {naming.decided}" if naming.senses else naming.decided)
        for sense in naming.senses:
            _field(out, "", _sense(sense))


def _sense(sense: Sense) -> str:
    state = "taken" if sense.chosen else "possible" if sense.possible else "left out"
    cues = f"; cues: {', '.join(sense.cues)}" if sense.cues else "; no cue" if sense.needs_context else ""
    return f"{sense.concept.label} ({sense.concept.type}): {state}, {sense.via}{cues}"


def _finder(place: Place) -> str:
    return f"found by {place.finder}, {place.score:.2f}{', coined here' if place.introduced else ''}"


def _beaten(out: "Console", beaten: Iterable[Beaten]) -> None:
    for each in beaten:
        text = " ".join(each.text.split())
        _field(out, "not taken", f"{each.finder} “{text}”, rank {each.rank}, {each.score:.2f}: {each.why}", _BY + 4)


def _unmarked(out: "Console", paper: Paper, place: Unmarked) -> None:
    out.print()
    indented(out, f"“{place.text}”: no mention of its own, since {place.why}", 2)
    _sentence(out, paper, place.sentence, [Mark("mention", place.span, place.text)])
    _beaten(out, place.beaten)


def _lost_link(out: "Console", paper: Paper, link: Link) -> None:
    out.print()
    indented(out, f"“{link.mention.span.of(paper.text)}” is {link.concept.label}: {link.how}", 2)
    _field(out, "note", why_lost(link.mention.finder))


# Claims


def _claim(out: "Console", paper: Paper, each: Statement) -> None:
    claim = each.claim
    out.print()
    _claim_head(out, claim)
    _sentence(out, paper, claim.evidence.span, each.marks)
    for what in dict.fromkeys(mark.what for mark in each.marks):
        words = dict.fromkeys(" ".join(mark.text.split()) for mark in each.marks if mark.what == what)
        _field(out, what, ", ".join(words))
    for note in filter(None, (*each.notes, each.note)):
        _field(out, "note", note)
    if doubt(claim):
        _field(out, "held back", doubt(claim))
    _field(out, "rule" if claim.rule in READS or not each.choice else "model", claim.rule)
    if each.reads:
        _field(out, "", each.reads)
    if each.choice:
        least = f", kept from {each.threshold:.2f}" if each.threshold else ""
        times = f": the share times the link's score {each.factor:.2f}" if each.factor != 1.0 else ""
        if each.precision is not None:
            times = f", by the judge of figures; the rule alone is right in {each.precision:.2f}"
        _field(out, "confidence", f"{claim.confidence:.2f}{times}{least}")
        _field(out, "shares", _shares(each.choice))
        _parts(out, each.choice)
    else:
        source = "the rule's precision on the annotated papers" if each.measured else "a guess: the rule is too rare"
        _field(out, "confidence", f"{claim.confidence:.2f}, {source}")


def _claim_head(out: "Console", claim: Claim) -> None:
    short = iri_of(claim).removeprefix(f"{BASE}claim/")[:_DIGITS]
    indented(out, marked(f"{short}  {statement(_brief(claim))}", [(0, len(short))]), 2)


def _brief(claim: Claim) -> Claim:
    """Return a claim whose ends do not repeat the paper's title, which stands above."""
    return replace(claim, subject=_short(claim, claim.subject), object=_short(claim, claim.object))


def _short(claim: Claim, node: Concept) -> Concept:
    if node.iri == claim.evidence.paper:
        return replace(node, label="this paper")
    return replace(node, label="its contribution") if own_kind(node.iri) == "contribution" else node


def _lost_claim(out: "Console", claim: Claim) -> None:
    out.print()
    _claim_head(out, claim)
    indented(out, claim.evidence.text, _BY)
    _field(out, "rule", f"{claim.rule}, confidence {claim.confidence:.2f}")
    _field(out, "note", why_lost(claim.rule))


# Scores


def _shares(choice: Choice) -> str:
    """Return the winner with its probability, then the likeliest others."""
    others = [(name, share) for name, share in choice.shares if name != choice.winner][:3]
    return ", ".join(f"{name} {share:.2f}" for name, share in [(choice.winner, choice.share(choice.winner)), *others])


def _parts(out: "Console", choice: Choice) -> None:
    """Print, for each model, what spoke most for the winner and most for the rival."""
    if choice.rival is None:
        return
    rival = "no relation" if no_relation(choice) else choice.rival
    for opinion in choice.opinions:
        whose = "" if len(choice.opinions) == 1 else f"{opinion.provider}, weight {opinion.weight:.2f}: "
        _field(out, "", f"{whose}log-odds {opinion.margin:+.2f} of {choice.winner} against {rival}")
        _field(out, "", _listed("for", [part for part in opinion.parts if part.value > 0]))
        _field(out, "", _listed("against", [part for part in opinion.parts if part.value < 0]))


def _listed(name: str, parts: Sequence[Part]) -> str:
    """Return as many parts as a line takes, the largest first, and how many more there are."""
    line = f"{name}:" if parts else f"{name}: nothing"
    for number, part in enumerate(parts):
        word = f"{',' if number else ''} {in_words(part.name)} {part.value:+.2f}"
        if len(line) + len(word) > _WIDTH - _BY - _NAME - len(" and 000 more"):
            return f"{line} and {len(parts) - number} more"
        line += word
    return line


# Sentences


def _sentence(out: "Console", paper: Paper, inside: Span, marks: Sequence[Mark], by: int = _BY) -> None:
    """Print a sentence with its marks: in styles on a terminal, elsewhere in brackets and on one line."""
    if out.is_terminal:
        indented(out, _styled(paper.text, inside, marks), by)
    else:
        indented(out, " ".join(bracketed(paper.text, inside, [mark.span for mark in marks]).split()), by)


def _styled(text: str, inside: Span, marks: Iterable[Mark]) -> "Text":
    from rich.text import Text

    found = Text(visible(inside.of(text)))
    for mark in marks:
        found.stylize(_STYLES.get(mark.what, "bold cyan"), mark.span.start - inside.start, mark.span.end - inside.start)
    return found


def bracketed(text: str, inside: Span, spans: Iterable[Span]) -> str:
    """Return the part `inside` of a text with spans in double brackets; those that overlap share a pair.

    >>> bracketed("X beats Y.", Span(0, 10), [Span(0, 1), Span(8, 9)])
    '[[X]] beats [[Y]].'
    """
    pieces, last = [], inside.start
    for span in _joined(spans):
        pieces += [text[last : span.start], "[[", span.of(text), "]]"]
        last = span.end
    return "".join([*pieces, text[last : inside.end]])


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].overlaps(span):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
