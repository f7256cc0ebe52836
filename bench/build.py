"""Build a site of real purchases cold, then unchanged: `python bench/build.py [CUSTOMERS]`.

Without a number these are the 2,357 customers of the data set; asked for more, it repeats them under other ids.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent.parent / "tests" / "data"
BYTES_A_UNIT = 1 if sys.platform == "darwin" else 1024  # of the memory that the system reports


class Run(NamedTuple):
    """What one build took: seconds by the clock and of CPU, MiB of its largest process, outputs rendered and kept."""

    seconds: float
    cpu: float
    memory: float
    rendered: int
    unchanged: int


def resize(content: Path, count: int) -> None:
    """Bring the site to that many customers, each with the orders of a real one."""
    files = sorted((content / "customers").rglob("*.yaml"))
    for file in files[count:]:
        file.unlink()
    copies: dict[str, list[str]] = {}
    for number in range(count):
        file, turn = files[number % len(files)], number // len(files)
        name = f"{file.stem}-{turn}" if turn else file.stem
        copies.setdefault(file.stem, []).append(name)
        if turn:
            file.with_stem(name).write_text(file.read_text("utf-8"), "utf-8")
    orders = content / "activity" / "orders.csv"
    with orders.open(encoding="utf-8", newline="") as old:
        heading, *rows = csv.reader(old)
    with orders.open("w", encoding="utf-8", newline="") as new:
        writer = csv.writer(new, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows((name, *rest) for customer, *rest in rows for name in copies.get(customer, ()))


def build(site: Path) -> Run:
    """Build the site in a process of its own."""
    command = [sys.executable, "-c", "from badgesite.cli import main; main()", "build", "--json", "--site", str(site)]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--today", "1998-07-01"], stdout=subprocess.PIPE) as process:
        assert process.stdout
        report = json.loads(process.stdout.read())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    memory = used.ru_maxrss * BYTES_A_UNIT / 2**20
    return Run(seconds, used.ru_utime + used.ru_stime, memory, report["rendered"], report["unchanged"])


def main(count: int) -> None:
    """Print a line for each build, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        subprocess.run([sys.executable, TESTS / "make_cdnow.py", site], check=True)
        resize(site / "content", count)
        runs = {"cold": build(site), "unchanged": build(site)}
    print(f"A site of {count:,} customers, {os.cpu_count()} processors:")
    for name, run in runs.items():
        print(
            f"  {name:<10} {run.seconds:7.2f} s {run.cpu:7.2f} s CPU {run.memory:6.0f} MiB at most"
            f" {run.rendered:7,} rendered {run.unchanged:7,} kept"
        )
    cold, unchanged = runs.values()
    rate = cold.rendered / cold.seconds
    print(f"  {rate:.0f} outputs a second; with nothing changed {cold.cpu / unchanged.cpu:.0f} times less CPU")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2357)
