"""The sites of the real data are built whole, and publish exactly the awards that a plain reckoning says."""

import datetime
import json
from pathlib import Path

import pytest
from PIL import Image

from badgesite.art.card import Drawn
from badgesite.art.look import CardLook
from badgesite.art.studio import Studio
from badgesite.build.order import Order
from badgesite.build.story import build
from badgesite.pages import kinds
from data.make_all_contributors import make_all_contributors_site
from data.make_cdnow import make_cdnow_site
from test_real_data import Awarded, reckon_cdnow, reckon_contributors, reckon_ended


def published_awards(public: Path) -> Awarded:
    """Return every award that the customers' data says, and make sure that each has its page and card."""
    found: Awarded = set()
    for file in public.glob("c/*/index.json"):
        data = json.loads(file.read_bytes())
        for award in data["awards"]:
            day = datetime.date.fromisoformat(award["date"]) if award["date"] else None
            found.add((data["id"], award["badge"], day))
            for name in ("index.html", "card.png"):
                assert (file.parent / award["badge"] / name).is_file()
    return found


def published_holders(public: Path) -> set[tuple[str, str]]:
    """Return every customer and badge that the badges' data says."""
    data = [json.loads(file.read_bytes()) for file in public.glob("badges/*/index.json")]
    return {(customer, badge["id"]) for badge in data for customer in badge["holders"]}


def test_the_site_of_the_contributors(tmp_path: Path) -> None:
    """118 people from all over the world, drawn in two processes."""
    make_all_contributors_site(tmp_path)
    order = Order(tmp_path, tmp_path / "public", datetime.date(2024, 1, 1), jobs=2)
    report = build(order)
    expected = reckon_contributors()
    assert published_awards(order.out) == expected
    assert published_holders(order.out) == {(customer, badge) for customer, badge, _ in expected}
    assert [str(problem) for problem in report.problems if "no font" in problem.what] == []
    for path in [path for path in report.rendered if path.startswith("c/") and path.endswith("card.png")][::20]:
        with Image.open(order.out / path) as card:
            assert card.size == (1200, 630)
    assert build(order).rendered == ()


def test_the_site_of_the_purchases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2,357 people and their 6,919 orders; to save time one picture stands for all cards, and there is no kit."""

    def draw_nothing(look: CardLook, studio: Studio) -> Drawn:
        return Drawn(b"\x89PNG", ())

    monkeypatch.setattr(kinds, "draw_card", draw_nothing)
    make_cdnow_site(tmp_path)
    with (tmp_path / "content/site.yaml").open("a", encoding="utf-8") as settings:
        settings.write("kit: []\n")
    today = datetime.date(1998, 6, 30)
    order = Order(tmp_path, tmp_path / "public", today)
    build(order)
    expected = reckon_cdnow(today)
    assert published_awards(order.out) == expected
    holders = {(customer, badge) for customer, badge, _ in expected} - reckon_ended(today)
    assert published_holders(order.out) == holders
    assert build(order).rendered == ()
