"""Read a file of papers, and see what kg finds in one of them: its roles, that is what it introduces, uses, runs on.

Expected output:

    32 papers
    LoRA: Low-Rank Adaptation of Large Language Models
    ICLR 2022, Edward J. Hu and 7 more

    introduces: low-rank adaptation
    uses: large language model, Transformer
    evaluatedOn: GPT-3 175B, RoBERTa, DeBERTa
    comparesWith: full fine-tuning, Adam, fine-tuning, GPT-2, GPT-3
    measures: parameter count, GPU memory usage, inference latency
"""

from pathlib import Path

import kg

HERE = Path(__file__).parent

papers = {paper.id: paper for paper in kg.read(HERE / "papers.jsonl")}
print(len(papers), "papers")

paper = papers["2106.09685"]
print(f"{paper.title}\n{paper.venue} {paper.published}, {paper.authors[0]} and {len(paper.authors) - 1} more\n")

extraction = kg.extract(paper)
for role in ("introduces", "addresses", "uses", "evaluatedOn", "comparesWith", "measures"):
    claims = [claim for claim in extraction.claims if claim.predicate == role and claim.subject.label == paper.title]
    if claims:
        print(f"{role}: {', '.join(claim.object.label for claim in claims)}")
