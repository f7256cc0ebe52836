"""Random edits, losses and kills: every build ends like a clean one, and the oracle that says so can say no."""

from pathlib import Path
from typing import Any

import pytest

from badgesite.build.order import Order, Report
from badgesite.build.story import build
from oracle import DeviationError, World


@pytest.mark.parametrize("seed", [1, 2])
def test_every_build_ends_like_a_clean_one(tmp_path: Path, seed: int) -> None:
    """A few steps; `make oracle` takes thousands."""
    assert len(list(World(tmp_path, seed).run(12))) == 12


def _forget_a_page(order: Order, report: Report) -> None:
    """Leave a page as it was, as a builder does who recorded too few dependencies."""
    page = order.out / "badges/index.html"
    page.write_bytes(page.read_bytes() + b"<!-- old -->")


def _leave_a_page(order: Order, report: Report) -> None:
    (order.out / "leftover.html").write_bytes(b"old")


def _leave_a_folder(order: Order, report: Report) -> None:
    (order.out / "c" / "gone").mkdir(exist_ok=True)


@pytest.mark.parametrize("err", [_forget_a_page, _leave_a_page, _leave_a_folder])
def test_the_oracle_notices_what_differs(tmp_path: Path, err: Any) -> None:
    def build_badly(order: Order, **memory: Any) -> Report:
        report = build(order, **memory)
        err(order, report)
        return report

    with pytest.raises(DeviationError, match=r"seed 1, step \d+: "):
        list(World(tmp_path, 1, build_badly).run(0))
