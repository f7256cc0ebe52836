"""Text to glyphs, by HarfBuzz: each run of one face, script and direction is shaped as a whole."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import uharfbuzz as hb

from badgesite.art.direction import find_base_level, find_levels
from badgesite.art.face import Face
from badgesite.art.fonts import INVISIBLE, Fonts, Type
from badgesite.art.letters import clean, find_han_language, language_of, script_of, split_letters
from badgesite.art.marks import Placed, place_marks
from badgesite.art.recent import Recent

_MARKED = ("Latn", "Grek", "Cyrl")
"""Scripts that put marks on composed letters."""


class Glyph(NamedTuple):
    """A glyph of a line at size 1: where its origin lies, in em from the line's start on the baseline, y upwards."""

    face: Face
    number: int
    x: float
    y: float


class Line(NamedTuple):
    """A shaped line at size 1 (em): glyphs from left to right, width, and how far its marks reach up and down."""

    glyphs: tuple[Glyph, ...]
    width: float
    top: float
    bottom: float


class Setting(NamedTuple):
    """What a part of a text inherits from the whole: type, base direction, the language of Chinese characters."""

    type: Type
    base_level: int
    han_language: str


class Part(NamedTuple):
    """A piece of a text, for one line, with the embedding level that each character has in the whole text."""

    text: str
    levels: tuple[int, ...]

    def extended(self, tail: str, level: int) -> "Part":
        """Return the piece with more text of one level behind it."""
        return Part(self.text + tail, self.levels + (level,) * len(tail))


class Measured(NamedTuple):
    """Clean text with the advance of each letter, in em and in the order of reading."""

    whole: Part
    setting: Setting
    letters: tuple[str, ...]
    starts: tuple[int, ...]
    """Where each letter starts in the text, and where the last one ends."""
    advances: tuple[float, ...]
    missing: tuple[str, ...]
    """Letters that no font at hand can draw, or only without their marks."""

    def part(self, start: int, end: int) -> Part:
        """Return the text from one letter to before another."""
        within = slice(self.starts[start], self.starts[end])
        return Part(self.whole.text[within], self.whole.levels[within])


class _Run(NamedTuple):
    text: str
    start: int
    level: int
    face: Face
    script: str

    def goes_on(self, level: int, face: Face, script: str) -> bool:
        """Whether a letter of that level, face and script belongs to the same run."""
        return level == self.level and face is self.face and script == self.script


class _Shaped(NamedTuple):
    """A shaped run: its glyphs from left to right with offsets, and for each the place of its letter in the text."""

    run: _Run
    glyphs: tuple[Placed, ...]


class Shaper:
    """Shapes text with one set of fonts; remembers what it shaped lately."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._measured: Recent[tuple[str, Type], Measured] = Recent(1024)
        self._lines: Recent[tuple[Part, Setting], Line] = Recent(1024)
        self._shaped: Recent[tuple[Part, Setting], tuple[_Shaped, ...]] = Recent(8)
        """What was shaped last: a text that is measured is often a line as it stands."""
        self._faces: Recent[tuple[str, Type, str], Face | None] = Recent(8192)

    def measure(self, text: str, type_: Type) -> Measured:
        """Return the text cleaned, without what nobody can draw, and how wide each of its letters is."""
        return self._measured.get((text, type_), lambda: self._measure(text, type_))

    def line(self, part: Part, setting: Setting) -> Line:
        """Return a part of measured text as one line."""
        return self._lines.get((part, setting), lambda: self._line(part, setting))

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the letters of the text that no font at hand can draw, sorted, each once."""
        if self._fonts.covered.issuperset(text):
            return ()
        return self.measure(text, Type()).missing

    def _measure(self, text: str, type_: Type) -> Measured:
        tidy = clean(text)
        setting = Setting(type_, find_base_level(tidy), find_han_language(tidy, self._fonts.language))
        split = split_letters(tidy)
        drawable = {letter: self._drawable(letter, setting) for letter in dict.fromkeys(split)}
        missing = tuple(sorted(letter for letter, drawn in drawable.items() if letter != drawn))
        letters = _join_spaces([drawable[letter] for letter in split])
        text = "".join(letters)
        whole = Part(text, tuple(find_levels(text, setting.base_level)))
        by_place = [0.0] * len(text)
        glyphs = [glyph for shaped in self._shape(whole, setting) for glyph in shaped.glyphs]
        if not glyphs:
            return Measured(Part("", ()), setting, (), (0,), (), missing)
        for glyph in glyphs:
            by_place[glyph.place] += glyph.advance
        starts = (0, *accumulate(map(len, letters)))
        advances = tuple(sum(by_place[start:end]) for start, end in pairwise(starts))
        return Measured(whole, setting, letters, starts, advances, missing)

    def _drawable(self, letter: str, setting: Setting) -> str:
        """Return the letter; without its marks if no font has them; nothing if no font has it at all."""
        parts = (letter, letter[0])
        return next((part for part in parts if self._face_for(part, setting) is not None), "")

    def _line(self, part: Part, setting: Setting) -> Line:
        glyphs: list[Glyph] = []
        x = top = bottom = 0.0
        for run, items in _in_visual_order(self._shape(part, setting)):
            for number, advance, dx, dy, _ in items:
                ink = run.face.ink(number)
                top, bottom = max(top, dy + ink.top), min(bottom, dy + ink.bottom)
                glyphs.append(Glyph(run.face, number, x + dx, dy))
                x += advance
        return Line(tuple(glyphs), x, top, bottom)

    def _shape(self, part: Part, setting: Setting) -> tuple[_Shaped, ...]:
        def shape() -> tuple[_Shaped, ...]:
            return tuple(_Shaped(run, tuple(_shape_run(run))) for run in self._split_runs(part, setting))

        return self._shaped.get((part, setting), shape)

    def _split_runs(self, part: Part, setting: Setting) -> Iterator[_Run]:
        runs: list[tuple[_Run, list[str]]] = []
        face, script, start = self._fonts.own_faces(setting.type)[0], "", 0
        for letter in split_letters(part.text):
            # A space stays with the script around it, but the space of an emoji font is as wide as an emoji.
            # What is invisible must not come between letters that join.
            if letter not in INVISIBLE or (letter == " " and (face.has_pictures or not face.covers(letter))):
                face = self._face_for(letter, setting) or face
            script = script_of(letter[0]) or script
            level = part.levels[start]
            if not runs or not runs[-1][0].goes_on(level, face, script):
                runs.append((_Run("", start, level, face, script), []))
            runs[-1][1].append(letter)
            start += len(letter)
        for run, letters in runs:
            yield run._replace(text="".join(letters))

    def _face_for(self, letter: str, setting: Setting) -> Face | None:
        language = language_of(letter, setting.han_language, self._fonts.language)
        key = (letter, setting.type, language)
        return self._faces.get(key, lambda: self._find_face(*key))

    def _find_face(self, letter: str, type_: Type, language: str) -> Face | None:
        needed = "".join(character for character in letter if character not in INVISIBLE and character != "\ufe0f")
        if not needed:
            return self._fonts.own_faces(type_)[0]
        choices = self._fonts.faces_for(needed, type_, language)
        return next((face for face in choices if _draws(face, letter)), None)


def _join_spaces(letters: list[str]) -> tuple[str, ...]:
    """Return the letters with no space at the ends and none beside another."""
    kept: list[str] = []
    for letter in letters:
        if letter and not (letter == " " and (not kept or kept[-1] == " ")):
            kept.append(letter)
    return tuple(kept[:-1] if kept and kept[-1] == " " else kept)


def _draws(face: Face, letter: str) -> bool:
    run = _Run(letter, 0, 0, face, script_of(letter[0]))
    numbers = [glyph.number for glyph in _shape_run(run)]
    # A colour font of a kind that is not drawn here has glyphs, but nothing to see in them.
    return bool(numbers) and 0 not in numbers and any(face.picture(n) or face.outline(n) for n in numbers)


def _shape_run(run: _Run) -> Iterator[Placed]:
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script or "Zyyy"
    hb.shape(run.face.font, buffer)
    glyphs = _read_glyphs(buffer, run)
    has_marks = run.script in _MARKED and any(map(unicodedata.combining, run.text))
    return place_marks(glyphs, run.face) if has_marks else glyphs


def _read_glyphs(buffer: hb.Buffer, run: _Run) -> Iterator[Placed]:
    unit = run.face.unit
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
        dx, dy, advance, _ = position.position
        yield Placed(info.codepoint, advance * unit, dx * unit, dy * unit, run.start + info.cluster)


def _in_visual_order(shaped: Sequence[_Shaped]) -> list[_Shaped]:
    """Return the runs from left to right (rule L2 of the bidirectional algorithm)."""
    order = list(shaped)
    highest = max((item.run.level for item in order), default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and order[end].run.level >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order
