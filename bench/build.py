"""How long builds take, and how much memory: `make bench-build`.

Sites come from `make_site.py`. Everything is measured in processes of its own: seconds of CPU are those of user and
system of all of them, start-up included. A cold build begins without output, state or memory of an earlier one; that
the system still has the files it just wrote in its cache helps all alike.
"""

import argparse
import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import get_args

from builds import Part, Pictures, Wishes, compile_code, say
from figures import describe_machine
from make_site import Activity
from measure import adopt_orphans
from rivals import WHOLE, compared, show_hugo, show_plain
from sizes import show_sizes

BYTES = {"stub": 120_000, "real": 800_000, "pair": 300_000}  # of a customer on disk, generously


def main() -> None:
    """Do what the command line asks for; the sites are gone afterwards unless they are to be kept."""
    adopt_orphans()
    given = read_command()
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="badgesite-bench-")))
        parts = tuple(part for part in get_args(Part) if part in given.only.split(","))
        sizes = tuple(sorted({int(size) for size in given.customers.split(",")}))
        show_all(Wishes(sizes, given.pictures, given.activity, folder, parts))
        say(f"the sites are in {folder}" if given.keep else "removing the sites")


def show_all(wishes: Wishes) -> None:
    """Print a table for each part."""
    print(describe_machine())
    print("$", "python", *sys.argv)
    check_space(wishes)
    compile_code()
    if "sizes" in wishes.parts:
        show_sizes(wishes)
    if "plain" in wishes.parts:
        show_plain(wishes)
    if "hugo" in wishes.parts:
        show_hugo(wishes)


def check_space(wishes: Wishes) -> None:
    """End with a message if the disk is too small for the sites."""
    folder = wishes.folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [count * BYTES[wishes.pictures] for count in wishes.sizes if "sizes" in wishes.parts]
    if {"plain", "hugo"} & set(wishes.parts):
        wanted += [compared(wishes) * BYTES["pair"], WHOLE * BYTES["real"]]
    needed, free = sum(wanted), shutil.disk_usage(folder).free
    if needed > free:
        sys.exit(
            f"{folder} has {free / 1e9:.0f} GB left, and this needs some {needed / 1e9:.0f} GB: "
            "choose another folder with --keep, or fewer --customers"
        )


def read_command() -> argparse.Namespace:
    """Return what stands on the command line."""
    parser = argparse.ArgumentParser(description="Measure builds of made-up sites, beside their budgets.")
    parser.add_argument("--customers", default="1000,10000", help="the sizes, such as 1000,10000,100000")
    parser.add_argument("--pictures", choices=get_args(Pictures), default="stub", help="cards of the cold builds")
    parser.add_argument("--activity", choices=get_args(Activity), default="yaml", help="where dated activity stands")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the sites there, and leave them")
    parser.add_argument("--only", default=",".join(get_args(Part)), help="some of these, such as sizes,hugo")
    return parser.parse_args()


if __name__ == "__main__":
    main()
