"""Which characters of a text are taken: what keeps mentions from overlapping."""


class Places:
    """The characters of a text, each free or taken."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)

    def are_free(self, start: int, end: int) -> bool:
        """Tell whether nothing of `start..end` is taken."""
        return self._taken.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        """Take `start..end`."""
        self._taken[start:end] = b"\x01" * (end - start)
