"""The commands: options and exit codes. 0 done · 1 problems in the content or the build · 2 wrong usage."""

import atexit
import datetime
import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from badgesite import __version__
from badgesite.build.order import Order, Report
from badgesite.build.report import as_data, describe, summarise, tell_failures
from badgesite.build.system import ending_tidily, open_closed_streams
from badgesite.errors import MissingLibrary, ProblemsFound, UsageError
from badgesite.tools.options import AsJson, BaseUrl, Jobs, Out, Poll, Site, Today, Yes, find_site, make_order
from badgesite.tools.sheet import ImportKind
from badgesite.tools.templates import Kind
from badgesite.tools.terminal import answering, print_json, print_problems, say, say_all, show, show_progress

_SEARCH_AFTER = 20_000  # new objects: loading makes many, and hardly any garbage that refers to itself

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


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line each, anything else in a traceback."""
    open_closed_streams()
    gc.set_threshold(_SEARCH_AFTER)
    atexit.register(gc.freeze)  # what is left then goes with the process, and need not be searched
    try:
        with ending_tidily(_end):
            app(prog_name="badgesite")
    except UsageError as error:
        say(f"badgesite: {error}")
        sys.exit(2)
    except ProblemsFound as error:
        show(error.problems)
        sys.exit(1)
    except MissingLibrary as error:
        say(f"badgesite: {error}")
        sys.exit(1)


def _end(number: int) -> None:
    sys.exit(128 + number)  # as a shell tells it


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
    yes: Yes = False,
    timings: Annotated[bool, typer.Option("--timings", help="Print how long each stage took.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the finished site up to date: render what is new or changed, delete what is gone.

    If anything is wrong in the content, every problem is listed with its place and remedy, and nothing is written.
    A file that cannot be rendered stays as it was, and the others are finished.
    """
    from badgesite.build.unchanged import build_if_changed

    order = make_order(site, out, base_url, today, jobs or os.cpu_count() or 1, is_verifying=verify, is_sure=yes)
    try:
        with show_progress(is_wanted=not as_json) as progress:
            report = build_if_changed(order, progress)
    except ProblemsFound as error:
        if as_json:
            print(describe(Report((), 0, (), error.problems, ())))
        raise
    show(report.problems)
    say_all(tell_failures(report))
    if as_json:
        print(describe(report))
    else:
        print(f"{order.out}: {summarise(report)}")
        for timing in report.timings if timings else ():
            print(f"  {timing.stage:<20} {timing.seconds:8.3f} s  {timing.things or ''}".rstrip())
    if report.failures:
        raise typer.Exit(1)


@app.command(name="check")
def check_command(site: Site = None, base_url: BaseUrl = None, today: Today = None, as_json: AsJson = False) -> None:
    """List everything wrong or doubtful in the content; writes nothing."""
    from badgesite.tools.check import check

    order = make_order(site, None, base_url, today, 1)
    with answering(as_json=as_json):
        prepared = check(order)
    show(prepared.warnings)
    if as_json:
        print_problems(prepared.warnings)
        return
    content = prepared.content
    doubts = f", {len(prepared.warnings)} doubtful" if prepared.warnings else ""
    print(f"Nothing is wrong{doubts}: {len(content.badges)} badges, {len(content.customers)} customers.")


@app.command(name="plan")
def plan_command(
    site: Site = None, out: Out = None, base_url: BaseUrl = None, today: Today = None, as_json: AsJson = False
) -> None:
    """Tell what publishing would change: awards won and lost, by whom and why, and pages; writes nothing."""
    from badgesite.tools.plan import as_answer, foresee, tell

    with answering(as_json=as_json):
        foresight = foresee(make_order(site, out, base_url, today, 1))
    if as_json:
        print_json(as_answer(foresight))
    else:
        for line in tell(foresight):
            print(line)


@app.command(name="explain")
def explain_command(
    what: Annotated[
        str,
        typer.Argument(help="A customer; or a finished file, its folder, or its address on the web.", metavar="WHAT"),
    ],
    badge: Annotated[str | None, typer.Argument(help="A badge, if it is a customer.", metavar="BADGE")] = None,
    site: Site = None,
    out: Out = None,
    base_url: BaseUrl = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Say why a customer holds a badge or not yet, or why a finished file is or is not current; writes nothing."""
    from badgesite.tools.answer import explain_customer

    order = make_order(site, out, base_url, today, 1)
    with answering(as_json=as_json):
        is_person = badge is not None or "/" not in what
        if is_person and (answer := explain_customer(order, what, badge)):
            data, text = answer.as_data(), "\n".join(answer.lines)
        else:
            data, text = _explain_path(order, what)
    if as_json:
        print_json(data)
    else:
        print(text)


def _explain_path(order: Order, path: str) -> tuple[dict[str, Any], str]:
    from badgesite.tools.explain import explain

    found = explain(order, path, Path.cwd())
    return {"path": found.path, "is_current": found.is_current, "reasons": found.reasons}, str(found)


@app.command(name="report")
def report_command(
    since: Annotated[
        str | None, typer.Option(help="Only what is new since this day (YYYY-MM-DD): whom to thank this week.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="A folder for it. Default: report/ in the site's folder.")] = None,
    site: Site = None,
    out: Out = None,
    base_url: BaseUrl = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Tell who speaks for you, who is near a milestone, quiet, unthanked, or wants something; for your eyes only.

    The page, table and data go into a folder of their own, never into the finished site.
    """
    from badgesite.tools.handover import check_place
    from badgesite.tools.options import read_day
    from badgesite.tools.report.make import make_report, write_report

    order = make_order(site, out, base_url, today, 1)
    check_place(to or order.site / "report", order)
    with answering(as_json=as_json):
        made = make_report(order, read_day("--since", since) if since else None)
    if as_json:
        for part in made.as_json():
            print(part.decode(), end="")
        return
    for file in write_report(made, order, to or order.site / "report"):
        print(file)
    print(f"{made.tell()}.")


@app.command(name="share")
def share_command(
    customer: Annotated[str, typer.Argument(help="A customer, by id or name.", metavar="CUSTOMER")],
    badge: Annotated[str, typer.Argument(help="A badge that they hold, by id or name.", metavar="BADGE")],
    to: Annotated[
        Path | None, typer.Option(help="A folder for it. Default: share/CUSTOMER-BADGE/ in the site's folder.")
    ] = None,
    site: Site = None,
    out: Out = None,
    base_url: BaseUrl = None,
    today: Today = None,
) -> None:
    """Write what there is to share of an award: pictures in three formats, and a text for each network."""
    from badgesite.tools.handover import check_place
    from badgesite.tools.pack import make_pack, write_pack

    order = make_order(site, out, base_url, today, 1)
    check_place(to or order.site / "share", order)
    pack = make_pack(order, customer, badge)
    for file in write_pack(pack, order, to):
        print(file)
    if pack.advice:
        say(pack.advice)


@app.command(name="import")
def import_command(
    file: Annotated[Path, typer.Argument(help="A spreadsheet saved as CSV.", metavar="FILE")],
    kind: Annotated[
        ImportKind | None, typer.Option("--as", help="What the rows are. Default: told by the names of the columns.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="COLUMN=FIELD: what a column holds; COLUMN=- leaves it out. May be repeated."),
    ] = None,
    dates: Annotated[
        str, typer.Option(help="The form of the days, such as DD.MM.YYYY or MM/DD/YYYY; excel for its numbers.")
    ] = "YYYY-MM-DD",
    write: Annotated[bool, typer.Option("--write", help="Write it. Without this it is only shown.")] = False,
    site: Site = None,
    today: Today = None,
    as_json: AsJson = False,
) -> None:
    """Take customers, awards or activity from a spreadsheet into the content; shows what it would write.

    Rows that are there already are left alone, so the same file may be imported again. If a row is refused, nothing
    is written.
    """
    from badgesite.tools.columns import read_mapping
    from badgesite.tools.imported import as_answer, tell_import
    from badgesite.tools.importing import plan_import, write_import

    order = make_order(site, None, None, today, 1)
    with answering(as_json=as_json):
        found = plan_import(order.site, file, order.today, kind, read_mapping(mapping or ()), dates)
    if write:
        write_import(order.site, found.changes)
    show(found.doubts)
    if as_json:
        print_json(as_answer(found, is_written=write) | {"problems": as_data(found.doubts)})
    else:
        for line in tell_import(found, is_written=write):
            print(line)


@app.command(name="schema")
def schema_command(site: Site = None) -> None:
    """Write JSON Schemas of the YAML files, and the settings by which editors complete and check them."""
    from badgesite.content.load import check_site
    from badgesite.tools.schema import write_schemas

    folder = find_site(site)
    check_site(folder)
    for file in write_schemas(folder):
        print(file)


@app.command(name="gallery")
def gallery_command(
    folder: Annotated[Path, typer.Argument(help="A folder for the pictures.", metavar="DIR")], site: Site = None
) -> None:
    """Draw contact sheets of all badges, and of every shape in every tier and state, to judge them by eye."""
    from badgesite.tools.gallery import gallery

    for file in gallery(make_order(site, None, None, None, 1), folder):
        print(file)


@app.command(name="watch")
def watch_command(
    site: Site = None,
    out: Out = None,
    base_url: BaseUrl = None,
    poll: Poll = False,
    jobs: Jobs = None,
    yes: Yes = False,
) -> None:
    """Build, and build again whenever something changes. Ctrl+C ends it."""
    from badgesite.tools.live import watch_site

    watch_site(make_order(site, out, base_url, None, jobs or os.cpu_count() or 1, is_sure=yes), is_polling=poll)


@app.command(name="serve")
def serve_command(
    site: Site = None,
    out: Out = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen; the next free one if in use.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the site in the browser.")] = False,
    poll: Poll = False,
    jobs: Jobs = None,
    yes: Yes = False,
) -> None:
    """Build, show the site in the browser on this machine, and build again whenever something changes."""
    from badgesite.tools.live import serve_site

    order = make_order(site, out, None, None, jobs or os.cpu_count() or 1, is_sure=yes)
    serve_site(order, port, is_opening=open_browser, is_polling=poll)
