"""Files that tell hosts how to hand out the site: each host reads its own, and no other minds them."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from badgesite.pages.output import Output, TextFile
from badgesite.pages.setting import Setting

CONTENT_SECURITY_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
_SHARED_DOMAINS = (".github.io", ".gitlab.io", ".pages.dev", ".netlify.app")
"""Where the host gives a site its name, so that it has none of its own."""


class HostFacts(NamedTuple):
    """Everything that these files read."""

    home: str
    moved: tuple[tuple[str, str], ...]
    """Folders of earlier addresses, and where they are now; none that cannot be guessed."""


def host_outputs(facts: HostFacts, setting: Setting) -> tuple[Output, ...]:
    """Return what GitHub Pages, Netlify and Cloudflare Pages look for."""
    domain = find_domain(facts.home)
    return (
        Output(".nojekyll", "host", TextFile("")),
        *((Output("CNAME", "host", TextFile(f"{domain}\n")),) if domain else ()),
        Output("_headers", "host", TextFile(write_headers())),
        Output("_redirects", "host", TextFile(write_redirects(facts.home, facts.moved))),
    )


def find_domain(home: str) -> str:
    """Return the domain that is the site's own and nothing else's; empty if it shares one."""
    parts = urlsplit(home)
    host = parts.hostname or ""
    is_own = "." in host and not host.replace(".", "").isdigit() and not host.endswith(_SHARED_DOMAINS)
    return host if is_own and not parts.path.strip("/") and parts.port is None else ""


def write_headers() -> str:
    """Return rules by which a file with a version in its name is asked for once.

    Of pages these hosts ask each time whether they changed. The format is that of Netlify and Cloudflare Pages.
    """
    lines = (
        "/*",
        f"  Content-Security-Policy: {CONTENT_SECURITY_POLICY}",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "  X-Content-Type-Options: nosniff",
        "/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
    )
    return "".join(f"{line}\n" for line in lines)


def write_redirects(home: str, moved: Iterable[tuple[str, str]]) -> str:
    """Return rules that lead from earlier addresses to the present ones, with all that is below them."""
    lines = (f"/{old}* {home}/{new}:splat 301\n" for old, new in moved)
    return "# Earlier addresses\n" + "".join(lines)
