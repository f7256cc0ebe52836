"""Finding a record by what people call it."""

from collections.abc import Mapping
from typing import Protocol

from badgesite.content.messages import show
from badgesite.errors import suggest

_MOST_SUGGESTED = 100
"""For so many unknown names a likely one is sought; each takes a look at all records."""


class Called(Protocol):
    """What a record is called: its name, and the ids that it had earlier."""

    @property
    def name(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...


class NotFoundError(LookupError):
    """No record is meant, or more than one: what is wrong, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} ({remedy})")
        self.what, self.remedy = what, remedy


class Lookup:
    """Finds records by id, earlier id, or a name that only one has."""

    def __init__(self, noun: str, records: Mapping[str, Called], otherwise: str) -> None:
        """Take the records, what one is called, and the remedy where none has a similar id."""
        self._noun, self._otherwise = noun, otherwise
        self.ids = {alias: id_ for id_, record in records.items() for alias in (*record.aliases, id_)}
        self._names: dict[str, list[str]] = {}
        for id_, record in records.items():
            self._names.setdefault(record.name.casefold(), []).append(id_)
        self._remedies: dict[str, str] = {}

    def find(self, text: str) -> str:
        """Return the id of the record that is meant; raises NotFoundError."""
        found = self.list_called(text)
        if len(found) > 1:
            remedy = f"write the id: {', '.join(found[:5])}"
            raise NotFoundError(f"{len(found)} {self._noun}s are called {show(text)}", remedy)
        if not found:
            raise NotFoundError(f"there is no {self._noun} {show(text)}", self._suggest(text))
        return found[0]

    def list_called(self, text: str) -> list[str]:
        """Return the one whose id this is, else all of this name, else the one whose id it is but for capitals."""
        if id_ := self.ids.get(text):
            return [id_]
        if named := self._names.get(" ".join(text.split()).casefold()):
            return named
        return [id_] if (id_ := self.ids.get(text.lower())) else []

    def _suggest(self, text: str) -> str:
        if text not in self._remedies and len(self._remedies) < _MOST_SUGGESTED:
            self._remedies[text] = suggest(text, self.ids, self._otherwise)
        return self._remedies.get(text, self._otherwise)
