"""Customers are kept as text, and in outline: a record is made only when it is asked for."""

from pathlib import Path

import pytest

from badgesite.content.load import load
from badgesite.content.memory import Memory
from badgesite.content.scan import scan
from badgesite.model import Content, Customer, customers
from badgesite.model.customers import Customers, outline, outlines_of
from sites import write_site

TWO = """\
-- content/site.yaml --
name: Northwind
url: https://northwind.example
-- content/badges/star.yaml --
name: Star
criteria: Shine.
-- content/customers/ada.yaml --
name: Ada
aliases: [countess]
visibility: unlisted
token: 0123456789abcdef0123456789abcdef
metrics: {orders: 3}
activity: [{date: 2024-01-02, reviews: 1}]
awards: [{badge: star, date: 2024-01-02}]
showcase: [star]
-- content/customers/more.yaml --
- {id: bea, name: Bea}
- {id: cleo, name: No}
"""


def load_content(site: Path, memory: Memory | None = None) -> Content:
    """Return the content of a site in which nothing is wrong."""
    loaded = load(site, scan(site), memory)
    assert loaded.content and loaded.is_sound
    return loaded.content


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of three customers, one of them unlisted."""
    return write_site(tmp_path, TWO)


def test_a_record_is_the_same_whenever_it_is_made(site: Path) -> None:
    content = load_content(site)
    assert isinstance(content.customers, Customers)
    assert list(content.customers) == ["ada", "bea", "cleo"] and "dora" not in content.customers
    assert content.customers["cleo"] == Customer(id="cleo", name="No")
    assert content.customers["ada"].awards[0].badge == "star"
    assert dict(content.customers) == dict(load_content(site).customers)
    with pytest.raises(KeyError):
        content.customers["dora"]


def test_an_outline_says_what_the_record_says(site: Path) -> None:
    content = load_content(site)
    assert content.outlines == {id_: outline(customer) for id_, customer in content.customers.items()}
    assert content.outlines == outlines_of(dict(content.customers))
    for id_, customer in content.customers.items():
        found = content.outlines[id_]
        assert (found.address, found.is_public) == (customer.address, customer.is_public)
    assert content.outlines["ada"].metrics == ("orders", "reviews")


def refuse(*_: object) -> None:
    raise AssertionError("a record was made")


def test_what_was_just_read_is_not_made_a_second_time(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    content = load_content(site, memory)
    later = load_content(site, memory)
    with monkeypatch.context() as patch:
        patch.setattr(Customer, "model_validate", refuse)
        first = dict(content.customers)
        with pytest.raises(AssertionError, match="made"):
            later.customers["ada"]
    assert dict(later.customers) == first


def test_of_very_many_customers_no_record_is_kept(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customers, "MOST_OPEN", 2)
    content = load_content(site)
    with monkeypatch.context() as patch:
        patch.setattr(Customer, "model_validate", refuse)
        with pytest.raises(AssertionError, match="made"):
            content.customers["ada"]
    assert content.customers["ada"].name == "Ada"


def test_what_is_remembered_of_customers_is_checked_without_making_a_record(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory()
    whole = load_content(site, memory).outlines

    monkeypatch.setattr(Customer, "model_validate", refuse)
    assert load_content(site, Memory(memory.said)).outlines == whole
