"""The development server's place on this machine: its port, its thread, and where the site begins."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import uvicorn

from badgesite.content.parse import parse
from badgesite.errors import UsageError
from badgesite.model.site import read_home
from badgesite.serve.app import HOST, make_app
from badgesite.serve.board import Board

_TRIED_PORTS = 20


def find_path(site: Path) -> str | None:
    """Return the path of the address in `site.yaml`, decoded, without a slash at its end; None if unreadable."""
    file = site / "content" / "site.yaml"
    try:
        records = parse("content/site.yaml", file.read_text("utf-8")).records
        return unquote(urlsplit(read_home(records[0]["url"])).path)
    except (OSError, ValueError, LookupError):
        return None


def open_port(wanted: int) -> socket.socket:
    """Return a socket that listens at the wanted port, or the next free one; raises UsageError if none is near."""
    for port in range(wanted, min(wanted + _TRIED_PORTS, 65536)):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise UsageError(f"--port {wanted}: this port and the next {_TRIED_PORTS - 1} are in use; choose another")


def find_address(listener: socket.socket, board: Board) -> str:
    """Return where a browser finds the site."""
    return f"http://{HOST}:{listener.getsockname()[1]}{quote(board.state.path)}/"


@contextlib.contextmanager
def serve(out: Path, board: Board, listener: socket.socket) -> Iterator[None]:
    """Show the output folder from another thread while the block runs; answers under way have a second to end."""
    config = uvicorn.Config(
        make_app(out, board), log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield
    finally:
        board.close()
        server.should_exit = True
        thread.join()
