"""Walk the graph: what stands around a node, and how two nodes are connected, with the sentences.

Expected output:

    QLoRA is a Technique. It is next to:
    - GPU (Hardware)
    - QLoRA: Efficient Finetuning of Quantized LLMs (Paper)
    - ChatGPT (Model)
    - Guanaco (Model)
    - NF4 (Technique)

    FlashAttention-2 → GPT → GPTQ
    - When GPT-style models are trained end to end with it, training speed is up to 225 TFLOPs/s per …
    - Running a GPT model with 175 billion parameters takes several high-end GPUs.
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

for path in graph.paths("FlashAttention-2", "GPTQ", limit=1):
    print("\n" + " → ".join(node.label for node in path.nodes))
    for step in path.steps:
        print("-", shorten(step.claims[0].evidence.text, 100, placeholder=" …"))
