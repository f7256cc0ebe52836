"""The page that asks on which server somebody is on Mastodon: there is no single address to share at."""

from badgesite.model import Content
from badgesite.pages.addresses import MASTODON
from badgesite.pages.output import Output, html_page
from badgesite.pages.setting import Setting
from badgesite.pages.text import BesideFacts, beside_head


def needs_mastodon(content: Content) -> bool:
    """Whether any page can be shared there."""
    lists = (content.site.share, *(group.share or () for group in content.groups.values()))
    return any("mastodon" in networks for networks in lists)


def mastodon_outputs(facts: BesideFacts, setting: Setting) -> tuple[Output, ...]:
    """Return the page; what is to be posted comes in the fragment of its address, which no server sees."""
    strings, frame = setting.strings, facts.frame
    title = strings("mastodon.title", site=frame.name)
    head = beside_head(facts, setting, title=title, description=strings("mastodon.lead"), path=MASTODON)
    return (html_page(MASTODON, "mastodon", frame, head, None),)
