"""Plots as inline SVG: few bars, drawn in the colours of the page, with the numbers in a table beside them."""

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 360, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 16, 16, 22
"""Room for numbers and names around the bars, in units of the drawing."""
_MOST_NUMBERED = 8
"""So many bars have room for their numbers above them."""
_MOST_NAMED = 6


class Bar(NamedTuple):
    """One bar: its name, its name in short below it, its value from 0 up."""

    name: str
    short: str
    value: int


class Plot(NamedTuple):
    """What a plot says in words, its bars, what they are and what they count."""

    title: str
    of: str
    counts: str
    bars: tuple[Bar, ...]

    @property
    def svg(self) -> Markup:
        """The drawing; those who cannot see it are told its title, and where the numbers are."""
        return draw(self)


def draw(plot: Plot) -> Markup:
    """Return the bars as SVG of 360 by 150 units that takes the width it is given."""
    label = escape(f"{plot.title}: a drawing of the numbers in the table below")
    parts = "".join((*_draw_grid(plot), *_draw_bars(plot)))
    return Markup(f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">{parts}</svg>')


def _draw_grid(plot: Plot) -> Iterator[str]:
    """Yield a line at the bottom, and one at a round number that most bars stay below."""
    most, low = _round_up(plot), _HEIGHT - _BOTTOM
    for value in (0, most / 2, most):
        y = low - (low - _TOP) * value / most
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        if value == int(value):
            yield f'<text x="{_LEFT - 5}" y="{y + 3:.1f}" text-anchor="end">{int(value):,}</text>'


def _draw_bars(plot: Plot) -> Iterator[str]:
    most, low = _round_up(plot), _HEIGHT - _BOTTOM
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(plot.bars), 1)
    named = -(-len(plot.bars) // _MOST_NAMED) or 1
    for place, bar in enumerate(plot.bars):
        height = (low - _TOP) * bar.value / most
        x, middle = _LEFT + step * place + step * 0.15, _LEFT + step * (place + 0.5)
        if bar.value:
            size = f'width="{step * 0.7:.1f}" height="{height:.1f}"'
            yield f'<rect class="bar" x="{x:.1f}" y="{low - height:.1f}" {size} rx="1.5"/>'
        if len(plot.bars) <= _MOST_NUMBERED:
            y = low - height - 4
            yield f'<text class="value" x="{middle:.1f}" y="{y:.1f}" text-anchor="middle">{bar.value:,}</text>'
        if place % named == 0:
            yield f'<text x="{middle:.1f}" y="{_HEIGHT - 7}" text-anchor="middle">{escape(bar.short)}</text>'


def _round_up(plot: Plot) -> int:
    """Return the top of the scale: the least of 2, 4, 10, 20, 40, 100 … that no bar exceeds."""
    highest, step = max((bar.value for bar in plot.bars), default=0), 1
    while True:
        for top in (2 * step, 4 * step, 10 * step):
            if highest <= top:
                return top
        step *= 10
