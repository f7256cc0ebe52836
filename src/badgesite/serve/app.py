"""The application of the development server: the site's files, the script's own files, and the events."""

import asyncio
import contextlib
import json
from pathlib import Path
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from badgesite.serve.answer import answer
from badgesite.serve.board import Board, State
from badgesite.serve.page import OWN, Version, add_script, find_version

HOST = "127.0.0.1"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""What a browser has kept would be stale after the next save."""
_FILES = {"reload.js": "text/javascript", "overlay.css": "text/css"}
_MOST_SHOWN = 50
_ALIVE_EVERY = 15.0  # seconds from one sign of life to the next, so that browsers notice a server that is gone


def make_app(out: Path, board: Board) -> Starlette:
    """Return the application that shows an output folder, and tells its pages what the board says."""

    def show(request: Request) -> Response:
        found = answer(out, request.scope["path"], board.state)
        if found.location:
            query = f"?{request.url.query}" if request.url.query else ""
            return Response(status_code=found.status, headers={**_HEADERS, "Location": found.location + query})
        body = add_script(found.body, find_version(found)) if found.is_page else found.body
        return Response(body, found.status, _HEADERS, found.media_type)

    def tell(request: Request) -> Events:
        return Events(out, unquote(request.query_params.get("page", "/")), board)

    routes = [Route(f"{OWN}events", tell), Route(f"{OWN}{{name}}", _show_own), Route("/{path:path}", show)]
    # A page elsewhere must not read the site through a name that leads to this machine.
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=routes, middleware=[hosts])


def _show_own(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return Response("There is no such file.", 404, _HEADERS, "text/plain")
    return Response((Path(__file__).parent / name).read_bytes(), 200, _HEADERS, _FILES[name])


class Events:
    """A response that never ends by itself: how the page stands, now and after every build (`text/event-stream`)."""

    def __init__(self, out: Path, asked: str, board: Board) -> None:
        self._out, self._asked, self._board = out, asked, board

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {**_HEADERS, "Content-Type": "text/event-stream; charset=utf-8"}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": raw})
        following = asyncio.create_task(self._follow(send))
        leaving = asyncio.create_task(_wait_until_left(receive))
        try:
            await asyncio.wait({following, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (following, leaving):
                task.cancel()
            results = await asyncio.gather(following, leaving, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _follow(self, send: Send) -> None:
        with self._board.listening() as news:
            await send(_chunk("retry: 500\n\n"))
            while not self._board.is_closed:
                news.clear()
                await send(_chunk(f"data: {await asyncio.to_thread(self._describe)}\n\n"))
                while not news.is_set():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(news.wait(), _ALIVE_EVERY)
                        break
                    await send(_chunk(": still here\n\n"))

    def _describe(self) -> str:
        state = self._board.state
        version = find_version(answer(self._out, self._asked, state))
        return describe(state, version, f"{self._board.run}-{state.builds}")


async def _wait_until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _chunk(text: str) -> dict[str, object]:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


def describe(state: State, version: Version, build: str) -> str:
    """Return one line of JSON for a page: its version, the build it is of, and the first of what is wrong."""
    shown = [problem._asdict() for problem in state.problems[:_MOST_SHOWN]]
    facts = {**version._asdict(), "build": build, "problems": shown, "more": len(state.problems) - len(shown)}
    return json.dumps(facts)
