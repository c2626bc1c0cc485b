"""The Computer Science Ontology as CSV: rows of topic, relation, topic."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from urllib.parse import unquote

from kg.model import Problem
from kg.vocabulary.readers.record import Read, Record, problem

_ROW = re.compile(r"""\s*"?<[^>]+>"?\s*[,;]\s*"?<[^>]+>"?\s*[,;]|[^;\n]+;(?:klink|rdfs):\w+;""")
_RELATIONS = {
    "supertopicof": "broader",
    "broadergeneric": "broader",
    "relatedequivalent": "same",
    "sameas": "",
    "preferentialequivalent": "preferred",
    "primarylabel": "preferred",
    "label": "label",
}
_LITERAL = re.compile(r'^"*(.*?)"*(?:@[\w-]+)?\s*\.?\s*$', re.DOTALL)
_MEND = "A row is topic, relation, topic"


def fits(text: str) -> bool:
    """Tell whether a text begins with a row of the dump."""
    return _ROW.match(text) is not None


@dataclass(slots=True)
class _Topics:
    """The dump as it is read: labels, what each topic is the same as, and what stands above it."""

    labels: dict[str, str] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    votes: Counter[str] = field(default_factory=Counter)
    above: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def root(self, topic: str) -> str:
        """Return the topic that stands for all that are the same as this one."""
        while (up := self.same.get(topic, topic)) != topic:
            self.same[topic] = self.same.get(up, up)
            topic = up
        return topic

    def unite(self, one: str, other: str) -> None:
        """Take two topics as one; the lesser name stands for both."""
        low, high = sorted((self.root(one), self.root(other)))
        self.same[high] = low


def read(source: str, text: str) -> Read:
    """Return the topics of the dump, one record for all topics that it calls equivalent."""
    topics, problems = _Topics(), list[Problem]()
    delimiter = ";" if text.partition("\n")[0].count(";") > 1 else ","
    for line, row in _rows(text, delimiter):
        if len(row) != 3 or not all(row):
            problems.append(problem(source, line, f"this row has {len(row)} columns instead of 3", _MEND))
        else:
            _take(topics, *row)
    groups: dict[str, list[str]] = defaultdict(list)
    for topic in sorted(topics.labels):
        groups[topics.root(topic)].append(topic)
    return Read(tuple(_record(root, group, topics) for root, group in groups.items()), tuple(problems))


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    for row in rows:
        if row:
            yield rows.line_num, [cell.strip() for cell in row]


def _take(topics: _Topics, subject: str, relation: str, value: str) -> None:
    kind = _RELATIONS.get(re.split(r"[#/:]", relation.strip("<>"))[-1].lower(), "")
    one, other = subject.strip("<>"), value.strip("<>")
    if kind:
        topics.labels.setdefault(one, _name(one))
    if kind == "label":
        match = _LITERAL.match(other)
        topics.labels[one] = (match[1] if match else "") or topics.labels[one]
        return
    if kind:
        topics.labels.setdefault(other, _name(other))
    if kind == "broader":
        topics.above[other].append(one)
    elif kind:
        topics.unite(one, other)
        topics.votes[other] += kind == "preferred"


def _name(topic: str) -> str:
    """Return the label that the IRI of a topic spells."""
    return unquote(topic.rpartition("/")[2]).replace("_", " ")


def _record(root: str, group: list[str], topics: _Topics) -> Record:
    first = max(group, key=lambda topic: topics.votes[topic])
    names = dict.fromkeys([first, *group])
    labels = [topics.labels[topic] for topic in names]
    above = dict.fromkeys(topics.root(up) for topic in group for up in topics.above.get(topic, ()))
    facts = (("exactMatch", first),) if first.startswith("http") else ()
    return Record(root, tuple(labels), broader=tuple(up for up in above if up != root), facts=facts)
