"""Memories of bounded size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The last so many values made, by key; the one unused for longest makes room."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: K) -> bool:
        return key in self._values

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of that key, made now if it is not at hand."""
        try:
            self._values.move_to_end(key)
            return self._values[key]
        except KeyError:
            value = make()
        self._values[key] = value
        if len(self._values) > self._size:
            self._values.popitem(last=False)
        return value


class Repeated(Generic[K, V]):
    """The last so many values that were asked for more than once; what is wanted a single time takes no room."""

    def __init__(self, size: int) -> None:
        self._values: Recent[K, V] = Recent(size)
        self._wanted: Recent[int, bool] = Recent(16 * size)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of that key, made now if it is not at hand."""
        wish = hash(key)
        if wish in self._wanted:
            return self._values.get(key, make)
        self._wanted.get(wish, lambda: True)
        return make()
