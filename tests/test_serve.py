"""The development server: what it answers, what it keeps to itself, what it tells open pages, and that it ends."""

import contextlib
import http.client
import json
import re
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from badgesite.errors import Problem, UsageError
from badgesite.serve.answer import Answer, answer, read_file
from badgesite.serve.app import HOST, describe
from badgesite.serve.board import Board, State
from badgesite.serve.page import OWN, Version, add_script, find_version
from badgesite.serve.server import find_address, find_path, open_port, serve
from serving import LIMIT, replace, running, wait_until

STATE = State(1, "/club", (), ())
WRONG = Problem("content/badges/first.yaml", 7, 3, "unknown key “tear”", "did you mean “tier”?")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder with what one finds in such folders."""
    folder = tmp_path / "site" / "public"
    files = {
        "index.html": "<html><head></head><body>home</body></html>",
        "404.html": "<html><head></head><body>nothing here</body></html>",
        "c/ada/index.html": "<html><head></head><body>Ada</body></html>",
        "c/ada/card.png": "png",
        "notes.part": "half",
        ".part.html": "half",
        ".htaccess": "secret",
        ".git/config": "secret",
        "c/.ada.html.part": "half",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    (tmp_path / "site" / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "site" / "secret.txt")
    (folder / "up").symlink_to(tmp_path / "site")
    (folder / "again.html").symlink_to(folder / "index.html")
    return folder


@pytest.mark.parametrize(
    ("asked", "path"),
    [("/club/", "index.html"), ("/club/index.html", "index.html"), ("/club/c/ada/", "c/ada/index.html")],
)
def test_a_page_is_at_its_folder_and_at_its_file(out: Path, asked: str, path: str) -> None:
    assert answer(out, asked, STATE) == Answer(200, "text/html; charset=utf-8", (out / path).read_bytes())


@pytest.mark.parametrize(("asked", "location"), [("/club", "/club/"), ("/club/c/ada", "/club/c/ada/")])
def test_an_address_without_its_slash_leads_to_the_one_with_it(out: Path, asked: str, location: str) -> None:
    assert answer(out, asked, STATE)[::3] == (307, location)


@pytest.mark.parametrize(
    "asked", ["/club/c/", "/club/nobody", "/club/index.html/", "/club//", "/club/c/ada/card.png/"]
)
def test_an_address_of_nothing_gets_the_page_of_the_site_that_says_so(out: Path, asked: str) -> None:
    assert answer(out, asked, STATE) == Answer(404, "text/html; charset=utf-8", (out / "404.html").read_bytes())


@pytest.mark.parametrize("asked", ["/", "/clubs/", "/other/index.html", "/index.html"])
def test_what_is_beside_the_site_is_not_of_the_site(out: Path, asked: str) -> None:
    found = answer(out, asked, STATE)
    assert found.status == 404
    assert b'<a href="/club/">' in found.body


@pytest.mark.parametrize(
    "path",
    [
        ".htaccess", ".git/config", ".part.html", "notes.part", "c/.ada.html.part", "../secret.txt",
        "c/../../secret.txt", "link.txt", "up/secret.txt", "up/public/index.html", "again.html", "/etc/passwd",
        "c//ada/index.html", "c", "", ".", "..", "c\\ada\\index.html", "index.html\0", "i" * 300,
    ],
)  # fmt: skip
def test_nothing_but_finished_outputs_is_read(out: Path, path: str) -> None:
    """No hidden file, no half-written one, nothing outside of the folder, and no link wherever it leads."""
    assert read_file(out, path) is None


def test_an_output_folder_that_is_a_link_itself_is_read(out: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(out)
    assert read_file(tmp_path / "linked", "c/ada/card.png") == b"png"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html; charset=utf-8"), ("a.css", "text/css; charset=utf-8"), ("a.svg", "image/svg+xml"),
        ("a.xml", "application/xml"), ("a.json", "application/json"), ("a.webp", "image/webp"),
        ("a.png", "image/png"), ("a.PNG", "image/png"), ("a.txt", "text/plain; charset=utf-8"),
        ("a.woff2", "font/woff2"), ("CNAME", "application/octet-stream"),
    ],
)  # fmt: skip
def test_files_have_their_types_on_every_system(out: Path, name: str, media_type: str) -> None:
    (out / name).write_text("x")
    assert answer(out, f"/club/{name}", STATE).media_type == media_type


def test_a_site_that_moved_is_found_from_its_former_places(out: Path) -> None:
    moved = State(2, "/guild", ("/club", ""), ())
    assert answer(out, "/club/c/ada/", moved)[::3] == (307, "/guild/c/ada/")
    assert answer(out, "/c/ada/", moved)[::3] == (307, "/guild/c/ada/")
    assert answer(out, "/club/nobody/", moved).status == 404
    up = State(2, "", ("/club",), ())
    assert answer(out, "/club/c/ada/", up)[::3] == (307, "/c/ada/")
    assert answer(out, "/c/ada/", up).status == 200


def test_a_path_with_accents_is_decoded_and_written_again(out: Path) -> None:
    assert answer(out, "/café", State(1, "/café", (), ()))[::3] == (307, "/caf%C3%A9/")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State(0, "", (), ()), "The site is being built"),
        (State(1, "", (), (WRONG,)), "when the files are right"),
        (State(1, "", (), ()), "Nothing was built for this address"),
    ],
)
def test_without_any_page_the_server_says_why(tmp_path: Path, state: State, words: str) -> None:
    found = answer(tmp_path / "public", "/", state)
    assert found.status == 404
    assert words in found.body.decode()


def test_the_script_goes_to_the_end_of_the_head() -> None:
    """Where it changes no rule of a style sheet about the children of the body."""
    page = b"<html><head><title>x</title></HEAD><body></head></body></html>"
    tag = f'<script src="{OWN}reload.js" data-text="t" data-whole="w" defer></script>\n'.encode()
    assert add_script(page, Version("t", "w")) == page.replace(b"</HEAD>", tag + b"</HEAD>", 1)
    assert add_script(b"<p>bare", Version("t", "w")) == b"<p>bare" + tag


def version_of(body: str, status: int = 200) -> Version:
    return find_version(Answer(status, "text/html; charset=utf-8", body.encode()))


def test_pages_with_other_pictures_and_styles_have_the_same_text() -> None:
    page = (
        '<link href="../a/style.0123456789.css"><img src="a.png?v=0123456789ab"><a href="?a.png%3Fv%3D0123456789ab">A'
    )
    other = (
        '<link href="../a/style.abcdef6789.css"><img src="a.png?v=abcdef6789ab"><a href="?a.png%3Fv%3Dabcdef6789ab">A'
    )
    assert version_of(page).text == version_of(other).text
    assert version_of(page).whole != version_of(other).whole
    assert version_of(page) == version_of(page)


@pytest.mark.parametrize("other", ["<p>Bea", "<p>Ada ", '<p>Ada<img src="a.png?v=0123456789ab">'])
def test_pages_with_other_words_have_another_text(other: str) -> None:
    assert version_of("<p>Ada").text != version_of(other).text


def test_a_page_that_is_gone_has_another_version_even_if_its_words_are_the_same() -> None:
    assert version_of("<p>Ada").text != version_of("<p>Ada", 404).text


def test_the_board_remembers_where_the_site_began() -> None:
    board = Board("/club")
    assert not board.post(None, (WRONG,))
    assert board.state == State(1, "/club", (), (WRONG,))
    assert board.post("/guild", ())
    assert board.post("", ())
    assert board.post("/club", ())
    assert board.state == State(4, "/club", ("", "/guild"), ())


def test_of_very_many_problems_the_first_are_told() -> None:
    state = State(3, "", (), tuple(WRONG._replace(line=line) for line in range(1, 1001)))
    told = json.loads(describe(state, Version("t", "w"), "run-3"))
    assert [len(told["problems"]), told["more"], told["build"]] == [50, 950, "run-3"]
    assert told["problems"][0] == WRONG._replace(line=1)._asdict()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("name: Club\nurl: https://club.example", ""),
        ("url: https://club.example/", ""),
        ("url: https://club.example/our/club/", "/our/club"),
        ("url: https://club.example/caf%C3%A9", "/café"),
        ("name: Club", None),
        ("url: club", None),
        ("url: [https://club.example]", None),
        ("url: {", None),
        ("- one", None),
        ("", None),
        ("url: \xff", None),
    ],
)
def test_the_place_of_the_site_is_read_from_its_address(tmp_path: Path, text: str, path: str | None) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_bytes(text.encode("latin-1"))
    assert find_path(tmp_path) == path


def test_a_site_without_settings_has_no_place(tmp_path: Path) -> None:
    assert find_path(tmp_path) is None


def test_a_port_in_use_is_passed_over() -> None:
    with open_port(20_000) as first:
        taken = first.getsockname()[1]
        with open_port(taken) as second:
            assert taken < second.getsockname()[1] < taken + 20
            assert second.getsockname()[0] == "127.0.0.1"


def test_it_is_said_when_no_port_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(UsageError, match="--port 80: this port and the next 19 are in use"):
        open_port(80)


class Got(NamedTuple):
    """A response, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A server that runs, and the board that its pages read."""

    port: int
    board: Board

    def get(self, path: str, method: str = "GET", host: str = HOST) -> Got:
        """Ask for a path just as it is written."""
        with contextlib.closing(http.client.HTTPConnection(HOST, self.port, timeout=LIMIT)) as connection:
            connection.request(method, path, headers={"Host": host})
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Got(response.status, headers, response.read())

    def listen(self, page: str) -> "Listener":
        """Open the events of a page."""
        return Listener(self.port, page)


class Listener:
    """A page that listens to what the server tells."""

    def __init__(self, port: int, page: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=LIMIT)
        self._connection.request("GET", f"{OWN}events?page={page}")
        self.response = self._connection.getresponse()

    def next(self) -> dict[str, object]:
        """Return what is told next."""
        for line in iter(self.response.readline, b""):
            if line.startswith(b"data: "):
                told = json.loads(line.removeprefix(b"data: "))
                assert isinstance(told, dict)
                return told
        raise EOFError

    def close(self) -> None:
        """Go away without a word."""
        self.response.close()
        self._connection.close()


@pytest.fixture
def server(out: Path) -> Iterator[Server]:
    board = Board("/club")
    listener = open_port(20_000)
    port = listener.getsockname()[1]
    assert find_address(listener, board) == f"http://127.0.0.1:{port}/club/"
    with serve(out, board, listener):
        yield Server(port, board)


def test_a_page_is_served_with_the_script_and_its_right_length(server: Server, out: Path) -> None:
    got = server.get("/club/")
    assert got.status == 200
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["content-length"] == str(len(got.body))
    assert got.body.count(b"<script") == 1
    assert b"<script" not in (out / "index.html").read_bytes()
    (tag,) = re.findall(rb'<script src="([^"]+)" data-text="(\w+)" data-whole="(\w+)" defer>', got.body)
    told = server.listen("/club/")
    assert told.next() | {"text": tag[1].decode(), "whole": tag[2].decode()} == told_again(server)
    told.close()


def told_again(server: Server) -> dict[str, object]:
    listener = server.listen("%2Fclub%2F")
    told = listener.next()
    listener.close()
    return told


def test_a_file_is_served_as_it_is(server: Server) -> None:
    got = server.get("/club/c/ada/card.png?v=123")
    assert (got.status, got.headers["content-type"], got.body) == (200, "image/png", b"png")


@pytest.mark.parametrize(
    "path", ["/club/", "/club/c/ada", "/club/c/ada/card.png", "/club/nobody", "/nobody", f"{OWN}reload.js"]
)
def test_no_browser_keeps_anything(server: Server, path: str) -> None:
    assert server.get(path).headers["cache-control"] == "no-store"


def test_the_page_for_nothing_has_status_404_and_the_script(server: Server) -> None:
    got = server.get("/club/nobody")
    assert got.status == 404
    assert b"nothing here" in got.body
    assert b"reload.js" in got.body


def test_a_redirect_keeps_the_query_and_stays_on_this_host(server: Server) -> None:
    got = server.get("/club/c/ada?from=x")
    assert (got.status, got.headers["location"]) == (307, "/club/c/ada/?from=x")
    assert server.get("//evil.example/club").status == 404


def test_only_the_names_of_this_machine_are_answered(server: Server) -> None:
    """A page elsewhere cannot read the site by giving its own name the address of this machine."""
    assert server.get("/club/", host="evil.example").status == 400
    assert server.get("/club/", host=f"localhost:{server.port}").status == 200


@pytest.mark.parametrize(
    "path",
    ["/club/../secret.txt", "/club/%2e%2e/secret.txt", "/club/..%2fsecret.txt", "/club/link.txt", "/club/.htaccess",
     "/club/%2ehtaccess", "/club/notes.part", "/club/index.html%00", "/%2fetc/passwd", f"{OWN}app.py",
     f"{OWN}..%2fserver.py", "/club/c%5cada"],
)  # fmt: skip
def test_nothing_else_can_be_reached(server: Server, path: str) -> None:
    got = server.get(path)
    assert got.status == 404
    assert b"secret" not in got.body
    assert b"import" not in got.body


def test_it_can_only_be_read(server: Server) -> None:
    assert server.get("/club/", "HEAD")[::2] == (200, b"")
    assert {server.get("/club/", method).status for method in ("POST", "PUT", "DELETE")} == {405}


def test_the_script_and_its_style_are_there(server: Server) -> None:
    types = {name: server.get(f"{OWN}{name}").headers["content-type"] for name in ("reload.js", "overlay.css")}
    assert types == {"reload.js": "text/javascript; charset=utf-8", "overlay.css": "text/css; charset=utf-8"}


def test_a_page_is_told_how_it_stands_after_every_build(server: Server, out: Path) -> None:
    listener = server.listen("/club/c/ada/")
    assert listener.response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert listener.response.headers["cache-control"] == "no-store"
    first = listener.next()
    assert first["problems"] == []
    server.board.post(None, (WRONG,))
    second = listener.next()
    assert second["problems"] == [WRONG._asdict()]
    assert second["text"] == first["text"]
    assert second["build"] != first["build"]
    replace(out / "c/ada/index.html", "<p>Ada Lovelace")
    server.board.post(None, ())
    third = listener.next()
    assert third["problems"] == []
    assert third["text"] != first["text"]
    listener.close()


def test_a_page_that_comes_late_is_told_the_same(server: Server) -> None:
    server.board.post(None, (WRONG,))
    listener = server.listen("/club/")
    assert listener.next()["problems"] == [WRONG._asdict()]
    listener.close()


def test_pages_that_leave_are_forgotten(server: Server) -> None:
    listeners = [server.listen("/club/") for _ in range(3)]
    for listener in listeners:
        listener.next()
    assert len(server.board._waiting) == 3
    for listener in listeners:
        listener.close()
    wait_until(lambda: not server.board._waiting, "that pages are forgotten")


def test_a_client_that_hangs_up_in_the_middle_harms_nobody(
    server: Server, out: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (out / "large.svg").write_bytes(b"x" * 20_000_000)
    for path in ("/club/large.svg", "/club/", f"{OWN}events?page=/club/"):
        client = socket.create_connection((HOST, server.port), LIMIT)
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        client.recv(100)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # hang up at once
        client.close()
    wait_until(lambda: not server.board._waiting, "that pages are forgotten")
    assert server.get("/club/").status == 200
    assert capfd.readouterr().err == ""


def test_the_server_ends_while_pages_listen(out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And says nothing about it."""
    board, listener = Board(""), open_port(20_000)
    port = listener.getsockname()[1]
    with serve(out, board, listener):
        pages = [Listener(port, "/") for _ in range(3)]
        for page in pages:
            page.next()
    for page in pages:
        with pytest.raises(EOFError):
            page.next()
        page.close()
    assert capfd.readouterr() == ("", "")


def test_the_command_shows_a_site_whose_content_is_broken(site: Path, tmp_path: Path) -> None:
    """There may be no page yet: the page that says so is told what is wrong, and of the first page."""
    replace(site / "content/pages/about.md", "---\ntitel: About\n---\n")
    out = tmp_path / "fresh"
    with running("serve", site, "--out", out, "--port", 20_100) as command:
        command.wait_for("The site stays as it was until this is mended")
        port = int(re.findall(r":(\d+)/club/", command.address)[0])
        server = Server(port, Board(""))
        got = server.get("/club/")
        assert got.status == 404
        listener = server.listen("/club/")
        told = listener.next()
        assert "“titel”" in json.dumps(told["problems"], ensure_ascii=False)
        replace(site / "content/pages/about.md", "---\ntitle: About\n---\n")
        again = listener.next()
        assert again["problems"] == []
        assert again["text"] != told["text"]
        assert server.get("/club/").status == 200
        assert command.interrupt() == 0
        listener.close()
    assert "Traceback" not in command.said


def test_the_command_takes_the_next_port_and_follows_the_site_to_a_new_path(site: Path) -> None:
    with open_port(20_200) as taken:
        port = taken.getsockname()[1]
        with running("serve", site, "--port", port) as command:
            assert not command.address.startswith(f"http://127.0.0.1:{port}/")
            assert f"Port {port} is in use" in command.said
            command.wait_for(r"\d+ unchanged, in")
            settings = (site / "content/site.yaml").read_text("utf-8")
            replace(site / "content/site.yaml", settings.replace("example/club", "example/guild"))
            new = command.wait_for(r"The site is now at (\S+)")
            assert new.endswith("/guild/")
            server = Server(int(re.findall(r":(\d+)/", new)[0]), Board(""))
            assert server.get("/club/c/ada/").headers["location"] == "/guild/c/ada/"
            assert server.get("/guild/c/ada/").status == 200
            assert b'href="/guild/' in server.get("/guild/nobody").body
            assert command.interrupt() == 0
