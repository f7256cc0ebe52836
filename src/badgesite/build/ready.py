"""What the process loads of which others are forks: all that they need to read and to render.

That process never does anything itself. So it ends at once when nobody wants forks of it any more, and does not tidy
up first, for which whoever reads what the build prints would have to wait.
"""

import atexit
import contextlib
import os

import badgesite.build.readers
import badgesite.build.workers  # noqa: F401
from badgesite.art.cairo import load_cairo
from badgesite.errors import MissingLibrary

with contextlib.suppress(MissingLibrary):  # who draws will complain
    load_cairo()
atexit.register(os._exit, 0)
