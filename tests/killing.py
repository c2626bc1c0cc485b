"""Builds that are killed again and again, each in a process of its own: run as a program by `test_killed`.

    python -m tests.killing FOLDER SEED KILLS

What papers say is read once, before the first build; so nearly all the time of a build is writing, and there it dies.
This process opens no store, since threads of a store do not live on in a fork.
"""

import gc
import hashlib
import importlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from kg import pipeline, stating
from kg.export.folder import OUTPUTS, REPORT, STORE, build_folder
from kg.model import Extraction, Paper
from kg.ontology import Ontology
from kg.pipeline import Engine, load_engine
from kg.quality import shipped
from kg.rdf import bulk
from kg.rdf.store import Store
from kg.settings import Settings
from kg.sources.read import read
from kg.traverse import kept

SETTINGS = Settings(fast=True, workers=1)
TEXTS = {
    "a": ("We propose FooNet, a network for shells. FooNet runs on an NVIDIA H100 GPU.", "FooNet uses BERT on GLUE."),
    "b": (
        "We introduce BarSort. BarSort outperforms FooNet by 3.2% in accuracy on ImageNet.",
        "BarSort runs on a CPU.",
    ),
    "c": (
        "The sea was calm, and BERT could not tell why.",
        "Waves are modelled with a recurrent neural network (RNN).",
    ),
    "d": ("QuuxLM is 2.5x faster than BERT on GLUE.", "QuuxLM is an RNN and 3.5x faster than BERT on SQuAD."),
    "e": ("We use adaptive tiling (AT) of loops on an A100.", "AT saves 12% of the energy on an FPGA."),
}
STATES = ({"a": 0, "b": 0}, {"a": 1, "c": 0, "d": 0, "e": 0}, {"b": 0, "c": 1, "d": 1, "e": 1}, {"c": 0}, {})
"""Which text each paper of a listing has."""

State = dict[str, int]


def write(path: Path, state: State) -> Path:
    """Write a listing; one without papers holds one that every state has."""
    rows = [{"id": i, "title": f"On {i} and shells", "abstract": TEXTS[i][n]} for i, n in state.items()]
    rows.append({"id": "z", "title": "A constant", "abstract": "BERT is evaluated on GLUE."})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def prepare(folder: Path) -> None:
    """Read every text once; from then on a build takes what was read."""
    engine = load_engine(SETTINGS, Ontology.load())
    papers = [paper for n in (0, 1) for paper in read(write(folder / "in.jsonl", dict.fromkeys(TEXTS, n)))]
    made = {paper: pipeline.extract(paper, engine=engine) for paper in papers}

    def extract(paper: Paper, *, engine: Engine | None = None) -> Extraction:
        return made[paper]

    mark, used, record = pipeline.engine_mark(SETTINGS), pipeline.reading(SETTINGS, Ontology.load().sha256), shipped()
    pipeline.extract = extract
    pipeline.engine_mark = lambda settings, ontology: mark
    pipeline.reading = lambda settings, digest: used
    stating.shipped = lambda: record
    bulk._CHUNK = 2
    whole(lambda: _loaded(folder))
    for name in (folder / "modules").read_text("ascii").split():
        importlib.import_module(name)
    gc.freeze()  # what is here now stays as it is: a fork need not copy it


def _loaded(folder: Path) -> None:
    """Write which modules a build loads that are not loaded yet, for the one that forks all builds."""
    before = set(sys.modules)
    build(folder / "in.jsonl", folder / "first")
    names = (name for name in sys.modules if name not in before and not name.startswith("_"))
    (folder / "modules").write_text(" ".join(names), encoding="ascii")


def child(work: Callable[[], None]) -> int:
    """Do some work in a new process and return its number."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - a child ends here, whatever happened
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)
    return pid


def ended(pid: int) -> int:
    """Wait for a process: 0 where it was done, -9 where it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def whole(work: Callable[[], None]) -> None:
    assert ended(child(work)) == 0


def build(source: Path, out: Path, *, fresh: bool = False) -> None:
    build_folder(source, out, settings=SETTINGS, prune=True, fresh=fresh)


def after(events: int, work: Callable[[], None]) -> Callable[[], None]:
    """Return the work, ended by its own hand at this call of a function."""
    counted = count()

    def look(frame: object, event: str, argument: object) -> None:
        if next(counted) == events:
            os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        sys.setprofile(look)
        work()

    return run


def calls(work: Callable[[], None], told: Path) -> Callable[[], None]:
    """Return the work, which tells how many calls of functions it takes."""

    def run() -> None:
        counted = count()
        sys.setprofile(lambda frame, event, argument: next(counted) and None)
        work()
        sys.setprofile(None)
        told.write_text(str(next(counted)), encoding="ascii")

    return run


def contents(out: Path) -> dict[str, str]:
    """Return the digest of each file of a graph folder but the store and the report; the copy's without its seal."""
    files = {path.relative_to(out): path for path in out.rglob("*") if path.is_file()}
    named = {str(at): path for at, path in files.items() if not at.parts[0].startswith((STORE, REPORT))}
    data = {name: path.read_bytes()[kept._SEAL if name == kept.FILE else 0 :] for name, path in named.items()}
    return {name: hashlib.sha256(content).hexdigest() for name, content in data.items()}


def quads(out: Path, told: Path) -> None:
    """Write the digest of all quads of a store, bookkeeping too."""
    with Store(out / STORE, read_only=True) as store:
        lines = sorted(map(str, store._store))
    told.write_text(hashlib.sha256("\n".join(lines).encode()).hexdigest(), encoding="ascii")


def opens(out: Path) -> None:
    """Fail where the store that a killed build left does not open, or holds a paper in part."""
    if not (out / STORE).exists() and (out / f"{STORE}.old").exists():
        return  # killed between two renamings: the next build ends them
    with Store(out / STORE, read_only=True) as store:
        assert all(extraction.paper.id in {*TEXTS, "z"} for extraction in store.extractions())


class Killer:
    """A folder that is built and killed, and what each state looks like when it is built from nothing."""

    def __init__(self, top: Path, seed: int) -> None:
        self.top, self.out, self.random = top, top / "out", random.Random(seed)
        self.told = top / "told"
        self.wanted = [self._anew(number) for number in range(len(STATES))]
        begin = time.perf_counter()
        whole(lambda: build(write(top / "in.jsonl", STATES[1]), self.out))
        self.seconds = time.perf_counter() - begin
        whole(calls(lambda: build(write(top / "in.jsonl", STATES[2]), self.out), self.told))
        self.calls = int(self.told.read_text("ascii"))

    def _anew(self, number: int) -> tuple[dict[str, str], str]:
        out = self.top / f"anew{number}"
        whole(lambda: build(write(self.top / "in.jsonl", STATES[number]), out))
        return self.look(out)

    def look(self, out: Path) -> tuple[dict[str, str], str]:
        whole(lambda: quads(out, self.told))
        return contents(out), self.told.read_text("ascii")

    def kill(self, number: int, *, by_time: bool, fresh: bool) -> bool:
        """Begin a build and kill it; return whether it was not done before."""
        source = write(self.top / "in.jsonl", STATES[number])
        work = lambda: build(source, self.out, fresh=fresh)  # noqa: E731
        if not by_time:
            return ended(child(after(self.random.randrange(self.calls), work))) == -signal.SIGKILL
        pid = child(work)
        time.sleep(self.random.uniform(0, self.seconds))
        os.kill(pid, signal.SIGKILL)
        return ended(pid) == -signal.SIGKILL

    def check(self, number: int) -> None:
        """Look at what a killed build left, then build again and compare with a build from nothing."""
        left = contents(self.out)
        assert left.keys() >= set(OUTPUTS), "an output was lost"
        torn = [name for name in OUTPUTS if left[name] not in {files[name] for files, _ in self.wanted}]
        assert not torn, f"outputs in part: {torn}"
        whole(lambda: (opens(self.out), build(self.top / "in.jsonl", self.out), quads(self.out, self.told)))
        found = contents(self.out), self.told.read_text("ascii")
        assert found == self.wanted[number], f"not the bytes of state {number}"
        assert kept.is_sealed(self.out), "the copy for walking does not count"
        assert not {f"{STORE}.new", f"{STORE}.old"} & {path.name for path in self.out.iterdir()}


def main(folder: str, seed: str, kills: str) -> None:
    prepare(Path(folder))
    killer = Killer(Path(folder), int(seed))
    done = 0
    while done < int(kills):
        number, fresh = killer.random.randrange(len(STATES)), killer.random.random() < 0.2
        while killer.kill(number, by_time=done % 2 == 0, fresh=fresh):
            done += 1
            if killer.random.random() < 0.7:  # else it is killed again before it is mended
                break
        killer.check(number)
    print(f"{done} builds killed", flush=True)
    os._exit(0)  # modules that were loaded for the builds have nothing to tell at the end


if __name__ == "__main__":
    main(*sys.argv[1:])
