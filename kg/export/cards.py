"""Descriptions of a graph's folder for machines: Croissant (datasets of machine learning) and RO-Crate (research data).

Both name the files with their sizes and digests, so they belong to these very files: the same files give the same
bytes. `build.json` is left out, since it holds times.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError
from kg.export.source import Whole
from kg.versions import own_version

Card = dict[str, Any]

RO_CRATE = "ro-crate-metadata.json"
_FILES = {
    "graph.ttl": ("text/turtle", "The merged graph: papers, concepts, claims with figures, sentences and places."),
    "description.ttl": ("text/turtle", "What the graph holds and how to ask it: VoID, service, queries, shapes."),
    "extractions.jsonl": ("application/jsonlines", "What was read out of each paper, one JSON object a line."),
    "graph.html": ("text/html", "One page to search, filter and read the graph, without any address outside."),
}
_FIELDS = {
    "id": "The identifier of the paper.", "iri": "The IRI of the paper in the graph.", "title": "Its title.",
    "abstract": "Its abstract.", "url": "Its address on the web.", "published": "Its date, as its source gives it.",
}  # fmt: skip
_CREDIT = "Titles and abstracts are those of the papers; ask their publishers. No licence is stated for the rest."
_PROGRAM = "https://w3id.org/mlhw-kg/agent/kg"
_CONTEXT: Card = {
    "@language": "en", "@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/", "rai": "http://mlcommons.org/croissant/RAI/", "sc": "https://schema.org/",
    "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated",
    "replace": "cr:replace", "samplingRate": "cr:samplingRate", "separator": "cr:separator", "source": "cr:source",
    "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    size: int
    sha256: str
    form: str
    about: str


def croissant(source: Whole, folder: Path, out: IO[bytes]) -> None:
    """Write the Croissant 1.0 description of a graph's folder (mlcommons.org/croissant).

    Raises StoreError where the folder holds none of the files that a build writes.
    """
    files = list(_files(folder))
    card: Card = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **_about(source),
        "version": "1.0.0",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                "description": file.about,
                "contentSize": f"{file.size} B",
                "contentUrl": file.name,
                "encodingFormat": file.form,
                "sha256": file.sha256,
            }
            for file in files
        ],
        "recordSet": [_records()] if any(file.name == "extractions.jsonl" for file in files) else [],
    }
    _write(card, out)


def _records() -> Card:
    return {
        "@type": "cr:RecordSet",
        "@id": "papers",
        "name": "papers",
        "description": "The papers of the graph.",
        "key": {"@id": "papers/id"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"papers/{name}",
                "name": name,
                "description": about,
                "dataType": "sc:Text",
                "source": {"fileObject": {"@id": "extractions.jsonl"}, "extract": {"column": name}},
            }
            for name, about in _FIELDS.items()
        ],
    }


def ro_crate(source: Whole, folder: Path, out: IO[bytes]) -> None:
    """Write the RO-Crate 1.2 metadata of a graph's folder: it becomes a crate as `ro-crate-metadata.json` in it.

    Raises StoreError where the folder holds none of the files that a build writes.
    """
    files = list(_files(folder))
    about = _about(source)
    graph: list[Card] = [
        {
            "@id": RO_CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
            "about": {"@id": "./"},
        },
        {"@id": "./", "@type": "Dataset", **about, "hasPart": [{"@id": file.name} for file in files]},
        *(
            {
                "@id": file.name,
                "@type": "File",
                "name": file.name,
                "description": file.about,
                "contentSize": str(file.size),
                "encodingFormat": file.form,
                "sha256": file.sha256,
            }
            for file in files
        ),
        {"@id": _PROGRAM, "@type": "SoftwareApplication", "name": "kg", "version": own_version()},
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "kg build",
            "instrument": {"@id": _PROGRAM},
            "result": [{"@id": file.name} for file in files],
        },
    ]
    _write({"@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph}, out)


def _about(source: Whole) -> Card:
    counts = source.store.counts()
    dates = sorted(date for paper_id in source.papers() if (date := source.store.paper(paper_id).published))
    known = [date for date in dates if not date.startswith("-")]
    numbers = f"{counts['papers']:,} papers, {counts['concepts']:,} concepts and {counts['claims']:,} claims"
    return {
        "name": "Knowledge graph of papers",
        "description": f"A knowledge graph of {numbers}, each claim with the sentence that it was read from.",
        "license": _CREDIT,
        "datePublished": max(known, default="1970"),  # of the newest paper: the files hold no time of their own
    }


def _files(folder: Path) -> Iterator[_File]:
    found = [folder / name for name in _FILES if (folder / name).is_file()]
    if not found:
        raise StoreError(folder, "none of the files of a graph is here to describe; run `kg build` on this folder")
    for path in found:
        data = hashlib.sha256()
        with path.open("rb") as file:
            while some := file.read(1 << 20):
                data.update(some)
        yield _File(path.name, path.stat().st_size, data.hexdigest(), *_FILES[path.name])


def _write(card: Card, out: IO[bytes]) -> None:
    out.write((json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())
