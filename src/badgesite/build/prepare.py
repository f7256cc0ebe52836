"""From files to checked content with its theme: all problems of all rooms are found here, at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from badgesite.art.fonts import FONT_ENDINGS, check_font
from badgesite.art.icons import icon_names
from badgesite.art.picture import check_picture
from badgesite.art.slots import CANVASES
from badgesite.art.studio import Studio, font_files, shape_names, theme_fonts
from badgesite.content.load import Loaded, load, place
from badgesite.content.memory import Memory
from badgesite.content.scan import SourceFile
from badgesite.errors import Problem, ProblemsFound, suggest
from badgesite.model import Content
from badgesite.pages.kinds import CARDS, list_readable
from badgesite.theme.faults import find_faults
from badgesite.theme.find import Theme, find_theme
from badgesite.theme.look import check_look, choose_look
from badgesite.theme.strings import list_forms
from badgesite.theme.words import Words, check_own_words


class Prepared(NamedTuple):
    """Content without mistakes, the theme that shows it, and what is doubtful in it."""

    content: Content
    theme: Theme
    warnings: tuple[Problem, ...]


def prepare(site: Path, files: tuple[SourceFile, ...], memory: Memory | None = None) -> Prepared:
    """Return the checked content of a scan; raises ProblemsFound with everything that is wrong.

    What the memory holds is neither read nor checked again.
    """
    memory = memory or Memory()
    loaded = load(site, files, memory)
    theme, problems = _choose_theme(site, loaded)
    if loaded.content is not None:
        problems += _check_icons(site, loaded.content)
        problems += _check_files(site, loaded.content, memory)
    if loaded.content is not None and theme is not None:
        problems += _check_with_theme(site, loaded.content, theme)
    problems = [problem.seen_from(site) for problem in (*problems, *loaded.problems)]
    if loaded.content is None or theme is None or any(not problem.is_warning for problem in problems):
        raise ProblemsFound(problems)
    return Prepared(loaded.content, theme, tuple(sorted(set(problems))))


def prepare_few(
    site: Path, files: tuple[SourceFile, ...], memory: Memory, warnings: tuple[Problem, ...]
) -> Prepared | None:
    """Return the content of files, of which all but those of customers were found sound before, with these warnings.

    None if anything is wrong or doubtful in those of customers, or was.
    """
    loaded = load(site, files, memory, is_part=True)
    own = {file.path for file in files if file.kind == "customers"}
    if not loaded.is_sound or any(problem.path in own for problem in (*loaded.problems, *warnings)):
        return None
    theme, _ = _choose_theme(site, loaded)
    return Prepared(loaded.content, theme, warnings) if loaded.content and theme else None


def _choose_theme(site: Path, loaded: Loaded) -> tuple[Theme | None, list[Problem]]:
    if loaded.content is None:
        return None, []
    try:
        place_of_name = place(site, loaded.content, "site", "", ("theme",))
        return find_theme(loaded.content.site.theme, site, place_of_name), []
    except ProblemsFound as error:
        return None, list(error.problems)


def _check_with_theme(site: Path, content: Content, theme: Theme) -> Iterator[Problem]:
    look = content.site.look
    places = {name: place(site, content, "site", "", ("look", name)) for name in look}
    yield from check_look(theme, look, places)
    yield from _check_units(site, content)
    yield from find_faults(
        theme, content.site.language, place(site, content, "site", "", ("language",)), list_readable()
    )
    yield from _check_own_words(site, content, theme)
    yield from _check_drawings(site, content, theme)
    shapes = shape_names(theme)
    for badge in content.badges.values():
        if badge.shape not in shapes:
            remedy = suggest(badge.shape, shapes, f"the theme {theme.name} has: {', '.join(shapes)}")
            where = place(site, content, "badges", badge.id, ("shape",))
            yield where._replace(what=f"there is no shape “{badge.shape}”", remedy=remedy)


def _check_own_words(site: Path, content: Content, theme: Theme) -> Iterator[Problem]:
    words = Words(
        content.site.strings,
        content.site.language,
        lambda location, at_key: place(site, content, "site", "", ("strings", *location), at_key=at_key),
    )
    yield from check_own_words(words, theme)


def _check_units(site: Path, content: Content) -> Iterator[Problem]:
    """Yield a problem for each word of a unit in a form in which the site's language does not count."""
    forms = list_forms(content.site.language)
    known = {*forms, "one"}  # which pairs of words have in every language
    for name, metric in content.site.metrics.items():
        for form in sorted((metric.unit.model_fields_set if metric.unit else set()) - known):
            where = place(site, content, "site", "", ("metrics", name, "unit", form))
            remedy = f"remove it; the forms of this language are: {', '.join(sorted(forms))}"
            yield where._replace(what=f"“{form}” is no plural form of the site's language", remedy=remedy)


def _check_drawings(site: Path, content: Content, theme: Theme) -> Iterator[Problem]:
    """Yield what is wrong with the theme's fonts and cards, and with the shapes that badges use."""
    for font in theme_fonts(theme):
        problem = check_font(font, Problem(str(font), 1, 1, "", ""))
        yield from [problem] if problem else []
    fonts = font_files(site / "content")
    yield from _check_card_names(theme)
    studio = Studio(theme, choose_look(theme, {}).accent, site / "content", fonts)
    shapes = sorted({badge.shape for badge in content.badges.values()} & set(shape_names(theme)))
    cards = (*CARDS, *(f"award-{format_}" for format_ in content.site.formats))
    for read, names in ((studio.card, cards), (studio.shape, shapes)):
        for name in names:
            try:
                read(name)
            except ProblemsFound as error:
                yield from error.problems
            except FileNotFoundError as error:
                file = str(theme.folders[0] / "theme.yaml")
                yield Problem(file, 1, 1, str(error), "draw it, or write `extends: default`")


def _check_card_names(theme: Theme) -> Iterator[Problem]:
    """Yield a warning for each drawing of the site's own theme that no card is made with."""
    for file in (file for folder in theme.own_folders for file in sorted((folder / "cards").glob("*.svg"))):
        if file.stem not in CANVASES:
            remedy = suggest(file.stem, CANVASES, f"the cards are: {', '.join(sorted(CANVASES))}")
            yield Problem(str(file), 1, 1, f"no card is made with {file.name}", remedy, is_warning=True)


def _check_icons(site: Path, content: Content) -> Iterator[Problem]:
    icons = icon_names()
    for badge in content.badges.values():
        if badge.icon and badge.icon not in icons:
            remedy = suggest(badge.icon, icons, "choose one from https://lucide.dev/icons")
            where = place(site, content, "badges", badge.id, ("icon",))
            yield where._replace(what=f"there is no icon “{badge.icon}”", remedy=remedy)


def _check_files(site: Path, content: Content, memory: Memory) -> Iterator[Problem]:
    yield from _check_pictures(site, content, memory)
    for asset in content.assets.values():
        if asset.path.startswith("assets/fonts/") and asset.path.lower().endswith(FONT_ENDINGS):
            problem = check_font(site / "content" / asset.path, Problem(f"content/{asset.path}", 1, 1, "", ""))
            yield from [problem] if problem else []


def _check_pictures(site: Path, content: Content, memory: Memory) -> Iterator[Problem]:
    sound: set[str] = set()
    named: list[tuple[str, str, tuple[str | int, ...], str | None]] = [
        ("site", "", ("logo",), content.site.logo),
        ("site", "", ("voice", "portrait"), content.site.voice.portrait if content.site.voice else None),
        *(
            ("groups", group.id, ("voice", "portrait"), group.voice.portrait)
            for group in content.groups.values()
            if group.voice
        ),
        *(("badges", badge.id, ("art",), badge.art) for badge in content.badges.values()),
        *(("customers", who.id, ("portrait",), who.portrait) for who in content.outlines.values() if who.portrait),
    ]
    for kind, id_, location, path in named:
        if path and path in content.assets:
            mark = f"{content.assets[path].digest}{Path(path).suffix.lower()}"
            problem = None
            if mark not in memory.sound:
                problem = check_picture(site / "content" / path, Problem("", 1, 1, "", ""))
            if problem:
                where = place(site, content, kind, id_, location)
                yield problem._replace(path=where.path, line=where.line, column=where.column)
            else:
                sound.add(mark)
    memory.sound = sound
