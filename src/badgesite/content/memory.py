"""What files said when they were last read, so that only those that changed are read again.

A memory may be empty, old or of another site: what it holds of a file counts only as long as the file's stamp, or the
hash of its bytes, is the same.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from badgesite.content.records import Reading
from badgesite.content.scan import Mark, SourceFile, Stamp, is_settled
from badgesite.model import Customer
from badgesite.model.customers import MOST_OPEN, Outline

CUSTOMERS = "content/customers/"


class Said(NamedTuple):
    """What a file said."""

    stamp: Stamp | None
    """Size and times of the file then; None if later bytes could have the same, so shortly before had it changed."""
    digest: str
    """The SHA-256 of its bytes."""
    lines: str
    """The records of a YAML file in which nothing is wrong, as JSON, one a line; nothing for other files."""
    outlines: tuple[Outline, ...] = ()
    """Those of its customers."""


class Memory:
    """What is remembered of a site's files, by path.

    `learned` and `forgotten` are the paths that changed since the memory was last stored.
    """

    def __init__(self, said: dict[str, Said] | None = None, sound: Iterable[str] = ()) -> None:
        self.said = said or {}
        self.learned: set[str] = set()
        self.forgotten: set[str] = set()
        self.sound = set(sound)
        """The digests, with the endings of their files, of pictures in which nothing is wrong."""
        self._readings: dict[str, tuple[str, Reading]] = {}
        self._made: dict[tuple[str, str], Customer] = {}

    @property
    def marks(self) -> dict[str, Mark]:
        """What tells each file, as it was when it was read, from others."""
        return {path: said.stamp or said.digest for path, said in self.said.items()}

    @property
    def unsettled(self) -> dict[str, Mark]:
        """The hashes among the marks."""
        return {path: said.digest for path, said in self.said.items() if said.stamp is None}

    def digest(self, file: SourceFile) -> str | None:
        """Return the SHA-256 of a file that is as it was when it was read, else None."""
        said = self.said.get(file.path)
        return said.digest if said and said.stamp == file.stamp else None

    def recall(self, file: SourceFile, digest: str) -> Said | None:
        """Return what a flawless YAML file with that digest said; None if that is not remembered."""
        said = self.said.get(file.path)
        return said if said and said.digest == digest and said.lines else None

    def reading(self, file: SourceFile, digest: str) -> Reading | None:
        """Return what was made of a file with that digest in this process, or None."""
        known = self._readings.get(file.path)
        return known[1] if known and known[0] == digest else None

    def learn(self, file: SourceFile, digest: str, reading: Reading, now: int) -> Reading:
        """Remember a file that was looked at `now`, in nanoseconds of the system's clock, and return what is kept."""
        said = Said(
            file.stamp if is_settled(file.stamp, now) else None,
            digest,
            "\n".join(reading.lines),
            reading.outlines if reading.lines else (),
        )
        if self.said.get(file.path) != said:
            self.said[file.path] = said
            self.learned.add(file.path)
            self.forgotten.discard(file.path)
        return self.keep(file, digest, reading)

    def believe(self, learned: Iterable[tuple[str, Said]]) -> None:
        """Remember what another process has read, by path."""
        for path, said in learned:
            self.said[path] = said
            self.learned.add(path)
            self.forgotten.discard(path)

    def keep(self, file: SourceFile, digest: str, reading: Reading) -> Reading:
        """Keep what was made of a file with that digest for as long as this process lives, and return it.

        Customers take too much memory for that: as many as may be open wait until they are taken.
        """
        if reading.made:
            if len(self._made) < MOST_OPEN:
                ids = [(entry.id, entry.digest) for entry in reading.entries]
                self._made.update(zip(ids, reading.made, strict=True))
            reading = reading._replace(made=())
        self._readings[file.path] = (digest, reading)
        return reading

    def take_made(self) -> dict[tuple[str, str], Customer]:
        """Return the customers that were made since the last time, by their id and the hash of what they say."""
        made, self._made = self._made, {}
        return made

    def outlines(self, paths: Iterable[str]) -> dict[str, Outline]:
        """Return the outlines of the customers in these files, by id."""
        found = (said.outlines for path in paths if (said := self.said.get(path)))
        return {each.id: each for outlines in found for each in outlines}

    def pick(self, paths: Collection[str]) -> "Memory":
        """Return a copy that of all customers' files has only these."""
        kept = {path for path in self.said if not path.startswith(CUSTOMERS)}.union(paths)
        few = Memory({path: said for path, said in self.said.items() if path in kept}, self.sound)
        few._readings = {path: reading for path, reading in self._readings.items() if path in kept}
        return few

    def take_in(self, few: "Memory") -> None:
        """Remember what such a copy holds."""
        self.said.update(few.said)
        self._readings.update(few._readings)

    def forget_others(self, paths: Iterable[str]) -> None:
        """Forget every file but these."""
        kept = set(paths)
        for path in self.said.keys() - kept:
            self.forgotten.add(path)
            del self.said[path]
            self._readings.pop(path, None)
