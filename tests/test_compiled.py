"""Templates that were compiled are kept for other processes, and never show in a page: they only save time."""

from pathlib import Path
from unittest.mock import patch

import jinja2
import pytest

from badgesite.theme.compiled import Compiled

TEXT = "Hello {{ name }}"


def fill(folder: Path, text: str = TEXT, code: str = "1") -> tuple[str, bool]:
    """Return what a template makes, and whether it was compiled for that."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"page.html": text}), autoescape=True, bytecode_cache=Compiled(folder / "kept", code)
    )
    with patch.object(environment, "compile", wraps=environment.compile) as compiling:
        made = environment.get_template("page.html").render(name="<Ada>")
    return made, compiling.called


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    """The next process reads it, and makes the same of it."""
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", True)
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", False)


def test_another_text_or_other_code_counts(tmp_path: Path) -> None:
    """What was kept of the one is nothing to the other."""
    fill(tmp_path)
    assert fill(tmp_path, "Bye {{ name }}") == ("Bye &lt;Ada&gt;", True)
    assert fill(tmp_path, "Bye {{ name }}", "2") == ("Bye &lt;Ada&gt;", True)


@pytest.mark.parametrize("damage", [b"", b"x" * 20, b"\0" * 500])
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, damage: bytes) -> None:
    """And kept as it should be."""
    fill(tmp_path)
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(file.read_bytes()[: -len(damage)] + damage if damage else b"")
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", True)
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", False)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(tmp_path: Path) -> None:
    """A file stands where the folder would."""
    (tmp_path / "kept").write_text("mine")
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", True)
    assert fill(tmp_path) == ("Hello &lt;Ada&gt;", True)
    assert (tmp_path / "kept").read_text() == "mine"
