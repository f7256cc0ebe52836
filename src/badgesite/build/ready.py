"""All that a process needs to read and to render, for who loads it beforehand."""

import contextlib

import badgesite.build.readers
import badgesite.build.workers  # noqa: F401
from badgesite.art.cairo import load_cairo
from badgesite.errors import MissingLibrary

with contextlib.suppress(MissingLibrary):  # who draws will complain
    load_cairo()
