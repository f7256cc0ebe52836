"""The look: options of several kinds, and an accent that can be read by day and by night, whatever it is."""

import re
from itertools import product
from pathlib import Path

import pytest

from badgesite.errors import Problem
from badgesite.theme.contrast import READABLE, VISIBLE, contrast, least_contrast, stand_out, text_on
from badgesite.theme.find import Theme, built_in_themes, find_theme
from badgesite.theme.look import check_look, choose_look, write_look
from command import run
from sites import SITE, write_site

PLACE = Problem("content/site.yaml", 4, 15, "", "")
THEMES = {name: find_theme(name, Path("/nowhere"), PLACE) for name in ("default", "paper")}
ACCENTS = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in product(range(0, 256, 51), repeat=3)]


def properties(theme: Theme, **chosen: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the custom properties of a look in light and in dark mode."""
    light, dark = write_look(choose_look(theme, chosen)).split("@media screen and (prefers-color-scheme: dark)")
    day, night = (dict(re.findall(r"--([\w-]+): ([^;]+);", part)) for part in (light, dark))
    return day, {**day, **night}


@pytest.mark.parametrize(("one", "other", "ratio"), [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    """Examples of https://www.w3.org/WAI/WCAG22/Understanding/contrast-minimum."""
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_any_accent_can_be_read_by_day_and_by_night(theme: Theme) -> None:
    """Words in it, words on it, and lines in it."""
    for accent in ACCENTS:
        for shades, grounds in zip(properties(theme, accent=accent), theme.grounds, strict=True):
            assert least_contrast(shades["accent-text"], grounds) >= READABLE, accent
            assert least_contrast(shades["accent-line"], grounds) >= VISIBLE, accent
            assert contrast(shades["on-accent"], shades["accent"]) >= READABLE, accent
            assert shades["accent"] == accent


def test_an_accent_that_can_be_read_stays_as_it_is_and_another_keeps_its_hue() -> None:
    day, night = properties(THEMES["default"], accent="#b4532a")
    assert (day["accent-text"], day["accent-line"], night["accent-line"]) == ("#b4532a",) * 3
    day, _ = properties(THEMES["default"], accent="#ffd400")
    red, green, blue = (int(day["accent-text"][at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue == 0
    assert green / red == pytest.approx(0xD4 / 0xFF, abs=0.02)


def test_what_has_no_hue_ends_in_black_or_white() -> None:
    assert stand_out("#ffffff", ("#ffffff", "#757575"), READABLE) == "#000000"
    assert text_on("#767676", ()) == "#000000"
    assert text_on("#757575", ()) == "#ffffff"


@pytest.mark.parametrize("name", THEMES)
def test_the_grounds_that_a_theme_declares_are_those_of_its_styles(name: str) -> None:
    (sheet,) = (built_in_themes() / name / "assets").glob("*.css")
    light, dark = sheet.read_text("utf-8").split("@media screen and (prefers-color-scheme: dark)", 1)
    for part, grounds in zip((light, dark), THEMES[name].grounds, strict=True):
        assert tuple(re.findall(r"--(?:paper|raised): (#\w{6});", part)[:2]) == grounds


def test_an_accent_that_cannot_be_read_is_told_with_what_is_used(tmp_path: Path) -> None:
    """By day only: no colour can be read on light and on dark alike, so every accent has a shade for the night."""
    write_site(tmp_path, SITE + 'look: {accent: "#ffd400"}\n')
    used = properties(THEMES["default"], accent="#ffd400")[0]["accent-text"]
    ran = run("build", "--site", tmp_path, "--jobs", 1)
    assert ran.code == 0
    assert ran.err == (
        "content/site.yaml:3:16: warning: text in the accent #ffd400 cannot be read on a light page (contrast 1.4,"
        f" 4.5 is needed), so pages write it in {used} there (keep it, as buttons and cards stay in your colour, or"
        " choose a darker one)\n"
    )


@pytest.mark.parametrize("accent", ["#b4532a", "#000000", "#0a2540"])
def test_an_accent_that_can_be_read_is_not_spoken_of(accent: str) -> None:
    assert list(check_look(THEMES["default"], {"accent": accent}, {"accent": PLACE})) == []


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("corners", "0", "0px"),
        ("corners", "1.5rem", "1.5rem"),
        ("font", "georgia, 'Noto Serif' , Serif", '"georgia", "Noto Serif", serif'),
        ("accent", "#ABCDEF", "#abcdef"),
    ],
)
def test_a_value_is_written_as_styles_need_it(name: str, value: str, written: str) -> None:
    assert list(check_look(THEMES["default"], {name: value}, {name: PLACE}))[1:] == []
    assert properties(THEMES["default"], **{name: value})[0][name] == written


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("accent", "red", "“red” is no colour"),
        ("corners", "12", "“12” is no length"),
        ("corners", "calc(1px)", "“calc(1px)” is no length"),
        ("font", "a; } body { display: none", "“a; } body { display: none” is no list of fonts"),
        ("font", "a,,b", "“a,,b” is no list of fonts"),
        ("fnt", "a", "there is no option “fnt”"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_but_a_value_gets_into_a_style(name: str, value: str, what: str) -> None:
    (problem,) = check_look(THEMES["default"], {name: value}, {name: PLACE})
    assert (problem.what, problem.line) == (what, 4)
    assert properties(THEMES["default"], **{name: value}) == properties(THEMES["default"])
