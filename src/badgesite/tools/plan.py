"""`badgesite plan`: what publishing would change, told before it happens; writes nothing."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from badgesite.awards.compare import Difference, Snapshot, Stand, Turnover, compare
from badgesite.awards.near import Near, list_near
from badgesite.build.adopt import know
from badgesite.build.edition import read_snapshot
from badgesite.build.folders import look
from badgesite.build.order import Order
from badgesite.build.plan import Plan
from badgesite.build.state import State
from badgesite.model import Content
from badgesite.pages.data import as_number
from badgesite.tools.opened import Opened, ask_state, open_site
from badgesite.tools.reasons import Words, write_number

_MOST_SHOWN = 20


class Pages(NamedTuple):
    """The addresses of pages from the site's top, and how many other files change."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    files: int
    """Pictures, data and other files that are written or deleted beside them."""


class Foresight(NamedTuple):
    """What the next build would do."""

    content: Content
    since: datetime.date | None
    """The day of the build that is compared with; None if nothing was published yet."""
    difference: Difference
    pages: Pages
    near: tuple[Near, ...]


def foresee(order: Order) -> Foresight:
    """Return what publishing would change; raises ProblemsFound for content with problems."""
    site = open_site(order)
    return ask_state(order, lambda state: _foresee(site, state))


def _foresee(site: Opened, state: State | None) -> Foresight:
    order, content = site.order, site.prepared.content
    known = know(state.known if state else None, order.out)
    plan = site.plan(known, look(order.out, known, is_verifying=False))
    before = read_snapshot(state.notes) if state else None
    nothing = Snapshot(order.today, {}, {}, {}, {})
    difference = compare(before or nothing, content, site.results, order.today)
    old = {row.path for row in plan.rows if row.path in known.rows}
    since = before.today if before else None
    return Foresight(content, since, difference, _list_pages(plan, old), tuple(list_near(site.results)))


def _list_pages(plan: Plan, old: set[str]) -> Pages:
    due = [row.path for row in plan.rows]
    files = sum(not _is_page(path) for path in (*due, *plan.gone))
    new, changed, gone = (
        tuple(sorted(_address(path) for path in paths if _is_page(path)))
        for paths in ([path for path in due if path not in old], old, plan.gone)
    )
    return Pages(new, changed, gone, files)


def _is_page(path: str) -> bool:
    """Whether people open this by its address: what stands in frames of other sites is no page of its own."""
    return path.endswith(("index.html", "404.html"))


def _address(path: str) -> str:
    return path.removesuffix("index.html") or "/"


def tell(foresight: Foresight) -> Iterator[str]:
    """Yield the lines that tell a keeper what publishing would change."""
    words, pages = Words(foresight.content), foresight.pages
    won, lost = foresight.difference
    if foresight.since is None:
        yield f"Nothing was published yet. The first build awards {_count(len(won), 'badge')}."
    elif won or lost:
        yield f"Since the build of {foresight.since}: {_count(len(won), 'award')} won, {len(lost):,} lost."
    else:
        yield f"Since the build of {foresight.since} no award is won or lost."
    if foresight.since is not None:
        yield from _cut([f"  {_tell_turnover(each, words, 'wins')}" for each in won])
        yield from _cut([f"  {_tell_turnover(each, words, 'loses')}" for each in lost])
    yield (
        f"Pages: {len(pages.new):,} new, {len(pages.changed):,} changed, {len(pages.gone):,} gone; "
        f"and {pages.files:,} pictures and other files."
    )
    for word, addresses in (("new", pages.new), ("changed", pages.changed), ("gone", pages.gone)):
        if foresight.since is not None:
            yield from _cut([f"  {word:<8} {address}" for address in addresses])
    if foresight.near:
        yield "One step away:"
    yield from _cut([f"  {_tell_near(near, words)}" for near in foresight.near])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else f'{noun}s'}"


def _cut(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST_SHOWN]
    if len(lines) > _MOST_SHOWN:
        yield f"  and {len(lines) - _MOST_SHOWN:,} more (`--json` lists all)"


def _tell_turnover(each: Turnover, words: Words, verb: str) -> str:
    since = f" of {each.stand.date}" if each.stand.date else ""
    return f"{each.name} {verb} {_name_badge(each.stand, words)}{since} ({each.way}): {'; '.join(each.reasons)}"


def _name_badge(stand: Stand, words: Words) -> str:
    badge = words.content.badges.get(stand.badge)
    return badge.name if badge else stand.badge


def _tell_near(near: Near, words: Words) -> str:
    name = words.content.outlines[near.customer].name
    have = f"{write_number(near.have)} of {write_number(near.target)}"
    return f"{name}: {words.missing(near.target - near.have, near.metric)} to {words.badge(near.badge)} ({have})"


def as_answer(foresight: Foresight) -> dict[str, Any]:
    """Return the same for machines, whole."""
    pages = foresight.pages
    return {
        "since": foresight.since.isoformat() if foresight.since else None,
        "won": [_as_data(each) for each in foresight.difference.won],
        "lost": [_as_data(each) for each in foresight.difference.lost],
        "pages": {"new": pages.new, "changed": pages.changed, "gone": pages.gone, "other_files": pages.files},
        "near": [
            {
                "customer": near.customer, "badge": near.badge, "metric": near.metric,
                "have": as_number(near.have), "target": as_number(near.target),
            }
            for near in foresight.near
        ],
    }  # fmt: skip


def _as_data(each: Turnover) -> dict[str, Any]:
    stand = each.stand
    return {
        "customer": each.customer, "name": each.name, "badge": stand.badge,
        "date": stand.date.isoformat() if stand.date else None,
        "milestone": stand.milestone, "reasons": each.reasons,
    }  # fmt: skip
