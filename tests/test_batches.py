"""What has to be rendered is packed into batches, so that a large site's outputs need not fit into memory."""

import pickle

import pytest

from badgesite.build.known import Row
from badgesite.build.plan import MOST_IN_BATCH, Task, pack
from badgesite.pages.output import Output


def make_tasks(count: int) -> list[Task]:
    """Return tasks of three outputs a bundle."""
    outputs = [Output(f"c/{number // 3}/{number}.html", "page", ("Ünder", number)) for number in range(count)]
    return [Task(output, f"customer/{number // 3}", f"key {number}") for number, output in enumerate(outputs)]


@pytest.mark.parametrize("count", [0, 1, MOST_IN_BATCH, MOST_IN_BATCH + 1, 100 * MOST_IN_BATCH + 5])
def test_tasks_come_out_of_batches_of_bounded_size_as_they_went_in(count: int) -> None:
    """Also when a batch ends amid a bundle, and where the pattern that they are packed with changes."""
    tasks = make_tasks(count)
    unpacked = [batch.unpack() for batch in pack(tasks)]
    assert [task for batch in unpacked for task in batch] == tasks
    assert all(0 < len(batch) <= MOST_IN_BATCH for batch in unpacked)


def test_a_batch_tells_what_it_will_replace_without_being_unpacked() -> None:
    tasks = make_tasks(MOST_IN_BATCH + 2)
    rows = [row for batch in pack(tasks) for row in batch._replace(packed=b"").rows]
    assert rows == [Row(task.output.path, task.bundle, "", "") for task in tasks]


def test_batches_that_are_alike_take_a_fraction_of_the_memory() -> None:
    tasks = make_tasks(50 * MOST_IN_BATCH)
    whole = sum(len(pickle.dumps(tasks[at : at + MOST_IN_BATCH])) for at in range(0, len(tasks), MOST_IN_BATCH))
    assert sum(len(batch.packed) for batch in pack(tasks)) < whole / 3
