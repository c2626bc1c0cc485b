"""Find the papers that run on GPUs of one family. The catalogue knows what stands above an A100.

Expected output:

    NVIDIA A100 stands below NVIDIA Ampere, NVIDIA GPU, GPU, processor

    NVIDIA A100: Accelerating Sparse Deep Neural Networks; FlashAttention-2; GPTQ; Splitwise
    RTX A6000: GPTQ
"""

from pathlib import Path

import kg

HERE = Path(__file__).parent

ontology = kg.Ontology.load()


def families(device: kg.Concept) -> list[str]:
    return [ontology.concepts[iri].concept.label for iri in ontology.ancestors(device.iri)]


a100 = next(entry.concept for entry in ontology.by_key("a100") if entry.concept.type is kg.ConceptType.HARDWARE)
print(f"{a100.label} stands below {', '.join(families(a100))}\n")

with kg.Store() as store:
    kg.build(kg.read([HERE / "papers.txt", HERE / "papers.jsonl"]), store)
    graph = kg.Graph.of(store)

for device in graph.concepts(kg.ConceptType.HARDWARE):
    claims = graph.claims(None, kg.Predicate.RUNS_ON, device)
    titles = sorted({graph.paper_of(claim).title.partition(":")[0] for claim in claims})
    if titles and "NVIDIA Ampere" in families(device):
        print(f"{device.label}: {'; '.join(titles)}")
