"""What making outputs may use besides the facts; the key of every bundle covers it."""

from typing import NamedTuple

from badgesite.art.studio import Studio
from badgesite.pages.stamp import Stamper
from badgesite.theme.strings import Strings


class Setting(NamedTuple):
    """The words of the theme, the maker of keys, and what it knows the drawing by."""

    strings: Strings
    stamper: Stamper
    studio: Studio
