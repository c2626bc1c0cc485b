"""Walk the graph: what stands around a node, and how two nodes are connected, with the sentences.

Expected output:

    QLoRA is a Technique. It is next to:
    - GPU (Hardware)
    - QLoRA: Efficient Finetuning of Quantized LLMs (Paper)
    - ChatGPT (Model)
    - NF4 (Technique)
    - double quantization (Technique)

    EIE accelerator → CPU → TPU
    - On nine benchmarks, EIE runs 189x faster than a CPU and 13x faster than a GPU with the same …
    - On average, the TPU is about 15x-30x faster than this GPU or CPU, and its TOPS/Watt are about …
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
for other in graph.neighbors(node, predicates=["introduces", "comparableTo", "runsOn", "uses"])[:5]:
    print(f"- {other.label} ({graph.kind(other)})")

for path in graph.paths("EIE accelerator", "TPU", limit=1):
    print("\n" + " → ".join(node.label for node in path.nodes))
    for step in path.steps:
        print("-", shorten(step.claims[0].evidence.text, 100, placeholder=" …"))
