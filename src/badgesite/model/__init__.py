"""The frozen records that travel between the rooms; their words are the product's own."""

from badgesite.model.award import Award, Goal, Repeat, Standing
from badgesite.model.badge import Badge, Perk
from badgesite.model.content import Asset, Content, Origin
from badgesite.model.customer import Activity, Customer, Fact, GivenAward, Said
from badgesite.model.group import Group
from badgesite.model.milestone import (
    AllOf,
    AnyOf,
    First,
    Flag,
    JoinedBefore,
    MemberFor,
    Milestone,
    Part,
    Rule,
    Series,
    Step,
    Streak,
    Total,
    Window,
    walk,
)
from badgesite.model.page import Page
from badgesite.model.record import Record
from badgesite.model.site import Join, Metric, Site, Tier, Voice
from badgesite.model.span import Span

__all__ = [
    "Activity", "AllOf", "AnyOf", "Asset", "Award", "Badge", "Content", "Customer", "Fact", "First", "Flag",
    "GivenAward", "Goal", "Group", "Join", "JoinedBefore", "MemberFor", "Metric", "Milestone", "Origin", "Page",
    "Part", "Perk", "Record", "Repeat", "Rule", "Said", "Series", "Site", "Span", "Standing", "Step", "Streak",
    "Tier", "Total", "Voice", "Window", "walk",
]  # fmt: skip
