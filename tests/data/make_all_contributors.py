"""A site of real contributors: `python tests/data/make_all_contributors.py DIR` writes it to DIR.

118 people of an open-source project, and what each contributed: undated awards given by hand.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent / "all-contributors"

SITE = """\
name: All Contributors
url: https://all-contributors.example
tagline: Recognise everyone who helps, not only those who push code.
join: {label: Contribute something, url: "https://all-contributors.example/join?from={customer}"}
ask: What did you contribute last?
"""

WORDS_AND_CODE_BADGE = """\
name: Words and code
criteria: Contribute both **code** and **documentation**.
icon: feather
shape: star
"""

WORDS_AND_CODE = """\
id: words-and-code
badge: words-and-code
when: {all_of: [code, doc]}
"""

ICONS = {
    "audio": "volume-2",
    "a11y": "accessibility",
    "bug": "bug",
    "blog": "pen-line",
    "business": "briefcase",
    "code": "code",
    "content": "file-text",
    "data": "database",
    "doc": "book-open",
    "design": "palette",
    "example": "lightbulb",
    "eventOrganizing": "calendar-heart",
    "financial": "banknote",
    "fundingFinding": "search",
    "ideas": "brain",
    "infra": "train-front",
    "maintenance": "construction",
    "mentoring": "graduation-cap",
    "platform": "package",
    "plugin": "plug",
    "projectManagement": "calendar-range",
    "promotion": "megaphone",
    "question": "message-circle",
    "research": "microscope",
    "review": "eye",
    "security": "shield-check",
    "tool": "wrench",
    "translation": "languages",
    "test": "flask-conical",
    "tutorial": "circle-check",
    "talk": "mic",
    "userTesting": "notebook-pen",
    "video": "video",
}
SHAPES = ("circle", "hexagon", "shield", "scallop", "octagon", "flower", "square", "pentagon")


class Kind(NamedTuple):
    """A type of contribution: its keyword, what it stands for, and a remark."""

    keyword: str
    name: str
    remark: str


def read_kinds() -> Iterator[Kind]:
    """Return the rows of the emoji key."""
    row = re.compile(r"`(\w+)` \| ([^|]+)\|([^|]*)")
    for line in (SOURCE / "emoji-key.md").read_text("utf-8").splitlines():
        if match := row.search(line):
            yield Kind(match[1], match[2].strip(), match[3].strip())


def name_badge(keyword: str) -> str:
    """Return the id of a type's badge: `eventOrganizing` becomes `event-organizing`."""
    return re.sub(r"([A-Z])", r"-\1", keyword).lower()


def name_customer(login: str) -> str:
    """Return the id of a contributor: `Greenkeeper[bot]` becomes `greenkeeper-bot`."""
    return re.sub(r"[^a-z0-9_]+", "-", login.lower()).strip("-")


def make_all_contributors_site(folder: Path) -> None:
    """Write the site's `content/` below the folder."""
    content = folder / "content"
    _write(content / "site.yaml", SITE)
    _write(content / "milestones" / "words-and-code.yaml", WORDS_AND_CODE)
    _write(content / "badges" / "words-and-code.yaml", WORDS_AND_CODE_BADGE)
    for number, kind in enumerate(read_kinds()):
        _write(
            content / "badges" / f"{name_badge(kind.keyword)}.yaml", _write_badge(kind, SHAPES[number % len(SHAPES)])
        )
    for person in json.loads((SOURCE / "all-contributorsrc.json").read_text("utf-8"))["contributors"]:
        _write(content / "customers" / f"{name_customer(person['login'])}.yaml", _write_person(person))


def _write_badge(kind: Kind, shape: str) -> str:
    remark = f"description: {_quote(kind.remark)}\n" if kind.remark else ""
    return f"name: {_quote(kind.name)}\n{remark}icon: {ICONS[kind.keyword]}\nshape: {shape}\n"


def _write_person(person: dict[str, object]) -> str:
    profile = str(person["profile"])
    address = profile if profile.startswith("http") else f"https://{profile}"
    contributions = person["contributions"]
    assert isinstance(contributions, list)
    awards = "".join(f"  - badge: {name_badge(keyword)}\n" for keyword in contributions)
    return f"name: {_quote(str(person['name']))}\nlinks: {{profile: {_quote(address)}}}\nawards:\n{awards}"


def _quote(text: str) -> str:
    """Text in double quotes as YAML has them, which are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    make_all_contributors_site(Path(sys.argv[1]))
