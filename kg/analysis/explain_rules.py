"""The words of a sentence that a rule went by: subject, figure, metric, rival, the rule's cue, hedge, negation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.analysis.explained import Mark
from kg.claims import cues, hedges
from kg.claims.baselines import find_comparisons
from kg.claims.other_ends import SUBJECT
from kg.claims.rivals import IMPLIED
from kg.claims.sentences import Named, Sentence
from kg.claims.statements import Statement
from kg.iris import own_kind
from kg.model import Concept
from kg.parse import Document

READS: dict[str, str] = {
    "figure.absolute": "“92% accuracy”: a figure right before its metric",
    "figure.adjective": "“1.7x faster”: a figure before a comparative",
    "figure.bare": "“reaches 80% on …”: a share with a data set and no metric",
    "figure.bracket": "“X (83%)”: a figure in brackets behind a name",
    "figure.by": "“improves M by 12%”: a verb of gain and “by”",
    "figure.chain": "a figure that goes on with the list before it",
    "figure.change": "“from A to B”: the end of a change",
    "figure.gain": "“a 12% reduction in M”: a figure before a noun of gain",
    "figure.gain-of": "“a speedup of 3x”: a figure behind a noun of gain",
    "figure.halves": "“halves M”: a verb that is the figure",
    "figure.loss": "“a 0.4% drop in M”: a small loss, so about as good",
    "figure.metric-of": "“an accuracy of 92%”: a figure behind its metric",
    "figure.multiple": "“3x the throughput”: a multiple of a metric",
    "figure.named-unit": "“41 BLEU”: a unit that is the metric",
    "figure.near": "“reaches 92%”: a result with its metric nearby",
    "figure.preserved": "“keeps 98% of the accuracy”: a share that is kept",
    "figure.ratio": "“3x M”: a bare ratio",
    "figure.saves": "“saves 30% of M”: a verb of saving before a figure",
    "figure.share": "“with 79% of the energy”: a share of a cost",
    "figure.signed": "“+1.9 points”: a signed figure",
    "figure.small-loss": "“0.3 points lower M”: a small loss, so about as good",
    "figure.solved": "“solves 45% of the tasks”: a share of what is solved",
    "figure.unit": "“in 3 ms”: a result whose unit tells the metric",
    "figure.versus": "“92% vs. 90%”: a figure and that of the rival",
    "figure.within": "“within 1% of …”: about as good",
    "words.beats": "“outperforms Y”: a verb of winning",
    "words.better": "“does better in M”: a gain without a figure or a rival",
    "words.change": "“improves M from A to B”: a change for the better",
    "words.comparative": "“X is faster”: a comparative without a rival",
    "words.compared": "“better M compared to Y”: a comparative and its rival",
    "words.equals": "“on par with Y”: words of equality",
    "words.gains": "“brings large speedups”: a gain as a noun, without a figure",
    "words.improves": "“results show that X reduces M”: a gain without a figure",
    "words.improves-weakly": "“X reduces M”: a gain without a figure or a word that stresses it",
    "words.kept": "“without loss of M”: what is kept",
    "words.lags": "“lags behind Y”: a verb of losing",
    "words.lead": "“compared to Y, X is faster”: the rival in front",
    "words.over": "“gains over Y”: a gain and its rival",
    "words.state-of-the-art": "“achieves state-of-the-art M”",
    "words.than": "“faster than Y”: a comparative and its rival",
    "words.worse-compared": "“slower compared to Y”: a loss and its rival",
    "words.worse-over": "“suffers … over Y”: a loss and its rival",
    "words.worse-than": "“slower than Y”: a loss and its rival",
}
"""Each rule, and in words what it reads; a rule that stands not here is explained by its marks alone."""

_BEFORE: dict[str, tuple[re.Pattern[str], ...]] = {
    "figure.bare": (cues.BEFORE_REACH,),
    "figure.by": (cues.BEFORE_BY,),
    "figure.change": (cues.BEFORE_TO,),
    "figure.gain-of": (cues.BEFORE_GAIN,),
    "figure.loss": (cues.BEFORE_LOSS, cues.BEFORE_DROPS),
    "figure.near": (cues.BEFORE_REACH,),
    "figure.preserved": (cues.BEFORE_KEEP,),
    "figure.saves": (cues.BEFORE_SAVES,),
    "figure.share": (cues.BEFORE_SPEND,),
    "figure.unit": (cues.BEFORE_REACH,),
    "figure.within": (cues.BEFORE_WITHIN,),
}
_AFTER: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "figure.adjective": ((cues.AFTER_ADJECTIVE, "adj"), (cues.AFTER_AS, "adj")),
    "figure.gain": ((cues.AFTER_GAIN, "noun"),),
    "figure.loss": ((cues.AFTER_LOSS, "noun"), (cues.AFTER_GAIN, "noun")),
    "figure.small-loss": ((cues.AFTER_ADJECTIVE, "adj"),),
}
_WINS = {False: "subject", True: "rival"}  # what the end in front is: "X lags behind Y" is said of the rival
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """Offsets of a sentence and what stands there."""

    what: str
    start: int
    end: int


def marks_of(document: Document, sentence: Sentence, statement: Statement) -> tuple[Mark, ...]:
    """Return the words that a statement was read from, in order of place, each with the part that it plays."""
    found = (
        *_subject(sentence, statement),
        *_figure(statement),
        *_metric(sentence, statement),
        *_rival(sentence, statement),
        *_cues(sentence, statement),
        *_doubts(sentence, statement),
    )
    marks = (_mark(document, sentence, each) for each in dict.fromkeys(found) if each.start < each.end)
    return tuple(sorted(marks, key=lambda mark: (mark.span, mark.what)))


def _mark(document: Document, sentence: Sentence, found: _Found) -> Mark:
    span = document.clean.raw_span(sentence.start + found.start, sentence.start + found.end)
    return Mark(found.what, span, span.of(document.paper.text))


def notes_of(sentence: Sentence, statement: Statement) -> tuple[str, ...]:
    """Return what the sentence leaves to be implied: its subject, its metric, its rival."""
    notes = []
    if _of_concept(sentence, statement.subject, statement.at) is None:
        notes.append(f"the sentence does not name the subject: words like “we” stand for {_name(statement.subject)}")
    if statement.reading.reversed:
        notes.append("the sentence speaks of the one that does worse: the ends of the claim are the other way round")
    if statement.measured and not list(_metric(sentence, statement)):
        notes.append(f"the metric is implied: “{statement.measured.phrase}”")
    if statement.rival == IMPLIED[0]:
        notes.append("the sentence names no rival: earlier methods are implied")
    if statement.origin:
        notes.append(f"the rule takes another {statement.moved}: {_taken(statement.origin, statement.moved)}")
    return tuple(notes)


def _name(concept: Concept) -> str:
    return "the paper's own contribution" if own_kind(concept.iri) == "contribution" else concept.label


def _taken(read: Statement, end: str) -> str:
    """Return what a rule has read as an end."""
    if end == SUBJECT or read.rival is None:
        return _name(read.subject)
    return read.rival.named.concept.label if read.rival.named else read.rival.phrase


def _subject(sentence: Sentence, statement: Statement) -> Iterator[_Found]:
    named = _of_concept(sentence, statement.subject, statement.at)
    if named:
        yield _Found(_WINS[statement.reading.reversed], named.start, named.end)


def _of_concept(sentence: Sentence, concept: Concept, position: int) -> Named | None:
    """Return the name of a concept that stands last before a position, else the first one."""
    named = [each for each in sentence.named if each.concept.iri == concept.iri]
    before = [each for each in named if each.start < position]
    return before[-1] if before else next(iter(named), None)


def _figure(statement: Statement) -> Iterator[_Found]:
    if statement.figure:
        yield _Found("figure", statement.figure.start, statement.figure.end)


def _metric(sentence: Sentence, statement: Statement) -> Iterator[_Found]:
    """Yield the metric phrase at the place nearest to the statement, else the linked name in it."""
    measured = statement.measured
    if measured is None:
        return
    start = _nearest(sentence.text, measured.phrase, statement.at)
    if start is not None:
        yield _Found("metric", start, start + len(measured.phrase))
    elif measured.named:
        yield _Found("metric", measured.named.start, measured.named.end)


def _nearest(text: str, phrase: str, position: int) -> int | None:
    """Return where a phrase begins as whole words, nearest to a position."""
    places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)] if phrase else []
    return min(places, key=lambda place: abs(place - position), default=None)


def _rival(sentence: Sentence, statement: Statement) -> Iterator[_Found]:
    rival = statement.rival
    if rival is None:
        return
    what = _WINS[not statement.reading.reversed]
    if rival.named:
        yield _Found(what, rival.named.start, rival.named.end)
    elif (start := _nearest(sentence.text, rival.phrase, statement.at)) is not None:
        yield _Found(what, start, start + len(rival.phrase))


def _cues(sentence: Sentence, statement: Statement) -> Iterator[_Found]:
    """Yield the words that the rule is about, and the marker of the comparison that its rival stands behind."""
    rule, text = statement.reading.rule, sentence.text
    comparisons = find_comparisons(sentence)
    here = [each for each in comparisons if each.start == statement.at]
    for comparison in here or [each for each in comparisons if statement.rival in each.rivals]:
        yield _Found("cue", comparison.start, comparison.marker_end)
    if statement.figure is None:
        word = None if here else _WORD.match(text, statement.at)
        if word:
            yield _Found("cue", *word.span())
        return
    low = sentence.clauses[sentence.clause_at(statement.at)].start
    first, last = (statement.group or (statement.figure,))[0].start, (statement.group or (statement.figure,))[-1].end
    yield from _before(rule, text, low, first)
    yield from _after(rule, text, last)


def _before(rule: str, text: str, low: int, end: int) -> Iterator[_Found]:
    for pattern in _BEFORE.get(rule, ()):
        found = pattern.search(text[low:end])
        if found:
            yield _Found("cue", low + found.start(), low + len(text[low : low + found.end()].rstrip()))
            break
    verbs = list(cues.GAIN_VERB.finditer(text[low:end])) if rule == "figure.by" else []
    if verbs:
        yield _Found("cue", low + verbs[-1].start(), low + verbs[-1].end())


def _after(rule: str, text: str, start: int) -> Iterator[_Found]:
    for pattern, name in _AFTER.get(rule, ()):
        found = pattern.match(text[start:])
        if found:
            yield _Found("cue", start + found.start(name), start + found.end(name))
            break


def _doubts(sentence: Sentence, statement: Statement) -> Iterator[_Found]:
    for start, end, negates in hedges.places(sentence.text, statement.at):
        yield _Found("negation" if negates else "hedge", start, end)
    if sentence.text.rstrip().endswith("?"):
        end = len(sentence.text.rstrip())
        yield _Found("hedge", end - 1, end)
