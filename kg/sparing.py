"""Importing a library without the packages that it looks for and that this process has no use for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

spared: set[str] = set()
"""What spaCy is imported without. The command line puts torch and cupy here: spaCy imports them where they are
installed, for models that kg does not run, and that takes three seconds. Who uses kg as a library gets all of spaCy."""


@contextmanager
def sparing() -> Iterator[None]:
    """Let imports in the block take what is in `spared` as not installed; what is imported already stays."""
    hidden = [name for name in sorted(spared) if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None stands for a module that is not there
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
