"""What is wrong or doubtful between records, though each is right by itself."""

from collections.abc import Iterator

from badgesite.content.circles import check_circles
from badgesite.content.contradictions import check_contradictions
from badgesite.content.gather import NOUNS, Records
from badgesite.content.messages import Finding
from badgesite.content.records import Found
from badgesite.content.references import check_references


def check(records: Records) -> Iterator[Found]:
    """Yield everything that is wrong between records."""
    yield from check_references(records)
    yield from check_circles(records)
    yield from check_contradictions(records)
    for kinds in (("badges",), ("series", "milestones"), ("groups",), ("customers",), ("pages",)):
        yield from _check_aliases(records, kinds)
    yield from _check_tokens(records)


def _check_aliases(records: Records, kinds: tuple[str, ...]) -> Iterator[Found]:
    """Yield aliases that are ids, or aliases of two records: one address cannot lead to two."""
    taken = {name: f"the id of a {NOUNS[kind]}" for kind in kinds for name in records.named(kind)}
    for kind in kinds:
        for record in records.named(kind).values():
            for place, alias in enumerate(record.aliases):
                if alias in taken:
                    finding = Finding(("aliases", place), f"the alias “{alias}” is also {taken[alias]}", "remove one")
                    yield Found(records.origins[kind, record.id], finding)
                taken[alias] = f"an alias of “{record.id}”"


def _check_tokens(records: Records) -> Iterator[Found]:
    """Yield tokens that two customers share, as they do when a file was copied: their pages would be one."""
    owners: dict[str, str] = {}
    for customer in records.customers.outlines.values():
        if customer.token is None:
            continue
        first = owners.setdefault(customer.token, customer.id)
        if first != customer.id:
            remedy = "give one of them 32 other random hexadecimal digits"
            finding = Finding(("token",), f"the customer “{first}” has the same token", remedy)
            yield Found(records.origins["customers", customer.id], finding)
