"""Annotated papers in our own words, for the tests of annotations."""

from copy import deepcopy

from kg.model import Paper

TITLE = "OwlQuant: Four-Bit Serving on Edge GPUs"
ABSTRACT = (
    "Language models (LMs) rarely fit into small devices. We present OwlQuant, which keeps outliers in FP16. "
    "OwlQuant runs on Jetson Orin and is up to 1.8x faster than GPTQ on Lark-7B. "
    "It reaches 62.5% accuracy on MMLU. Our kernel beats prior serving systems 𝔸 by 12%."
)
PAPER = Paper("owl", TITLE, ABSTRACT)
SENTENCES = (
    "Language models (LMs) rarely fit into small devices.",
    "We present OwlQuant, which keeps outliers in FP16.",
    "OwlQuant runs on Jetson Orin and is up to 1.8x faster than GPTQ on Lark-7B.",
    "It reaches 62.5% accuracy on MMLU.",
    "Our kernel beats prior serving systems 𝔸 by 12%.",
)


def concept(name, kind, role, *forms, required=True, **more):
    return {
        "name": name, "type": kind, **more, "mentions": list(forms or (name,)), "role": role, "required": required,
    }  # fmt: skip


def relation(subject, predicate, other, sentence, required=True, **figure):
    found = {"s": subject, "p": predicate, "o": other, **figure, "evidence": SENTENCES[sentence], "required": required}
    return {key: value for key, value in found.items() if value is not None}


RECORD = {
    "id": "owl",
    "title": TITLE,
    "abstract": ABSTRACT,
    "concepts": [
        concept("OwlQuant", "Technique", "introduces", alt_types=["Software"]),
        concept("language model", "Model", "mentions", "Language models", "LMs", required=False),
        concept("FP16", "Technique", "uses"),
        concept("Jetson Orin", "Hardware", "runsOn"),
        concept("GPTQ", "Technique", "comparesWith"),
        concept("Lark-7B", "Model", "evaluatedOn"),
        concept("accuracy", "Metric", "measures"),
        concept("MMLU", "Dataset", "evaluatedOn"),
    ],
    "relations": [
        relation("OwlQuant", "uses", "FP16", 1),
        relation("OwlQuant", "runsOn", "Jetson Orin", 2),
        relation(
            "OwlQuant", "outperforms", "GPTQ", 2, metric="speed", value="1.8", unit="x", dataset="Lark-7B",
            condition="up to",
        ),
        relation("OwlQuant", "achieves", "accuracy", 3, value="62.5", unit="%", dataset="MMLU"),
        relation(
            "@paper", "outperforms", "@baseline", 4, o_text="prior serving systems", metric="speed", value="12", unit="%"
        ),
    ],
}  # fmt: skip


def record(**changes):
    """A fresh copy of the annotated paper; changes are made at the top."""
    return deepcopy(RECORD) | changes


def changed(part, index, **fields):
    """A copy with some fields of one concept or relation changed; None takes a field away."""
    made = record()
    made[part][index].update(fields)
    made[part][index] = {key: value for key, value in made[part][index].items() if value is not None}
    return made


OWL = {"id": "owl", "title": TITLE, "abstract": ABSTRACT}
