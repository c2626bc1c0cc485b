"""What a file says, joined with what a store holds: nothing that is there is lost, and what is the same stays so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace

from pyoxigraph import Literal

from kg.imports.papers import Misfit
from kg.imports.read import Report
from kg.iris import numbered, paper_iri
from kg.model import Extraction, Iri, Paper, Problem
from kg.rdf.encode import encode
from kg.rdf.store import Store
from kg.vocab import RDFS


@dataclass(slots=True)
class Joined:
    """What a join did, in numbers of papers and of claims that are new."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    claims: int = 0

    def count(self, old: Extraction | None, made: Extraction) -> None:
        """Count a paper by what it was and what it is."""
        self.added += old is None
        self.unchanged += made == old
        self.changed += old is not None and made != old
        self.claims += len(made.claims) - (len(old.claims) if old else 0)

    def add(self, other: "Joined") -> None:
        """Count what another join did too."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def join(
    extractions: Iterable[Extraction], store: Store, report: Report, *, fingerprint: Callable[[Paper], str], source: str
) -> Joined:
    """Put extractions into a store beside what it holds of the same papers, each paper all or nothing.

    `fingerprint` says for a paper what the next build is to know it by. A paper that the store has with another text
    is reported under the name of the `source` and left out.
    """
    done, held, known = Joined(), store.papers(), dict[str, str]()

    def made() -> Iterator[Extraction]:
        for new in extractions:
            old = store.extraction(new.paper.id) if new.paper.id in held else None
            try:
                both = joined(old, new)
                encode(both)
            except ValueError as error:
                mend = error.mend if isinstance(error, Misfit) else "Give each concept one type"
                report(Problem(source, 0, "import", f"paper {new.paper.id}: {error}", mend))
                continue
            done.count(old, both)
            if both != old:
                known[new.paper.id] = fingerprint(both.paper)
                yield both

    store.replace_all(made(), fingerprints=known)
    return done


def joined(old: Extraction | None, new: Extraction) -> Extraction:
    """Return what two extractions of one paper say together; where they differ the old one counts.

    Raises Misfit where their texts differ, since places in the one are none in the other.
    """
    if old is None:
        return new
    if old.paper.text != new.paper.text:
        raise Misfit("the graph holds it with another title or abstract", "Import it into a folder of its own: -o DIR")
    places = {(link.mention.span, link.concept.iri) for link in old.links}
    links = [*old.links, *(link for link in new.links if (link.mention.span, link.concept.iri) not in places)]
    known = {iri for iri, _ in numbered(old)}
    claims = [*old.claims, *(claim for iri, claim in numbered(new) if iri not in known)]
    return Extraction(
        _paper(old.paper, new.paper), tuple(sorted(links, key=lambda link: link.mention.span)), tuple(claims)
    )


def _paper(old: Paper, new: Paper) -> Paper:
    """Return a paper with what either knows of it."""
    missing = {each.name: getattr(new, each.name) for each in fields(Paper) if getattr(old, each.name) in (None, ())}
    sources = tuple(sorted({*old.source, *new.source})) if set(new.source) - set(old.source) else old.source
    return replace(old, **{**missing, "source": sources})


def labels_of(store: Store) -> Callable[[str, str], str | None]:
    """Return the function from a paper's IRI and a node to the label that the paper gives it in a store."""
    seen: dict[str, dict[str, str]] = {}
    ids = {paper_iri(paper_id): paper_id for paper_id in store.papers()}

    def label(paper: str, node: str) -> str | None:
        if paper not in seen:
            seen.clear()  # papers come one after another
            seen[paper] = dict(_labels(store, ids[Iri(paper)])) if paper in ids else {}
        return seen[paper].get(node)

    return label


def _labels(store: Store, paper_id: str) -> Iterator[tuple[str, str]]:
    """Yield the nodes of a paper with the labels that its graph states: the first that each is given."""
    for triple in encode(store.extraction(paper_id)):
        if triple.predicate.value == RDFS.label and isinstance(triple.object, Literal):
            yield triple.subject.value, triple.object.value  # type: ignore[union-attr]
