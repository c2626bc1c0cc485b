"""kg as a part of a spaCy pipeline: `nlp.add_pipe("kg_linker")` puts the concepts that a text names into `doc.ents`.

Each entity has the IRI of its concept as `kb_id_` and its type in capitals as `label_`. `ent._.kg_score`,
`ent._.kg_how` and `ent._.kg_label` say how sure the link is, what led to it and what the concept is called;
`doc._.kg_unlinked` holds the names that were left out. docs/how-to/spacy.md shows it at work.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.language import Language  # at the top: a component has to be known to spaCy when this module loads
from spacy.tokens import Doc, Span

from kg.errors import SettingsError
from kg.linking.link import Linking, decide
from kg.mentions.find import find
from kg.model import Concept, ConceptType, Paper
from kg.model import Span as Place
from kg.parse import Document, parse_one
from kg.pipeline import Engine, load_engine
from kg.settings import Settings
from kg.vocabulary import decisions
from kg.vocabulary.additions import FOLDER
from kg.vocabulary.catalogue import catalogue_of
from kg.vocabulary.in_force import REPLACES, additions

NAME = "kg_linker"
"""The name under which spaCy knows the component."""

_SAVED = "vocabulary.json"
_DEFAULTS: dict[str, Any] = {
    "threshold": Settings().min_link,
    "fast": False,
    "overwrite_ents": False,
    "vocabulary": None,
    "labels": {},
}
_LONGEST_TITLE = 300
_ENDS = (".", ",", ";", ":")
_Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnlinkedSpan:
    """A name of a document that was not linked, with the reason and the concepts that it may have meant."""

    span: Span
    reason: str
    candidates: tuple[str, ...]


class KgLinker:
    """The component; `nlp.add_pipe("kg_linker", config={...})` makes one."""

    def __init__(
        self, *, threshold: float, fast: bool, overwrite_ents: bool, vocabulary: str | None, labels: Mapping[str, str]
    ) -> None:
        """Set it up; the catalogue and the weights load with the first text.

        `threshold` is the score from which a name is linked. `fast` reads by rules and the catalogue alone.
        `overwrite_ents` lets entities take the place of earlier ones that they overlap. `vocabulary` is the folder of
        a graph whose additions and decisions count. `labels` renames types: `{"Model": "ML_MODEL"}`. Raises
        SettingsError for a wrong value, OntologyError for a broken vocabulary.
        """
        if not 0.0 <= threshold <= 1.0:
            raise SettingsError("threshold", f"must lie between 0 and 1, not {threshold}")
        unknown = sorted(labels.keys() - {*ConceptType})
        if unknown:
            raise SettingsError("labels", f"{unknown[0]} is no type; there are {', '.join(ConceptType)}")
        self.threshold, self.fast, self.overwrite_ents = threshold, fast, overwrite_ents
        self.vocabulary = vocabulary
        self.labels = {str(kind): labels.get(kind, kind.upper()) for kind in ConceptType}
        self._files = _files(Path(vocabulary)) if vocabulary else ()

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its entities."""
        if not doc.text.strip():
            return doc
        engine = self._engine()
        document, shift = _document(doc.text)
        mentions = find(document, engine.gazetteer, engine.recognizer)
        resolver = engine.gazetteer.resolver
        found = decide(document, mentions, resolver, ranker=engine.ranker, threshold=self.threshold)
        self._put(doc, found, shift)
        doc.user_data[_UNLINKED] = [
            (left.mention.span.start - shift, left.mention.span.end - shift, left.reason, list(left.candidates))
            for left in found.unlinked
        ]
        return doc

    def _put(self, doc: Doc, found: Linking, shift: int) -> None:
        """Give the document an entity for each link, the longest first where two of them share a token."""
        drafts = [
            (span, link)
            for link in found.links
            if (span := self._span(doc, link.mention.span, link.concept, shift)) is not None
        ]
        drafts.sort(key=lambda draft: (draft[0].start - draft[0].end, -draft[1].score, draft[1].mention.span))
        earlier = list(doc.ents)
        taken = bytearray(len(doc))
        if not self.overwrite_ents:
            _take(taken, earlier)
        kept: list[Span] = []
        for span, link in drafts:
            if any(taken[span.start : span.end]):
                continue
            _take(taken, [span])
            span._.kg_score, span._.kg_how, span._.kg_label = link.score, link.how, link.concept.label
            kept.append(span)
        if self.overwrite_ents:
            earlier = [ent for ent in earlier if not any(taken[ent.start : ent.end])]
        doc.ents = [*earlier, *kept]

    def _span(self, doc: Doc, place: Place, concept: Concept, shift: int) -> Span | None:
        """Return the tokens of the document that a place of the text touches."""
        start, end = place.start - shift, place.end - shift
        label = self.labels[str(concept.type)]
        return doc.char_span(start, end, label=label, kb_id=concept.iri, alignment_mode="expand")

    def _engine(self) -> Engine:
        if self._files is None:
            raise SettingsError("vocabulary", f"there is no folder {self.vocabulary}; name one that kg build wrote")
        return _engine(self.fast, self._files)

    # Saving: the settings are those of the pipeline's config; the vocabulary goes along, so that it is there elsewhere.

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the vocabulary as bytes."""
        return json.dumps(dict(self._files or ()), ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "KgLinker":
        """Take over the vocabulary that `to_bytes` gave, in place of the one that the config names."""
        self._files = tuple(sorted(json.loads(data).items()))
        return self

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the vocabulary into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _SAVED).write_bytes(self.to_bytes())

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "KgLinker":
        """Take over the vocabulary that `to_disk` wrote, if it did."""
        saved = Path(path) / _SAVED
        return self.from_bytes(saved.read_bytes()) if saved.is_file() else self


@Language.factory(
    NAME, assigns=["doc.ents", "token.ent_iob", "token.ent_type", "token.ent_kb_id"], default_config=_DEFAULTS
)
def make_linker(
    nlp: Language,
    name: str,
    threshold: float,
    fast: bool,
    overwrite_ents: bool,
    vocabulary: str | None,
    labels: dict[str, str],
) -> KgLinker:
    """Return the component for a pipeline; `KgLinker` explains the settings."""
    return KgLinker(threshold=threshold, fast=fast, overwrite_ents=overwrite_ents, vocabulary=vocabulary, labels=labels)


@lru_cache(maxsize=4)
def _engine(fast: bool, files: _Files) -> Engine:
    """Return the engine for the files of a vocabulary; it is shared by all components that are set up so."""
    if not files:
        return load_engine(Settings(fast=fast))
    with TemporaryDirectory() as folder:
        for name, text in files:
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        return load_engine(Settings(fast=fast), catalogue_of(Path(folder)))


def _files(graph: Path) -> _Files | None:
    """Return the files of a graph's folder that are its vocabulary, by name; None where there is no folder.

    Raises OntologyError where one is broken: here its path is still the user's own.
    """
    if not graph.is_dir():
        return None
    catalogue_of(graph)
    paths = [graph / decisions.FILE, graph / FOLDER / REPLACES, *additions(graph)]
    found = {path.relative_to(graph).as_posix(): path.read_bytes().decode() for path in paths if path.is_file()}
    return tuple(sorted(found.items()))


def _document(text: str) -> tuple[Document, int]:
    """Return a text read as a paper, and by how much its offsets are greater there.

    The title is the first line where that is one: short, no sentence, and followed by a new one. A text without a title
    gets an empty one, which counts as a sentence, so that its first sentence is not read as a title.
    """
    title, line_break, rest = text.partition("\n")
    if _is_title(title, rest):
        return parse_one(Paper("text", title, rest)), 0
    title, rest = ("", rest) if line_break and not title else ("", text)
    document = parse_one(Paper("text", title, rest))
    return replace(document, sentences=((0, 1), *document.sentences)), len(rest) + 1 - len(text)


def _is_title(line: str, rest: str) -> bool:
    plain = line.strip()
    new = re.match(r"\s*\n\s*\S|\s*[^\sa-z]", rest)
    return bool(plain) and len(plain) < _LONGEST_TITLE and not plain.endswith(_ENDS) and new is not None


def _take(taken: bytearray, spans: Iterable[Span]) -> None:
    for span in spans:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)


def _unlinked(doc: Doc) -> tuple[UnlinkedSpan, ...]:
    """Return what `doc._.kg_unlinked` is: made when asked for, so that a saved document holds plain values only."""
    rows = (
        (doc.char_span(start, end, alignment_mode="expand"), reason, tuple(candidates))
        for start, end, reason, candidates in doc.user_data.get(_UNLINKED, ())
    )
    return tuple(UnlinkedSpan(span, reason, candidates) for span, reason, candidates in rows if span is not None)


_UNLINKED = "kg_unlinked"
Doc.set_extension(_UNLINKED, getter=_unlinked, force=True)
for _name in ("kg_score", "kg_how", "kg_label"):
    Span.set_extension(_name, default=None, force=True)
