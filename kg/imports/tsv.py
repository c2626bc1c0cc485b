"""KGX tables read back: each row with its line, so that one that does not fit costs no other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.imports.papers import Misfit, fitting_claim
from kg.iris import paper_iri
from kg.model import (
    Bound,
    Claim,
    Concept,
    ConceptType,
    Evidence,
    Extraction,
    Iri,
    Link,
    Mention,
    Mode,
    Paper,
    Polarity,
    Predicate,
    Problem,
    Quantity,
    Span,
)
from kg.rdf.curies import expand
from kg.rdf.kgx import MENTION, PAPER, text, texts
from kg.vocab import KG

Row = dict[str, str]
Report = Callable[[Problem], None]
_KIND = "kg:"
_TYPES = {f"{_KIND}{kind}": kind for kind in ConceptType}
_FIGURE = (
    "figure", "value", "unit", "mode", "bound", "metric", "metric_id", "dataset", "dataset_ids", "condition",
    "verbatim",
)  # fmt: skip
_MEND = "docs/how-to/export.md says what the columns hold"


@dataclass(slots=True)
class _Paper:
    paper: Paper
    links: list[tuple[int, Link]] = field(default_factory=list)
    claims: list[tuple[int, Claim]] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """The nodes of a KGX graph as they are read, and its papers, filled by its edges."""

    report: Report
    papers: dict[str, _Paper] = field(default_factory=dict)
    nodes: dict[str, tuple[str, ConceptType | None]] = field(default_factory=dict)

    def read(self, nodes: tuple[str, bytes], edges: tuple[str, bytes]) -> Iterator[Extraction]:
        """Yield the extraction of each paper, in order of IRI, out of the two tables, given as (name, content)."""
        for name, content in (nodes, edges):
            for line, row in self._rows(name, content):
                try:
                    if "subject" in row:
                        self._edge(row, line)
                    else:
                        self._node(row)
                except Misfit as error:
                    self._problem(name, line, str(error), error.mend)
                except (KeyError, ValueError) as error:
                    what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
                    self._problem(name, line, what, _MEND)
        for iri in sorted(self.papers):
            found = self.papers[iri]
            links = sorted(found.links, key=lambda row: (row[1].mention.span, row[0]))
            claims = sorted(found.claims, key=lambda row: row[0])
            yield Extraction(found.paper, tuple(link for _, link in links), tuple(claim for _, claim in claims))

    def _rows(self, name: str, content: bytes) -> Iterator[tuple[int, Row]]:
        lines = content.split(b"\n")
        heads = lines[0].decode("utf-8-sig").rstrip("\r").split("\t")
        for number, raw in enumerate(lines[1:], 2):
            line = raw.rstrip(b"\r")
            if not line:
                continue
            try:
                cells = line.decode().split("\t")
            except UnicodeDecodeError:
                self._problem(name, number, "this line is no UTF-8", "Save the file as UTF-8")
                continue
            if len(cells) != len(heads):
                self._problem(name, number, f"it has {len(cells)} cells for {len(heads)} columns", "Add or take tabs")
                continue
            yield number, dict(zip(heads, cells, strict=True))

    def _problem(self, name: str, line: int, message: str, mend: str) -> None:
        self.report(Problem(name, line, "import", message, mend))

    def _node(self, row: Row) -> None:
        iri, categories = expand(_given(row, "id")), row.get("category", "").split("|")
        if PAPER in categories:
            self.papers[iri] = _Paper(_paper(row, iri))
            self.nodes[iri] = self.papers[iri].paper.title, None
            return
        kinds = [_TYPES[each] for each in categories if each in _TYPES]
        self.nodes[iri] = text(row.get("name", "")) or "", kinds[0] if kinds else None

    def _edge(self, row: Row, line: int) -> None:
        papers = [expand(text(each) or "") for each in row.get("publications", "").split("|") if each]
        if len(papers) != 1 or papers[0] not in self.papers:
            raise Misfit("it names no paper of the nodes", "Give the paper's id in the column publications")
        found = self.papers[papers[0]]
        position = int(row.get("position") or line)
        if row.get("category") == MENTION:
            found.links.append((position, self._link(row, found.paper)))
        else:
            found.claims.append((position, fitting_claim(self._claim(row, found.paper), found.paper)))

    def _link(self, row: Row, paper: Paper) -> Link:
        concept = self._end(row, "object")
        if concept.type is None:
            raise Misfit(f"{concept.iri} has no type of kg", "Give its node a category such as kg:Model")
        alias = Span(int(row["alias_start"]), int(row["alias_end"])) if row.get("alias_start") else None
        mention = Mention(
            span=_span(row, paper),
            type=_TYPES[row["found_as"]] if row.get("found_as") else None,
            finder=text(row.get("finder", "")) or "",
            score=float(row.get("finder_score") or 1),
            alias_of=alias,
            introduced=row.get("introduced") == "true",
        )
        return Link(mention, concept, float(_given(row, "confidence")), text(row.get("rule", "")) or "")

    def _claim(self, row: Row, paper: Paper) -> Claim:
        source = text(row.get("source", ""))
        sentence = text(_given(row, "supporting_text")) or ""
        span = Span(int(_given(row, "start")), int(_given(row, "end")))
        return Claim(
            subject=self._end(row, "subject"),
            predicate=_predicate(_given(row, "predicate")),
            object=self._end(row, "object"),
            evidence=Evidence(Iri(expand(source)) if source else paper_iri(paper.id), span, sentence),
            rule=text(row.get("rule") or "import") or "",
            confidence=float(row.get("confidence") or 1),
            quantity=_quantity(row),
            polarity=Polarity.NEGATED if row.get("negated") == "true" else Polarity.ASSERTED,
            hedge=text(row.get("hedge", "")),
        )

    def _end(self, row: Row, name: str) -> Concept:
        iri = expand(text(_given(row, name)) or "")
        if iri not in self.nodes:
            raise Misfit(f"its {name} {row[name]} is none of the nodes", "Add a row for it to nodes.tsv")
        label, kind = self.nodes[iri]
        own = text(row.get(f"{name}_label", ""))
        return Concept(Iri(iri), label if own is None else own, kind)


def _given(row: Row, name: str) -> str:
    found = row.get(name)
    if not found:
        raise Misfit(f"it has nothing in the column {name}", _MEND)
    return found


def _paper(row: Row, iri: str) -> Paper:
    made = Paper(
        id=text(_given(row, "identifier")) or "",
        title=text(_given(row, "name")) or "",
        abstract=text(_given(row, "description")) or "",
        url=text(row.get("url", "")),
        published=text(row.get("published", "")),
        authors=texts(row.get("authors", "")),
        venue=text(row.get("venue", "")),
        source=texts(row.get("provided_by", "")),
        keywords=texts(row.get("keywords", "")),
        organizations=texts(row.get("organizations", "")),
        author_count=int(row["author_count"]) if row.get("author_count") else None,
    )
    if paper_iri(made.id) != iri:
        raise Misfit(
            f"its identifier {made.id!r} is that of another id", f"The id of that paper is {paper_iri(made.id)}"
        )
    return made


def _span(row: Row, paper: Paper) -> Span:
    span = Span(int(_given(row, "start")), int(_given(row, "end")))
    if span.end > len(paper.text):
        raise Misfit("it points behind the end of the paper's text", "Count characters of title, line feed, abstract")
    return span


def _predicate(given: str) -> Predicate:
    name = expand(given).removeprefix(KG.iri)
    if name not in list(Predicate):
        raise Misfit(f"kg has no predicate {given}", f"Use one of kg: {', '.join(Predicate)}")
    return Predicate(name)


def _quantity(row: Row) -> Quantity | None:
    if not any(row.get(name) for name in _FIGURE):
        return None
    metric = text(row.get("metric_id", ""))
    return Quantity(
        value=text(row.get("value", "")),
        unit=text(row.get("unit", "")),
        mode=Mode(row["mode"].removeprefix(_KIND)) if row.get("mode") else None,
        bound=Bound(row["bound"].removeprefix(_KIND)) if row.get("bound") else None,
        metric=text(row.get("metric", "")),
        metric_iri=Iri(expand(metric)) if metric else None,
        dataset=text(row.get("dataset", "")),
        dataset_iris=tuple(Iri(expand(each)) for each in texts(row.get("dataset_ids", ""))),
        condition=text(row.get("condition", "")),
        verbatim=text(row.get("verbatim", "")),
    )
