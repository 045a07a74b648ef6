"""What a simulation found: means over repetitions, with where the true means lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

from xiangyue.profile import Profile
from xiangyue.study.confidence import Interval, interval
from xiangyue.study.expectation import MEASURES, Expectation, expect
from xiangyue.study.resilience import Curve, Resilience, mean_curve, resilience
from xiangyue.study.service_level import ServiceLevel
from xiangyue.study.simulate.coming import HOUR
from xiangyue.study.simulate.running import Counted, Run
from xiangyue.study.simulate.tally import HOURS, Tally, nested
from xiangyue.time.clock import from_micros

_MINUTE: Final = 60_000_000

Of = Callable[[Counted], float | None]


@dataclass(frozen=True)
class Simulated:
    """What became of ``communities`` that lived through the run, once for each of ``counted``."""

    profile: Profile
    run: Run
    communities: int
    counted: Sequence[Counted] = field(repr=False)

    @property
    def since(self) -> int:
        """When it begins (microseconds)."""
        return self.run.begin

    @property
    def until(self) -> int:
        """When it ends (microseconds)."""
        return self.run.begin + self.run.days * 24 * HOUR

    @cached_property
    def total(self) -> Tally:
        """Everything that was counted, over all repetitions."""
        total = Tally()
        for one in self.counted:
            total.add(one.tally)
        return total

    def mean(self, of: Of) -> Interval | None:
        """Return the mean of a figure over the repetitions in which there is one."""
        found = [value for one in self.counted if (value := of(one)) is not None]
        return interval(found) if found else None

    @cached_property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """The level of service of each repetition, over all communities."""
        return tuple(one.promises.level(self.since, self.until) for one in self.counted)

    @property
    def curve(self) -> Curve:
        """The level of service, the mean over the repetitions."""
        return mean_curve(level.curve for level in self.levels)

    @cached_property
    def resiliences(self) -> tuple[Resilience, ...]:
        """What the level of service of each repetition shows, from the first shock to the end.

        It has recovered when it is as high again as it was on average before the shock.
        """
        shocks = self.run.shocks
        since = self.since + min((one.begins for one in shocks), default=0)
        return tuple(
            resilience(one.curve, since, self.until, _usual(one.curve, self.since, since))
            for one in self.levels
        )

    def expectation(self) -> Expectation:
        """Return what is to be expected from the first shock on, or from the beginning."""
        since = self.since + min((one.begins for one in self.run.shocks), default=0)
        curves = [level.curve.between(since, self.until) for level in self.levels]
        usual = [_usual(level.curve, self.since, since) for level in self.levels]
        about = f"{self.profile.id}: {', '.join(one.name for one in self.run.shocks)}"
        return expect(curves, whole=sum(usual) / len(usual), about=about.rstrip(": "))

    def measure(self, name: str) -> Interval | None:
        """Return a measure of resilience over the repetitions in which there is one."""
        found = [value for one in self.resiliences if (value := getattr(one, name)) is not None]
        return interval(found) if found else None

    @property
    def figures(self) -> dict[str, Interval | None]:
        """Every figure, then every measure of resilience, over the repetitions that have one."""
        told = {name: self.mean(of) for name, of in FIGURES.items()}
        return told | {name: self.measure(name) for name in MEASURES}

    @property
    def unlike_people(self) -> Mapping[str, int]:
        """What people could not do since nobody or nothing let them, by its code."""
        return dict(self.total.stuck.most_common())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data; counts are of all repetitions, intervals of one of them."""
        total, run = self.total, self.run
        return {
            "profile": self.profile.id,
            "release": self.profile.hash,
            "params": dict(run.params),
            "model": run.model.name,
            "shocks": [one.name for one in run.shocks],
            "communities": self.communities,
            "begin": _day(self.since),
            "days": run.days,
            "seed": run.seed,
            "repetitions": len(self.counted),
            "commands": _plain(self.mean(lambda one: one.tally.commands)),
            "outcomes": dict(total.outcomes),
            "reasons": dict(total.reasons.most_common()),
            "flows": nested(total.flows),
            "on_time": _plain(self.mean(_on_time)),
            "roles": {name: self.role(name) for name in sorted(total.people)},
            "limits": _limits(total),
            "call_outs": self.call_outs(),
            "touched": dict(total.touched.most_common()),
            "points": nested(total.points),
            "stuck": dict(self.unlike_people),
            "service_level": self.levels[0].as_dict()
            if len(self.levels) == 1
            else self._mean_level(),
            "resilience": {name: _plain(self.measure(name)) for name in MEASURES},
        }

    def _mean_level(self) -> dict[str, Any]:
        curve = self.curve
        return {
            "curve": [*zip(curve.times, curve.values, strict=True)],
            "left_out": sorted({name for level in self.levels for name in level.left_out}),
        }

    def role(self, name: str) -> dict[str, Any]:
        """Return the load of those who hold a role: never of one of them."""
        total = self.total
        people, weeks = total.people[name], self.run.days / 7
        count, stays = total.waits[name, "count"], total.stays[name, "count"]
        classes = [total.weeks[name, hours] for hours in HOURS]
        return {
            "people": people // len(self.counted),
            "hours_a_week": total.worked[name] / HOUR / people / weeks if people else None,
            "busiest_week": total.busiest.get(name),
            "weeks_by_hours": dict(zip(map(str, HOURS), classes, strict=True)),
            "jobs": count,
            "waited_minutes": total.waits[name, "micros"] / count / _MINUTE if count else None,
            "until_done_minutes": total.stays[name, "micros"] / stays / _MINUTE if stays else None,
        }

    def call_outs(self) -> dict[str, Any]:
        """Return what call-outs yielded: ``came`` counts them by how many came."""
        total = self.total
        asked, came = total.asked["asked"], total.asked["accepted"]
        return {
            "asked": asked,
            "accepted": came,
            "declined": total.asked["declined"],
            "yield": came / asked if asked else None,
            "came": nested(total.yields),
        }


@dataclass(frozen=True)
class Compared:
    """Simulations under the same seeds, by name; the first is what others are compared with."""

    of: Mapping[str, Simulated]

    @property
    def base(self) -> str:
        """The name of the first."""
        return next(iter(self.of))

    def difference(self, name: str, of: Of) -> Interval | None:
        """Return by how much a figure is more than in the first, seed by seed."""
        pairs = zip(self.of[name].counted, self.of[self.base].counted, strict=True)
        both = [(of(one), of(first)) for one, first in pairs]
        found = [a - b for a, b in both if a is not None and b is not None]
        return interval(found) if found else None

    def gap(self, name: str, measure: str) -> Interval | None:
        """Return by how much a measure of resilience is more than in the first, seed by seed."""
        pairs = zip(self.of[name].resiliences, self.of[self.base].resiliences, strict=True)
        both = [(getattr(one, measure), getattr(first, measure)) for one, first in pairs]
        found = [a - b for a, b in both if a is not None and b is not None]
        return interval(found) if found else None

    def differences(self, name: str) -> dict[str, Interval | None]:
        """Return by how much every figure and measure is more than in the first, seed by seed."""
        told = {figure: self.difference(name, of) for figure, of in FIGURES.items()}
        return told | {measure: self.gap(name, measure) for measure in MEASURES}

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "base": self.base,
            "simulations": {name: one.as_dict() for name, one in self.of.items()},
            "differences": {
                name: {figure: _plain(told) for figure, told in self.differences(name).items()}
                for name in [*self.of][1:]
            },
        }


def _on_time(one: Counted) -> float | None:
    flows = one.tally.flows
    ended = sum(n for (_, what), n in flows.items() if what == "ended")
    late = sum(n for (_, what), n in flows.items() if what == "late")
    return 1 - late / ended if ended else None


def _hours(one: Counted) -> float | None:
    people = one.tally.people.total()
    return one.tally.worked.total() / HOUR / people if people else None


def _refused(one: Counted) -> float | None:
    return one.tally.outcomes["refused"] / one.tally.commands if one.tally.commands else None


def _bitten(one: Counted) -> float:
    return sum(n for (_, _, stance), n in one.tally.limits.items() if stance == "enforce")


FIGURES: Final[Mapping[str, Of]] = {
    "commands": lambda one: one.tally.commands,
    "on_time": _on_time,
    "refused": _refused,
    "hours_a_person": _hours,
    "limits_enforced": _bitten,
    "touched": lambda one: one.tally.touched.total(),
    "asked": lambda one: one.tally.asked["asked"],
    "accepted": lambda one: one.tally.asked["accepted"],
}
"""Figures of one repetition that are compared."""


def _usual(curve: Curve, since: int, until: int) -> float:
    """Return the mean level between two moments; 100 where there is no time between them."""
    if until <= since:
        return 100.0
    part = curve.between(since, until)
    return sum(value * (b - a) for a, b, value in part.stretches()) / (until - since)


def _limits(total: Tally) -> list[dict[str, Any]]:
    return [
        {"limit": limit, "verdict": verdict, "stance": stance, "times": times}
        for (limit, verdict, stance), times in total.limits.most_common()
    ]


def _plain(found: Interval | None) -> dict[str, Any] | None:
    return None if found is None else found.as_dict()


def _day(at: int) -> str:
    return (from_micros(at) + timedelta(hours=12)).date().isoformat()
