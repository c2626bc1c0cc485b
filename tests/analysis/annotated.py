"""Small annotated papers in our own words, and a way to spoil papers at random as a poor run would."""

import random

SENTENCE = "Heron is 1.7x faster than Willow on one GPU."


def concept(name, type_="Technique", role="uses", *, required=True, **more):
    return {"name": name, "type": type_, "role": role, "required": required, "mentions": [name], **more}


def relation(s, p, o, *, required=True, evidence=SENTENCE, **more):
    return {"s": s, "p": p, "o": o, "required": required, "evidence": evidence, **more}


def paper(concepts=(), relations=(), **more):
    return {
        "id": "p1",
        "title": "A title",
        "abstract": SENTENCE,
        "concepts": [*concepts],
        "relations": [*relations],
    } | more


HERON = concept("Heron", role="introduces")
WILLOW = concept("Willow", role="comparesWith")
FASTER = relation("Heron", "outperforms", "Willow", metric="speed", value="1.7", unit="x")
GOLD = paper([HERON, WILLOW, concept("GPU", "Hardware", "runsOn", required=False)], [FASTER])


def counts(result, name):
    tally = result.measures[name]
    return tally.hit, tally.miss, tally.alarm


# Spoiling


def confidence(dice):
    return dice.choice([round(dice.random(), 3), 0, 1, None])


def spoiled_concept(dice, concept):
    changes = {"score": confidence(dice), "role_confidence": confidence(dice), "how": dice.choice(["a", "b"])}
    if dice.random() < 0.2:
        changes["type"] = dice.choice(["Model", "Task", None])
    if dice.random() < 0.2:
        changes["role"] = dice.choice(["uses", "introduces"])
    if dice.random() < 0.2:
        changes |= {"name": dice.choice([*concept["mentions"], "nothing of the kind"]), "mentions": []}
    return concept | changes


def spoiled_relation(dice, relation, names):
    changes = {"confidence": confidence(dice), "rule": dice.choice(["x", "y", None])}
    if dice.random() < 0.3:
        changes["o"] = dice.choice([*names, "@baseline", None, "unheard of"])
    if dice.random() < 0.2:
        changes["s"] = dice.choice([*names, "@paper"])
    if dice.random() < 0.3:
        changes["value"] = dice.choice(["3", None, "41-137", "many"])
    if dice.random() < 0.2:
        changes["metric"] = dice.choice(["speed", None])
    if dice.random() < 0.1:
        changes["evidence"] = "made up"
    return relation | changes


def some(dice, items):
    """Most of the items, some of them twice."""
    kept = [item for item in items if dice.random() < 0.8]
    return kept + [dict(item) for item in kept if dice.random() < 0.2]


def spoiled(papers, seed):
    """Papers with names, types, roles, ends and figures changed, dropped and doubled at random."""
    dice = random.Random(seed)
    found = []
    for one in papers:
        names = [each["name"] for each in one["concepts"]]
        concepts = some(dice, [spoiled_concept(dice, each) for each in one["concepts"]])
        relations = some(dice, [spoiled_relation(dice, each, names) for each in one["relations"]])
        title = "unknown" if dice.random() < 0.1 else one["title"]
        found.append(one | {"title": title, "concepts": concepts, "relations": relations})
    return [one for one in found if dice.random() < 0.95]


def made_up(number, seed=0):
    """Annotated papers on things of the same few names, some required and some not, with relations between them."""
    dice = random.Random(seed)
    names = ["Heron", "Willow", "1-bit Crane", "Stork net", "GPU", "speed"]
    papers = []
    for place in range(number):
        kinds = [dice.choice(["Model", "Technique", "Hardware"]) for _ in names]
        roles = [dice.choice(["introduces", "uses", "runsOn", "comparesWith"]) for _ in names]
        concepts = [
            concept(name, kind, role, required=dice.random() < 0.7)
            for name, kind, role in zip(names, kinds, roles, strict=True)
            if dice.random() < 0.8
        ]
        ends = [*(each["name"] for each in concepts), "@paper", "@baseline"]
        relations = [
            relation(dice.choice(ends), dice.choice(["uses", "outperforms"]), dice.choice(ends), value=value,
                     required=dice.random() < 0.7)
            for value in dice.choices(["1.7", "2", None], k=dice.randrange(7))
        ]  # fmt: skip
        papers.append(paper(concepts, relations, id=f"p{place}", title=f"Title {place}"))
    return papers
