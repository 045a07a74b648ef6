"""Pictures: how a flow goes and where a task stands in it, and charts; each with words beside it.

Nothing in them is fetched from anywhere, and nothing is said by colour alone.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from xiangyue import Misuse, Profile
from xiangyue.office import charts, svg
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
    drawing = charts.bars(
        labels, series, unit=unit, lying=lying, lang=speaking.language(), number=speaking.number
    )
    kept = {name: tuple(values) for name, values in series.items()}
    return Chart(title, _source(drawing), tuple(labels), kept, unit)


def lines(title: str, series: Sequence[charts.Series], axis: charts.Axis, unit: str = "") -> Chart:
    """Return a chart of lines from 0 to 100; its table says what they are at each tick."""
    drawing = charts.lines(
        series, axis, unit=unit, low=0, high=100, lang=speaking.language(), number=speaking.number
    )
    kept = {one.name: tuple(_rounded(one.at(at)) for at, _words in axis.ticks) for one in series}
    return Chart(title, _source(drawing), tuple(words for _at, words in axis.ticks), kept, unit)


def lorenz(title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> Chart:
    """Return how evenly something is shared; its table says what each tenth of people has."""
    drawing = charts.lorenz_chart(curves, lang=speaking.language())
    tenths = range(10, 101, 10)
    held = {
        name: tuple(_percent(charts.Series(name, points).at(tenth / 100)) for tenth in tenths)
        for name, points in curves.items()
    }
    labels = tuple(speaking._("The %(share)s %% with least", share=tenth) for tenth in tenths)
    return Chart(title, _source(drawing), labels, held, "%")


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _source(drawing: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
