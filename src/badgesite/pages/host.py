"""Files that tell hosts how to hand out the site: each host reads its own, and no other minds them."""

from typing import NamedTuple
from urllib.parse import urlsplit

from badgesite.pages.output import Output, TextFile
from badgesite.pages.setting import Setting

CONTENT_SECURITY_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
_SHARED_DOMAINS = (".github.io", ".gitlab.io", ".pages.dev", ".netlify.app")
"""Where the host gives a site its name, so that it has none of its own."""


ANYONE = ":customer"
"""Stands in a folder of a rule for any customer's address; what it is there, it is in the folder that is led to."""


class Move(NamedTuple):
    """An earlier folder, and the present one."""

    old: str
    new: str


class HostFacts(NamedTuple):
    """Everything that these files read; no address is told that cannot be guessed."""

    home: str
    pages: tuple[Move, ...]
    """The pages that stand at another address now."""
    folders: tuple[Move, ...]
    """The folders of such pages in which nothing else ever stood, for cards and data that were linked to."""


def host_outputs(facts: HostFacts, setting: Setting) -> tuple[Output, ...]:
    """Return what GitHub Pages, Netlify and Cloudflare Pages look for."""
    domain = find_domain(facts.home)
    return (
        Output(".nojekyll", "host", TextFile("")),
        *((Output("CNAME", "host", TextFile(f"{domain}\n")),) if domain else ()),
        Output("_headers", "host", TextFile(write_headers())),
        Output("_redirects", "host", TextFile(write_redirects(facts))),
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


def write_redirects(facts: HostFacts) -> str:
    """Return rules that lead from earlier addresses to the present ones, single pages first.

    Cloudflare Pages takes 2,000 rules without a place in them (`*`, `:name`), and 100 lines from the first rule with
    one on. Netlify looks for a file first, and finds the page that leads on.
    """
    pages = (f"/{old} {facts.home}/{new} 301\n" for old, new in facts.pages)
    folders = (f"/{old}* {facts.home}/{new}:splat 301\n" for old, new in facts.folders)
    return "".join(("# Earlier addresses\n", *pages, *folders))
