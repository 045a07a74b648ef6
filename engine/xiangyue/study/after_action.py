"""After action: how service held up in a time, such as that of an emergency that is reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.charts import Series
from xiangyue.engine import Engine
from xiangyue.messages import say
from xiangyue.profile import LISTED, Flow, Profile
from xiangyue.study.expectation import MEASURES, Expectation
from xiangyue.study.period import Day
from xiangyue.study.resilience import HOUR, WHOLE, Resilience, resilience
from xiangyue.study.service_level import ServiceLevel
from xiangyue.study.serving import service_level
from xiangyue.time.clock import from_micros
from xiangyue.time.moments import Moment
from xiangyue.values import Task

_SUMMED: Final = frozenset({"loss", "normalised"})


@dataclass(frozen=True, slots=True)
class AfterAction:
    """The level of service in a time, and the resilience that it shows.

    ``task`` is the emergency whose time it is; empty where days were given.
    """

    community: str
    task: str
    level: ServiceLevel
    resilience: Resilience

    def as_dict(self, expected: Expectation | None = None) -> dict[str, Any]:
        """Return it as plain data, beside what was expected; instants are microseconds."""
        told: dict[str, Any] = {
            "community": self.community,
            "task": self.task or None,
            "resilience": self.resilience.as_dict(),
            "level": self.level.as_dict(),
        }
        if expected is not None:
            told["expected"] = expected.as_dict()
            told["as_expected"] = self.as_expected(expected)
        return told

    def as_expected(self, expected: Expectation) -> dict[str, bool | None]:
        """Tell of each measure whether it is among what a single run shows; None if unknown.

        What is summed over time says nothing where it was expected over another time.
        """
        alike = self.as_long_as(expected)
        return {
            name: expected.holds(name, getattr(self.resilience, name))
            if alike or name not in _SUMMED
            else None
            for name in MEASURES
        }

    def as_long_as(self, expected: Expectation) -> bool:
        """Tell whether it took as many hours as were simulated, within one."""
        hours = (self.resilience.until - self.resilience.since) / HOUR
        return abs(hours - expected.length) <= 1

    def series(self, expected: Expectation | None, lang: str) -> list[Series]:
        """Return the level of service as lines of a chart, beside what was expected."""
        curve, since = self.level.curve, self.resilience.since
        points = [*zip(map(float, curve.times), curve.values, strict=True)]
        points.append((float(curve.until), curve.values[-1]))
        found = [Series(say("level-real", lang), points, stepped=True)]
        if expected is not None:
            told = {"share": f"{expected.confidence:.0%}", "count": expected.repetitions}
            at = [since + hour * HOUR for hour in expected.hours]
            low = [*zip(at, expected.low, expected.high, strict=True)]
            name = say("level-expected", lang, told)
            found.append(Series(name, [*zip(at, expected.mean, strict=True)], low))
        return found


def after_action(
    engine: Engine,
    community: str,
    *,
    since: Day = None,
    until: Day = None,
    whole: float = WHOLE,
    now: Moment = None,
) -> AfterAction:
    """Return how service held up in a community; the period is as in ``service_level``.

    ``whole`` is the level that counts as recovered. Raises Misuse as ``service_level`` does.
    """
    level = service_level(engine, community, since=since, until=until, now=now)
    return AfterAction(community, "", level, resilience(level.curve, whole=whole))


def after_emergency(
    engine: Engine, task: str, *, whole: float = WHOLE, now: Moment = None
) -> AfterAction:
    """Return how service held up while a task was open, of a review what it looks back on.

    Raises Misuse for an unknown task.
    """
    found = emergency_of(engine, task)
    since, ended = from_micros(found.opened_at), found.ended_at
    until = None if ended is None else from_micros(ended)
    level = service_level(engine, found.community, since=since, until=until, now=now)
    return AfterAction(found.community, found.ref, level, resilience(level.curve, whole=whole))


def emergency_of(engine: Engine, task: str) -> Task:
    """Return what had a review opened; of a task that is no review, the task itself."""
    found = engine.task(task)
    reviews = found.origin is not None and found.flow in review_flows(engine.rules_of(found))
    return engine.task(found.origin or "") if reviews else found


def review_flows(profile: Profile) -> tuple[str, ...]:
    """Return the flows whose tasks are opened with facts of the task that had them opened."""
    return tuple(flow.id for flow in profile.flows.values() if any(_measures(profile, flow)))


def _measures(profile: Profile, flow: Flow) -> Iterator[str]:
    for name in (*flow.opening.needs, *flow.opening.asks):
        measure = profile.fields[name].measure
        if measure and not measure.startswith(LISTED):
            yield measure
