"""How made-up communities would live by a community's rules, as much of it as a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from xiangyue import Engine, Misuse
from xiangyue.office import (
    Expectation,
    Simulated,
    SimulationOptions,
    compare,
    fit_journal,
)

NOW: Final = "now"
THEN: Final = "then"

Figures = Mapping[str, Any]
"""Intervals over the repetitions by the names of figures; None where none has one."""


class Flow(NamedTuple):
    """How often a flow was gone through, over all repetitions."""

    flow: str
    opened: int
    ended: int
    late: int


@dataclass(frozen=True, slots=True)
class Lived:
    """What became of people under some rules.

    ``loads`` are those of ``Simulated.role`` by role, the heaviest first; ``limits`` are limit,
    verdict, stance and how often. What is counted is of all repetitions, a figure is of one.
    """

    figures: Figures
    expected: Expectation
    since: int
    left_out: tuple[str, ...]
    loads: tuple[tuple[str, Mapping[str, Any]], ...]
    flows: tuple[Flow, ...]
    limits: tuple[tuple[tuple[str, str, str], int], ...]
    call_outs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Simulation:
    """People who live by the rules in force, and by those of a draft where one was named.

    ``fitted`` is whether they are like those of the journal; ``gaps`` are by how much a figure is
    more by the draft, seed by seed.
    """

    fitted: bool
    now: Lived
    then: Lived | None
    gaps: Figures


def lived(
    engine: Engine, community: str, *, days: int, repeat: int, seed: int, draft: str = ""
) -> Simulation:
    """Let people live by the rules in force, and by those of a draft, some days."""
    rules = {NOW: engine.revisions(community, limit=1)[0].rules}
    if draft:
        rules[THEN] = engine.draft_of(f"{community}/{draft}").after
    people = _people(engine, community)
    found = compare(
        {name: (one.profile, one.params) for name, one in rules.items()},
        SimulationOptions(days=days, repetitions=repeat, seed=seed, workers=1),
        model=people,
    )
    sides = {name: _lived(one) for name, one in found.of.items()}
    gaps = found.differences(THEN) if draft else {}
    return Simulation(people is not None, sides[NOW], sides.get(THEN), gaps)


def _people(engine: Engine, community: str) -> Any:
    """Return people like those of a journal; None where it does not show when matters come up."""
    try:
        found = fit_journal(engine, community).model
    except Misuse:
        return None
    return found if any(one.hours for one in found.arrivals or ()) else None


def _lived(found: Simulated) -> Lived:
    total = found.total
    loads = {name: found.role(name) for name in total.people}
    busy = sorted(loads.items(), key=lambda item: (-(item[1]["hours_a_week"] or 0.0), item[0]))
    names = sorted({name for name, _what in total.flows})
    flows = [
        Flow(name, *(total.flows[name, what] for what in ("opened", "ended", "late")))
        for name in names
    ]
    return Lived(
        found.figures,
        found.expectation(),
        found.since,
        tuple(sorted({name for level in found.levels for name in level.left_out})),
        tuple((name, load) for name, load in busy if load["jobs"]),
        tuple(sorted(flows, key=lambda one: -one.opened)),
        tuple(total.limits.most_common()),
        found.call_outs(),
    )
