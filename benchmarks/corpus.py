"""The corpus that the measurements read: JSON Lines of papers (id, title, abstract, year), gzipped or not."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "conferences.jsonl.gz"


def records(path: Path = CORPUS, *, step: int = 1, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield every `step`-th record of a file, from number `start` on."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, start, None, step):
            yield json.loads(line)


def size(path: Path = CORPUS) -> int:
    """Return the number of records of a file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as lines:
        return sum(1 for _ in lines)


def step_for(wanted: int | None, path: Path = CORPUS) -> int:
    """Return the step that makes a sample of about `wanted` records; 1 for all of them."""
    return 1 if wanted is None else max(1, size(path) // wanted)
