"""Hand the graph to networkx, with every claim as an edge, and to rdflib, with every triple.

Expected output:

    MultiDiGraph with directed edges: True
    steps from GPTQ to vLLM: 4
    rdflib holds the same triples: True
    titles in rdflib: 30
"""

from pathlib import Path

import networkx as nx

import kg

HERE = Path(__file__).parent

with kg.Store() as store:
    kg.build(kg.read(HERE / "papers.txt"), store)

    network = kg.Graph.of(store).to_networkx()
    print(type(network).__name__, "with directed edges:", network.is_directed())
    start, end = (next(iri for iri, label in network.nodes("label") if label == name) for name in ("GPTQ", "vLLM"))
    print("steps from GPTQ to vLLM:", nx.shortest_path_length(network.to_undirected(), start, end))

    triples = store.to_rdflib()
    print("rdflib holds the same triples:", len(triples) == len(store))
    titles = triples.query("SELECT (COUNT(*) AS ?n) { ?paper dcterms:title ?title }")
    print("titles in rdflib:", *(row.n for row in titles))
