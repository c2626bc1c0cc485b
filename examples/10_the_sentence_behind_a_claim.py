"""See where a claim comes from. Every offset points into the text as it came in, LaTeX residue included.

Expected output:

    RTLCoder outperforms GPT-3.5: Asserted, rule words.beats
      0-110: RTLCoder: Outperforming GPT-3.5 in Design RTL Generation with Our Open-Source Dataset …
    RTLCoder outperforms GPT-3.5: Asserted, rule words.beats
      412-471: RTLCoder outperforms GPT-3.5 on both VerilogEval and RTLLM.
    RTLCoder outperforms (implied) prior methods: Asserted, rule words.beats
      412-471: RTLCoder outperforms GPT-3.5 on both VerilogEval and RTLLM.
    RTLCoder outperforms GPT-4: Negated, rule words.beats
      572-640: RTLCoder does not outperform GPT-4 on the human part of VerilogEval.
"""

from pathlib import Path
from textwrap import shorten

import kg

HERE = Path(__file__).parent

papers = {paper.title.partition(":")[0]: paper for paper in kg.read(HERE / "papers.txt")}
paper = papers["RTLCoder"]
extraction = kg.extract(paper)

for claim in extraction.claims:
    evidence = claim.evidence
    assert evidence.text == paper.text[evidence.span.start : evidence.span.end]
    if claim.predicate is kg.Predicate.OUTPERFORMS:
        print(f"{claim.subject.label} outperforms {claim.object.label}: {claim.polarity}, rule {claim.rule}")
        print(f"  {evidence.span.start}-{evidence.span.end}: {shorten(evidence.text, 90, placeholder=' …')}")
