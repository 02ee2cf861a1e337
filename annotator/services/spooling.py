"""What was read, waiting in a temporary file until it is kept, so that memory holds one piece of it at a time."""

import pickle
from collections.abc import Iterator
from typing import Any, BinaryIO, Generic, TypeVar

T = TypeVar("T")


class Spool(Generic[T]):
    """Values in a file that nobody else sees; gone through from its beginning each time."""

    def __init__(self, file: BinaryIO | Any) -> None:
        self._file = file
        self._places: list[int] = []

    def __len__(self) -> int:
        return len(self._places)

    def add(self, value: T) -> None:
        self._places.append(self._file.tell())
        pickle.dump(value, self._file, protocol=pickle.HIGHEST_PROTOCOL)

    def __iter__(self) -> Iterator[T]:
        for place in self._places:
            self._file.seek(place)
            value: T = pickle.load(self._file)  # noqa: S301 - written by this process a moment ago, and seen by nobody else
            yield value
