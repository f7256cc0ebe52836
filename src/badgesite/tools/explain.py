"""`badgesite explain`: why an output is or is not current; writes nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.build.adopt import know
from badgesite.build.batches import Task
from badgesite.build.folders import UNSEEN, digest_file
from badgesite.build.known import Row, StateLost
from badgesite.build.order import Order
from badgesite.build.sources import find_source
from badgesite.build.state import State, has_state, is_failed
from badgesite.pages.output import PageView
from badgesite.pages.stamp import Key
from badgesite.tools.opened import Opened, ask_state, open_site
from badgesite.tools.paths import find_path

_MOST_NAMED = 5
_CHANGED = {
    "code": "badgesite itself changed, or a package that it writes with",
    "theme": "the templates or the words of the theme changed",
    "drawing": "what it is drawn with changed: the theme's cards or shapes, the accent, or fonts",
    "view": "what it shows changed",
}
"""What another part of a key tells."""
_ALTERED = "its bytes are not as badgesite wrote them"
_UNWANTED = "nothing in content/ asks for it any more"
_NOUNS = {
    "asset": "a file of the theme",
    "card": "the card",
    "feed": "the feed",
    "file": "a picture or file",
    "host": "what a host reads",
    "json": "the data for machines",
    "look": "the colours",
    "medallion": "the medallion",
    "medallion-png": "the medallion",
    "portrait": "the portrait",
    "redirect": "what leads from an old address to the page",
    "robots": "what robots may read",
    "search": "what search in the browser reads",
    "sitemap": "the list of all pages",
    "sitemap-index": "the list of all lists of pages",
}
"""What the kinds of outputs are for people, beside pages."""


class Explanation(NamedTuple):
    """What is to be said of an output; its path is from the top of the output folder."""

    path: str
    about: str
    """What it is, and where it comes from."""
    verdict: str
    """Whether it is current, as the beginning of a sentence that the reasons end."""
    reasons: tuple[str, ...] = ()
    """Why it is not current; nothing if it is."""
    edited: tuple[str, ...] = ()
    """The site's files that are newer than it, if that may be why."""

    @property
    def is_current(self) -> bool:
        """Whether a build would write the very bytes that are there."""
        return not self.reasons

    def __str__(self) -> str:
        named = ", ".join(self.edited[:_MOST_NAMED])
        more = f" and {len(self.edited) - _MOST_NAMED:,} more" if len(self.edited) > _MOST_NAMED else ""
        edited = f"\nEdited since it was made: {named}{more}." if named else ""
        return f"{self.path}: {self.about}.\n{self.verdict}{', and because '.join(self.reasons)}.{edited}"


def explain(order: Order, given: str, here: Path) -> Explanation:
    """Return what the next build does with an output, and why.

    `given` is its address on the web, or its path from the folder `here` or from the top of the output folder. Raises
    ProblemsFound if the content has problems, no output is meant, or a build is running.
    """
    site = open_site(order)
    return ask_state(order, lambda state: _explain(site, state, given, here))


def _explain(site: Opened, state: State | None, given: str, here: Path) -> Explanation:
    order = site.order
    known = know(state.known if state else None, order.out)
    plan = site.plan(known, UNSEEN)
    tasks = {task.output.path: task for task in plan.tasks}
    home = order.base_url or site.prepared.content.site.url
    people = [name for id_, each in site.prepared.content.outlines.items() for name in (id_, each.name)]
    path = find_path(given, {*known.rows, *tasks}, order.out, here, home, people)
    row = known.rows.get(path)
    if row and path in plan.gone:
        about = f"an earlier output{_name_record(row.bundle, ' of ')}"
        return Explanation(path, about, "The next build deletes it: ", (_UNWANTED,))
    if task := tasks.get(path):
        reasons = [*_compare(task, row, state, order)]
    else:
        task, reasons = _find_kept(site, row), []
    return _judge(site, state, task, reasons, row)


def _find_kept(site: Opened, row: Row | None) -> Task:
    """Return the output of a row that stays as it is."""
    for bundle in site.bundles():
        if row and bundle.name == row.bundle:
            for output in bundle.outputs(site.setting):
                if output.path == row.path:
                    return Task(output, bundle.name, row.key)
    raise StateLost("it names an output that is none")


def _judge(site: Opened, state: State | None, task: Task, reasons: list[str], row: Row | None) -> Explanation:
    path, about = task.output.path, _describe(task, site)
    file = site.order.out / path
    edited = _list_edited(site, file) if reasons and row and row.key else ()
    if not file.is_file() and row:
        reasons.append("its file is missing")
    is_altered = row is not None and row.digest != "" and file.is_file() and digest_file(file) != row.digest
    if is_altered:
        reasons.append(_ALTERED)
    if not reasons:
        return Explanation(path, about, "It is current: nothing that it shows has changed since it was made")
    if reasons == [_ALTERED] and not (state and state.is_doubtful):
        verdict = "It is what the content asks for, and `badgesite build --verify` makes it anew, because "
        return Explanation(path, about, verdict, (_ALTERED,))
    verdict = "The next build makes it anew, because " if row else "The next build makes it, because "
    return Explanation(path, about, verdict, tuple(reasons), edited)


def _compare(task: Task, row: Row | None, state: State | None, order: Order) -> Iterator[str]:
    """Yield why an output is due, its file aside."""
    if state is None or not state.known.rows:
        is_lost = has_state(order.site, order.out) or (order.out / task.output.path).is_file()
        yield "what badgesite knew of the last build is lost" if is_lost else "it has never been built"
    elif row is None:
        yield "it has never been built"
    elif row.key == "":
        yield "a build that was interrupted was about to replace it"
    elif is_failed(row):
        yield "the last build could not render it"
    else:
        if row.bundle != task.bundle:
            yield f"it was made for {_name_record(row.bundle) or 'another part of the site'}"
        before, now = Key.parse(row.key), Key.parse(task.key)
        for part, told in _CHANGED.items():
            if getattr(before, part, None) != getattr(now, part, None):
                yield told


def _describe(task: Task, site: Opened) -> str:
    """Return what an output is: the card of customer ada (content/customers/ada.yaml)."""
    output = task.output
    noun = _NOUNS.get(output.kind, "a page" if isinstance(output.view, PageView) else "a file")
    source = find_source(output, task.bundle, site.prepared, site.order.site)
    return f"{noun}{_name_record(task.bundle, ' of ')} ({source.file})"


def _name_record(bundle: str, before: str = "") -> str:
    """Return of which record a bundle is, such as `customer ada`; nothing if the address says it or it is of none."""
    kind, _, id_ = bundle.partition("/")
    return f"{before}{kind} {id_}" if kind in ("badge", "customer", "group") else ""


def _list_edited(site: Opened, file: Path) -> tuple[str, ...]:
    """Return the files of the content and of the site's own themes that are newer than an output."""
    if not file.is_file():
        return ()
    then = file.stat().st_mtime_ns
    own = (folder for folder in site.prepared.theme.folders if folder.is_relative_to(site.order.site))
    themes = (each for folder in own for each in folder.rglob("*") if each.is_file())
    newer = {each.path for each in site.files if each.stamp.mtime_ns > then}
    newer |= {each.relative_to(site.order.site).as_posix() for each in themes if each.stat().st_mtime_ns > then}
    return tuple(sorted(newer))
