"""What records refer to by id or path: badges, groups, tiers, assets, customers."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from badgesite.content.activity import MOST_LISTED
from badgesite.content.gather import NOUNS, Records
from badgesite.content.messages import Finding
from badgesite.content.places import Location
from badgesite.content.records import Found
from badgesite.errors import Problem, suggest
from badgesite.model import Origin, Rule, walk
from badgesite.model.badge import BUILT_IN_TIERS


class Reference(NamedTuple):
    """The record at an origin names, at a location in it, another thing."""

    origin: Origin
    location: Location
    kind: str
    id: str


def check_references(records: Records) -> Iterator[Found]:
    """Yield a finding for each reference that leads nowhere; records that failed count as there."""
    tiers = frozenset((*BUILT_IN_TIERS, *records.site.tiers)) if records.site else None
    known = {**records.ids, "tiers": tiers}
    aliases = {kind: _aliases(records, kind) for kind in NOUNS}
    explain = lru_cache(maxsize=1000)(lambda kind, name: _explain(kind, name, known[kind] or frozenset(), aliases))
    for reference in _references(records):
        ids = known[reference.kind]
        if ids is not None and reference.id not in ids:
            what, remedy = explain(reference.kind, reference.id)
            yield Found(reference.origin, Finding(reference.location, what, remedy))
    yield from _check_advocacy(records)


def _check_advocacy(records: Records) -> Iterator[Found]:
    """Yield the acts of advocacy that are no metrics of the site: a report could not name them."""
    for place, metric in enumerate(records.site.advocacy if records.site else ()):
        if records.site and metric not in records.site.metrics:
            remedy = suggest(metric, records.site.metrics, "add it under `metrics:` in content/site.yaml")
            finding = Finding(("advocacy", place), f"there is no metric “{metric}”", remedy)
            yield Found(records.origins["site", ""], finding)


def check_ledgers(records: Records) -> Iterator[Problem]:
    """Yield a problem for each customer whose activity stands in a CSV file but whom no file defines."""
    known = records.ids["customers"]
    aliases = {"customers": _aliases(records, "customers")}
    for path, ledger in records.ledgers.items():
        unknown = [(line, customer) for customer, line in ledger.first_lines.items() if customer not in known]
        for line, customer in unknown[:MOST_LISTED]:
            yield Problem(path, line, 1, *_explain("customers", customer, known, aliases))
        if len(unknown) > MOST_LISTED:
            what = f"{len(unknown) - MOST_LISTED:,} more customers are unknown from here on"
            yield Problem(path, unknown[MOST_LISTED][0], 1, what, "make a file in content/customers/ for each")


def _aliases(records: Records, kind: str) -> dict[str, str]:
    return {alias: record.id for record in records.named(kind).values() for alias in record.aliases}


def _explain(kind: str, name: str, known: frozenset[str], aliases: dict[str, dict[str, str]]) -> tuple[str, str]:
    if kind == "assets":
        return f"there is no file content/{name}", suggest(name, known, "put it there, or correct the path")
    if kind == "tiers":
        return f"unknown tier “{name}”", suggest(name, known, "add it under `tiers:` in content/site.yaml")
    noun = NOUNS[kind]
    if present := aliases[kind].get(name):
        return f"the {noun} “{name}” is now called “{present}”", f"write {present}"
    remedy = suggest(name, known, f"`badgesite new {noun} {name}` makes it")
    return f"no file defines the {noun} “{name}”", remedy


def _references(records: Records) -> Iterator[Reference]:
    yield from _of_site(records)
    yield from _of_groups(records)
    yield from _of_badges(records)
    yield from _of_milestones(records)
    yield from _of_customers(records)


def _of_site(records: Records) -> Iterator[Reference]:
    site = records.site
    if site is None:
        return
    origin = records.origins["site", ""]
    if site.logo:
        yield Reference(origin, ("logo",), "assets", site.logo)
    if site.voice and site.voice.portrait:
        yield Reference(origin, ("voice", "portrait"), "assets", site.voice.portrait)
    for place, badge in enumerate(site.first_steps):
        yield Reference(origin, ("first_steps", place), "badges", badge)


def _of_groups(records: Records) -> Iterator[Reference]:
    for group in records.groups.values():
        origin = records.origins["groups", group.id]
        if group.voice and group.voice.portrait:
            yield Reference(origin, ("voice", "portrait"), "assets", group.voice.portrait)
        for place, badge in enumerate(group.badges):
            yield Reference(origin, ("badges", place), "badges", badge)


def _of_badges(records: Records) -> Iterator[Reference]:
    for badge in records.badges.values():
        origin = records.origins["badges", badge.id]
        if badge.art:
            yield Reference(origin, ("art",), "assets", badge.art)
        if badge.tier:
            yield Reference(origin, ("tier",), "tiers", badge.tier)


def _of_milestones(records: Records) -> Iterator[Reference]:
    for series in records.series.values():
        origin = records.origins["series", series.id]
        for place, step in enumerate(series.steps):
            yield Reference(origin, ("steps", place, "badge"), "badges", step.badge)
    for milestone in records.milestones.values():
        origin = records.origins["milestones", milestone.id]
        yield Reference(origin, ("badge",), "badges", milestone.badge)
        for location, badge in needed_badges(milestone.when):
            yield Reference(origin, location, "badges", badge)


def _of_customers(records: Records) -> Iterator[Reference]:
    for customer in records.customers.outlines.values():
        origin = records.origins["customers", customer.id]
        if customer.group:
            yield Reference(origin, ("group",), "groups", customer.group)
        for place, group in enumerate(customer.groups):
            yield Reference(origin, ("groups", place), "groups", group)
        if customer.portrait:
            yield Reference(origin, ("portrait",), "assets", customer.portrait)
        for place, badge in enumerate(customer.awards):
            yield Reference(origin, ("awards", place, "badge"), "badges", badge)
        for place, badge in enumerate(customer.showcase):
            yield Reference(origin, ("showcase", place), "badges", badge)


def needed_badges(rule: Rule) -> Iterator[tuple[Location, str]]:
    """Yield the badges that a milestone's rule asks for, each with its location in the milestone."""
    return ((location, part) for location, part in walk(rule, ("when",)) if isinstance(part, str))
