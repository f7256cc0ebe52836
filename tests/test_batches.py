"""What has to be rendered is packed into batches, so that a large site's outputs need not fit into memory."""

import errno
import itertools
import pickle
from typing import NoReturn

import pytest

from badgesite.build import batches
from badgesite.build.batches import MOST_IN_BATCH, Batches, Task, pack
from badgesite.build.known import Row
from badgesite.errors import ProblemsFound
from badgesite.pages.output import Output


def make_tasks(count: int) -> list[Task]:
    """Return tasks of three outputs a bundle."""
    outputs = [Output(f"c/{number // 3}/{number}.html", "page", ("Ünder", number)) for number in range(count)]
    return [Task(output, f"customer/{number // 3}", f"key {number}") for number, output in enumerate(outputs)]


@pytest.mark.parametrize("count", [0, 1, MOST_IN_BATCH, MOST_IN_BATCH + 1, 100 * MOST_IN_BATCH + 5])
def test_tasks_come_out_of_batches_of_bounded_size_as_they_went_in(count: int) -> None:
    """Also when a batch ends amid a bundle."""
    tasks = make_tasks(count)
    unpacked = [batch.unpack() for batch in pack(tasks)]
    assert [task for batch in unpacked for task in batch] == tasks
    assert all(0 < len(batch) <= MOST_IN_BATCH for batch in unpacked)


def test_a_batch_tells_what_it_will_replace_without_being_unpacked() -> None:
    tasks = make_tasks(MOST_IN_BATCH + 2)
    rows = [row for batch in pack(tasks) for row in batch._replace(packed=b"").rows]
    assert rows == [Row(task.output.path, task.bundle, "", "") for task in tasks]


def test_a_batch_takes_a_fraction_of_the_memory_of_its_tasks() -> None:
    tasks = make_tasks(MOST_IN_BATCH)
    assert sum(len(batch.packed) for batch in pack(tasks)) < len(pickle.dumps(tasks)) / 2


@pytest.mark.parametrize("room", [1, 10_000_000])
def test_all_batches_come_back_again_and_again(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Out of memory and out of a file, also while somebody else is going through them."""
    monkeypatch.setattr(batches, "_MOST_IN_MEMORY", room)
    packed = list(pack(make_tasks(3 * MOST_IN_BATCH + 1)))
    kept = Batches()
    for batch in packed:
        kept.add(batch)
    assert (len(kept), kept.due) == (4, 3 * MOST_IN_BATCH + 1)
    assert list(itertools.product(kept, kept)) == list(itertools.product(packed, packed))
    assert all(one == other for one, other in zip(kept, kept, strict=True))


def test_a_disk_without_room_for_them_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(batches.pickle, "dump", refuse)
    with pytest.raises(ProblemsFound, match="the disk is full"):
        Batches().add(next(pack(make_tasks(1))))
