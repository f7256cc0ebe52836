"""Everything that the files say, in one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from badgesite.model.badge import Badge
from badgesite.model.customer import Customer, Fact
from badgesite.model.customers import Outline, outlines_of
from badgesite.model.group import Group
from badgesite.model.milestone import Milestone, Series
from badgesite.model.page import Page
from badgesite.model.site import Site


class Origin(NamedTuple):
    """Where a record stands: the file, relative to the site's folder, and its place among the file's records."""

    path: str
    number: int = 0


class Asset(NamedTuple):
    """A file below `content/assets/`: its path as content names it, its size in bytes, its SHA-256."""

    path: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """All records by id, in the order of their ids."""

    site: Site
    badges: Mapping[str, Badge] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    activity: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    """Dated facts from CSV files, by customer."""
    assets: Mapping[str, Asset] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    """Where each record stands, by its kind (`badges`, `customers`, …) and id."""
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The SHA-256 of what each record says, by its kind and id."""

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """What is asked of all customers at once, by id."""
        return outlines_of(self.customers)
