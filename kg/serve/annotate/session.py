"""One sitting of an annotator: the papers in order, each with its proposal, its state and its revision."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from threading import Event, RLock
from typing import Any

from kg.annotation.form import Record
from kg.annotation.proposal import DONE, TODO, confidence, proposal
from kg.model import ConceptType, Paper
from kg.parse import parse_one
from kg.serve.annotate.desk import Files, cleaned, findings, settled

Propose = Callable[[Paper], Record]
"""What reads a paper: it returns the paper's extraction as `kg extract` prints it, or a proposal."""


class Stale(Exception):
    """What was sent was made from an older state than the one that is kept."""


@dataclass(slots=True)
class _Sheet:
    """A paper on the desk; `record` is None until it has been read."""

    paper: Paper
    record: Record | None
    revision: int = 0


class Session:
    """The papers that are annotated, for several threads at once."""

    def __init__(self, papers: Sequence[Paper], files: Files, propose: Propose) -> None:
        """Put papers on the desk; what `files` hold of one counts before what `propose` reads out of it."""
        self.files = files
        self._propose = propose
        self._sheets = {paper.id: _Sheet(paper, files.known(paper)) for paper in papers}
        self._lock, self._reading, self._stop = RLock(), RLock(), Event()

    def read_ahead(self) -> None:
        """Read every paper that has not been read, until all are or `stop` is called."""
        for name in list(self._sheets):
            if self._stop.is_set():
                return
            self._read(name)

    def stop(self) -> None:
        """End reading ahead after the paper that is being read."""
        self._stop.set()

    def papers(self) -> Record:
        """Return the papers with their states, as the list of the page shows them."""
        with self._lock:
            rows = [_row(sheet) for sheet in self._sheets.values()]
        unread = sum(row["confidence"] is None for row in rows)
        return {"papers": rows, "unread": unread, "out": self.files.out.name, "types": list(ConceptType)}

    def paper(self, name: str) -> Record:
        """Return one paper with its text, sentences, parts and findings; raises KeyError for one that is not here."""
        sheet = self._read(name)
        with self._lock:
            return _shown(sheet)

    def put(self, name: str, given: Any) -> Record:
        """Keep what a person made of a paper and return it as `paper` does.

        Raises KeyError for a paper that is not here, Stale where `given["revision"]` is not the one that is kept,
        ValueError where it is no such paper, and SourceError where it cannot be kept.
        """
        sheet = self._read(name)
        with self._lock:
            record = settled(cleaned(given, sheet.paper))
            if given.get("revision") != sheet.revision:
                raise Stale
            self.files.put(record)
            sheet.record = record
            sheet.revision += 1
            return _shown(sheet)

    def counts(self) -> dict[str, int]:
        """Return how many papers are in each state."""
        states = [sheet.record["state"] if sheet.record else TODO for sheet in self._sheets.values()]
        return {state: states.count(state) for state in (DONE, "draft", TODO)}

    def _read(self, name: str) -> _Sheet:
        sheet = self._sheets[name]
        if sheet.record is None:
            with self._reading:
                if sheet.record is None:
                    found = self._propose(sheet.paper)
                    sheet.record = found if "state" in found else proposal(found)
        return sheet


def _row(sheet: _Sheet) -> Record:
    record = sheet.record
    if record is None:
        return {"id": sheet.paper.id, "title": sheet.paper.title, "state": TODO, "confidence": None, "open": None}
    parts = [*record["concepts"], *record["relations"]]
    return {
        "id": sheet.paper.id,
        "title": sheet.paper.title,
        "state": record["state"],
        "confidence": confidence(record),
        "open": sum(each["status"] == "open" for each in parts),
    }


def _shown(sheet: _Sheet) -> Record:
    record = sheet.record or {}
    found = [asdict(finding) | {"index": index} for finding, index in findings(record)]
    return {**record, "revision": sheet.revision, "sentences": sentences(sheet.paper), "findings": found}


def sentences(paper: Paper) -> list[list[int]]:
    """Return where the sentences of a paper's text start and end, in UTF-16 units, as a browser counts."""
    document = parse_one(paper)
    spans = [document.sentence_span(index) for index in range(len(document.sentences))]
    return [[_units(paper.text[: span.start]), _units(paper.text[: span.end])] for span in spans]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
