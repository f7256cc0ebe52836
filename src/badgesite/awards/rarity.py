"""How rare a badge is, told so that nobody can count from it."""

from fractions import Fraction

SHOWN_FROM = 20
"""The least number of public customers from which rarity is told."""


def tell_rarity(holders: int, customers: int) -> int | None:
    """Return N of `1 in N`, rounded to what one would say: 1 to 9, then 10, 15 … 95, then 100, 150 … 950, …

    None where nobody holds the badge or the public customers are too few to be lost among.
    """
    if holders == 0 or customers < SHOWN_FROM:
        return None
    share = Fraction(customers, holders)
    step = 1 if share < 10 else 5 * 10 ** (len(str(int(share))) - 2)
    return round(share / step) * step
