"""`badgesite watch` and `badgesite serve`: building again and again, each time telling what came of it."""

import dataclasses
import datetime

from badgesite.build.memory import Memory, load_memory
from badgesite.build.order import Order
from badgesite.build.report import summarise, tell_failures
from badgesite.build.story import build, check_order
from badgesite.serve.board import Board
from badgesite.serve.outcome import Outcome, attempt
from badgesite.serve.server import find_address, find_path, open_port, serve
from badgesite.serve.watch import until_interrupt, watch
from badgesite.tools.terminal import note, say, say_all, show, show_progress


def watch_site(order: Order, *, is_polling: bool) -> None:
    """Build, and build again after every change, until asked to end."""
    check_order(order)
    memory = load_memory(order.site)
    with until_interrupt() as stop:
        watch(order.site, order.out, lambda: _rebuild(order, memory), stop, say=note, is_polling=is_polling)


def serve_site(order: Order, port: int, *, is_opening: bool, is_polling: bool) -> None:
    """Do as `watch_site`, and show the site to the browsers of this machine, from the next free port."""
    check_order(order)
    memory, board, listener = load_memory(order.site), Board(find_path(order.site) or ""), open_port(port)

    def rebuild() -> None:
        outcome = _rebuild(order, memory)
        if board.post(find_path(order.site) if outcome.report else None, outcome.problems):
            print(f"The site is now at {find_address(listener, board)}", flush=True)

    with until_interrupt() as stop, serve(order.out, board, listener):
        address = find_address(listener, board)
        if f":{port}/" not in address:
            print(f"Port {port} is in use, so another one was taken.")
        print(f"The site is at {address}  (Ctrl+C ends it)", flush=True)
        if is_opening:
            import webbrowser

            webbrowser.open(address)
        watch(order.site, order.out, rebuild, stop, say=note, is_polling=is_polling)


def _rebuild(order: Order, memory: Memory) -> Outcome:
    """Build with today's date, tell what came of it, and return that; nothing that is wrong ends the command."""
    with show_progress(is_wanted=True) as progress:
        outcome = attempt(lambda: build(dataclasses.replace(order, today=datetime.date.today()), progress, memory))
    if outcome.report is None:
        show(outcome.problems)
        say("The site stays as it was until this is mended.")
    else:
        show(outcome.report.problems)
        say_all(tell_failures(outcome.report))
        print(summarise(outcome.report), flush=True)
    return outcome
