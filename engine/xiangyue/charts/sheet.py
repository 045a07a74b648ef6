"""What charts are drawn on: a sheet with words, lines and shapes, an axis, a legend.

Like drawings of flows they hold no scripts, styles, fonts or references to anything outside, so
that they are safe under a strict content policy. Nothing is said by colour alone: lines are told
apart by their dashes and areas by their patterns, too, which also holds in print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from xiangyue.graph.measure import width, wrap

Number = Callable[[float], str]
"""Writes a number as people read it."""

Tick = tuple[float, str]

WIDE: Final = 720
INK: Final = "#1c2421"
FAINT: Final = "#4d5954"
GRID: Final = "#d5dbd8"
PAPER: Final = "#ffffff"

# Of a contrast of at least 7:1 on paper.
INKS: Final = ("#1d5b4a", "#8a3b00", "#1f4e79", "#6b2d6b")
DASHES: Final = ("", "12 5", "3 4", "14 4 3 4")

TITLE: Final = 18
SIZE: Final = 15
LEADING: Final = 20

_FONTS: Final = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
_PATTERNS: Final = (
    "",
    '<path d="M0 10 L10 0 M-2 2 L2 -2 M8 12 L12 8" stroke="#fff" stroke-width="2.5"/>',
    '<circle cx="5" cy="5" r="2.4" fill="#fff"/>',
    '<path d="M0 5 H10" stroke="#fff" stroke-width="3"/>',
)
_SWATCH: Final = 34
_GAP: Final = 18


@dataclass(slots=True)
class Sheet:
    """Shapes that were drawn so far."""

    lang: str
    wide: float = WIDE
    shapes: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, anchor: str = "start", ink: str = INK, more: str = ""
    ) -> None:
        """Write words on the line ``y``."""
        self.shapes.append(
            f'<text x="{n(x)}" y="{n(y)}" text-anchor="{anchor}" fill="{ink}"{more}>'
            f"{escape(words)}</text>"
        )

    def line(
        self, points: Iterable[tuple[float, float]], ink: str, thick: float = 1, dash: str = ""
    ) -> None:
        """Draw a line through points."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.shapes.append(
            f'<polyline points="{_points(points)}" fill="none" stroke="{ink}"'
            f' stroke-width="{n(thick)}"{dashes}/>'
        )

    def area(self, points: Iterable[tuple[float, float]], ink: str) -> None:
        """Shade the area within points, so that what lies beneath is still seen."""
        self.shapes.append(
            f'<polygon points="{_points(points)}" fill="{ink}" fill-opacity="0.16"'
            f' stroke="{ink}" stroke-opacity="0.5" stroke-width="0.7"/>'
        )

    @contextmanager
    def inside(self, x: float, y: float, wide: float, tall: float) -> Iterator[None]:
        """Cut off what is drawn meanwhile at the edges of a rectangle."""
        edge = f'x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(tall)}"'
        self.shapes.append(f'<clipPath id="inside"><rect {edge}/></clipPath>')
        self.shapes.append('<g clip-path="url(#inside)">')
        yield
        self.shapes.append("</g>")

    def bar(self, x: float, y: float, wide: float, tall: float, number: int) -> None:
        """Draw a bar in the pattern of its series."""
        self.shapes.append(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(tall)}"'
            f' fill="url(#p{number % len(INKS)})"/>'
        )

    def title(self, words: str) -> float:
        """Write a title on top, and return how much room it takes."""
        rows = wrap(words, TITLE, self.wide - 2 * _GAP) if words else []
        more = f' font-weight="bold" font-size="{TITLE}"'
        for row, said in enumerate(rows):
            self.text(self.wide / 2, TITLE * 1.4 * (row + 1), said, "middle", more=more)
        return TITLE * 1.4 * len(rows) + _GAP / 2

    def legend(self, names: Sequence[str], y: float, *, of_lines: bool) -> float:
        """Tell below ``y`` which mark stands for which name; return where that ends."""
        x, row = float(_GAP), y + LEADING
        for number, name in enumerate(names):
            broad = _SWATCH + 8 + width(name, SIZE) + _GAP
            if x > _GAP and x + broad > self.wide:
                x, row = float(_GAP), row + LEADING
            if of_lines:
                middle = row - SIZE / 3
                self.line([(x, middle), (x + _SWATCH, middle)], ink(number), 3, dash(number))
            else:
                self.bar(x, row - SIZE + 2, _SWATCH, SIZE, number)
            self.text(x + _SWATCH + 8, row, name)
            x += broad
        return row + LEADING / 2

    def document(self, tall: float, name: str, told: str) -> str:
        """Return the SVG document; ``name`` and ``told`` say what is seen to who does not see."""
        size = f'width="{n(self.wide)}" height="{n(tall)}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {n(self.wide)} {n(tall)}"'
            f' role="img" lang={quoteattr(self.lang)} font-family="{_FONTS}" font-size="{SIZE}">'
        )
        said = (f"<title>{escape(name)}</title>", f"<desc>{escape(told)}</desc>")
        shapes = "\n".join(self.shapes)
        used = [number for number in range(len(INKS)) if f"url(#p{number})" in shapes]
        defs = f"<defs>{''.join(map(_pattern, used))}</defs>"
        paper = f'<rect {size} fill="{PAPER}"/>'
        lines = (head, *said, defs, paper, shapes, "</svg>")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values stand: ``low`` at ``first`` and ``high`` at ``last``, in pixels."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        """Return where a value stands."""
        span = (self.high - self.low) or 1
        return self.first + (value - self.low) / span * (self.last - self.first)


def ink(number: int) -> str:
    """Return the ink of a series."""
    return INKS[number % len(INKS)]


def dash(number: int) -> str:
    """Return the dashes of a series: with another ink again from the fifth on."""
    return DASHES[(number + number // len(INKS)) % len(DASHES)]


def round_steps(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers from at most ``low`` to at least ``high``, about ``most`` of them."""
    span = (high - low) or 1
    rough = span / most
    power = 10.0 ** floor(log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * one, 12) for one in range(first, max(last, first + 1) + 1)]


def n(number: float) -> str:
    """Write a number of pixels with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")


def plain(number: float) -> str:
    """Write a number with at most two decimals."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{n(x)},{n(y)}" for x, y in points)


def _pattern(number: int) -> str:
    return (
        f'<pattern id="p{number}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<rect width="10" height="10" fill="{INKS[number]}"/>{_PATTERNS[number]}</pattern>'
    )
