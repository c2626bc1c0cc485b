"""A graph states how well its reader scored on annotated papers."""

from collections.abc import Iterable, Mapping

from kg.annotation.kept import Annotation
from kg.fingerprints import fingerprint
from kg.quality import Reading, shipped
from kg.rdf import quality
from kg.rdf.store import Store


def state_quality(
    store: Store, used: Reading, mark: str, others: Iterable[str], said: Mapping[str, Annotation]
) -> dict[str, str]:
    """State what kg scored on annotated papers, and whether a store was read so; return the id of the record.

    `others` are papers that this build has not read: they may have been read otherwise. `said` is what people said
    of papers: of those that they have corrected, the record tells nothing. A store without papers holds none of this.
    """
    record, marks = shipped(), store.papers()
    if record is None or not marks:
        store.state_quality(())
        return {}
    there = [name for name in others if name in marks]
    otherwise = any(marks[name] != fingerprint(store.paper(name), mark, said.get(name)) for name in there)
    differing = ["annotations"] * bool(said.keys() & marks.keys()) + ["papers"] * otherwise
    store.state_quality(quality.encode(record, used, differing))
    return {"quality": record.id}
