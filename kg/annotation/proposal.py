"""What kg has read out of a paper as a proposal in the form of the guidelines, for a person to judge.

Each concept and relation of a proposal has a `status` (`open`, `accepted` or `rejected`) and, where kg made it, a
`confidence`; the paper has a `state` (`todo`, `draft` or `done`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.annotation.form import CONCEPT, RELATION, Record, gold
from kg.model import Predicate

OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"
TODO, DRAFT, DONE = "todo", "draft", "done"
STATES = (TODO, DRAFT, DONE)


def proposal(record: Mapping[str, Any]) -> Record:
    """Return the proposal that an extraction is, given as `kg extract` prints it.

    No surface form goes to two concepts, and no name: what an earlier concept has, a later one loses, and one that
    loses all is not proposed, nor a relation that it is an end of.
    """
    concepts = _distinct(record["concepts"])
    names = {each["name"]: each["required"] for each in concepts}
    made = [_relation(each, names) for each in record["relations"]]
    relations = [each for each in made if _known(each["s"], names) and _known(each.get("o"), names)]
    return _paper(record, TODO) | {"concepts": concepts, "relations": relations}


def annotated(record: Mapping[str, Any], state: str = DONE) -> Record:
    """Return an annotated paper as one whose every part is accepted."""
    made = gold(record)
    return _paper(made, state) | {
        part: [each | {"status": ACCEPTED} for each in made[part]] for part in ("concepts", "relations")
    }


def judged(record: Mapping[str, Any]) -> Record:
    """Return what a person has left standing of a proposal, in the form of the guidelines."""
    kept = {part: [each for each in record[part] if each["status"] != REJECTED] for part in ("concepts", "relations")}
    return gold({**record, **kept})


def confidence(record: Mapping[str, Any]) -> float:
    """Return how sure kg is of a paper on average, 0 to 1; 1 for one of which it proposes nothing."""
    found = [each["confidence"] for part in ("concepts", "relations") for each in record[part] if "confidence" in each]
    return round(sum(found) / len(found), 4) if found else 1.0


def _paper(record: Mapping[str, Any], state: str) -> Record:
    return {"id": record["id"], "title": record["title"], "abstract": record["abstract"], "state": state}


def _known(name: str | None, names: Mapping[str, bool]) -> bool:
    return name is None or name.startswith("@") or name in names


def _distinct(found: Iterable[Mapping[str, Any]]) -> list[Record]:
    concepts: dict[str, Record] = {}
    taken: set[str] = set()
    for each in found:
        forms = [form for form in dict.fromkeys(each["mentions"]) if form not in taken]
        if each["name"] in concepts:
            concepts[each["name"]]["mentions"] += forms
        elif forms and not each["name"].startswith("@"):
            concepts[each["name"]] = _concept(each, forms)
        taken.update(forms)
    return list(concepts.values())


def _concept(found: Mapping[str, Any], forms: list[str]) -> Record:
    """Return a concept as proposed: what the paper merely mentions is optional."""
    made = {key: found[key] for key in CONCEPT if found.get(key)} | {"mentions": forms}
    made["type"], made["role"] = str(found["type"]), str(found["role"])
    made["required"] = found.get("required", found["role"] != Predicate.MENTIONS)
    return _rated(made, found, ("score", "role_confidence"))


def _relation(found: Mapping[str, Any], required: Mapping[str, bool]) -> Record:
    """Return a relation as proposed: required where both its ends are."""
    made = {key: found[key] for key in RELATION if found.get(key)}
    made["p"] = str(found["p"])
    if not made.get("o") and "o_text" not in made:
        made["o_text"] = made.get("metric", "score")
    ends = all(required.get(str(made.get(end)), True) for end in ("s", "o"))
    made["required"] = found.get("required", ends)
    return _rated(made, found, ("confidence",))


def _rated(made: Record, found: Mapping[str, Any], fields: tuple[str, ...]) -> Record:
    rates = [found[field] for field in fields if isinstance(found.get(field), int | float)]
    return made | {"status": OPEN} | ({"confidence": round(min(rates), 4)} if rates else {})
