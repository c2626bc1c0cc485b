"""Put two papers side by side: what both name, and the figures that each reports.

Expected output:

    named by both: FlashAttention, sequence length

    FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness
    - outperforms GPT-2: 15 % speed
    - outperforms GPT-2: 2.4 x speed
    - outperforms GPT-2: 3 x speed
    - achieves accuracy: 61.4 % accuracy
    - achieves accuracy: 63.1 % accuracy

    FlashAttention-2: Faster Attention with Better Parallelism and Work Partitioning
    - outperforms FlashAttention: 2 x speed
    - achieves theoretical peak throughput: 50-73 % theoretical peak throughput
    - achieves training speed: 225 TFLOPs/s training speed
    - achieves model FLOPs: 72 % model FLOPs
"""

from pathlib import Path

import kg

HERE = Path(__file__).parent

papers = {paper.title.partition(":")[0]: paper for paper in kg.read(HERE / "papers.txt")}
left, right = (kg.extract(papers[name]) for name in ("FlashAttention", "FlashAttention-2"))

named = [{link.concept.label for link in extraction.links} for extraction in (left, right)]
print("named by both:", ", ".join(sorted(named[0] & named[1])))

for extraction in (left, right):
    print(f"\n{extraction.paper.title}")
    figures = {(claim.evidence.span, claim.quantity.value): claim for claim in extraction.claims if claim.quantity}
    for place in sorted(place for place in figures if place[1]):
        claim = figures[place]
        print(f"- {claim.predicate} {claim.object.label}: {place[1]} {claim.quantity.unit} {claim.quantity.metric}")
