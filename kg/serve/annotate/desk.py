"""The papers on the annotator's desk, and the two files that hold what was decided.

The file of annotations holds the papers that are done, in the form of the guidelines or without text. The file of
work beside it holds all that the page shows of papers that were touched: drafts, and what was rejected.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.annotation.check import Finding, check
from kg.annotation.check_shape import misshapen
from kg.annotation.form import CONCEPT, RELATION, Record, gold, line, read, write
from kg.annotation.kept import annotations_in
from kg.annotation.proposal import ACCEPTED, DONE, DRAFT, REJECTED, STATES, annotated, judged
from kg.annotation.standoff import DIGEST, digest, is_stand_off, restored, stand_off
from kg.errors import SourceError
from kg.model import Paper

_STATUSES = ("open", ACCEPTED, REJECTED)


class Files:
    """The file of annotations and the file of work; `out` names the first."""

    def __init__(self, out: Path, *, bare: bool = False) -> None:
        """Read what stands in the files; `bare` writes annotations without text.

        Raises SourceError for a file that is not of the form.
        """
        self.out, self.work = out, out.with_name(f"{out.stem}.work{out.suffix or '.jsonl'}")
        self._bare = bare
        self._seen, self._unsaved = _bytes(out), False
        self.done = {name: annotation.record for name, annotation in annotations_in(out).items()}
        self.drafts = {str(each.get("id")): each for _, each in read(self.work)} if self.work.is_file() else {}

    def adopt(self, record: Mapping[str, Any]) -> None:
        """Take in a finished annotation of another file, where this one has none of the paper."""
        self._unsaved |= record["id"] not in self.done
        self.done.setdefault(str(record["id"]), stand_off(record) if self._bare else dict(record))

    def known(self, paper: Paper) -> Record | None:
        """Return what the files hold of a paper, as the page shows it; None where they hold nothing.

        An annotation of another text of the paper is a draft on the text that it has now.
        """
        done = self.annotation(paper)
        draft = self._draft(paper)
        if done is None:
            return draft | {"state": DRAFT} if draft and draft["state"] == DONE else draft
        now = {"id": paper.id, "title": paper.title, "abstract": paper.abstract}
        if any(done[key] != now[key] for key in now):
            return annotated(done | now, DRAFT)
        same = draft is not None and draft["state"] == DONE and line(judged(draft)) == line(gold(done))
        return draft if same else annotated(done)  # the file of annotations counts where it was changed

    def _draft(self, paper: Paper) -> Record | None:
        found = self.drafts.get(paper.id)
        if found is None or found.get(DIGEST) != digest(paper.text):
            return None
        try:
            return cleaned(found, paper)
        except ValueError as error:
            mend = "Move the file away to start afresh"
            raise SourceError(str(self.work), 0, f"{paper.id}: {error}", mend) from error

    def annotation(self, paper: Paper) -> Record | None:
        """Return the finished annotation of a paper; None where there is none, or one without text of another text."""
        found = self.done.get(paper.id)
        if found is None or not is_stand_off(found):
            return found
        try:
            return restored(found, paper)
        except SourceError:
            return None

    def put(self, record: Mapping[str, Any]) -> None:
        """Keep what the page shows of a paper, and its annotation where it is done.

        Raises SourceError where the file of annotations is no longer as it was read or written here.
        """
        name = str(record["id"])
        text = f"{record['title']}\n{record['abstract']}"
        parts = {key: record[key] for key in ("state", "concepts", "relations")}
        self.drafts[name] = {"id": name, DIGEST: digest(text), **parts}
        before = self.done.get(name)
        self.done.pop(name, None)
        if record["state"] == DONE:
            made = judged(record)
            self.done[name] = stand_off(made) if self._bare else made
        write(self.work, self.drafts.values())
        self._unsaved |= self.done.get(name) != before
        if self._unsaved:
            self._write()

    def _write(self) -> None:
        if _bytes(self.out) != self._seen:
            mend = "Start kg annotate again; the work is kept"
            raise SourceError(str(self.out), 0, "another program has changed the file", mend)
        write(self.out, self.done.values())
        self._seen, self._unsaved = _bytes(self.out), False


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def cleaned(given: object, paper: Paper) -> Record:
    """Return what the page sent of a paper with its text, nothing else in it; raises ValueError where it is no such.

    Concepts and relations may break the rules of the guidelines: a draft may.
    """
    if not isinstance(given, dict) or given.get("state") not in STATES:
        raise ValueError("this is no paper with a state")
    made: Record = {"id": paper.id, "title": paper.title, "abstract": paper.abstract, "state": given["state"]}
    for part, keys in (("concepts", CONCEPT), ("relations", RELATION)):
        made[part] = [_item(each, keys) for each in _list(given.get(part))]
    wrong = next(misshapen(made), None)
    if wrong:
        raise ValueError(wrong[-1])
    return made


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("this is no list")
    return value


def _item(item: object, keys: Iterable[str]) -> Record:
    if not isinstance(item, dict) or item.get("status") not in _STATUSES:
        raise ValueError("this is no concept or relation with a status")
    made = {key: item[key] for key in (*keys, "status") if key in item}
    sure = item.get("confidence")
    return made | ({"confidence": float(sure)} if isinstance(sure, int | float) else {})


def findings(record: Mapping[str, Any]) -> Iterator[tuple[Finding, int]]:
    """Yield what breaks the rules in a paper, with its place among all parts, the rejected ones too."""
    places = {
        part: [index for index, each in enumerate(record[f"{part}s"]) if each["status"] != REJECTED]
        for part in ("concept", "relation")
    }
    for finding in check(judged(record)):
        yield finding, places[finding.part][finding.index] if finding.part in places else 0


def settled(record: Record) -> Record:
    """Return the record as it may be kept: one with errors is no more than a draft, and done means all accepted."""
    if record["state"] != DONE:
        return record
    if any(finding.error for finding, _ in findings(record)):
        return record | {"state": DRAFT}
    return record | {
        part: [each if each["status"] == REJECTED else each | {"status": ACCEPTED} for each in record[part]]
        for part in ("concepts", "relations")
    }
