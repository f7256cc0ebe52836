"""A small site that chance writes: any file of it anew, valid for the most part."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import font_source_sans_pro
from PIL import Image

from rich_site import RICH

CUSTOMERS = ("ada", "bea", "cyd")
BADGES = ("first", "tenth", "bug", "ghost")
NAMES = ("Ada", "Bea B. & Sons", "No", "佐藤 さくら", "<b>Cy</b>", "Una Ünal", "012")
TEXTS = ("Hello.", "A *kind* word.", "- one\\n- two", "[ours](assets/plan.svg)", "5 < 6 & 7")
DAYS = ("2024-02-29", "2026-01-05", "2026-01-31", "2026-11-22", "2026-12-24")
COLOURS = ("#b4532a", "#2f7d4f", "#222222")

Files = Mapping[str, bytes]


def write_anew(path: str, files: Files, chance: Random) -> bytes | None:
    """Return what chance writes into a file of the site, None where it leaves it out."""
    return next(write for pattern, write in _WRITERS if re.fullmatch(pattern, path))(path, files, chance)


def all_paths() -> tuple[str, ...]:
    """Return every file that there may be, in the order in which they are best written first."""
    return (
        *(f"content/badges/{badge}.yaml" for badge in BADGES),
        "content/groups/makers.yaml", "content/milestones/orders.yaml", "content/milestones/keen.yaml",
        "content/assets/ada.png", "content/assets/plan.svg", "content/assets/logo.svg",
        "content/assets/fonts/Brand.ttf",
        *(f"content/customers/{customer}.yaml" for customer in CUSTOMERS),
        "content/activity/2026.csv", "content/activity/old/2024.csv",
        "content/pages/about.md", "content/pages/help/questions.md",
        "themes/own/theme.yaml", "themes/own/strings/en.yaml", "themes/own/templates/text.html",
        "themes/own/templates/parts/note.html", "themes/own/assets/more.css", "themes/own/shapes/leaf.svg",
        *(path for path in _OWN if path.startswith("themes/own/cards/")),
        "content/site.yaml",
    )  # fmt: skip


def forget(id_: str, text: str) -> str:
    """Return a record or table without the lines that name an id."""
    return "".join(line for line in text.splitlines(keepends=True) if not re.search(rf"\b{id_}\b", line))


_OWN: dict[str, str] = dict(re.findall(r"^-- (\S+) --\n(.*?)(?=^-- |\Z)", RICH, re.DOTALL | re.MULTILINE))


def _record(lines: list[str], chance: Random) -> bytes:
    """Return a YAML record: its keys in any order, now and then with a comment."""
    chance.shuffle(lines)
    if chance.random() < 0.3:
        lines.insert(0, f"# {chance.choice(TEXTS)}")
    return "".join(f"{line}\n" for line in lines).encode()


def _some(chance: Random, *lines: str, share: float = 0.4) -> list[str]:
    return [line for line in lines if chance.random() < share]


def _ids(files: Files, folder: str) -> list[str]:
    return sorted(Path(path).stem for path in files if path.startswith(f"content/{folder}/"))


def _text(chance: Random) -> str:
    return f'"{chance.choice(TEXTS)}"'


def _site(path: str, files: Files, chance: Random) -> bytes:
    logo = "logo: assets/logo.svg" if "content/assets/logo.svg" in files else "reply: mailto:mira@n.example"
    return _record(
        [
            f"name: {chance.choice(('Northwind', 'R&D Club'))}",
            "url: https://northwind.example/club",
            *_some(chance, "theme: own", share=0.85),
            f'look: {{accent: "{chance.choice(COLOURS)}"}}',
            *_some(chance, f"tagline: {_text(chance)}", f"ask: {_text(chance)}", logo, "share: [x, email]"),
            *_some(chance, chance.choice(("kit: []", "kit: [qr]", "kit: [qr, embed, oembed]")), share=0.6),
            *_some(chance, f"voice: {{name: Mira, role: {chance.choice(NAMES[:2])}, welcome: {_text(chance)}}}"),
            *_some(chance, 'join: {label: Join us, url: "https://n.example/join?c={customer}&b={badge}"}'),
            f"metrics: {{orders: {{label: Orders, unit: [{chance.choice(('order, orders', 'cup, cups'))}]}}}}",
        ],
        chance,
    )


def _badge(path: str, files: Files, chance: Random) -> bytes | None:
    shapes = ["circle", "shield", *(["leaf"] if "themes/own/shapes/leaf.svg" in files else [])]
    inside = chance.choice(("icon: coffee", "icon: bug", 'text: "10"'))
    return _record(
        [
            f"name: {chance.choice(NAMES)}",
            f"criteria: {_text(chance)}",
            inside,
            f"shape: {chance.choice(shapes)}",
            *_some(chance, f"description: {_text(chance)}", "tier: gold", "ribbon: 2024", "perk: {text: A free bag}"),
            *_some(
                chance, "secret: true", "expires_after: 1 month", "retired: 2026-11-22", "repeatable: true", share=0.2
            ),
        ],
        chance,
    )


def _group(path: str, files: Files, chance: Random) -> bytes:
    return _record([f"name: {chance.choice(NAMES)}", *_some(chance, f"ask: {_text(chance)}")], chance)


def _series(path: str, files: Files, chance: Random) -> bytes | None:
    badges = chance.sample(found, min(2, len(found))) if (found := _ids(files, "badges")) else []
    steps = ", ".join(
        f"{{target: {target}, badge: {badge}}}"
        for target, badge in zip((1, chance.choice((5, 10))), badges, strict=False)
    )
    return _record(["name: Orders", "metric: orders", f"steps: [{steps}]"], chance) if badges else None


def _milestone(path: str, files: Files, chance: Random) -> bytes | None:
    badges = _ids(files, "badges")
    rule = chance.choice(("{metric: orders, target: 2, within: 30 days}", "{metric: orders, target: 1, first: 1}"))
    return _record([f"badge: {chance.choice(badges)}", f"when: {rule}"], chance) if badges else None


def _customer(path: str, files: Files, chance: Random) -> bytes:
    id_ = Path(path).stem
    token = hashlib.sha256(id_.encode()).hexdigest()[:32]
    hidden = (f"visibility: unlisted\ntoken: {token}", "visibility: private")
    awards = "".join(
        f"\n- {{badge: {badge}, date: {chance.choice(DAYS)}, note: {_text(chance)}}}"
        for badge in _ids(files, "badges") if chance.random() < 0.2
    )  # fmt: skip
    groups = [f"group: {group}" for group in _ids(files, "groups")]
    return _record(
        [
            f"name: {chance.choice(NAMES)}",
            *_some(chance, chance.choice(hidden), share=0.3),
            *_some(chance, f"bio: {_text(chance)}", *groups[:1], "portrait: assets/ada.png"),
            *_some(
                chance, f"metrics: {{orders: {chance.choice((1, 4, 9))}}}", f"aliases: [{id_}-of-old]", share=0.25
            ),
            *([f"awards:{awards}"] if awards else []),
        ],
        chance,
    )


def _activity(path: str, files: Files, chance: Random) -> bytes:
    customers = _ids(files, "customers")
    rows = [
        f"{chance.choice(customers)},{chance.choice(DAYS)},orders,{chance.choice((1, 2, 8))}\n"
        for _ in range(chance.randrange(6)) if customers
    ]  # fmt: skip
    return ("customer,date,metric,amount\n" + "".join(rows)).encode()


def _page(path: str, files: Files, chance: Random) -> bytes:
    keys = "".join(f"{line}\n" for line in _some(chance, "menu: true", f"description: {_text(chance)}"))
    body = chance.choice(TEXTS).replace("\\n", "\n")
    return f"---\ntitle: {json.dumps(chance.choice(NAMES), ensure_ascii=False)}\n{keys}---\n{body}\n".encode()


def _picture(path: str, files: Files, chance: Random) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (16, 16), chance.choice(COLOURS)).save(target, "PNG")
    return target.getvalue()


def _drawing(path: str, files: Files, chance: Random) -> bytes:
    line = f'<path fill="{chance.choice(COLOURS)}" d="M0 0h{chance.randrange(1, 9)}v9z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">{line}</svg>\n'.encode()


def _font(path: str, files: Files, chance: Random) -> bytes | None:
    name = chance.choice(("Light", "It", "", ""))
    folder: str = font_source_sans_pro.font_directory
    return Path(folder, f"SourceSansPro-{name}.ttf").read_bytes() if name else None


def _own_card(path: str, files: Files, chance: Random) -> bytes:
    return (
        _OWN[path]
        .replace('height="630" data-fill="accent"', f'height="{chance.choice((600, 630))}" fill="#102030"')
        .encode()
    )


def _theme(path: str, files: Files, chance: Random) -> bytes:
    option = f'options: {{leaf: {{default: "{chance.choice(COLOURS)}", about: Leaves.}}}}'
    return _record([f"extends: {chance.choice(('default', 'default', 'paper'))}", *_some(chance, option)], chance)


def _strings(path: str, files: Files, chance: Random) -> bytes:
    return (
        _record(_some(chance, "missing.lead: Gone.", "menu.badges: All badges", "card.undated: Once"), chance)
        or b"# none\n"
    )


def _template(path: str, files: Files, chance: Random) -> bytes:
    note = '{% include "parts/note.html" %}' if "themes/own/templates/parts/note.html" in files else ""
    text = '{% extends "base.html" %}\n{% block content %}<h1>{{ page.title }}</h1>{{ page.body | markdown(root) }}'
    return f"{text}{chance.choice(('', '<hr>'))}{note}\n{{% endblock %}}\n".encode()


def _note(path: str, files: Files, chance: Random) -> bytes:
    return f"<p>Note {chance.randrange(3)}</p>\n".encode()


def _css(path: str, files: Files, chance: Random) -> bytes:
    return f"b {{ color: {chance.choice(COLOURS)} }}\n".encode()


def _shape(path: str, files: Files, chance: Random) -> bytes:
    outline = (
        f"M256 {chance.choice((26, 40))}C400 26 470 130 470 256C470 400 380 470 256 470C130 470 42 400 42 256L42 26Z"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path d="{outline}"/></svg>\n'.encode()


_WRITERS: tuple[tuple[str, Callable[[str, Files, Random], bytes | None]], ...] = (
    (r"content/site\.yaml", _site),
    (r"content/badges/.*", _badge),
    (r"content/groups/.*", _group),
    (r"content/milestones/orders\.yaml", _series),
    (r"content/milestones/.*", _milestone),
    (r"content/customers/.*", _customer),
    (r"content/activity/.*", _activity),
    (r"content/pages/.*", _page),
    (r".*\.png", _picture),
    (r".*\.ttf", _font),
    (r"content/assets/.*\.svg", _drawing),
    (r"themes/own/cards/.*", _own_card),
    (r"themes/own/theme\.yaml", _theme),
    (r"themes/own/strings/.*", _strings),
    (r"themes/own/templates/text\.html", _template),
    (r"themes/own/templates/parts/.*", _note),
    (r".*\.css", _css),
    (r"themes/own/shapes/.*", _shape),
)
