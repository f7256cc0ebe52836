"""Running the command line in this process."""

import contextlib
import io
import sys
from typing import NamedTuple
from unittest.mock import patch

from badgesite.cli import main


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Ran:
    """Run `badgesite` with these arguments; anything but a clean exit raises."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["badgesite", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(bool(error.code))
    return Ran(code, out.getvalue(), err.getvalue())
