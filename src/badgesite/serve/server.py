"""The finished site in a browser on this machine: loopback only, nothing outside the output folder."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from badgesite.content.load import load
from badgesite.content.scan import scan
from badgesite.errors import UsageError

HOST = "127.0.0.1"
_TRIED_PORTS = 20


def find_home(site: Path) -> str:
    """Return the address in `site.yaml`; that of this machine while it cannot be read."""
    content = load(site, scan(site)).content
    return content.site.url if content else f"http://{HOST}"


def make_app(out: Path, home: str) -> Starlette:
    """Return the application that serves the output folder under the path of the site's address."""
    path = urlsplit(home).path.rstrip("/")
    routes: list[BaseRoute] = [Mount(path or "/", StaticFiles(directory=out, html=True))]
    if path:
        routes.append(Route("/", RedirectResponse(f"{path}/")))
    # A page elsewhere must not read the site through a name that leads to this machine.
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=routes, middleware=[hosts])


def find_port(wanted: int) -> int:
    """Return the first free port from the wanted one on; raises UsageError if there is none near."""
    for port in range(wanted, min(wanted + _TRIED_PORTS, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise UsageError(f"--port {wanted}: this port and the next {_TRIED_PORTS - 1} are in use; choose another")


@contextlib.contextmanager
def serve(app: Starlette, port: int) -> Iterator[None]:
    """Serve in a thread of its own while the block runs."""
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
