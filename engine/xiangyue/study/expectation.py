"""What a simulation expects of the level of service: written to a file, held against what was.

Hours are counted from the beginning of the shock, and so from the beginning of the emergency that
is set beside it. What really was is one case; it is held against where a single run lies with such
confidence, not against where their mean does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, Final

import msgspec

from xiangyue.errors import BadInput
from xiangyue.study.confidence import CONFIDENCE, Interval, band, interval
from xiangyue.study.resilience import HOUR, WHOLE, Curve, Resilience, resilience

FORMAT: Final = "xiangyue-expectation-1"
MEASURES: Final = ("loss", "normalised", "robustness", "rapidity")

_MOST: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Expectation:
    """Resilience over repetitions, and what the level of service was in them, hour by hour.

    ``measures`` are by their names in ``Resilience``; one that no run has is left out, and
    ``rapidity`` is that of the runs that have one. ``low`` and ``high`` hold a single run.
    """

    measures: dict[str, Interval]
    hours: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    repetitions: int
    confidence: float = CONFIDENCE
    about: str = ""
    format: str = FORMAT

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, as it is written to a file."""
        return asdict(self)

    @property
    def length(self) -> float:
        """For how many hours something is expected."""
        step = self.hours[-1] - self.hours[-2] if len(self.hours) > 1 else 1.0
        return self.hours[-1] + step

    def holds(self, measure: str, value: float | None) -> bool | None:
        """Tell whether a value is among what was expected; None where nothing can be said."""
        found = self.single(measure)
        if found is None or value is None or self.measures[measure].count == 1:
            return None
        return found[0] <= value <= found[1]

    def single(self, measure: str) -> tuple[float, float] | None:
        """Return where a single run lies, within what a measure can be; None if none has it."""
        if measure not in self.measures:
            return None
        low, high = self.measures[measure].single
        most = {"normalised": 1.0, "robustness": WHOLE}.get(measure, inf)
        return max(low, 0.0), min(high, most)


def expect(
    curves: Sequence[Curve],
    *,
    whole: float = WHOLE,
    step: int = HOUR,
    confidence: float = CONFIDENCE,
    about: str = "",
) -> Expectation:
    """Return what one or more runs of the same length, one for each seed, let expect."""
    found = [resilience(curve, whole=whole) for curve in curves]
    length = min(curve.until - curve.since for curve in curves)
    begun = [_from_zero(curve) for curve in curves]
    times = [*range(0, length, step)]
    levels = band(begun, times, confidence)
    singles = [(max(low, 0.0), min(high, WHOLE)) for low, high in (one.single for one in levels)]
    return Expectation(
        measures=_measures(found, confidence),
        hours=tuple(at / HOUR for at in times),
        mean=tuple(one.mean for one in levels),
        low=tuple(low for low, _ in singles),
        high=tuple(high for _, high in singles),
        repetitions=len(found),
        confidence=confidence,
        about=about,
    )


def read_expectation(path: Path) -> Expectation:
    """Read a file that a simulation has written; raises BadInput where it is none."""
    try:
        with path.open("rb") as file:
            return parse_expectation(file.read(_MOST + 1), path.name)
    except OSError as error:
        raise BadInput("expectation-file", file=path.name, detail=str(error.strerror)) from error


def parse_expectation(data: bytes, name: str) -> Expectation:
    """Read what a simulation has written; raises BadInput where it is something else."""
    try:
        found = msgspec.json.decode(data[:_MOST], type=Expectation)
    except (msgspec.DecodeError, ValueError) as error:
        raise BadInput("expectation-file", file=name, detail=str(error)) from error
    lengths = {len(one) for one in (found.hours, found.mean, found.low, found.high)}
    if found.format != FORMAT or len(lengths) != 1 or not found.hours:
        raise BadInput("expectation-file", file=name, detail=f"format: {FORMAT}")
    if any(b <= a for a, b in pairwise(found.hours)):
        raise BadInput("expectation-file", file=name, detail="hours")
    return found


def _from_zero(curve: Curve) -> Curve:
    times = tuple(at - curve.since for at in curve.times)
    return Curve(times, curve.values, curve.until - curve.since)


def _measures(found: Sequence[Resilience], confidence: float) -> dict[str, Interval]:
    values = {
        name: [value for one in found if (value := getattr(one, name)) is not None]
        for name in MEASURES
    }
    return {name: interval(told, confidence) for name, told in values.items() if told}
