"""QR codes that lead to a page, as SVG."""

import io
from typing import NamedTuple

import segno

_MASK = 3
"""One of the eight patterns that a code may be laid under (ISO/IEC 18004). Any can be scanned; to weigh all of them
against each other takes three quarters of the time."""
_QUIET = 4  # modules around the code that stay empty, as the standard asks


class QrView(NamedTuple):
    """The address that a code holds."""

    url: str


def draw_qr(view: QrView) -> bytes:
    """Return the code in black on white, of which a seventh may be damaged; its size is left to who shows it."""
    code = segno.make_qr(view.url, error="m", mask=_MASK, boost_error=False)
    target = io.BytesIO()
    code.save(
        target, kind="svg", border=_QUIET, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None,
        omitsize=True,
    )  # fmt: skip
    return target.getvalue()
