"""What `kg.neural` computes is what torch computes, and int8 changes it little."""

from pathlib import Path

import numpy as np
import pytest

from kg.model import Span
from kg.neural.encoder import FILES, Network, shipped_folder
from kg.neural.pairing import Meeting, facts_of_pair, meetings
from kg.neural.reading import Reading, facts_of
from kg.parse import Document
from tests.neural.made import PIECES, TEXT, document, random_network, splitter

torch = pytest.importorskip("torch", reason="a random network is made with torch, of the extra train")
pytest.importorskip("onnx", reason="a random network is exported with onnx, of the extra train")

from kg.neural.mixing import Mixing, write_mixing  # noqa: E402 - after what is skipped without torch
from kg.training.network.examples import MARKS, ROLES, TYPES  # noqa: E402
from kg.training.network.export import export, write_plain  # noqa: E402
from kg.training.network.module import Pairs, Things  # noqa: E402
from kg.training.network.pairs import STATED  # noqa: E402

pytestmark = pytest.mark.slow
SEEN = {0: ["gModB", "coinedB"], 2: ["qTecB"], 7: ["nHarI"]}
THINGS = [[Span(0, 7), Span(30, 40)], [Span(62, 69)], [Span(90, 104)]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("network")
    network = random_network()
    export(network, PIECES, folder)
    write_mixing(folder / "mixing.json", Mixing())
    with np.load(folder / "inputs.npz") as archive:  # torch is to see the words as int8 leaves them
        words = archive["words"] * archive["scales"][:, None]
    with torch.no_grad():
        network.encoder.words.weight.copy_(torch.from_numpy(words))
        for name, weight in network.named_parameters():  # and the heads as half precision leaves them
            if not name.startswith(("encoder.", "marks.", "tag")):
                weight.copy_(weight.half())
    torch.save(network.state_dict(), folder / "network.pt")
    (folder / "plain").mkdir()
    for name in FILES:
        (folder / "plain" / name).write_bytes((folder / name).read_bytes())
    write_plain(network, folder / "plain" / "encoder.onnx")
    return folder


def reading(folder: Path, paper: Document) -> Reading:
    return Network(folder, lambda _: SEEN).reading(paper)


def of_torch(folder: Path, paper: Document) -> tuple[object, np.ndarray]:
    """The network and its token vectors, as torch computes them."""
    network = random_network()
    network.load_state_dict(torch.load(folder / "network.pt"))
    pieces = splitter(folder).pieces(paper)
    flags = torch.zeros(len(pieces.ids), len(MARKS))
    ends = [*pieces.first[1:], len(pieces.ids) - 1]
    for token, marks in SEEN.items():
        for mark in marks:
            flags[pieces.first[token] : max(ends[token], pieces.first[token] + 1), MARKS.index(mark)] = 1.0
    with torch.no_grad():
        ids, shapes = torch.from_numpy(pieces.ids)[None], torch.from_numpy(pieces.shapes)[None]
        vectors = network.vectors(ids, shapes, flags[None], None)[0][pieces.first]
        return network, vectors.numpy()


def test_vectors_are_those_of_torch(exported: Path) -> None:
    paper = document()
    found = reading(exported / "plain", paper)
    _, vectors = of_torch(exported, paper)
    assert found.vectors == pytest.approx(vectors, abs=1e-3)


def test_judgements_are_those_of_torch(exported: Path) -> None:
    paper = document()
    found = reading(exported / "plain", paper)
    network, vectors = of_torch(exported, paper)
    judged = found.judge(THINGS)
    ranges = [[token_range(paper, span) for span in spans] for spans in THINGS]
    things, met = of_things(found, ranges), list(meetings(ranges, paper.sentences))
    with torch.no_grad():
        scores = network.judge(torch.from_numpy(vectors), things, of_pairs(met, ranges))
    assert [each.keep for each in judged] == pytest.approx(torch.sigmoid(scores["keep"]).tolist(), abs=1e-3)
    for number, each in enumerate(judged):
        assert list(each.types) == list(TYPES)
        assert list(each.roles) == list(ROLES)
        assert [*each.types.values()] == pytest.approx(torch.softmax(scores["types"][number], 0).tolist(), abs=1e-3)
        assert [*each.roles.values()] == pytest.approx(torch.softmax(scores["roles"][number], 0).tolist(), abs=1e-3)
        relations = torch.sigmoid(scores["relations"][number]).tolist()
        assert [*each.relations.values()] == pytest.approx(relations, abs=1e-3)
    related = found.relate(THINGS)
    assert list(related) == [(each.subject, each.other) for each in met]
    assert len(related) == 6
    for shares, expected in zip(related.values(), torch.sigmoid(scores["stated"]), strict=True):
        assert list(shares) == list(STATED)
        assert [*shares.values()] == pytest.approx(expected.tolist(), abs=1e-3)


def of_things(found: Reading, ranges: list[list[tuple[int, int]]]) -> Things:
    return Things(
        torch.tensor([own for group in ranges for own in group]),
        torch.tensor([number for number, group in enumerate(ranges) for _ in group]),
        torch.tensor(facts_of(ranges, found.document.sentences, found.marks), dtype=torch.float32),
    )


def of_pairs(met: list[Meeting], ranges: list[list[tuple[int, int]]]) -> Pairs:
    begins = np.cumsum([0, *map(len, ranges)])
    return Pairs(
        torch.tensor([(each.subject, each.other) for each in met]),
        torch.tensor([(begins[m.subject] + m.mentions[0], begins[m.other] + m.mentions[1]) for m in met]),
        torch.tensor([each.between for each in met]),
        torch.tensor(np.array([facts_of_pair(each) for each in met], dtype=np.float32)),
    )


def token_range(paper: Document, span: Span) -> tuple[int, int]:
    inside = [t.i for t in paper.doc if t.idx < span.end and t.idx + len(t) > span.start]
    return inside[0], inside[-1] + 1


def test_int8_is_close_to_float(exported: Path) -> None:
    paper = document()
    exact, small = reading(exported / "plain", paper).vectors, reading(exported, paper).vectors
    cosines = (exact * small).sum(axis=1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(small, axis=1)
    assert cosines.min() > 0.99
    assert not np.array_equal(exact, small)


def test_a_network_is_exported_alike_each_time(exported: Path, tmp_path: Path) -> None:
    export(random_network(), PIECES, tmp_path)
    for name in ("encoder.onnx", "inputs.npz", "heads.npz", "pieces.txt"):
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes()
    export(random_network(seed=1), PIECES, tmp_path)
    assert (tmp_path / "encoder.onnx").read_bytes() != (exported / "encoder.onnx").read_bytes()


def test_the_same_paper_is_read_alike_each_time(exported: Path) -> None:
    one, other = reading(exported, document()), reading(exported, document())
    assert np.array_equal(one.vectors, other.vectors)
    assert one.judge(THINGS) == other.judge(THINGS)


def test_a_thing_is_judged_alike_whatever_is_judged_beside_it(exported: Path) -> None:
    found = reading(exported, document())
    for number, thing in enumerate(THINGS):
        [alone] = found.judge([thing])
        together = found.judge(THINGS)[number]
        assert alone.keep == pytest.approx(together.keep, abs=2e-6)
    assert found.judge([]) == []


def test_the_last_reading_is_kept(exported: Path) -> None:
    asked = []
    network = Network(exported, lambda paper: asked.append(paper) or {})
    paper = document()
    assert network.reading(paper) is network.reading(paper)
    assert asked == [paper]
    assert network.reading(document("Another."), marks={}).document.paper.abstract == "Another."
    assert asked == [paper]


def test_a_paper_longer_than_the_encoder_reads_has_a_vector_for_each_token(exported: Path) -> None:
    paper = document(f"{TEXT} " * 20)
    found = reading(exported, paper)
    assert len(found.vectors) == len(found.marks) == len(paper.texts)
    assert np.isfinite(found.vectors).all()


@pytest.mark.parametrize("abstract", ["", " ", "∑", "\n\n"])
def test_a_paper_of_next_to_nothing_is_read(exported: Path, abstract: str) -> None:
    paper = document(abstract, "T")
    assert len(Network(exported, lambda _: {}).reading(paper).vectors) == len(paper.doc)


def test_marks_change_what_is_seen(exported: Path) -> None:
    paper = document()
    with_marks = reading(exported, paper)
    without = Network(exported, lambda _: {}).reading(paper)
    assert with_marks.marks.sum() == 4
    assert without.marks.sum() == 0
    assert not np.allclose(with_marks.vectors, without.vectors, atol=1e-3)


def test_a_folder_of_weights_has_a_network_if_it_is_whole(exported: Path, tmp_path: Path) -> None:
    assert shipped_folder(tmp_path) is None
    (tmp_path / "network").symlink_to(exported, target_is_directory=True)
    shipped_folder.cache_clear()
    assert shipped_folder(tmp_path) == tmp_path / "network"
    shipped_folder.cache_clear()
