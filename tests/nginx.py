"""A real nginx, set up by the recipes of docs/hosting.md with nothing changed but places and the port."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
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
    served = Served(_find_port(), top, public)
    write_setting(folder, program, served)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "errors").open("wb") as errors, subprocess.Popen(command, stderr=errors) as process:
        try:
            _await(served, process, folder / "errors")
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


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(served: Served, process: "subprocess.Popen[bytes]", errors: Path) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", served.port), timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    pytest.fail(f"nginx does not answer: {errors.read_text()}")
