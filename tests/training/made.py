"""Annotated papers made up for the tests: what trains in seconds."""

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def concept(name: str, kind: str, role: str, *mentions: str, required: bool = True) -> Record:
    return {"name": name, "type": kind, "role": role, "mentions": [name, *mentions], "required": required}


def relation(s: str, p: str, o: str, evidence: str, required: bool = True) -> Record:
    return {"s": s, "p": p, "o": o, "evidence": evidence, "required": required}


def annotated(number: int) -> Record:
    """A paper of a fixed form; the names change with the number, so that the form has to be learned."""
    name, chip, data = f"Shell{'ABCDEFGHIJKLMNOP'[number]}Net", f"Tide-{number}00", f"BeachSet-{number}"
    technique = ("pebble hashing", "wave pooling", "sand routing")[number % 3]
    proposal = f"We propose {name}, a network that uses {technique}."
    place = f"{name} runs on a {chip} board."
    test = f"We evaluate {name} on {data}."
    return {
        "id": f"made-{number}",
        "title": f"{name}: sorting of shells",
        "abstract": f"Shells are many on every beach. {proposal} {place} {test} The code will follow in spring.",
        "concepts": [
            concept(name, "Model", "introduces"),
            concept(technique, "Technique", "uses"),
            concept(chip, "Hardware", "runsOn"),
            concept(data, "Dataset", "evaluatedOn"),
            concept("shells", "Task", "addresses", required=False),
        ],
        "relations": [
            relation(name, "uses", technique, proposal),
            relation(name, "runsOn", chip, place),
            relation(name, "evaluatedOn", data, test),
        ],
    }


def write(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps(annotated(number)) + "\n\n" for number in range(count)), encoding="utf-8")
    return path
