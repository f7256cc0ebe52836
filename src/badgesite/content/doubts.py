"""What is not wrong but looks like an oversight."""

import re
from collections.abc import Iterator

from badgesite.content.gather import Records
from badgesite.content.messages import Finding
from badgesite.content.places import Location
from badgesite.content.records import Found
from badgesite.errors import suggest
from badgesite.model import First, Flag, Origin, Streak, Total, Window, walk

_WORD = r"(?:codes?|coupons?|vouchers?|promo|gutschein\w*|rabattcode|رمز|كود|قسيمة)"
_CODE = re.compile(
    rf"\b(?i:{_WORD})\b\W*(?:\w+\W+){{0,2}}?(?=[A-Za-z0-9-]*\d|[A-Z]{{4}})([A-Za-z0-9][A-Za-z0-9-]{{3,}})\b"
    r"|\b(?=[A-Z0-9-]*[A-Z]{2})(?=[A-Z0-9-]*\d)([A-Z0-9-]{6,})\b"
)
"""A word for codes with something like one behind it, or many capitals with digits among them."""


def check_doubts(records: Records) -> Iterator[Found]:
    """Yield warnings; they are of use only where nothing is wrong."""
    yield from _badges_without_criteria(records)
    yield from _badges_out_of_reach(records)
    yield from _perks_with_codes(records)
    yield from _metrics_of_nobody(records)


def _badges_without_criteria(records: Records) -> Iterator[Found]:
    for badge in records.badges.values():
        if badge.criteria is None:
            what = "nobody is told how to earn this badge"
            finding = Finding((), what, "add `criteria:`, what one does to earn it", is_warning=True)
            yield Found(records.origins["badges", badge.id], finding)


def _badges_out_of_reach(records: Records) -> Iterator[Found]:
    reached = {step.badge for series in records.series.values() for step in series.steps}
    reached |= {milestone.badge for milestone in records.milestones.values()}
    unreached = records.badges.keys() - reached
    if unreached:
        unreached -= {badge for customer in records.customers.outlines.values() for badge in customer.awards}
    for badge in records.badges.values():
        if badge.id in unreached:
            what = "no milestone awards this badge and nobody holds it"
            finding = Finding((), what, "name it in a milestone, or give it to a customer", is_warning=True)
            yield Found(records.origins["badges", badge.id], finding)


def _perks_with_codes(records: Records) -> Iterator[Found]:
    for badge in records.badges.values():
        told = {"text": badge.perk.text, "how": badge.perk.how or ""} if badge.perk else {}
        for key, text in told.items():
            if found := _CODE.search(text):
                what = f"“{found[1] or found[2]}” looks like a code, and everybody can read this"
                remedy = "take it out; let `claim:` lead to where the holder gets it"
                finding = Finding(("perk", key), what, remedy, is_warning=True)
                yield Found(records.origins["badges", badge.id], finding)


def _metrics_of_nobody(records: Records) -> Iterator[Found]:
    used = list(_used_metrics(records))
    known = set(records.site.metrics) if records.site else set()
    if known.issuperset(metric for _, _, metric in used):
        return
    known |= _counted_metrics(records)
    for origin, location, metric in used:
        if metric not in known:
            what = f"no customer has the metric “{metric}”"
            remedy = suggest(metric, known, "declare it under `metrics:` in content/site.yaml if it is yet to come")
            yield Found(origin, Finding(location, what, remedy, is_warning=True))


def _counted_metrics(records: Records) -> set[str]:
    known: set[str] = set()
    for customer in records.customers.outlines.values():
        known.update(customer.metrics)
    for ledger in records.ledgers.values():
        known.update(ledger.metrics)
    return known


def _used_metrics(records: Records) -> Iterator[tuple[Origin, Location, str]]:
    for series in records.series.values():
        yield records.origins["series", series.id], ("metric",), series.metric
    for milestone in records.milestones.values():
        origin = records.origins["milestones", milestone.id]
        for location, part in walk(milestone.when, ("when",)):
            match part:
                case Total(metric=metric) | First(metric=metric) | Window(metric=metric) | Streak(metric=metric):
                    yield origin, (*location, "metric"), metric
                case Flag(flag=flag):
                    yield origin, (*location, "flag"), flag
