"""Whether a higher or a lower figure of a metric is better; what nobody says stays unknown.

The catalogue says it of a metric (`kg:higherIsBetter`), or of one above it. Metrics that are phrases of a text, as
"pass@1 accuracy" or "end-to-end latency", go by their last word, where this table has it.
"""

import re

from kg.model import Iri
from kg.tables.names import Names
from kg.tables.rows import ConceptRow

#: The last word of a phrase, whether higher is better, and the metric of the catalogue that the word means.
HEADS: dict[str, tuple[bool, str]] = {
    "accuracy": (True, "accuracy"),
    "correctness": (True, "accuracy"),
    "f1": (True, "f1-score"),
    "recall": (True, "recall"),
    "speed": (True, "speed"),
    "speedup": (True, "speedup"),
    "throughput": (True, "throughput"),
    "cost": (False, "monetary-cost"),
    "delay": (False, "latency"),
    "energy": (False, "energy-consumption"),
    "error": (False, "error-rate"),
    "flop": (False, "flops"),
    "footprint": (False, "memory-footprint"),
    "latency": (False, "latency"),
    "memory": (False, "memory-usage"),
    "parameter": (False, "parameter-count"),
    "perplexity": (False, "perplexity"),
    "power": (False, "power-consumption"),
    "runtime": (False, "execution-time"),
    "time": (False, "execution-time"),
}
_WORD = re.compile(r"[a-z0-9]+")


def direction(iri: Iri | None, phrase: str, concepts: dict[Iri, ConceptRow], names: Names) -> bool | None:
    """Return True where higher is better, False where lower is, None where neither the catalogue nor the table says."""
    if iri is not None:
        nearest = (concepts[each] for each in (iri, *names.above(iri)) if each in concepts)
        said = next((row.better for row in nearest if row.better is not None), None)
        if said is not None:
            return said
    words = _WORD.findall(phrase.lower())
    head = words[-1] if words else ""
    known = HEADS.get(head) or HEADS.get(head.removesuffix("s"))
    return known[0] if known else None
