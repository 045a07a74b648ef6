"""Pictures: how a flow goes and where a task stands in it, and charts; each with words beside it.

Nothing in them is fetched from anywhere, and nothing is said by colour alone.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markupsafe import Markup

from xiangyue import Misuse, Profile
from xiangyue.office import svg
from xiangyue_admin import speaking

_KEPT = 512  # drawings; a profile has about a dozen flows


@dataclass(frozen=True, slots=True)
class Spot:
    """A state in the list beside a drawing: ``mark`` is now, passed or empty."""

    title: str
    mark: str
    final: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """A flow: ``drawing`` is None where the layout program is not installed."""

    title: str
    drawing: Markup | None
    spots: tuple[Spot, ...]


def diagram(
    profile: Profile,
    flow: str,
    *,
    now: str | None = None,
    passed: Collection[str] = (),
    rules: bool = False,
) -> Diagram:
    """Return how a flow goes, in the visitor's language; ``now`` and ``passed`` are marked.

    With ``rules`` the drawing also says under which condition something may be done.
    """
    found, language = profile.flows[flow], speaking.language()
    spots = tuple(
        Spot(
            one.title.of(language) or one.id,
            "now" if one.id == now else "passed" if one.id in passed else "",
            one.final,
        )
        for one in found.states.values()
    )
    been = tuple(sorted(set(passed)))
    drawing = _drawn(_Drawn(profile), flow, language, now, been, rules)
    return Diagram(found.title.of(language) or flow, drawing, spots)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A profile, told apart by its hash: a release is drawn once, whoever looks at it."""

    profile: Profile

    def __eq__(self, other: object) -> bool:
        """Be the same release."""
        return isinstance(other, _Drawn) and self.profile.hash == other.profile.hash

    def __hash__(self) -> int:
        """Tell releases apart."""
        return hash(self.profile.hash)


@lru_cache(maxsize=_KEPT)
def _drawn(
    of: _Drawn, flow: str, language: str, now: str | None, passed: tuple[str, ...], rules: bool
) -> Markup | None:
    try:
        found = svg(
            of.profile.flows[flow],
            language,
            now=now,
            passed=passed,
            rules=rules,
            profile=of.profile,
        )
    except Misuse:
        return None
    return Markup(found)  # its words are escaped where they are written


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a picture (``source``), and the same numbers as a table."""

    title: str
    source: str
    labels: tuple[str, ...]
    series: Mapping[str, tuple[float | None, ...]]
    unit: str = ""


def bars(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    unit: str = "",
    lying: bool = False,
) -> Chart:
    """Return a chart of bars, a group for each label; ``lying`` for long labels."""
    kind = "HorizontalBar" if lying else "Bar"
    return _chart(kind, title, labels, series, unit)


def lines(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    *,
    unit: str = "",
) -> Chart:
    """Return a chart of lines over time, each dashed in its own way."""
    return _chart("Line", title, labels, series, unit)


_INKS = ("#1d5b4a", "#8a3b00", "#1f4e79", "#6b2d6b")
_DASHES = ("", "12, 6", "3, 5", "14, 5, 3, 5")
_PATTERNS = (
    "",
    '<path d="M0 10 L10 0 M-2 2 L2 -2 M8 12 L12 8" stroke="#fff" stroke-width="2.5"/>',
    '<circle cx="5" cy="5" r="2.4" fill="#fff"/>',
    '<path d="M0 5 H10" stroke="#fff" stroke-width="3"/>',
)
_FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"


@cache
def _pygal() -> Any:
    """Return the library that draws charts, without what it leaves behind among the importers.

    That is of a kind that Python no longer knows, and warns at every later import.
    """
    import pygal

    sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]
    return pygal


def _chart(
    kind: str,
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    unit: str,
) -> Chart:
    pygal = _pygal()
    style = pygal.style.Style(
        background="#ffffff",
        plot_background="#ffffff",
        colors=_INKS,
        opacity="1",
        foreground="#1c2421",
        foreground_strong="#1c2421",
        foreground_subtle="#4d5954",
        font_family=_FONT,
        label_font_size=16,
        major_label_font_size=16,
        legend_font_size=16,
        value_font_size=16,
        title_font_size=18,
    )
    chart = getattr(pygal, kind)(
        style=style,
        js=[],
        defs=[_pattern(n, inner) for n, inner in enumerate(_PATTERNS)],
        css=["file://style.css", "file://graph.css", f"inline:{_looks(kind)}"],
        disable_xml_declaration=True,
        no_prefix=True,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        width=720,
        height=max(320, 60 + 40 * len(labels)) if kind == "HorizontalBar" else 380,
        print_values=True,
        print_values_position="top",
        formatter=lambda value: "" if value is None else speaking.number(value),
        include_x_axis=True,
        dots_size=4,
        margin_left=_beside(labels) if kind == "HorizontalBar" else 20,
    )
    chart.x_labels = list(labels)
    for number, (name, values) in enumerate(series.items()):
        dashes = _DASHES[number % len(_DASHES)]
        stroke = {"width": 3, **({"dasharray": dashes} if dashes else {})}
        chart.add(name, list(values), stroke_style=stroke)
    chart.add_xml_filter(_without_scripts)
    kept = {name: tuple(values) for name, values in series.items()}
    picture = base64.b64encode(chart.render().encode()).decode()
    return Chart(title, f"data:image/svg+xml;base64,{picture}", tuple(labels), kept, unit)


def _beside(labels: Sequence[str]) -> int:
    """Return the room that labels need beside what pygal keeps, which takes Chinese for narrow."""
    return 20 + max((8 * sum(ord(char) > 0x2E7F for char in one) for one in labels), default=0)


def _without_scripts(root: Any) -> Any:
    """Take out what pygal hands to a script: there is none here."""
    for parent in list(root.iter()):
        for child in [one for one in parent if str(one.tag).rpartition("}")[2] == "script"]:
            parent.remove(child)
    return root


def _pattern(number: int, inner: str) -> str:
    return (
        f'<pattern id="p{number}" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<rect width="10" height="10" fill="{_INKS[number]}"/>{inner}</pattern>'
    )


def _looks(kind: str) -> str:
    """Give bars their patterns; lines keep their ink and are told apart by dashes."""
    if kind == "Line":
        return ".series .line{stroke-width:3}"
    # What a lying bar counts to stands beside its end, not on it.
    beside = ".text-overlay text{text-anchor:start;transform:translateX(.5em)}"
    return (beside if kind == "HorizontalBar" else "") + "".join(
        f".bars .color-{n}, .series .color-{n}, .color-{n} .rect, .legend .color-{n}"
        f"{{fill:url(#p{n})!important}}.serie-{n} .rect{{fill:url(#p{n})!important}}"
        for n in range(len(_PATTERNS))
    )
