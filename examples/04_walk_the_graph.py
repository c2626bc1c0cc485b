"""Walk the graph: what stands around a node, and how two nodes are connected, with the sentences.

Expected output:

    QLoRA is a Technique. It is next to:
    - GPU (Hardware)
    - QLoRA: Efficient Finetuning of Quantized LLMs (Paper)
    - single GPU (Hardware)
    - ChatGPT (Model)
    - double quantization (Technique)

    BitMoD → OliVe → GOBO
    - In terms of speed, BitMoD is on average 1.69x and 1.48x faster than ANT and OliVe, respectively.
    - The OliVe accelerator surpasses GOBO, an outlier-aware accelerator, by 4.5x in speedup and 4.0x in …
"""

from pathlib import Path
from textwrap import shorten

import kg

HERE = Path(__file__).parent

with kg.Store() as store:
    kg.build(kg.read(HERE / "papers.txt"), store)
    graph = kg.Graph.of(store)

node = graph.node("qlora")  # a name as people type it; an IRI or the id of a paper will do, too
print(f"{node.label} is a {graph.kind(node)}. It is next to:")
for other in graph.neighbours(node, predicates=["introduces", "comparableTo", "runsOn", "uses"])[:5]:
    print(f"- {other.label} ({graph.kind(other)})")

for path in graph.paths("BitMoD", "GOBO", predicates=["outperforms"]):
    print("\n" + " → ".join(node.label for node in path.nodes))
    for step in path.steps:
        print("-", shorten(step.claims[0].evidence.text, 100, placeholder=" …"))
