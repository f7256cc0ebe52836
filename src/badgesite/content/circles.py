"""Badges that need each other in a circle, so that nobody could earn the first of them."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from badgesite.content.gather import Records
from badgesite.content.messages import Finding
from badgesite.content.places import Location
from badgesite.content.records import Found
from badgesite.content.references import needed_badges
from badgesite.model import Origin


class _Need(NamedTuple):
    """A milestone asks for a badge, at a location in it."""

    badge: str
    origin: Origin
    location: Location


def check_circles(records: Records) -> Iterator[Found]:
    """Yield a finding for each circle, at the need of its first badge in the order of ids."""
    needs = _needs(records)
    done: set[str] = set()
    for badge in sorted(needs):
        if badge not in done:
            yield from _follow(badge, needs, done)


def _needs(records: Records) -> dict[str, tuple[_Need, ...]]:
    needs: dict[str, tuple[_Need, ...]] = {}
    for milestone in records.milestones.values():
        origin = records.origins["milestones", milestone.id]
        more = (_Need(badge, origin, location) for location, badge in needed_badges(milestone.when))
        needs[milestone.badge] = (*needs.get(milestone.badge, ()), *more)
    return needs


def _follow(first: str, needs: Mapping[str, tuple[_Need, ...]], done: set[str]) -> Iterator[Found]:
    """Walk the needs from one badge without recursion: a chain may be as long as there are badges."""
    path: dict[str, Iterator[_Need]] = {first: iter(needs.get(first, ()))}
    taken: list[_Need] = []
    while path:
        badge = next(reversed(path))
        need = next(path[badge], None)
        if need is None:
            del path[badge]
            done.add(badge)
            del taken[-1:]
        elif need.badge in path:
            yield _tell((*taken[list(path).index(need.badge) :], need))
        elif need.badge not in done:
            path[need.badge] = iter(needs.get(need.badge, ()))
            taken.append(need)


def _tell(circle: tuple[_Need, ...]) -> Found:
    """Return the finding for needs of which each leads to the next, and the last to the first."""
    start = min(range(len(circle)), key=lambda place: circle[place - 1].badge)
    turned = circle[start:] + circle[:start]
    chain = ", which needs ".join(f"“{need.badge}”" for need in turned)
    what = f"badges need each other in a circle: “{turned[-1].badge}” needs {chain}"
    return Found(turned[0].origin, Finding(turned[0].location, what, "let one of them be earned in another way"))
