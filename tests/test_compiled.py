"""The catalogue compiled into the user's cache: the same as the one that was read, or made anew."""

import hashlib
import marshal
import os
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_cache_path

from kg import compiled, entries, ontology
from kg.compiled import Index, load, make_index, save
from kg.iris import concept_iri
from kg.model import ConceptType
from kg.ontology import Ontology, default_path, digest, files
from kg.text import label_key
from tests.vocabulary.made import SMALL, catalogue, entry

DIGEST = "d" * 64
ROWS = [("model/wren", "Wren|small bird|WRN", ""), ("technique/ant", "ANT|adaptive type", "exact")]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG_CACHE_HOME counts on Linux alone")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache of the user's; what this process has loaded before is forgotten."""
    home = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    ontology._load.cache_clear()
    yield home / "kg-papers"
    ontology._load.cache_clear()


@pytest.fixture
def reads(monkeypatch):
    """How many times Turtle was read."""
    made = []
    monkeypatch.setattr(ontology, "read", lambda paths: made.append(1) or entries.read(paths))
    return made


def kept(cache):
    return sorted(cache.glob("catalogue-*.bin")) if cache.exists() else []


def anew(folder):
    """Load a catalogue as another process would."""
    ontology._load.cache_clear()
    return Ontology.load(folder)


def parts(made):
    return made.concepts, made.sha256, dict(made.spellings), made._index.keys


# The index


def test_the_index_of_a_few_entries():
    made = make_index([entry("Wren", "low-rank"), entry("Kite", "wrens")])
    wren, kite = (concept_iri(ConceptType.TECHNIQUE, name) for name in ("Wren", "Kite"))
    assert made.keys == {"wren": (wren, kite), "lowrank": (wren,), "kite": (kite,)}
    assert made.spellings == {
        "kite": ("kite",), "low rank": ("lowrank",), "lowrank": ("lowrank",), "wren": ("wren",)
    }  # fmt: skip


def test_a_preferred_label_goes_first_in_any_order():
    one, other = entry("zebra", "horse"), entry("horse", kind=ConceptType.MODEL)
    for order in ([one, other], [other, one]):
        assert make_index(order).keys["horse"] == (other.concept.iri, one.concept.iri)


def test_no_entries_have_an_empty_index():
    assert make_index([]) == Index({}, {})


LABELS = st.text(alphabet="abC -19s", min_size=1, max_size=8).filter(label_key)


@given(
    st.lists(st.lists(LABELS, min_size=1, max_size=3, unique=True), max_size=6, unique_by=lambda ls: label_key(ls[0]))
)
def test_the_index_holds_every_label_once(rows):
    made = [entry(*row) for row in rows]
    index = make_index(made)
    assert set(index.keys) == {label_key(label) for one in made for label in one.labels}
    assert all(len({*iris}) == len(iris) for iris in index.keys.values())
    assert {key for keys in index.spellings.values() for key in keys} <= set(index.keys)
    assert list(index.spellings) == sorted(index.spellings)


# Saved and loaded


def test_what_was_saved_is_loaded(cache):
    index = make_index(SMALL.concepts.values())
    assert load(DIGEST) is None
    save(DIGEST, SMALL.concepts, index)
    assert load(DIGEST) == (SMALL.concepts, index)
    assert load("e" * 64) is None, "another digest is another catalogue"
    (file,) = kept(cache)
    assert DIGEST[:32] in file.name
    assert sys.implementation.cache_tag in file.name, "marshalled bytes are of one Python"


def test_the_cache_is_the_user_s(cache):
    save(DIGEST, {}, make_index([]))
    assert kept(user_cache_path("kg-papers")) == kept(cache)
    assert [file.name for file in cache.iterdir()] == [kept(cache)[0].name], "no draft stays"


@pytest.mark.parametrize("kind", ConceptType)
def test_every_field_comes_back(kind):
    one = entry(
        "Wren", "ein Zaunkönig", "鷦鷯", kind=kind, broader=("bird",), case_sensitive=True, cue=("a", "b"), year="1"
    )
    save(DIGEST, {one.concept.iri: one}, make_index([one]))
    found = load(DIGEST)
    assert found is not None
    assert found[0] == {one.concept.iri: one}
    assert isinstance(found[0][one.concept.iri].concept.type, ConceptType)
    assert hash(found[0][one.concept.iri]) == hash(one)


def test_the_order_of_entries_comes_back():
    save(DIGEST, SMALL.concepts, make_index(SMALL.concepts.values()))
    found = load(DIGEST)
    assert found is not None
    assert list(found[0]) == list(SMALL.concepts)


DAMAGE = {
    "empty": lambda data: b"",
    "short": lambda data: data[:20],
    "no body": lambda data: data[:32],
    "cut": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "longer": lambda data: data + b"\0",
    "first byte": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "one bit": lambda data: data[:-5] + bytes([data[-5] ^ 4]) + data[-4:],
    "other text": lambda data: b"{}",
    "zeros": lambda data: bytes(len(data)),
    "no checksum": lambda data: data[32:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_made_anew(cache, reads, write_catalogue, damage):
    folder = write_catalogue(ROWS)
    first = anew(folder)
    (file,) = kept(cache)
    file.write_bytes(damage(file.read_bytes()))
    assert load(first.sha256) is None
    assert parts(anew(folder)) == parts(first)
    assert len(reads) == 2
    assert parts(anew(folder)) == parts(first)
    assert len(reads) == 2, "and is whole again"


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_noticed(place, change):
    """By the checksum: what is loaded was written so."""
    path = compiled._path("f" * 64)
    if not path.exists():
        save("f" * 64, SMALL.concepts, make_index(SMALL.concepts.values()))
        (path.parent / "whole").write_bytes(path.read_bytes())
    data = bytearray((path.parent / "whole").read_bytes())
    data[place % len(data)] ^= change
    path.write_bytes(data)
    assert load("f" * 64) is None


def test_a_catalogue_is_read_once(cache, reads, write_catalogue):
    folder = write_catalogue(ROWS)
    first = anew(folder)
    assert Ontology.load(folder) is first, "in one process it is one object"
    assert parts(anew(folder)) == parts(first)
    assert len(reads) == 1
    assert len(kept(cache)) == 1


def test_a_changed_file_makes_another_catalogue(cache, reads, write_catalogue):
    folder = write_catalogue(ROWS)
    anew(folder)
    more = folder / "concepts" / "all.ttl"
    more.write_text(more.read_text(encoding="utf-8").replace("small bird", "tiny bird"), encoding="utf-8")
    assert anew(folder).by_key("tinybird") != ()
    assert anew(folder).by_key("smallbird") == ()
    assert (len(reads), len(kept(cache))) == (2, 2)


def test_the_name_of_a_file_counts(cache, reads, write_catalogue):
    folder = write_catalogue(ROWS)
    anew(folder)
    (folder / "concepts" / "all.ttl").rename(folder / "concepts" / "words.ttl")
    anew(folder)
    assert len(reads) == 2


# Where nothing can be kept


def test_a_cache_that_is_a_file_does_no_harm(cache, reads, write_catalogue):
    cache.parent.mkdir()
    cache.write_text("in the way", encoding="utf-8")
    folder = write_catalogue(ROWS)
    assert parts(anew(folder)) == parts(anew(folder))
    assert len(reads) == 2
    assert cache.read_text(encoding="utf-8") == "in the way"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_does_no_harm(cache, write_catalogue):
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    folder = write_catalogue(ROWS)
    assert parts(anew(folder)) == parts(anew(folder))
    assert kept(cache) == []


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
@pytest.mark.parametrize("step", ["mkdir", "mkstemp", "replace", "fdopen"])
def test_a_full_or_closed_disk_does_no_harm(cache, monkeypatch, write_catalogue, step, error):
    def fail(*arguments, **options):
        raise error

    folder = write_catalogue(ROWS)
    home = {"mkstemp": compiled.tempfile, "fdopen": compiled.os}.get(step, compiled.Path)
    monkeypatch.setattr(home, step, fail)
    assert anew(folder).by_key("wren") != ()
    assert kept(cache) == []


def test_a_full_disk_leaves_no_draft(cache, monkeypatch, write_catalogue):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled.Path, "replace", full)
    anew(write_catalogue(ROWS))
    assert list(cache.iterdir()) == []


def test_a_folder_in_place_of_the_file_does_no_harm(cache, write_catalogue):
    folder = write_catalogue(ROWS)
    path = compiled._path(digest(folder))
    (path / "inside").mkdir(parents=True)
    assert anew(folder).by_key("wren") != ()
    assert path.is_dir()


# How many are kept


def test_four_are_kept_and_the_oldest_go(cache):
    for number in range(7):
        save(f"{number}" * 64, SMALL.concepts, make_index(SMALL.concepts.values()))
        for age, file in enumerate(kept(cache)):
            os.utime(file, (1_000_000 + age, 1_000_000 + age))  # clocks are too coarse to tell
    assert len(kept(cache)) == 4
    assert [load(f"{number}" * 64) is not None for number in range(7)] == [False] * 3 + [True] * 4


def test_other_files_of_the_folder_stay(cache):
    cache.mkdir(parents=True)
    (cache / "notes.txt").write_text("mine", encoding="utf-8")
    for number in range(6):
        save(f"{number}" * 64, {}, make_index([]))
    assert (cache / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert len(kept(cache)) == 4


def test_saving_again_takes_no_more_room(cache):
    for _ in range(3):
        save(DIGEST, SMALL.concepts, make_index(SMALL.concepts.values()))
    assert len(kept(cache)) == 1


# Remembered


def test_a_made_catalogue_is_remembered_by_its_digest(cache, monkeypatch):
    made = catalogue(entry("Wren", "small bird"), sha256=DIGEST)
    assert made.remembered() is made
    assert len(kept(cache)) == 1
    monkeypatch.setattr(ontology, "make_index", lambda entries: pytest.fail("the index stands in the cache"))
    again = catalogue(entry("Wren", "small bird"), sha256=DIGEST).remembered()
    assert [one.concept.label for one in again.by_key("smallbird")] == ["Wren"]


def test_the_file_holds_no_code(cache):
    """Marshalled tuples, strings and truth values, behind a checksum."""
    save(DIGEST, SMALL.concepts, make_index(SMALL.concepts.values()))
    data = kept(cache)[0].read_bytes()
    assert hashlib.sha256(data[32:]).digest() == data[:32]
    waiting, kinds = [marshal.loads(data[32:])], set()
    while waiting:
        one = waiting.pop()
        kinds.add(type(one))
        waiting += one.items() if isinstance(one, dict) else one if isinstance(one, list | tuple) else ()
    assert kinds <= {tuple, list, dict, str, bool}


# The catalogue that ships


def test_the_catalogue_that_ships_loads_at_once(reads):
    folder = default_path()
    plain = Ontology.read(files(folder)[1:], digest(folder))
    save(plain.sha256, plain.concepts, plain._index)
    fastest = 9.0
    for _ in range(3):
        begun = time.perf_counter()
        loaded = anew(folder)
        fastest = min(fastest, time.perf_counter() - begun)
    assert sum(1 for _ in loaded.labels()) > 50_000
    assert len(reads) == 1, "no Turtle was read but the first time"
    assert fastest < 1.5
    assert parts(loaded) == parts(plain)
