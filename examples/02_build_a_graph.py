"""Build a graph in memory from two files; a paper that stands in both counts once. Build again: nothing is to be done.

Give `kg.Store("some/folder")` instead, and the graph stays on disk.

Expected output:

    first build: 61 papers added, 0 failures
    second build: 0 added, 0 changed, 61 unchanged

    in both files: papers.jsonl, papers.txt
    FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness
    2022-05-27, NeurIPS, 5 authors

    the most connected technique: FlashAttention
"""

from pathlib import Path

import kg

HERE = Path(__file__).parent

papers = list(kg.read([HERE / "papers.txt", HERE / "papers.jsonl"]))
with kg.Store() as store:
    first = kg.build(papers, store)
    print(f"first build: {first.added} papers added, {len(first.failures)} failures")

    again = kg.build(papers, store)
    print(f"second build: {again.added} added, {again.changed} changed, {again.unchanged} unchanged")

    graph = kg.Graph.of(store)
    paper = graph.papers()[[paper.id for paper in graph.papers()].index("2205.14135")]
    print(f"\nin both files: {', '.join(paper.source)}")
    print(f"{paper.title}\n{paper.published}, {paper.venue}, {paper.author_count} authors")

    print("\nthe most connected technique:", graph.concepts(kg.ConceptType.TECHNIQUE)[0].label)
