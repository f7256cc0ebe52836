"""What shared pages showed of each customer in the last build, so that only who changed is looked at again."""

from collections.abc import Callable, Iterable, Mapping


class Memory:
    """The hash of what shared pages show of a customer, by id, with the hash of the customer's records.

    All were made with the same `shared`, the hash of what such pages show beside. `learned` and `forgotten` are
    those that changed since the memory was last stored.
    """

    def __init__(self, rows: Mapping[str, tuple[str, str]] | None = None, shared: str = "") -> None:
        self.rows = dict(rows or {})
        self.shared = shared
        self.learned: set[str] = set()
        self.forgotten: set[str] = set()

    def pick(self, ids: Iterable[str]) -> "Memory":
        """Return a copy that has only these customers."""
        return Memory({id_: self.rows[id_] for id_ in ids if id_ in self.rows}, self.shared)

    def share(self, shared: str) -> None:
        """Forget what was made with something else beside."""
        if self.shared != shared:
            self.forget_others({})
            self.shared = shared

    def get(self, id_: str, source: str, make: Callable[[], str]) -> str:
        """Return the hash made from a source, which is made if it is not known; an empty source is never known."""
        row = self.rows.get(id_)
        if row and source and row[0] == source:
            return row[1]
        made = make()
        self.rows[id_] = (source, made)
        self.learned.add(id_)
        self.forgotten.discard(id_)
        return made

    def forget_others(self, ids: Mapping[str, object]) -> None:
        """Forget every customer but these."""
        for id_ in self.rows.keys() - ids.keys():
            del self.rows[id_]
            self.forgotten.add(id_)
