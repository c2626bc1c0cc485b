"""`kg concepts check`, `import` and `export`: a vocabulary tested, taken in and given out."""

import json as jsonlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from kg.cli.problems import counted, tell
from kg.cli.progress import progress
from kg.cli.tables import console, table
from kg.cli.voice import UsageError, Voice, write_bytes
from kg.errors import SourceError
from kg.iris import slug
from kg.model import ConceptType
from kg.ontology import Ontology
from kg.vocabulary import exports
from kg.vocabulary.additions import FOLDER, turtle
from kg.vocabulary.in_force import REPLACES, in_force, replaced, sources
from kg.vocabulary.joining import Joined, join
from kg.vocabulary.lint import Finding
from kg.vocabulary.lint import check as lint
from kg.vocabulary.lint_links import short
from kg.vocabulary.readers.read import read_vocabulary
from kg.vocabulary.readers.record import Vocabulary
from kg.whole import write_whole

_WRITERS = {"skos": exports.skos, "csv": exports.table, "jsonl": exports.patterns}


def check(voice: Voice, *, paths: Sequence[Path], graph: Path, json: bool) -> int:
    """Print what is wrong in vocabulary files (default: those in force for a graph); 1 where something is."""
    findings = lint(paths or sources(graph))
    if json:
        print(jsonlib.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    elif findings:
        table(console(), ["kind", "where", "concept", "what to do"], [_row(finding) for finding in findings])
    kinds = Counter(finding.kind for finding in findings)
    by_kind = f" ({', '.join(f'{kinds[kind]:,} {kind}' for kind in sorted(kinds))})" if kinds else ""
    voice.say(f"{counted(len(findings), 'finding')}{by_kind}" if findings else "nothing is wrong")
    return 1 if findings else 0


def _row(finding: Finding) -> list[str]:
    where = Path(finding.file).name if finding.file else ""
    return [finding.kind, f"{where}:{finding.line}" if finding.line else where, short(finding.iri), finding.message]


def import_(voice: Voice, *, file: Path, type_: ConceptType | None, graph: Path, replace: bool) -> int:
    """Take a vocabulary into the folder of a graph; 1 where a record was broken."""
    folder = graph / FOLDER
    target = folder / f"{_stem(file)}.ttl"
    alone = replace or replaced(graph)
    with progress(voice) as bar:
        vocabulary = _read(file, type_)
        known = in_force(graph, shipped=Ontology.empty() if alone else None, without=[target])
        joined = join(file.name, vocabulary, known, tell=bar)
    write_whole(target, turtle(joined.entries))
    if replace:
        (folder / REPLACES).touch()
    tell(joined.problems, voice)
    _say(voice, target, joined, alone=alone)
    return 1 if any(problem.error for problem in joined.problems) else 0


def _read(file: Path, type_: ConceptType | None) -> Vocabulary:
    """Return the vocabulary of a file; one without types, where none is given, is wrong usage."""
    if not file.is_file():
        raise UsageError(f"{file}: there is no such file. Check the name")
    try:
        return read_vocabulary(file, default_type=type_)
    except SourceError as error:
        raise (UsageError(str(error)) if "--type" in error.mend else error) from error


def _say(voice: Voice, target: Path, joined: Joined, *, alone: bool) -> None:
    voice.say(f"vocabulary  {target}")
    voice.say(f"concepts    {joined.new:,} new, {joined.joined:,} joined, {joined.skipped:,} skipped")
    voice.say(f"aliases     {joined.aliases:,}")
    if alone:
        voice.say(f"The catalogue that ships is not used. Delete {target.parent / REPLACES} to use it again")
    voice.say("The next kg build reads with it")


def _stem(file: Path) -> str:
    """Return the name under which a vocabulary is kept: that of its file, without endings.

    The names of types are those of the files that `kg concepts add` writes.
    """
    name = file.name.removesuffix(".gz")
    stem = slug(name.rpartition(".")[0] or name) or "imported"
    return f"imported-{stem}" if stem in {kind.lower() for kind in ConceptType} else stem


def export(voice: Voice, *, format_: str, out: Path | None, graph: Path) -> int:
    """Write the catalogue that is in force for a graph in another form."""
    ontology = in_force(graph)
    text = _WRITERS[format_](ontology)
    if out is None:
        write_bytes(text.encode())
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
        voice.say(f"{counted(len(ontology.concepts), 'concept')} in {out}")
    return 0
