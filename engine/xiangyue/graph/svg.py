"""A flow as SVG: safe under a strict content policy, and readable without seeing it.

There are no scripts, styles, fonts or references to anything outside; looks are presentation
attributes. Nothing is said by colour alone: a final state has a double border, the start a dot,
``any`` a dashed border. Where a task stands is a dark box with the word for it, and what it has
passed has a tick; neither moves anything, so that one layout serves every task.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import hypot
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from xiangyue.graph.layout import Box, Line, Point, Route, lay_out
from xiangyue.graph.measure import width, wrap
from xiangyue.graph.sketch import ANY_SPOT, Sketch, Spot, Way, sketch
from xiangyue.messages import say
from xiangyue.profile import Flow, Profile
from xiangyue.text import spoken

_FONTS: Final = "system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
_WIDEST: Final = 210
_MARGIN: Final = 16
_PAD: Final = 14
_DOT: Final = 16
_GAP: Final = 5  # between the two borders of a final state
_ARROW: Final = 4.5  # half the breadth of an arrow's head


@dataclass(frozen=True, slots=True)
class _Style:
    size: int
    ink: str
    more: str = ""

    @property
    def leading(self) -> float:
        return self.size * 1.35


# Every ink has a contrast of at least 7:1 on what it stands on.
_HEAD: Final = _Style(20, "#14213d", ' font-weight="bold"')
_TITLE: Final = _Style(16, "#14213d", ' font-weight="bold"')
_NOTE: Final = _Style(14, "#33415c")
_ACTION: Final = _Style(14, "#1b1b1b")
_RULE: Final = _Style(13, "#5c3d00", ' font-style="italic"')
_FLAG: Final = _Style(14, "#ffffff", ' font-weight="bold"')
_FLAG_FILL: Final = "#8a3b00"
_STATE: Final = "#eef3fa"
_BORDER: Final = "#2b4c7e"
_WAY: Final = "#4a4a4a"
_PAPER: Final = "#ffffff"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of text below one another, all centred."""

    lines: tuple[tuple[str, _Style], ...]
    pad: float = 0

    @property
    def box(self) -> Box:
        """The room that the lines take, with the padding around them."""
        broad = max((width(text, style.size) for text, style in self.lines), default=0)
        tall = sum(style.leading for _, style in self.lines)
        return Box(broad + 2 * self.pad, tall + self.pad)

    def drawn(self, x: float, top: float, ink: str | None = None) -> Iterator[str]:
        """Yield the lines from the top down, centred at ``x``, in one ink if it is given."""
        y = top + self.pad / 2
        for text, style in self.lines:
            y += style.leading
            yield (
                f'<text x="{_n(x)}" y="{_n(y - style.size * 0.3)}" font-size="{style.size}"'
                f' fill="{ink or style.ink}"{style.more}>{escape(text)}</text>'
            )


def svg(
    flow: Flow,
    lang: str = "en",
    *,
    now: str | None = None,
    passed: Collection[str] = (),
    rules: bool = True,
    profile: Profile | None = None,
) -> str:
    """Return the flow as an SVG document, with titles in ``lang``.

    ``now`` is the state that is marked as where a task stands, ``passed`` those it has been in.
    Without ``rules`` it says what may be done, and not under which condition. With its profile,
    what a deadline goes by is called by its title.

    Raises Misuse where the extra ``graph`` is not installed, and where the layout fails or needs
    more than 30 seconds.
    """
    drawn = sketch(flow, lang, profile)
    drawn = drawn if rules else drawn.without_rules()
    spots = [_block(spot, drawn) for spot in drawn.spots]
    labels = _labels(drawn)
    place = {spot.id: number for number, spot in enumerate(drawn.spots)}
    boxes = [_with_border(spot, block.box) for spot, block in zip(drawn.spots, spots, strict=True)]
    lines = [
        Line(place[source], place[target], label.box) for (source, target), label in labels.items()
    ]
    for start in drawn.starts:
        lines.append(Line(len(boxes), place[start], None))
        boxes.append(Box(_DOT, _DOT))
    layout = lay_out(flow.id, boxes, lines)

    head = _Block(
        (
            *((text, _HEAD) for text in wrap(drawn.title, _HEAD.size, 3 * _WIDEST)),
            *((text, _NOTE) for note in drawn.notes for text in wrap(note, 14, 3 * _WIDEST)),
        ),
        _MARGIN,
    )
    broad = max(layout.width, head.box.width) + 2 * _MARGIN
    left, top = (broad - layout.width) / 2, head.box.height + _MARGIN
    page = Box(broad, top + layout.height + _MARGIN)

    def shapes() -> Iterator[str]:
        yield from head.drawn(broad / 2, 0)
        yield f'<g transform="translate({_n(left)} {_n(top)})">'
        yield from (_route(route) for route in layout.routes)
        for label, route in zip(labels.values(), layout.routes, strict=False):
            if route.label is not None:
                yield from _label(label, route.label)
        for spot, block, middle in zip(drawn.spots, spots, layout.boxes, strict=False):
            yield from _state(spot, block, middle, _Mark.of(spot.id, now, passed), lang)
        for x, y in layout.boxes[len(spots) :]:
            yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_DOT / 2}" fill="{_BORDER}"/>'
        yield "</g>"

    titles = {spot.id: spot.title for spot in drawn.spots}
    stands = [say("graph-stands", lang, {"state": titles[now]})] if now in titles else []
    been = [titles[one] for one in titles if one in passed and one != now]
    if been:
        stands.append(say("graph-been", lang, {"states": spoken({"": been}, lang)[""]}))
    told = " ".join((*stands, *drawn.description()))
    return "\n".join(_document(flow.id, drawn, told, page, shapes())) + "\n"


def _document(
    name: str, drawn: Sketch, told: str, page: Box, shapes: Iterable[str]
) -> Iterator[str]:
    # Several drawings may stand on one page: their ids must differ.
    title, desc = quoteattr(f"flow-{name}-title"), quoteattr(f"flow-{name}-desc")
    size = f'width="{_n(page.width)}" height="{_n(page.height)}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(page.width)}'
        f' {_n(page.height)}" role="img" lang={quoteattr(drawn.lang)} aria-labelledby={title}'
        f' aria-describedby={desc} font-family="{_FONTS}" text-anchor="middle">'
    )
    yield f"<title id={title}>{escape(drawn.title)}</title>"
    yield f"<desc id={desc}>{escape(told)}</desc>"
    yield f'<rect {size} fill="{_PAPER}"/>'
    yield from shapes
    yield "</svg>"


def _block(spot: Spot, drawn: Sketch) -> _Block:
    title = ((text, _TITLE) for text in wrap(spot.title, _TITLE.size, _WIDEST))
    stays = [_said(way) for way in drawn.ways if way.stays and way.source == spot.id]
    notes = list(spot.notes)
    if stays:
        between = "、" if drawn.lang.startswith("zh") else ", "
        notes.append(say("graph-stay", drawn.lang, {"actions": between.join(stays)}))
    noted = ((text, _NOTE) for note in notes for text in wrap(note, _NOTE.size, _WIDEST))
    return _Block((*title, *noted), _PAD)


def _said(way: Way) -> str:
    return f"{way.action} [{way.condition}]" if way.rule else way.action


def _labels(drawn: Sketch) -> dict[tuple[str, str], _Block]:
    """Return one label for all that leads from one state to another."""
    labels: dict[tuple[str, str], _Block] = {}
    for way in drawn.ways:
        if way.stays:
            continue
        lines = [(text, _ACTION) for text in wrap(way.action, _ACTION.size, _WIDEST)]
        if way.rule:
            rule = wrap(f"[{way.condition}]", _RULE.size, _WIDEST)
            lines += [(text, _RULE) for text in rule]
        before = labels.get((way.source, way.target), _Block((), 4))
        labels[way.source, way.target] = replace(before, lines=(*before.lines, *lines))
    return labels


def _with_border(spot: Spot, box: Box) -> Box:
    more = 2 * _GAP if spot.final else 0
    return Box(max(box.width, 60) + more, box.height + more)


class _Mark(Enum):
    """What a state is to the task that is shown."""

    NONE = 0
    PASSED = 1
    NOW = 2

    @classmethod
    def of(cls, state: str, now: str | None, passed: Collection[str]) -> _Mark:
        """Return the mark of a state."""
        return cls.NOW if state == now else cls.PASSED if state in passed else cls.NONE


def _state(spot: Spot, block: _Block, middle: Point, mark: _Mark, lang: str) -> Iterator[str]:
    whole = _with_border(spot, block.box)
    x, y = middle[0] - whole.width / 2, middle[1] - whole.height / 2
    dashes = ' stroke-dasharray="6 4"' if spot.id == ANY_SPOT else ""
    is_now = mark is _Mark.NOW
    fill = _BORDER if is_now else _PAPER if spot.id == ANY_SPOT else _STATE
    line, thick = (_HEAD.ink, 4) if is_now else (_BORDER, 1.5)
    yield "<g>"
    yield f"<title>{escape(spot.title)}</title>"
    yield _rect(x, y, whole, 10, f'fill="{fill}" stroke="{line}" stroke-width="{thick}"{dashes}')
    if spot.final:
        inner = Box(whole.width - 2 * _GAP, whole.height - 2 * _GAP)
        border = f'fill="none" stroke="{_PAPER if is_now else _BORDER}" stroke-width="1.5"'
        yield _rect(x + _GAP, y + _GAP, inner, 6, border)
    ink = _PAPER if is_now else None
    yield from block.drawn(middle[0], middle[1] - block.box.height / 2, ink)
    if is_now:
        yield from _flag(say("graph-now", lang), x, y)
    if mark is _Mark.PASSED:
        yield f'<circle cx="{_n(x + 2)}" cy="{_n(y + 2)}" r="9" fill="{_BORDER}"/>'
        tick = f"M{_n(x - 2)} {_n(y + 2)} l3 4 l6 -7"
        yield f'<path d="{tick}" fill="none" stroke="{_PAPER}" stroke-width="2"/>'
    yield "</g>"


def _flag(word: str, x: float, y: float) -> Iterator[str]:
    """Draw a word on the upper left corner of a box, over its border."""
    block = _Block(((word, _FLAG),))
    room = Box(block.box.width + 12, block.box.height)
    yield _rect(x - 4, y - room.height + 4, room, 4, f'fill="{_FLAG_FILL}" stroke="{_PAPER}"')
    yield from block.drawn(x - 4 + room.width / 2, y - room.height + 3)


def _label(block: _Block, middle: Point) -> Iterator[str]:
    # The ground is narrower than the room, so that it hides other lines, but not its own.
    ground = Box(block.box.width - 2 * block.pad, block.box.height)
    x, y = middle[0] - ground.width / 2, middle[1] - ground.height / 2
    yield _rect(x, y, ground, 3, f'fill="{_PAPER}" fill-opacity="0.85"')
    yield from block.drawn(middle[0], y)


def _rect(x: float, y: float, box: Box, radius: int, look: str) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
        f' rx="{radius}" {look}/>'
    )


def _route(route: Route) -> str:
    first, *others = (f"{_n(x)} {_n(y)}" for x, y in route.points)
    curve = f'<path d="M{first} C{" ".join(others)}" fill="none" stroke="{_WAY}"/>'
    return f"{curve}<polygon points={quoteattr(_arrow(route))} fill={quoteattr(_WAY)}/>"


def _arrow(route: Route) -> str:
    """Return the corners of an arrow's head from the end of the curve to its tip."""
    (ax, ay), (bx, by) = route.points[-1], route.tip
    length = hypot(bx - ax, by - ay) or 1
    dx, dy = (by - ay) / length * _ARROW, (ax - bx) / length * _ARROW
    corners = ((bx, by), (ax + dx, ay + dy), (ax - dx, ay - dy))
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)


def _n(number: float) -> str:
    """Write a number with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
