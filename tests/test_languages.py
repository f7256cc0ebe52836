"""The words of the built-in theme: complete in each language, read by somebody, and written as the language does."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from PIL import Image, ImageChops, ImageOps, ImageStat

from badgesite.art.card import draw_card
from badgesite.art.look import CardLook, MedallionLook
from badgesite.art.slots import CANVASES, PictureSlot, Stack, TextSlot
from badgesite.art.studio import Studio
from badgesite.errors import Problem, ProblemsFound
from badgesite.pages.kinds import list_readable
from badgesite.theme.environment import make_environment
from badgesite.theme.faults import find_faults
from badgesite.theme.find import Theme, built_in_themes, find_theme, read_theme_yaml
from badgesite.theme.strings import load_strings
from badgesite.theme.templates import find_template_faults, read_templates
from badgesite.theme.words import check_words, find_places, read_standard
from built import REPOSITORY, build_site
from sites import write_site
from small_site import SMALL

PLACE = Problem("content/site.yaml", 1, 1, "", "")
DEFAULT = find_theme("default", Path("/nowhere"), PLACE)
FOLDER = built_in_themes() / "default" / "strings"
ENGLISH = read_standard()
LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.yaml") if file.stem != "en")


def test_there_are_german_and_arabic() -> None:
    assert {"ar", "de"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_exactly_the_keys_and_places_of_english(language: str) -> None:
    """And its own plural forms, all of them, where English counts."""
    texts = read_theme_yaml(FOLDER / f"{language}.yaml")
    assert list(texts) == list(ENGLISH), "keep the order, too: so the files can be laid side by side"
    assert {key: find_places(text) for key, text in texts.items()} == {
        key: find_places(text) for key, text in ENGLISH.items()
    }
    forms = {*Locale.parse(language).plural_form.tags, "other"}
    counting = {key for key, text in ENGLISH.items() if not isinstance(text, str)}
    assert {key: set(text) for key, text in texts.items() if not isinstance(text, str)} == dict.fromkeys(
        counting, forms
    )


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_nothing_is_wrong_with_the_words_and_the_templates(language: str) -> None:
    environment = make_environment(DEFAULT, load_strings(DEFAULT, language))
    reading = read_templates(DEFAULT, environment)
    plain = (source for source in reading.sources if not source.path.startswith("default/"))
    own = reading._replace(sources=tuple(source._replace(is_own=True) for source in plain))
    strings = load_strings(DEFAULT, language)
    assert list(find_template_faults(DEFAULT, own, environment, strings, list_readable())) == []
    assert list(check_words(FOLDER / f"{language}.yaml", ENGLISH, reading.reads)) == []
    assert list(find_faults(DEFAULT, language, PLACE, list_readable())) == []


def test_somebody_reads_each_text() -> None:
    """A template, or the code: by its whole key, or one put together with what follows a first part."""
    code = "".join(file.read_text("utf-8") for file in (REPOSITORY / "src").rglob("*.py"))
    whole, begun = set(re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', code)), set(re.findall(r'f"([a-z_]+\.)\{', code))
    templates = read_templates(DEFAULT, make_environment(DEFAULT, load_strings(DEFAULT, "en")))
    unread = [
        key
        for key in ENGLISH
        if key not in whole and not templates.reads(key) and not any(key.startswith(each) for each in begun)
    ]
    assert unread == []


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", {1: "One badge", 2: "2 badges", 1234: "1,234 badges"}),
        ("de", {1: "Ein Abzeichen", 2: "2 Abzeichen", 1234: "1.234 Abzeichen"}),
        ("ar", {0: "لا أوسمة بعد", 1: "وسام واحد", 2: "وسامان", 3: "3 أوسمة", 11: "11 وسامًا", 100: "100 وسام"}),
        ("fr", {0: "0 badges", 1: "One badge"}),
    ],
)
def test_plurals_and_numbers_follow_the_language(language: str, numbers: dict[int, str]) -> None:
    """Words that stay English count as English does: French would say “One badge” of none."""
    strings = load_strings(DEFAULT, language)
    assert {number: strings("profile.count", n=number, count=number) for number in numbers} == numbers


def test_dates_follow_the_language() -> None:
    dates = {language: load_strings(DEFAULT, language).date("2024-03-02") for language in ("en", "de", "ar", "pt-BR")}
    assert dates == {
        "en": "March 2, 2024",
        "de": "2. März 2024",
        "ar": "2 مارس 2024",
        "pt-BR": "2 de março de 2024",
    }


@pytest.mark.parametrize(
    ("language", "direction", "count", "date"),
    [("de", "ltr", "Ein Abzeichen", "2. Januar 2024"), ("ar", "rtl", "وسام واحد", "2 يناير 2024")],
)
def test_a_site_in_another_language_has_no_english_word_of_the_theme(
    tmp_path: Path, language: str, direction: str, count: str, date: str
) -> None:
    write_site(tmp_path, SMALL.replace("tagline:", f"language: {language}\ntagline:"))
    assert build_site(tmp_path).problems == ()
    page = (tmp_path / "public/c/ada/index.html").read_text("utf-8")
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert f"<span>{count}</span>" in page
    assert f">{date}</time>" in page
    ours = {text for text in ENGLISH.values() if isinstance(text, str) and not find_places(text) and " " in text}
    for file in (tmp_path / "public").rglob("*.html"):
        assert [text for text in ours if text in file.read_text("utf-8")] == [], file


def slots_of(card: str, language: str, theme: str = "default") -> list[TextSlot | PictureSlot]:
    studio = Studio(find_theme(theme, Path("/nowhere"), PLACE), "#b4532a", Path("/nowhere"), (), language,
                    use_system_fonts=False)  # fmt: skip
    return [one for slot in studio.card(card).slots for one in (slot.slots if isinstance(slot, Stack) else (slot,))]


@pytest.mark.parametrize("theme", ["default", "paper"])
@pytest.mark.parametrize("card", sorted(CANVASES))
def test_cards_in_arabic_are_those_in_english_mirrored(theme: str, card: str) -> None:
    width, opposite = CANVASES[card].width, {"start": "end", "middle": "middle", "end": "start"}
    for one, other in zip(slots_of(card, "en", theme), slots_of(card, "ar", theme), strict=True):
        here: Any = one.box if isinstance(one, TextSlot) else one.area
        there: Any = other.box if isinstance(other, TextSlot) else other.area
        assert there.x == pytest.approx(width - here.x - here.width)
        assert (there.y, there.width, there.height) == (here.y, here.width, here.height)
        anchors = [slot.box.anchor if isinstance(slot, TextSlot) else slot.anchor for slot in (one, other)]
        assert anchors[1] == opposite[anchors[0]]


def draw(look: CardLook, language: str, theme: Theme = DEFAULT) -> Image.Image:
    studio = Studio(theme, "#b4532a", Path("/nowhere"), (), language, use_system_fonts=False)
    return Image.open(io.BytesIO(draw_card(look, studio).png)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pictures differ, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def test_backdrops_rows_and_bars_are_mirrored() -> None:
    badges = tuple(MedallionLook("circle", "#b4532a", tier) for tier in ("gold", "silver"))
    look = CardLook("profile", badges=badges, progress=0.3)
    english, arabic = draw(look, "en"), draw(look, "ar")
    assert difference(ImageOps.mirror(english), arabic) < 3, "medallions are not: their light comes from the left"
    assert difference(english, arabic) > 6


def test_a_drawing_can_refuse_to_be_mirrored(tmp_path: Path) -> None:
    card = DEFAULT.read("cards/profile.svg").decode().replace("<svg ", '<svg data-mirror="no" ', 1)
    write_site(tmp_path, f"-- themes/own/theme.yaml --\nextends: default\n-- themes/own/cards/profile.svg --\n{card}")
    theme = find_theme("own", tmp_path, PLACE)
    assert difference(draw(CardLook("profile"), "en", theme), draw(CardLook("profile"), "ar", theme)) == 0


def test_the_words_of_goals_follow_the_plural_forms_of_the_language(site: Path) -> None:
    """And a form that the language does not have is told with its line."""
    file = site / "content/site.yaml"
    units = "{one: zamówienie, few: zamówienia, many: zamówień, other: zamówienia}"
    file.write_text(file.read_text("utf-8").replace("[order, orders]", units) + "language: pl\n", "utf-8")
    (site / "content/customers/ada.yaml").write_text("name: Ada\nmetrics: {orders: 7}\n", "utf-8")
    (site / "content/customers/bea.yaml").write_text("name: Bea\nmetrics: {orders: 5}\n", "utf-8")
    build_site(site)
    pages = {id_: (site / f"public/c/{id_}/index.html").read_text("utf-8") for id_ in ("ada", "bea")}
    assert "3 more zamówienia to" in pages["ada"]
    assert "5 more zamówień to" in pages["bea"]
    file.write_text(file.read_text("utf-8").replace("language: pl", "language: de"), "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        build_site(site)
    told = [str(problem) for problem in raised.value.problems if not problem.is_warning]
    assert [line.partition(":")[2].partition(" (")[0].split(": ")[1] for line in told] == [
        "“few” is no plural form of the site's language",
        "“many” is no plural form of the site's language",
    ]
