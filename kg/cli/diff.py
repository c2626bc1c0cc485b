"""`kg diff`: what changed between two graphs, for people, for programs, and as a patch."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.change import patch as patches
from kg.change.compare import compare
from kg.change.facts import ChangedClaim, Diff
from kg.change.facts import diff as find
from kg.change.sides import FileSide, Side, StoredSide
from kg.cli.commands_change import DiffForm
from kg.cli.diff_digest import about, digest, said, stance, summary
from kg.cli.options import TableForm
from kg.cli.progress import waiting
from kg.cli.sheets import Sheet, show
from kg.cli.stored import opened
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.export.folder import STORE
from kg.export.patched import patch_folder
from kg.model import Claim, Paper
from kg.whole import replaced

_TURTLE = "graph.ttl"
_COMPARING = "comparing the graphs"


def run(
    voice: Voice, *, old: Path, new: Path | None, format_: DiffForm, limit: int | None, apply: Path | None,
    out: Path | None,
) -> int:  # fmt: skip
    """Print the difference, or write what a patch makes of a graph."""
    if apply is not None:
        if new is not None or out is None:
            raise UsageError("a patch is applied like this: kg diff OLD --apply PATCH -o NEW")
        _apply(voice, apply, old, out)
        return 0
    if new is None:
        raise UsageError("two graphs are compared: kg diff OLD NEW")
    if out is not None and format_ is not DiffForm.RDFPATCH:
        raise UsageError("-o goes with --format rdfpatch and --apply; send another form there with >")
    with _sides(old, new) as (before, after):
        if format_ is DiffForm.RDFPATCH:
            _patch(voice, before, after, out)
            return 0
        with waiting(voice, _COMPARING):
            found = find(before, after)
    if format_ is DiffForm.MD:
        write_bytes(digest(found, limit).encode())
    else:
        show(voice, TableForm(format_), _cut(found, limit), _sheets(_cut(found, limit)), "nothing differs")
    if found:
        voice.say(summary(found))
    return 0


@contextmanager
def _sides(old: Path, new: Path) -> Iterator[tuple[Side, Side]]:
    """Lend two graphs as they can be compared: by their named graphs if both have such, else as merged graphs."""
    with ExitStack() as stack:
        sides = [_side(stack, path) for path in (old, new)]
        if sides[0].of_quads != sides[1].of_quads:
            sides = [_merged(stack, side, path) for side, path in zip(sides, (old, new), strict=True)]
        yield sides[0], sides[1]


def _side(stack: ExitStack, path: Path) -> Side:
    if path.is_dir() and ((path / STORE).exists() or not (path / _TURTLE).exists()):
        return StoredSide(stack.enter_context(opened(path)))
    file = path / _TURTLE if path.is_dir() else path
    if not file.exists():
        raise UsageError(f"{path}: there is no such graph. Name a folder that kg build wrote, or a file of its graph")
    return FileSide(file)


def _merged(stack: ExitStack, side: Side, path: Path) -> Side:
    if not side.of_quads:
        return side
    if not isinstance(side, StoredSide):
        raise UsageError(f"{path} has named graphs and the other graph has none; compare with its folder, or two alike")
    file = Path(stack.enter_context(TemporaryDirectory(prefix="kg-"))) / "merged.nt"
    with opened(path) as store:
        file.write_bytes(store.ntriples())
    return FileSide(file)


def _patch(voice: Voice, old: Side, new: Side, out: Path | None) -> None:
    if out is None:
        data = BytesIO()
        with waiting(voice, _COMPARING):
            patches.write(compare(old, new), data, of_quads=old.of_quads)
        write_bytes(data.getvalue())
        return
    with replaced(out) as file, waiting(voice, _COMPARING):
        rows = patches.write(compare(old, new), file, of_quads=old.of_quads)
    voice.say(f"{out}: {rows:,} rows")


def _apply(voice: Voice, patch: Path, old: Path, out: Path) -> None:
    data = sys.stdin.buffer.read() if str(patch) == "-" else patch.read_bytes()
    read = patches.read(data, str(patch))
    if old.is_dir():
        with opened(old):
            patch_folder(read, old, out)
    else:
        with replaced(out) as file:
            patches.apply_to_file(read, old, file)
    voice.say(f"{out}: {len(read.gone):,} statements gone, {len(read.come):,} new")


def _cut(found: Diff, limit: int | None) -> Diff:
    return Diff(*(getattr(found, name)[:limit] for name in Diff.__slots__))


def _sheets(found: Diff) -> list[Sheet]:
    papers = [
        *(["new", paper.title, paper.published or "", ""] for paper in found.papers_new),
        *(["gone", paper.title, paper.published or "", ""] for paper in found.papers_gone),
        *(
            ["changed", each.new.title, each.new.published or "", ", ".join(each.parts)]
            for each in found.papers_changed
        ),
    ]
    named = (("new", found.concepts_new), ("gone", found.concepts_gone))
    concepts = [
        [change, each.concept.label, str(each.concept.type), str(len(each.papers))]
        for change, several in named
        for each in several
    ]
    changed = [_changed(each) for each in found.claims_changed]
    claims = [_claim("new", each.claim, each.paper) for each in found.claims_new]
    claims += [_claim("gone", each.claim, each.paper) for each in found.claims_gone]
    return [
        Sheet("changed figures", ("claim", "was", "is", "paper", "sentence"), changed),
        Sheet("papers", ("change", "paper", "published", "what changed"), papers),
        Sheet("concepts", ("change", "concept", "type", "papers"), concepts),
        Sheet("claims", ("change", "claim", "paper", "sentence"), claims),
    ]


def _changed(each: ChangedClaim) -> list[str]:
    return [about(each), stance(each.old), stance(each.new), each.paper.title, each.new.evidence.text]


def _claim(change: str, claim: Claim, paper: Paper) -> list[str]:
    return [change, said(claim, paper), paper.title, claim.evidence.text]
