"""Does nothing get lost? Each extraction of a corpus through RDF and back: `decode(encode(x)) == x`.

    python benchmarks/round_trip.py [--papers 1000] [--corpus FILE | --graph DIR] [--store]

Reads so many papers of a corpus (JSON Lines of id, title, abstract; default: the conference papers of the shared
material, where they lie beside the checkout) by rules and the catalogue alone (`--fast`), spread over the whole file,
or takes every extraction of the store of a graph's folder (`--graph DIR`). Checks the triples as they are made, those
triples after N-Triples (as files carry them), and with `--store` those that a store gives back, which rewrites
literals. Prints how many came back the same and the first that did not; ends with 1 where one did not, and with 0 and
a word where there is no corpus.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import islice
from pathlib import Path

from corpus import CORPUS, records, step_for
from pyoxigraph import RdfFormat, parse, serialize

import kg
from kg.iris import paper_iri
from kg.model import Extraction
from kg.pipeline import extract, load_engine
from kg.rdf.decode import decode
from kg.rdf.encode import encode

BATCH = 50


@dataclass
class Found:
    """What was counted: extractions, and by way the ids of papers that came back otherwise."""

    papers: int = 0
    links: int = 0
    claims: int = 0
    figures: int = 0
    lost: dict[str, list[str]] = field(default_factory=dict)
    first: str = ""

    def miss(self, way: str, made: Extraction, back: Extraction) -> None:
        """Note one that came back otherwise, and of the first what differs."""
        self.lost.setdefault(way, []).append(made.paper.id)
        if not self.first:
            parts = [each.name for each in fields(Extraction) if getattr(made, each.name) != getattr(back, each.name)]
            self.first = f"{way}: paper {made.paper.id} differs in {', '.join(parts)}"


def papers_of(corpus: Path, wanted: int | None) -> Iterator[kg.Paper]:
    """Yield papers of a corpus, spread over all of it; records without a text are left out."""
    for row in islice(records(corpus, step=step_for(wanted, corpus)), wanted):
        title, abstract = (str(row.get(name) or "").strip() for name in ("title", "abstract"))
        if title and abstract:
            yield kg.Paper(str(row.get("id") or title), title, abstract, published=str(row.get("year") or "") or None)


def extracted(papers: Iterable[kg.Paper]) -> Iterator[Extraction]:
    """Yield what is read out of papers by rules and the catalogue."""
    engine = load_engine(kg.Settings(fast=True))
    return (extract(paper, engine=engine) for paper in papers)


def check(made: Extraction, found: Found) -> None:
    """Count an extraction, and the ways on which it comes back otherwise."""
    found.papers += 1
    found.links += len(made.links)
    found.claims += len(made.claims)
    found.figures += sum(claim.quantity is not None for claim in made.claims)
    triples = list(encode(made))
    carried = [quad.triple for quad in parse(serialize(triples, format=RdfFormat.N_TRIPLES), RdfFormat.N_TRIPLES)]
    for way, given in (("as triples", triples), ("through N-Triples", carried)):
        back = decode(given)
        if back != made:
            found.miss(way, made, back)


def check_store(some: list[Extraction], found: Found) -> None:
    """Count the extractions that a store gives back otherwise."""
    with kg.Store(ontology=kg.Ontology.empty()) as store:
        store.replace_all(some)
        for made in some:
            back = store.extraction(made.paper.id)
            if back != made:
                found.miss("through a store", made, back)


def checked(extractions: Iterable[Extraction], *, store: bool) -> Found:
    """Return what was counted."""
    found, waiting = Found(), iter(extractions)
    while some := list(islice(waiting, BATCH)):
        latest = {paper_iri(made.paper.id): made for made in some}
        for made in some:
            check(made, found)
        if store:
            check_store(list(latest.values()), found)
        print(f"\r{found.papers:,} papers", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def of_graph(folder: Path) -> Iterator[Extraction]:
    """Yield every extraction of the store of a graph's folder."""
    with kg.Store(folder / "store", read_only=True) as store:
        yield from store.extractions()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--graph", type=Path, help="the folder of a graph, in place of a corpus")
    parser.add_argument("--store", action="store_true", help="also what a store gives back")
    given = parser.parse_args()
    if given.graph is None and not given.corpus.is_file():
        print(f"{given.corpus} is not here; name a corpus with --corpus")
        return 0
    start = time.process_time()
    source = extracted(papers_of(given.corpus, given.papers)) if given.graph is None else of_graph(given.graph)
    found = checked(source, store=given.store)
    counts = f"{found.papers:,} papers, {found.links:,} links, {found.claims:,} claims, {found.figures:,} figures"
    print(f"{counts} in {time.process_time() - start:.0f} s of the processor")
    ways = ["as triples", "through N-Triples", *(["through a store"] if given.store else [])]
    for way in ways:
        print(f"{way}: {found.papers - len(found.lost.get(way, ())):,} of {found.papers:,} come back the same")
    if found.first:
        print(found.first)
    return int(bool(found.lost))


if __name__ == "__main__":
    sys.exit(main())
