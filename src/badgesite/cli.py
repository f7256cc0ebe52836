"""The commands: options and exit codes. 0 done · 1 problems in the content or the build · 2 wrong usage."""

import contextlib
import dataclasses
import datetime
import json
import os
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import typer

from badgesite import __version__
from badgesite.build.order import Order, Progress, Report
from badgesite.errors import MissingLibrary, Problem, ProblemsFound, UsageError
from badgesite.model.record import read_date
from badgesite.model.site import read_home
from badgesite.tools.new import Kind

Value = TypeVar("Value")

app = typer.Typer(
    name="badgesite",
    help="Turn YAML files about customers, badges and milestones into a site of badges worth sharing.\n\n"
    "Start with `badgesite init my-club`, then `badgesite build --site my-club`, and open what is in "
    "my-club/public in a browser with `badgesite serve --site my-club`.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Site = Annotated[
    Path | None,
    typer.Option(help="The folder that holds content/. Default: here, or the nearest parent that does."),
]
Out = Annotated[
    Path | None, typer.Option(help="Where the finished site goes. Default: public/ in the site's folder.")
]
BaseUrl = Annotated[str | None, typer.Option(help="Where the site will live, if not at the `url` of site.yaml.")]
Today = Annotated[str | None, typer.Option(help="The day that ages and expiries are reckoned from (YYYY-MM-DD).")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="How many processes draw pictures and pages. Default: one a processor.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the outcome for machines, and nothing else.")]


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line each, anything else in a traceback."""
    try:
        app(prog_name="badgesite")
    except UsageError as error:
        _say(f"badgesite: {error}")
        sys.exit(2)
    except ProblemsFound as error:
        _show(error.problems)
        sys.exit(1)
    except MissingLibrary as error:
        _say(f"badgesite: {error}")
        sys.exit(1)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        print(f"badgesite {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


@app.command(name="init")
def init_command(folder: Annotated[Path, typer.Argument(help="A folder for the new site.", metavar="DIR")]) -> None:
    """Write a small, complete site to start from, with comments that explain it."""
    from badgesite.tools.init import init

    for file in init(folder):
        print(file)
    print(f"\nNow edit these files, and build the site:  badgesite build --site {folder}")


@app.command(name="new")
def new_command(
    kind: Annotated[Kind, typer.Argument(help="customer, badge, milestone, group or page.")],
    identifier: Annotated[
        str, typer.Argument(help="The name in addresses, such as `ada` or `first-order`.", metavar="ID")
    ],
    name: Annotated[str | None, typer.Option(help="The name that people see. Default: made from the id.")] = None,
    unlisted: Annotated[
        bool, typer.Option("--unlisted", help="A customer whose page only those find who have its link.")
    ] = False,
    site: Site = None,
) -> None:
    """Write the file of a new record, with what it may hold as comments."""
    from badgesite.tools.new import new

    print(new(find_site(site), kind, identifier, datetime.date.today(), name=name, is_unlisted=unlisted))


@app.command(name="build")
def build_command(
    site: Site = None,
    out: Out = None,
    base_url: BaseUrl = None,
    today: Today = None,
    jobs: Jobs = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare the bytes of what is finished, too, and mend what differs.")
    ] = False,
    timings: Annotated[bool, typer.Option("--timings", help="Print how long each stage took.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the finished site up to date: render what is new or changed, delete what is gone.

    If anything is wrong in the content, every problem is listed with its place and remedy, and nothing is written.
    """
    from badgesite.build.story import build

    order = _order(site, out, base_url, today, jobs or os.cpu_count() or 1, is_verifying=verify)
    try:
        with _progress(is_wanted=not as_json) as progress:
            report = build(order, progress)
    except ProblemsFound as error:
        if as_json:
            print(describe(Report((), 0, (), error.problems, ())))
        raise
    _show(report.problems)
    if as_json:
        print(describe(report))
        return
    print(f"{order.out}: {summarise(report)}")
    for timing in report.timings if timings else ():
        print(f"  {timing.stage:<20} {timing.seconds:8.3f} s  {timing.things or ''}".rstrip())


@app.command(name="check")
def check_command(site: Site = None, base_url: BaseUrl = None, today: Today = None, as_json: AsJson = False) -> None:
    """List everything wrong or doubtful in the content; writes nothing."""
    from badgesite.tools.check import check

    order = _order(site, None, base_url, today, 1)
    try:
        prepared = check(order)
    except ProblemsFound as error:
        if as_json:
            print(json.dumps({"problems": _as_data(error.problems)}, ensure_ascii=False))
        raise
    _show(prepared.warnings)
    if as_json:
        print(json.dumps({"problems": _as_data(prepared.warnings)}, ensure_ascii=False))
        return
    content = prepared.content
    doubts = f", {len(prepared.warnings)} doubtful" if prepared.warnings else ""
    print(f"Nothing is wrong{doubts}: {len(content.badges)} badges, {len(content.customers)} customers.")


@app.command(name="gallery")
def gallery_command(
    folder: Annotated[Path, typer.Argument(help="A folder for the pictures.", metavar="DIR")], site: Site = None
) -> None:
    """Draw contact sheets of all badges, and of every shape in every tier and state, to judge them by eye."""
    from badgesite.tools.gallery import gallery

    for file in gallery(_order(site, None, None, None, 1), folder):
        print(file)


@app.command(name="watch")
def watch_command(site: Site = None, out: Out = None, base_url: BaseUrl = None, jobs: Jobs = None) -> None:
    """Build, and build again whenever something changes. Ctrl+C ends it."""
    from badgesite.serve.watch import watch

    order = _order(site, out, base_url, None, jobs or os.cpu_count() or 1)
    with contextlib.suppress(KeyboardInterrupt):
        watch(order.site, lambda: _rebuild(order), threading.Event())


@app.command(name="serve")
def serve_command(
    site: Site = None,
    out: Out = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen; the next free one if in use.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in the browser.")] = False,
    jobs: Jobs = None,
) -> None:
    """Build, show the site in the browser on this machine, and build again whenever something changes."""
    from badgesite.serve.server import HOST, find_home, find_port, make_app, serve
    from badgesite.serve.watch import watch

    order = _order(site, out, None, None, jobs or os.cpu_count() or 1)
    free = find_port(port)
    home = find_home(order.site)
    order.out.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(KeyboardInterrupt), serve(make_app(order.out, home), free):
        address = f"http://{HOST}:{free}{urlsplit(home).path}/"
        print(f"The site is at {address}  (Ctrl+C ends it)")
        if open_browser:
            webbrowser.open(address)
        watch(order.site, lambda: _rebuild(order), threading.Event())


def _rebuild(order: Order) -> None:
    """Build with today's date, and tell what came of it; problems in the content end nothing."""
    from badgesite.build.story import build

    try:
        report = build(dataclasses.replace(order, today=datetime.date.today()))
    except ProblemsFound as error:
        _show(error.problems)
        return
    _show(report.problems)
    print(summarise(report), flush=True)


def find_site(given: Path | None) -> Path:
    """Return the folder that holds `content/`: the given one, else here or the nearest parent that has one."""
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "content").is_dir()), here)


def _order(
    site: Path | None,
    out: Path | None,
    base_url: str | None,
    today: str | None,
    jobs: int,
    is_verifying: bool = False,
) -> Order:
    folder = find_site(site)
    return Order(
        site=folder,
        out=out or folder / "public",
        today=_read("--today", today, read_date) or datetime.date.today(),
        base_url=_read("--base-url", base_url, read_home),
        jobs=jobs,
        is_verifying=is_verifying,
    )


def _read(option: str, text: str | None, read: Callable[[str], Value]) -> Value | None:
    try:
        return None if text is None else read(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: {error}") from None


def describe(report: Report) -> str:
    """Return what a build did as one line of JSON."""
    return json.dumps(
        {
            "rendered": len(report.rendered),
            "unchanged": report.unchanged,
            "deleted": len(report.deleted),
            "problems": _as_data(report.problems),
            "seconds": round(report.seconds, 3),
        },
        ensure_ascii=False,
    )


def summarise(report: Report) -> str:
    """Return what a build did in a sentence."""
    parts = [f"{len(report.rendered):,} rendered", f"{report.unchanged:,} unchanged"]
    if report.deleted:
        parts.append(f"{len(report.deleted):,} deleted")
    return f"{', '.join(parts)}, in {report.seconds:.1f} s"


def _as_data(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [problem._asdict() for problem in problems]


@contextlib.contextmanager
def _progress(*, is_wanted: bool) -> Iterator[Progress]:
    """Show a bar on a terminal; stay quiet in a pipe."""
    if not is_wanted or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Rendering", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _show(problems: Iterable[Problem]) -> None:
    for problem in problems:
        _say(str(problem))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
