"""Files that are replaced as a whole: a reader sees the old text or the new one, never a part."""

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Put a text in place of a file, whose folder is made where it is absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(text.encode())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
