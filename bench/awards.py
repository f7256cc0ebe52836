"""How long awards take, and how much memory: `make bench-awards`.

A made-up site of 100,000 customers, 1,000,000 rows of activity and 40 milestones of every kind is read and reckoned
in a process of its own. Seconds are of CPU; reading the files is shown beside and has no budget here.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from builds import say
from figures import at_most, describe_machine, show
from make_programme import TODAY, Size, make_programme
from measure import run

MOST_SECONDS = 60.0
MOST_MEMORY = 1024.0  # MiB


def main(customers: int, rows: int) -> None:
    """Write the site, reckon it, and print what that took beside the budgets."""
    print(describe_machine())
    print("$", "python", *sys.argv)
    with tempfile.TemporaryDirectory(prefix="badgesite-bench-") as folder:
        say(f"writing {customers:,} customers and {rows:,} rows")
        size = make_programme(Path(folder), customers, rows)
        say("reading and reckoning")
        used = run([sys.executable, Path(__file__).with_name("reckon.py"), folder, str(TODAY)])
    tell(size, json.loads(used.printed))


def tell(size: Size, said: dict[str, float]) -> None:
    """Print the table."""
    heading = f"Awards of {size.customers:,} customers, {size.rows:,} rows, {size.milestones} milestones"
    rows = [
        at_most("reading the files", said["load"], "s", None),
        at_most("awards from nothing", said["cold"], "s", MOST_SECONDS),
        at_most("memory after reading", said["loaded_memory"], "MiB", None),
        at_most("memory after reckoning", said["memory"], "MiB", MOST_MEMORY),
        at_most("nothing changed", said["unchanged"], "s", None),
        at_most("  customers reckoned", said["unchanged_reckoned"], "", 0),
        at_most("one row more", said["edited"], "s", None),
        at_most("  customers reckoned", said["edited_reckoned"], "", 1),
        at_most(f"{said['newcomers']} newcomers who take the last places from others", said["moved"], "s", None),
        at_most("  customers reckoned, those who lost a place among them", said["moved_reckoned"], "", None),
    ]
    show(heading, rows, [f"{said['awards']:,} awards"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure awards of a made-up site, beside their budgets.")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    main(given.customers, given.rows)
