"""A paper in our own words, and what an endpoint may say of it."""

from typing import Any

from kg.model import Paper

PAPER = Paper(
    "shell",
    "ShellNet: A Small Network that Sorts Shells",
    "Sorting shells is slow on a beach. We propose ShellNet (SN), a small network for shell sorting built on Vision"
    " Transformer. On ImageNet, ShellNet reaches 81.5\\% top-1 accuracy and is 1.69$\\times$ faster than ResNet-50.\n"
    "ShellNet halves the energy of earlier sorters, and it runs on an NVIDIA A100. It does not outperform BERT by 3%.",
)


def concept(name: str, kind: str, role: str, *mentions: str, **more: object) -> dict[str, Any]:
    return {"name": name, "type": kind, "mentions": list(mentions or (name,)), "role": role} | more


def relation(s: str, p: str, o: str | None, evidence: str, **more: object) -> dict[str, Any]:
    empty = dict.fromkeys(("o_text", "metric", "value", "unit", "dataset", "condition"))
    return {"s": s, "p": p, "o": o, "evidence": evidence} | empty | more


REACHES = "On ImageNet, ShellNet reaches 81.5\\% top-1 accuracy and is 1.69$\\times$ faster than ResNet-50."
HALVES = "ShellNet halves the energy of earlier sorters, and it runs on an NVIDIA A100."
DENIES = "It does not outperform BERT by 3%."
CONCEPTS = [
    concept("ShellNet", "Model", "introduces", "ShellNet", "SN"),
    concept("shell sorting", "Task", "addresses", "shell sorting", "Sorting shells"),
    concept("Vision Transformer", "Model", "uses"),
    concept("ImageNet", "Dataset", "evaluatedOn"),
    concept("ResNet-50", "Model", "comparesWith"),
    concept("top-1 accuracy", "Metric", "measures"),
    concept("NVIDIA A100", "Hardware", "runsOn"),
    concept("BERT", "Model", "comparesWith"),
]
RELATIONS = [
    relation(
        "ShellNet", "achieves", "top-1 accuracy", REACHES, metric="top-1 accuracy", value="81.5", unit="%", dataset="ImageNet"
    ),
    relation("ShellNet", "outperforms", "ResNet-50", REACHES, metric="speedup", value="1.69", unit="x"),
    relation(
        "SN", "outperforms", "@baseline", "ShellNet halves the energy of earlier sorters", o_text="earlier sorters",
        metric="energy", value="50", unit="%",
    ),
    relation("ShellNet", "runsOn", "NVIDIA A100", "it runs on an NVIDIA A100"),
    relation("ShellNet", "addresses", "shell sorting", "a small network for shell sorting"),
]  # fmt: skip
RECORD = {"concepts": CONCEPTS, "relations": RELATIONS}
