"""What has to be rendered, packed into batches: laid open, that of a large site would not fit into memory."""

import contextlib
import itertools
import pickle
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.build.disk import telling_refusals
from badgesite.build.known import Row
from badgesite.pages.output import Output

MOST_IN_BATCH = 24
_SEPARATOR = "\0"
_MOST_IN_MEMORY = 16 * 2**20  # bytes


class Task(NamedTuple):
    """An output that has to be rendered, with its bundle and key."""

    output: Output
    bundle: str
    key: str


class Batch(NamedTuple):
    """Tasks that are done together, packed."""

    marks: tuple[str, ...]
    """Of each bundle its name and the paths of its outputs, joined by a character that is in none of them."""
    packed: bytes

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the row of each output before it is rendered."""
        for mark in self.marks:
            bundle, *paths = mark.split(_SEPARATOR)
            yield from (Row(path, bundle, "", "") for path in paths)

    def unpack(self) -> list[Task]:
        """Return the tasks."""
        tasks: list[Task] = pickle.loads(zlib.decompress(self.packed))
        return tasks


def pack(tasks: Iterable[Task]) -> Iterator[Batch]:
    """Yield the tasks in batches of bounded size, in their order."""
    iterator = iter(tasks)
    while some := list(itertools.islice(iterator, MOST_IN_BATCH)):
        bundles = itertools.groupby(some, key=lambda task: task.bundle)
        marks = (_SEPARATOR.join((bundle, *(task.output.path for task in found))) for bundle, found in bundles)
        yield Batch(tuple(marks), zlib.compress(pickle.dumps(some, pickle.HIGHEST_PROTOCOL), 1))


class Batches:
    """The batches of a plan, in its order.

    They may be gone through again and again, but all must be added before. Very many lie in a file in the folder, if
    one is given; nobody else sees it, and it goes with them.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        most = _MOST_IN_MEMORY if folder else 0  # with none, there is no end to what memory takes
        self._file = tempfile.SpooledTemporaryFile(most, dir=str(folder) if folder else None)  # noqa: SIM115 - open for as long as this is there
        self._count = 0
        self.due = 0
        """How many outputs have to be rendered."""

    def __del__(self) -> None:
        with contextlib.suppress(OSError):  # a disk that did not take the end of it was told when that was added
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Batch]:
        place = 0
        for _ in range(self._count):
            self._file.seek(place)
            batch = pickle.load(self._file)
            place = self._file.tell()
            yield batch

    def add(self, batch: Batch) -> None:
        """Take one more; raises ProblemsFound if there is no room for it on the disk."""
        with telling_refusals(self._folder or Path()):
            pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._file.flush()
        self._count += 1
        self.due += sum(mark.count(_SEPARATOR) for mark in batch.marks)
