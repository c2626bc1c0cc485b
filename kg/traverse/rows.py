"""Rows by number: a tuple in memory, or lines of a file that are read when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)

_REMEMBERED = 1 << 16


class Rows(Protocol[T_co]):
    """Values by number, from 0 on."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def __getitem__(self, number: int, /) -> T_co:
        """Return the value of a number."""
        ...

    def __iter__(self) -> Iterator[T_co]:
        """Yield all values by number."""
        ...


class Lines:
    """Stretches of bytes, one behind the other; `starts` has one entry more than there are stretches."""

    def __init__(self, data: memoryview, starts: Sequence[int]) -> None:
        self._data, self._starts = data, starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int, /) -> bytes:
        return bytes(self._data[self._starts[number] : self._starts[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))


def starts_of(lines: Sequence[bytes]) -> Sequence[int]:
    """Return where each of some lines starts when they stand one behind the other, and where the last one ends."""
    return list(accumulate((len(line) for line in lines), initial=0))


class Decoded(Rows[T_co]):
    """Values that are made of lines when they are asked for; the last ones asked for are remembered."""

    def __init__(self, count: int, make: Callable[[int], T_co]) -> None:
        self._count, self._make = count, make
        self._remembered = lru_cache(_REMEMBERED)(make)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int, /) -> T_co:
        return self._remembered(number)

    def __iter__(self) -> Iterator[T_co]:
        return (self._make(number) for number in range(self._count))
