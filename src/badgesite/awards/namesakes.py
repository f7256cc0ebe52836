"""Customers who may be one person under two ids: the same name, or one with a slip."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from badgesite.model.customers import Outline

_LONG = 10
"""From how many letters on a name with one letter more, less or other is likely the same."""


def find_namesakes(customers: Iterable[Outline]) -> Iterator[tuple[str, str, str]]:
    """Yield the ids of two customers, the earlier one first, and their likeness: `the same` or `nearly the same`.

    Each customer is told of once, beside one that it is like.
    """
    known: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    slips: dict[int, int] = {}  # by the hash of the text, for there are very many
    for customer in customers:
        name = fold_name(customer.name)
        own = [hash(slip) for slip in _list_slips(name)]
        if name and name in names:
            yield names[name], customer.id, "the same"
        elif near := next((known[slips[slip]] for slip in own if _is_near(name, known, slips.get(slip))), None):
            yield near[1], customer.id, "nearly the same"
        names.setdefault(name, customer.id)
        for slip in own:
            slips.setdefault(slip, len(known))
        known.append((name, customer.id))


def fold_name(name: str) -> str:
    """Return a name without case, accents, marks and the order of its words: `Lovelace, ADA` is `ada lovelace`."""
    plain = "".join(
        letter if letter.isalnum() or unicodedata.category(letter).startswith("M") else " "
        for letter in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(letter)
    )
    return " ".join(sorted(plain.split()))


def _list_slips(name: str) -> Iterator[str]:
    """Yield a long name itself and with each of its letters left out; figures tell people apart and stay."""
    if len(name) >= _LONG:
        yield name
        yield from (name[:place] + name[place + 1 :] for place, letter in enumerate(name) if letter.isalpha())


def _is_near(name: str, known: Sequence[tuple[str, str]], number: int | None) -> bool:
    return number is not None and _is_one_slip(name, known[number][0])


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two exchanged, make one name the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
