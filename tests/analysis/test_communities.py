"""Topics: what is named together stands together, the same on every run."""

import subprocess
import sys

from kg.analysis.communities import communities
from tests.tables.made import (
    A100,
    ACCURACY,
    CACHING,
    FPGA,
    GPU,
    HERON,
    IMAGES,
    LINNET,
    OSPREY,
    PRUNING,
    SORTING,
    WORDS,
    read,
    store_of,
)

SEEING, WRITING = (HERON, PRUNING, IMAGES, GPU), (LINNET, CACHING, WORDS, FPGA)
PAPERS = [read(f"see {place}", names=[*SEEING[:n], IMAGES, ACCURACY]) for place, n in enumerate((2, 3, 4, 4))]
PAPERS += [read(f"write {n}", names=[*WRITING[:n], WORDS, ACCURACY]) for n in (2, 3, 4)]
BRIDGE = read("bridge", names=[HERON, LINNET])


def test_what_is_named_together_is_one_topic():
    found = communities(store_of(*PAPERS, BRIDGE))
    assert [{member.label for member in topic.concepts} for topic in found.topics] == [
        {"Heron", "pruning", "ImageSea", "GPU"}, {"Linnet", "caching", "WordSea"},
    ]  # fmt: skip
    assert (found.concepts, found.left) == (7, 1)
    assert found.modularity > 0.3


def test_topics_are_named_by_their_foremost_concepts_and_know_their_papers():
    first, second = communities(store_of(*PAPERS)).topics
    assert first.name == ", ".join(member.label for member in first.concepts[:3])
    assert [member.weight for member in first.concepts] == sorted(
        (member.weight for member in first.concepts), reverse=True
    )
    assert (first.papers, second.papers) == (4, 3)
    assert all(title.startswith("A paper on see") for title in first.examples)
    assert {member.label: member.papers for member in first.concepts}["ImageSea"] == 4


def test_metrics_are_no_topic():
    found = communities(store_of(*PAPERS))
    assert "accuracy" not in {member.label for topic in found.topics for member in topic.concepts}


def test_concepts_of_few_papers_can_count_too():
    found = communities(store_of(*PAPERS), min_papers=1)
    assert (found.concepts, found.left) == (8, 0)


def test_a_limit_keeps_the_first_topics():
    assert [len(communities(store_of(*PAPERS), limit=limit).topics) for limit in (0, 1, 9)] == [0, 1, 2]


def test_a_graph_without_pairs_has_single_topics_or_none():
    assert communities(store_of()).topics == ()
    lonely = communities(
        store_of(
            read("one", names=[A100]),
            read("two", names=[A100]),
            read("three", names=[OSPREY]),
            read("four", names=[OSPREY]),
        )
    )
    assert [(topic.name, topic.papers) for topic in lonely.topics] == [("A100", 2), ("Osprey", 2)]
    assert lonely.modularity == 0.0


def test_the_order_of_papers_plays_no_part():
    assert communities(store_of(*PAPERS, BRIDGE)) == communities(store_of(BRIDGE, *reversed(PAPERS)))


def test_a_finer_resolution_makes_more_topics():
    store = store_of(*PAPERS, BRIDGE)
    assert len(communities(store, resolution=8).topics) > len(communities(store).topics)


_SCRIPT = """
from kg.analysis.communities import communities
from tests.analysis.test_communities import BRIDGE, PAPERS
from tests.tables.made import store_of
print(communities(store_of(*PAPERS, BRIDGE), min_papers=1))
"""


def test_the_topics_do_not_depend_on_how_strings_are_hashed():
    runs = {
        subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""}).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1
    assert SORTING.label not in runs.pop()
