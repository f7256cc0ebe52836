"""Markdown pages: an address from the path, a head from the front matter, and the text below."""

from pathlib import Path

import pytest

from sites import SITE, load_site, problems_of


def test_a_page_has_its_path_as_id_and_the_text_after_its_front_matter(tmp_path: Path) -> None:
    text = "---\r\ntitle: No\r\nmenu: yes\r\n--- \r\n# Head\r\n\r\n---\r\n\r\nText\r\n"
    content, problems = load_site(tmp_path, f"{SITE}-- content/pages/help/first-steps.md --\n{text}")
    assert problems == ()
    assert content is not None
    page = content.pages["help/first-steps"]
    assert (page.title, page.menu, page.body) == ("No", True, "# Head\r\n\r\n---\r\n\r\nText")


START = "(begin with a line `---`, then `title: …`, then a line `---`)"


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("faq.md --\n# FAQ\n", f"faq.md:1:1: the page has no front matter {START}"),
        ("faq.md --\n---\ntitle: FAQ\n# FAQ\n", f"faq.md:1:1: the page has no front matter {START}"),
        ("faq.md --\n---\n---\n# FAQ\n",
         "faq.md:1:1: missing key “title” (add `title:`, the heading and the title in previews)"),
        ("faq.md --\n---\ntitle: FAQ\nmenu: maybe\n---\n",
         "faq.md:3:7: “menu” cannot be “maybe” (write true or false)"),
        ("faq.md --\n---\ntitle: FAQ\nid: faq\n---\n",
         "faq.md:3:1: unknown key “id” (remove it: it follows from the file's place)"),
        ("faq.md --\n---\ntitle: FAQ\nbody: x\n---\n",
         "faq.md:3:1: unknown key “body” (remove it: the text stands below the front matter)"),
        ("faq.md --\n---\ntitle: FAQ: all\n---\n",
         "faq.md:2:11: there is a second `: ` in this line (put text that holds `: ` in quotes)"),
        ("faq.md --\n---\n- title: A\n- title: B\n---\n", "faq.md:1:1: this file holds 2 records (keep one)"),
        ("Help me.md --\n---\ntitle: FAQ\n---\n", "Help me.md:1:1: the name “Help me” cannot be an address"
         " (rename it: use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_place_in_the_file(tmp_path: Path, file: str, problem: str) -> None:
    assert problems_of(tmp_path, f"{SITE}-- content/pages/{file}") == [f"content/pages/{problem}"]


def test_earlier_addresses_of_a_page_are_addresses_of_no_other(tmp_path: Path) -> None:
    """A page's address may have several steps; one that is a page's now, or another's earlier one, is refused."""
    pages = {
        "faq": "aliases: [help/questions, old-faq]",
        "help/questions": "aliases: [old-faq]",
        "wrong": "aliases: [Help me, help//me, /help]",
    }
    files = "".join(f"-- content/pages/{id_}.md --\n---\ntitle: T\n{line}\n---\n" for id_, line in pages.items())
    remedy = "(use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)"
    assert problems_of(tmp_path, SITE + files) == [
        "content/pages/faq.md:3:11: the alias “help/questions” is also the id of a page (remove one)",
        "content/pages/help/questions.md:3:11: the alias “old-faq” is also an alias of “faq” (remove one)",
        f"content/pages/wrong.md:3:11: “aliases” cannot be “Help me” {remedy}",
        f"content/pages/wrong.md:3:20: “aliases” cannot be “help//me” {remedy}",
        f"content/pages/wrong.md:3:30: “aliases” cannot be “/help” {remedy}",
    ]
