"""`python -m kg.training GOLD.jsonl [FOLDER]`: learn the weights that ship."""

import logging
import sys
from pathlib import Path

from kg.ontology import Ontology
from kg.training.train import train

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent.parent / "weights"
    train(Path(sys.argv[1]), target, ontology=Ontology.load())
