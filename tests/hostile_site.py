"""A site in which names that look like markup, code, or nothing stand wherever a name can stand."""

import json

HOME = "https://hostile.example/a"
LONG = "Wolfeschlegelsteinhausenbergerdorff, " * 7 + "who has so many names that nobody ever said them all"
NAMES = (
    "No", "Null", "<script>alert(1)</script>", '"', "佐藤 さくら", "محمد", "O'Brien & Sons", f"{LONG:.300}",
    "W" * 300, 'R&D "50 %" + Ünïcode #1',
)  # fmt: skip


def written(name: str) -> str:
    """Return a name as a keeper writes it: plain where YAML lets one, which is where the traps are."""
    return name if name in ("No", "Null") else json.dumps(name, ensure_ascii=False)


def hostile_site() -> str:
    """Return a site in which every name stands wherever a name can stand; each customer has two badges."""
    files = [
        f"-- content/site.yaml --\nname: {written(NAMES[-1])}\nurl: {HOME}\ntagline: {written(NAMES[2])}\n"
        f"description: {written(NAMES[3])}\nask: {written(NAMES[2])}\n"
        f"voice: {{name: {written(NAMES[6])}, role: {written(NAMES[2])}, welcome: {written(NAMES[2])}}}\n"
        f"join: {{label: {written(NAMES[2])}, url: 'https://join.example/?c={{customer}}&b={{badge}}&g={{group}}'}}\n"
        f"tiers: {{odd: {{label: {written(NAMES[2])}, color: '#123456'}}}}\n"
        f"metrics: {{no: {{label: {written(NAMES[2])}, unit: [{written(NAMES[2])}, {written(NAMES[6])}]}}}}\n"
    ]
    for number, name in enumerate(map(written, NAMES)):
        following = (number + 1) % len(NAMES)
        files.append(
            f"-- content/customers/c{number}.yaml --\nname: {name}\nbio: {name}\ngroup: g{number}\n"
            f"aliases: [o{number}]\nlinks: {{{name}: 'https://x.example/?a=1&b=2'}}\nsaid: [{{text: {name}}}]\n"
            "activity: [{date: 2024-01-01, no: 1}]\n"
            f"awards:\n- {{badge: b{number}, by: {name}, note: {name}, date: 2024-01-{number + 1:02}}}\n"
            f"- {{badge: b{following}, revoked: 2024-02-01, reason: {name}}}\n"
            f"-- content/badges/b{number}.yaml --\nname: {name}\ndescription: {name}\ncriteria: {name}\ntier: odd\n"
            f"text: {written(NAMES[number][:3])}\nperk: {{text: {name}}}\nribbon: {name}\n"
            f"-- content/groups/g{number}.yaml --\nname: {name}\ndescription: {name}\nask: {name}\n"
            f"-- content/pages/p{number}.md --\n---\ntitle: {name}\nmenu: true\n---\n{NAMES[number]}\n"
            f"-- content/milestones/s{number}.yaml --\nname: {name}\nmetric: no\n"
            f"steps: [{{target: 9, badge: b{number}}}]\n"
        )
    return "".join(files)
