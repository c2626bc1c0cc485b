"""List who beats whom by how much: the asserted comparisons between two named things.

Expected output:

    AWQ beats Hugging Face: 3x (speed)
    BitMoD beats ANT: 1.69x (speed)
    BitMoD beats OliVe: 1.48x (speed)
    EIE beats CPU: 189x (speed)
    EIE beats CPU: 24000x (energy efficiency)
    EIE beats DaDianNao: 19x (energy efficiency)
    EIE beats DaDianNao: 2.9x (throughput)
    EIE beats DaDianNao: 3x (area efficiency)
    EIE beats GPU: 13x (speed)
    EIE beats GPU: 3400x (energy efficiency)
    FlashAttention-2 beats FlashAttention: 2x (speed)
    Orca beats FasterTransformer: 36.9x (throughput)
    vLLM beats FasterTransformer: 2-4x (throughput)
    vLLM beats Orca serving system: 2-4x (throughput)
"""

from pathlib import Path

import kg

HERE = Path(__file__).parent
WANTED = ("BitMoD", "OliVe", "EIE", "FlashAttention-2", "AWQ", "vLLM", "Orca")

with kg.Store() as store:
    kg.build(kg.read([HERE / "papers.txt", HERE / "papers.jsonl"]), store)
    graph = kg.Graph.of(store)

lines = []
for name in WANTED:
    for claim in graph.claims(name, kg.Predicate.OUTPERFORMS):
        figure = claim.quantity
        if claim.object.type is None or not claim.asserted or figure is None or figure.mode != "Ratio":
            continue
        lines.append(f"{name} beats {claim.object.label}: {figure.value}{figure.unit} ({figure.metric})")
print(*sorted(lines), sep="\n")
