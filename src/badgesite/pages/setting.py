"""What making outputs may use besides the facts; the key of every bundle covers it."""

from typing import NamedTuple

from badgesite.pages.stamp import Stamper
from badgesite.theme.strings import Strings


class Setting(NamedTuple):
    """The words of the theme, and the maker of keys."""

    strings: Strings
    stamper: Stamper
