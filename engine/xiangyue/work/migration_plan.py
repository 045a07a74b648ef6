"""A plan by which open tasks go on under the release in force: derived, or as a file says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xiangyue.decide.comparing import Overdue
from xiangyue.errors import BadInput, Misuse
from xiangyue.flow import Plan
from xiangyue.profile import Profile, source
from xiangyue.profile.check import explain
from xiangyue.profile.judge import judge_by
from xiangyue.spelling import shown
from xiangyue.storage import Reader
from xiangyue.text import Text
from xiangyue.work.named import known_head
from xiangyue.work.plans import Plans

Mapped = Mapping[str, Mapping[str, str]]
"""By flow: what states are called under the release in force, where they are called otherwise."""

_STATES = {"type": "object", "additionalProperties": {"type": "string"}}
_FILE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "flows": {"type": "object", "additionalProperties": _STATES},
        "overdue": {"enum": ["leave", "keep"]},
    },
    "additionalProperties": False,
}
_STAND = (
    "SELECT flow, release, state, count(*) FROM task WHERE community = ? AND ended_at IS NULL"
    " AND release <> ? GROUP BY flow, release, state ORDER BY flow, release, state"
)


@dataclass(frozen=True, slots=True)
class Stand:
    """So many open ``tasks`` that stand in a state under an older release, and where they go on.

    ``to`` is None where there is no such state, or no such flow.
    """

    flow: str
    release: str
    state: str
    tasks: int
    to: str | None
    title: Text
    flow_title: Text
    to_title: Text | None


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """How open tasks of a community go on under the release in force.

    ``states`` says by flow which states are called otherwise there; all others keep their names.
    A task whose deadline would be over is left where ``overdue`` is ``leave``; with ``keep`` it
    keeps its own.
    """

    community: str
    release: str
    profile: str
    states: Mapped
    overdue: Overdue
    stands: tuple[Stand, ...] = field(default=())

    @property
    def tasks(self) -> int:
        """How many open tasks stand under older releases."""
        return sum(one.tasks for one in self.stands)

    @property
    def missing(self) -> tuple[Stand, ...]:
        """Where tasks stand that have nowhere to go on."""
        return tuple(one for one in self.stands if one.to is None)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Return it as plain data, titles in ``lang``."""
        return {
            "community": self.community,
            "release": self.release,
            "profile": self.profile,
            "flows": {flow: dict(states) for flow, states in self.states.items()},
            "overdue": self.overdue,
            "tasks": self.tasks,
            "stands": [
                {
                    "flow": one.flow,
                    "release": one.release,
                    "state": one.state,
                    "title": one.title.of(lang),
                    "tasks": one.tasks,
                    "to": one.to,
                }
                for one in self.stands
            ],
        }


def plan_of(
    reader: Reader, plans: Plans, community: str, states: Mapped, overdue: Overdue
) -> MigrationPlan:
    """Return the plan by which open tasks go on; raises Misuse for names that nothing has."""
    if overdue not in ("leave", "keep"):
        raise Misuse("migrate-overdue-word", given=shown(overdue))
    head = known_head(reader.situation(community, None, None).head, community)
    release, _ = reader.settings(community, head.settings)
    target = plans.get(reader, release)
    rows = reader.all(_STAND, community, release)
    olds = {old: plans.get(reader, old) for old in dict.fromkeys(row[1] for row in rows)}
    _check(states, target.profile, [plan.profile for plan in olds.values()])
    stands = tuple(_stand(row, olds[row[1]], target, states) for row in rows)
    return MigrationPlan(community, release, target.profile.id, states, overdue, stands)


def _stand(row: Any, old: Plan, target: Plan, states: Mapped) -> Stand:
    flow, release, state, tasks = row
    known = old.profile.flows[flow]
    there = target.profile.flows.get(flow)
    to = states.get(flow, {}).get(state, state)
    going_on = there.states.get(to) if there else None
    title = known.states[state].title if state in known.states else Text(en=state)
    to_title = going_on.title if going_on else None
    return Stand(
        flow, release, state, tasks, to if going_on else None, title, known.title, to_title
    )


def _check(states: Mapped, target: Profile, olds: list[Profile]) -> None:
    for flow, names in states.items():
        there = target.flows.get(flow)
        if there is None:
            known = ", ".join(sorted(target.flows))
            raise Misuse("migrate-plan-flow", flow=shown(flow), known=known)
        before = set(_states_before(flow, olds))
        for state, to in names.items():
            if to not in there.states:
                known = ", ".join(there.states)
                raise Misuse("migrate-plan-state", flow=flow, state=shown(to), known=known)
            if before and state not in before:
                known = ", ".join(sorted(before))
                raise Misuse("migrate-plan-old", flow=flow, state=shown(state), known=known)


def _states_before(flow: str, olds: list[Profile]) -> Iterator[str]:
    for profile in olds:
        if flow in profile.flows:
            yield from profile.flows[flow].states


def read_plan(file: Path | str) -> tuple[Mapped, Overdue]:
    """Return what a YAML or JSON file says: ``flows: {FLOW: {STATE: STATE}}``, ``overdue: keep``.

    Raises BadInput for the first thing wrong in it, with its place.
    """
    root = source.read(Path(file))
    wrong = explain(root, judge_by(_FILE).iter_errors(root.plain()))
    if wrong:
        first = wrong[0]
        raise BadInput(first.code, place=first.place, **first.values)
    said = root.plain()
    return said.get("flows", {}), said.get("overdue", "leave")
