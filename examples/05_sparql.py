"""Ask with SPARQL 1.1, in your own words or from a file of `queries/`. Prefixes need no declaration.

Expected output:

    GSM8K: Training Verifiers to Solve Math Word Problems
    HumanEval: Evaluating Large Language Models Trained on Code
    MLPerf Inference: MLPerf Inference Benchmark
    SA-1B: Segment Anything
    VerilogEval: VerilogEval: Evaluating Large Language Models for Verilog Code Generation

    1. EIE accelerator over CPU: 189x
    2. Orca serving system over FasterTransformer: 36.9x
    3. TPU over CPU: 30x
    4. TPU over GPU: 30x
    5. EIE accelerator over GPU: 13x
"""

from itertools import islice
from pathlib import Path

import kg

HERE = Path(__file__).parent
QUERY = """
SELECT ?name ?title WHERE {
  ?paper kg:introduces ?dataset ; dcterms:title ?title .
  ?dataset a kg:Dataset ; skos:prefLabel ?name .
} ORDER BY ?name
"""

with kg.Store() as store:
    kg.build(kg.read([HERE / "papers.txt", HERE / "papers.jsonl"]), store)
    for row in store.query(QUERY):
        print(f"{row['name'].value}: {row['title'].value}")

    print()
    rows = store.query((HERE / "queries" / "speedups-over-2x.rq").read_text(encoding="utf-8"))
    for place, row in enumerate(islice(rows, 5), start=1):
        print(f"{place}. {row['winner'].value} over {row['loser'].value}: {row['number'].value}x")
