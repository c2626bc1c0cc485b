"""Read a paper that stands in no file: give title and abstract as strings.

Expected output:

    SwiftCache outperforms vLLM: 1.8x speed
    SwiftCache outperforms vLLM: 35% memory
    SwiftCache outperforms (implied) prior methods: 3x speedup [hedged: might]
    'NVIDIA H100' is NVIDIA H100
"""

import kg

ABSTRACT = (
    "We present SwiftCache, a KV cache compression method for LLM serving. SwiftCache keeps keys in 4 bits and drops "
    "values that attention ignores. We implement it in vLLM and evaluate it on LongBench with Llama-2-7B. On an "
    "NVIDIA H100, SwiftCache is 1.8x faster than vLLM and uses 35% less memory. It might reach 3x with sparse kernels."
)

paper = kg.Paper(id="swiftcache", title="SwiftCache: Compressed Key-Value Caches for Serving", abstract=ABSTRACT)
extraction = kg.extract(paper)

for claim in extraction.claims:
    figure = claim.quantity
    if figure is None or figure.value is None:
        continue
    doubt = f" [hedged: {claim.hedge}]" if claim.hedge else ""
    print(f"{claim.subject.label} {claim.predicate} {claim.object.label}: {figure.verbatim} {figure.metric}{doubt}")

devices = [link for link in extraction.links if link.concept.type is kg.ConceptType.HARDWARE]
for link in devices:
    print(f"{link.mention.span.of(paper.text)!r} is {link.concept.label}")
