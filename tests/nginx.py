"""A real nginx, set up by the recipes of docs/hosting.md with nothing changed but places and the port."""

import http.client
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from built import REPOSITORY

REMEDY = "no web server to test with: apt-get install nginx (Debian), dnf install nginx, brew install nginx"
_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"
_TEXT = (REPOSITORY / "docs" / "hosting.md").read_text("utf-8")
_FILES = dict(re.findall(r"^`/etc/nginx/(\S+)`\n\n```nginx\n(.*?)^```$", _TEXT, re.DOTALL | re.MULTILINE))
(_BELOW,) = re.findall(r"^```nginx\n(location.*?)^```$", _TEXT, re.DOTALL | re.MULTILINE)
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Served(NamedTuple):
    """A site behind nginx: its port, its path with a slash at both ends, and its folder."""

    port: int
    top: str
    public: Path

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"http://127.0.0.1:{self.port}{self.top}"

    def ask(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """Return the status, the headers by small names, and the body of an answer; redirects are not followed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@contextmanager
def serve(folder: Path, public: Path, top: str) -> Iterator[Served]:
    """Serve a site below a path from a port of this computer alone; the folder is nginx's own."""
    program = shutil.which("nginx") or shutil.which("nginx", path=_PLACES)
    if program is None:
        pytest.fail(REMEDY)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        served = Served(listener.getsockname()[1], top, public)
        write_setting(folder, program, served)
        process = _start([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], listener, folder / "errors")
    try:
        _try(served, folder / "errors")
        yield served
    finally:
        process.terminate()
        process.wait(20)


def write_setting(folder: Path, program: str, served: Served) -> None:
    """Write nginx's files."""
    (folder / "snippets").mkdir(parents=True)
    (folder / "snippets" / "club.conf").write_text(_FILES["snippets/club.conf"])
    lines = [
        *(["user root;"] if os.geteuid() == 0 else []),
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}",
        f"http {{\ninclude {_find_types(program)};\naccess_log off;",
        *(f"{name}_temp_path {folder}/{name};" for name in _TEMPORARY),
        _FILES["conf.d/club.conf"],
        _write_server(served),
        "}\n",
    ]
    (folder / "nginx.conf").write_text("\n".join(lines))


def _write_server(served: Served) -> str:
    """Return the server at the root of a domain, or one with what the recipe adds for a site at `/club/`."""
    text = _FILES["sites-enabled/club"] if served.top == "/" else f"server {{\nlisten 80;\n{_BELOW}}}"
    assert "listen 80;" in text and "/var/www/club" in text
    return text.replace("listen 80;", f"listen 127.0.0.1:{served.port};").replace("/var/www/club", str(served.public))


def _find_types(program: str) -> Path:
    """Return nginx's own list of the types of files."""
    told = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    (setting,) = re.findall(r"--conf-path=(\S+)", told)
    return Path(setting).parent / "mime.types"


def _start(command: list[str], listener: socket.socket, errors: Path) -> "subprocess.Popen[bytes]":
    """Start nginx as a new version of it starts: with the port already open, so that nobody can take it before."""
    port = listener.fileno()
    with errors.open("wb") as stream:
        return subprocess.Popen(command, stderr=stream, pass_fds=[port], env={**os.environ, "NGINX": f"{port};"})


def _try(served: Served, errors: Path) -> None:
    try:
        served.ask(served.top)
    except OSError:
        pytest.fail(f"nginx does not answer: {errors.read_text()}")
