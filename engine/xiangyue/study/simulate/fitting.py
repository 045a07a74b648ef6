"""A model of people fitted to a journal: per role, flow and field, never per person.

What was seen too seldom is left to project defaults. A journal shows when things were entered, not
when somebody set about them. What passes between two entries of one hand, if it is little, is taken
for the time that the second took: an upper bound. What passes before is taken for the delay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.errors import Misuse
from xiangyue.profile import Profile
from xiangyue.study.recounting import Recount, recounting
from xiangyue.study.simulate.model import (
    ALWAYS,
    OFFICE,
    RESIDENT,
    WAKING,
    Arrival,
    Model,
    Pace,
    Role,
    Way,
)
from xiangyue.study.simulate.observing import Observed, Sample, observe
from xiangyue.values import TIERS

LEAST: Final = 20
"""So often something must have been seen for it to be more than chance."""
OUTSIDE: Final = 0.1
"""From this share of work outside of certain hours on, these are not all."""
_DAY: Final = 86_400_000_000
_MORNING, _NIGHT = 7, 22


@dataclass(frozen=True)
class Fitted:
    """A profile with its params, and the people that its journal shows."""

    profile: Profile
    params: Mapping[str, Any]
    model: Model


def fit_journal(engine: Engine, community: str) -> Fitted:
    """Fit people to the journal of a community.

    Raises Misuse for an unknown community, or where nothing has been done there yet.
    """
    with recounting(engine) as recount:
        return fit(recount, community)


def fit(recount: Recount, community: str) -> Fitted:
    """Fit people to the journal of a community, as it is read; raises as ``fit_journal`` does."""
    governed = recount.governed(community)
    seen = observe(recount, community, governed.profile.calendar.timezone)
    if seen.first is None:
        raise Misuse("simulate-nothing", community=community)
    model = _model(recount, community, governed.profile, seen)
    tuned = {name: value for name, value in governed.params.items() if name in governed.tuned}
    return Fitted(governed.profile, tuned, model)


def _model(recount: Recount, community: str, profile: Profile, seen: Observed) -> Model:
    own = Model()
    first = seen.first or 0
    days = max(1.0, (seen.last - first) / _DAY)
    units = recount.units(community)
    grids = sum(unit.unit_level == "grid" for unit in units.values())
    roles = {
        name: _role(name, profile, seen, own.rest, grids)
        for name in profile.roles
        if seen.people[name] or seen.asked[name]
    }
    others = _role(RESIDENT, profile, seen, own.others, grids)
    return Model(
        name=community,
        residents=sum(not recount.holdings(one) for one in recount.residents(community)),
        grids=grids,
        roles=roles,
        others=others,
        arrivals=tuple(_arrivals(profile, seen, days)),
        ways=dict(_ways(profile, seen)),
        values=dict(_values(profile, seen)),
    )


def _role(name: str, profile: Profile, seen: Observed, own: Role, grids: int) -> Role:
    """Return what was seen of a role."""
    known = profile.roles.get(name)
    at_grid = known is not None and known.at is not None and TIERS[known.at] == TIERS["grid"]
    people = seen.people[name]
    gaps, answers = seen.gaps[name], seen.answers[name]
    asked, yes = seen.asked[name], seen.said[name, "accepted"]
    heard = yes + seen.said[name, "declined"]
    enough = asked >= LEAST
    return Role(
        count=max(1, round(people / grids) if at_grid and grids else people),
        shift=_shift(name, profile, seen, own.shift),
        pace=Pace(round(gaps.mean, 2), round(gaps.cv, 2)) if gaps.count >= LEAST else own.pace,
        absent=own.absent,
        literacy=own.literacy,
        hears=round(heard / asked, 3) if enough else own.hears,
        accepts=round(yes / heard, 3) if enough and heard else own.accepts,
        answers=Pace(round(answers.mean, 2)) if answers.count >= LEAST else own.answers,
    )


def _shift(name: str, profile: Profile, seen: Observed, own: str) -> str:
    hours = seen.hours[name]
    total = hours.total()
    if total < LEAST:
        return own
    calendar = profile.calendar
    office = [
        times
        for (day, hour), times in hours.items()
        if day in calendar.week and any(a <= hour * 60 < b for a, b in calendar.hours)
    ]
    waking = [times for (_, hour), times in hours.items() if _MORNING <= hour < _NIGHT]
    if 1 - sum(office) / total < OUTSIDE:
        return OFFICE
    return WAKING if 1 - sum(waking) / total < OUTSIDE else ALWAYS


def _arrivals(profile: Profile, seen: Observed, days: float) -> Iterator[Arrival]:
    for name, times in sorted(seen.opened.items()):
        flow = seen.flows[name]
        if flow not in profile.flows:
            continue
        often = times >= LEAST
        opener, _ = seen.openers[name].most_common(1)[0]
        yield Arrival(
            id=name,
            flow=flow,
            category=name if name in profile.categories else None,
            a_day=times / days,
            hours=tuple(float(seen.open_hours[name][n]) for n in range(24)) if often else (),
            days=tuple(float(seen.open_days[name][n]) for n in range(7)) if often else (),
            by=opener if opener in profile.roles or opener == RESIDENT else None,
        )


def _ways(profile: Profile, seen: Observed) -> Iterator[tuple[str, Way]]:
    """Yield how often each action of a flow was taken that was gone through often enough."""
    for flow in profile.flows.values():
        taken = {name: seen.taken[f"{flow.id}.{name}"] for name in flow.actions}
        if sum(taken.values()) < LEAST:
            continue
        for name, times in taken.items():
            address = f"{flow.id}.{name}"
            begun, delays = seen.begun[address], seen.delays[address]
            begins = round(begun.mean, 3) if begun.count >= LEAST else None
            yield address, Way(float(times), None, begins, _delay(delays))


def _delay(delays: Sample) -> Pace | None:
    return Pace(round(delays.mean, 1)) if delays.count >= LEAST else None


def _values(profile: Profile, seen: Observed) -> Iterator[tuple[str, Any]]:
    for name, counts in seen.values.items():
        field = profile.fields.get(name)
        if field is not None and field.sensitivity == "none" and counts.total() >= LEAST:
            told = {_key(value): times for value, times in sorted(counts.items(), key=_shown)}
            yield name, {"one_of": told}


def _key(value: Any) -> str:
    return str(value).lower() if type(value) is bool else str(value)


def _shown(one: tuple[Any, int]) -> str:
    return str(one[0])
