"""What has to be rendered is packed into batches, so that a large site's outputs need not fit into memory."""

import itertools
import pickle
import sys
from pathlib import Path

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
@pytest.mark.parametrize("has_folder", [True, False])
def test_all_batches_come_back_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, has_folder: bool
) -> None:
    """Out of memory and out of a file, also while somebody else is going through them."""
    monkeypatch.setattr(batches, "_MOST_IN_MEMORY", room)
    packed = list(pack(make_tasks(3 * MOST_IN_BATCH + 1)))
    kept = Batches(tmp_path if has_folder else None)
    for batch in packed:
        kept.add(batch)
    assert (len(kept), kept.due) == (4, 3 * MOST_IN_BATCH + 1)
    assert list(itertools.product(kept, kept)) == list(itertools.product(packed, packed))
    assert all(one == other for one, other in zip(kept, kept, strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit there")
def test_a_disk_without_room_for_them_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, not when they are wanted: a limit for files stands for the end of a disk."""
    import resource

    monkeypatch.setattr(batches, "_MOST_IN_MEMORY", 1)
    kept, (batch,) = Batches(tmp_path), pack(make_tasks(3))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(ProblemsFound) as caught:
            kept.add(batch)
        del kept
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    (problem,) = caught.value.problems
    assert (problem.path, problem.what) == (str(tmp_path), "it cannot be written: File too large")


def test_a_folder_for_them_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_MOST_IN_MEMORY", 1)
    with pytest.raises(ProblemsFound, match="it was removed while badgesite wrote there"):
        Batches(tmp_path / "gone").add(next(pack(make_tasks(1))))
