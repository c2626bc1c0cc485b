"""A sitting over three small papers, for the tests of the annotator's page."""

from kg.annotation.form import Record
from kg.model import Paper
from kg.serve.annotate.desk import Files
from kg.serve.annotate.session import Session
from tests.annotation.made import PAPER, RECORD

HERON = Paper("heron", "Heron: a router", "We propose Heron. Heron beats Tutel by 27% on 𝔸 chips. It uses CUDA.")
EVIL = Paper("evil/<b>&", 'A <img src=x onerror="1"> title', "We present <b>Bold</b> & run it on a GPU.")
PAPERS = (EVIL, HERON, PAPER)


def said(name, kind, role, *forms, score=0.5):
    return {"name": name, "type": kind, "role": role, "mentions": list(forms or (name,)), "score": score}


EXTRACTIONS: dict[str, Record] = {
    "owl": {
        "concepts": [each | {"score": 0.9} for each in RECORD["concepts"]],
        "relations": [each | {"confidence": 0.8} for each in RECORD["relations"]],
    },
    "heron": {
        "concepts": [
            said("Heron", "Technique", "introduces", score=0.9),
            said("Tutel", "Technique", "comparesWith", score=0.4),
            said("CUDA", "Hardware", "uses", score=0.3),
        ],
        "relations": [
            {"s": "Heron", "p": "outperforms", "o": "Tutel", "value": "27", "unit": "%", "confidence": 0.7,
             "evidence": "Heron beats Tutel by 27% on 𝔸 chips."},
            {"s": "Heron", "p": "uses", "o": "CUDA", "confidence": 0.4, "evidence": "It uses CUDA."},
        ],
    },
    EVIL.id: {"concepts": [said("<b>Bold</b>", "Technique", "introduces")], "relations": []},
}  # fmt: skip


def propose(paper: Paper) -> Record:
    """What `kg extract` would print of a paper."""
    return {"id": paper.id, "title": paper.title, "abstract": paper.abstract, **EXTRACTIONS[paper.id]}


def sitting(folder, *, bare=False, papers=PAPERS):
    """A session that writes `annotations.jsonl` in a folder."""
    return Session(papers, Files(folder / "annotations.jsonl", bare=bare), propose)


def sent(shown, **changes):
    """What the page sends of a paper that it was shown."""
    keys = ("revision", "state", "concepts", "relations")
    return {key: shown[key] for key in keys} | changes
