"""Pages as the browser gets them here: with the script that follows the builds, and versions to compare."""

import hashlib
import re
from typing import NamedTuple

from badgesite.serve.answer import Answer

OWN = "/.badgesite/"
"""The addresses of the server's own script and style, and of the events; no output's name begins with a dot."""
_VERSIONED = re.compile(rb"(?:\?v=|%3Fv%3D)[0-9a-f]{12}\b|\.[0-9a-f]{10}(?=\.[a-z0-9]{2,5}\b)")
"""What stands in the name of a style sheet or a picture, and changes with its bytes; also within a share link."""
_END_OF_HEAD = re.compile(rb"</head\s*>", re.IGNORECASE)


class Version(NamedTuple):
    """What a page was made of: `text` stays the same where only pictures and style sheets are others than before."""

    text: str
    whole: str


def find_version(answer: Answer) -> Version:
    """Return the version of what is at an address."""
    facts = f"{answer.status} {answer.media_type} {answer.location}\n".encode()
    return Version(_digest(facts + _VERSIONED.sub(b"", answer.body)), _digest(facts + answer.body))


def add_script(page: bytes, version: Version) -> bytes:
    """Return a page that loads the script: from this server, so that a policy of `default-src 'self'` allows it."""
    tag = f'<script src="{OWN}reload.js" data-text="{version.text}" data-whole="{version.whole}" defer></script>\n'
    end = _END_OF_HEAD.search(page)
    place = end.start() if end else len(page)
    return page[:place] + tag.encode() + page[place:]


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
