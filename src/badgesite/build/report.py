"""What a build did, in words and for machines."""

import json
from collections.abc import Iterable, Iterator

from badgesite.build.order import Report
from badgesite.errors import Problem

_MOST_FAILURES = 20  # that are told one by one


def describe(report: Report) -> str:
    """Return what a build did as one line of JSON."""
    return json.dumps(
        {
            "rendered": len(report.rendered),
            "unchanged": report.unchanged,
            "deleted": len(report.deleted),
            "problems": as_data((*report.problems, *report.failures)),
            "seconds": round(report.seconds, 3),
        },
        ensure_ascii=False,
    )


def summarise(report: Report) -> str:
    """Return what a build did in a sentence."""
    parts = [f"{len(report.rendered):,} rendered", f"{report.unchanged:,} unchanged"]
    if report.deleted:
        parts.append(f"{len(report.deleted):,} deleted")
    if report.failures:
        parts.append(f"{len(report.failures):,} failed")
    return f"{', '.join(parts)}, in {report.seconds:.1f} s"


def as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Return problems as plain data."""
    return [problem._asdict() for problem in problems]


def tell_failures(report: Report) -> Iterator[str]:
    """Yield what could not be rendered: of very many the first ones, and of one that is a bug where it is."""
    yield from map(str, report.failures[:_MOST_FAILURES])
    if len(report.failures) > _MOST_FAILURES:
        yield f"… and {len(report.failures) - _MOST_FAILURES:,} more could not be rendered"
    if report.trace:
        yield f"\nThis is how the first one of them failed:\n{report.trace.rstrip()}\n"
