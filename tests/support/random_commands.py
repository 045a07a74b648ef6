"""Commands that members of a small village might give, sensible ones and others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from random_profiles import PARAMS, SCHEMAS

from xiangyue import Command, Engine, Profile, Task
from xiangyue.profile import Action
from xiangyue.time.clock import to_micros
from xiangyue.values import OPEN, replace

START = datetime(2026, 9, 28, 1, tzinfo=UTC)
VILLAGE = "xinqi"
MEMBERS: Mapping[str, Mapping[str, str]] = {
    "li": {"secretary": "xinqi"},
    "wang": {"cadre": "xinqi"},
    "zhao": {"worker": "xinqi-1"},
    "qian": {"officer": "zhen"},
    "sun": {"elder": "xinqi"},
    "zhou": {},
    "wu": {"secretary": "shanhe", "cadre": "shanhe"},
}
FITTING: Mapping[str, st.SearchStrategy[Any]] = {
    "length": st.integers(0, 20),
    "amount": st.integers(0, 100) | st.floats(0, 100).map(lambda n: round(n, 3)),
    "kind": st.sampled_from(SCHEMAS["kind"]["enum"]),
    "flag": st.booleans(),
    "who": st.sampled_from(sorted(MEMBERS)),
    "place": st.sampled_from(["xinqi", "xinqi-1", "zhen"]),
    "day": st.integers(0, 40).map(lambda n: (START + timedelta(days=n)).date().isoformat()),
    "moment": st.integers(0, 900).map(lambda n: (START + timedelta(hours=n)).isoformat()),
    "tags": st.lists(st.sampled_from("xy"), max_size=3),
    "story": st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20),
    "secret": st.integers(0, 9),
}
OTHER = st.sampled_from(
    [None, True, -1, 0, 21, 2**53, 0.5, 1e300, -0.0, "", "none", "2026-02-30", [], ["z"], ["x"] * 4]
)

people = st.sampled_from((*MEMBERS, "nobody", "system"))
spans = st.sampled_from((0, 0, 0, 1, 20, 90, 600, 1440, 3000, 8000)).map(
    lambda minutes: timedelta(minutes=minutes)
)


def settle(engine: Engine, profile: Path | Profile) -> None:
    """Set up the village, its neighbour, and who lives there."""
    engine.add_unit("zhen", "township", now=START)
    for village in (VILLAGE, "shanhe"):
        engine.add_unit(village, "village", parent="zhen", now=START)
    engine.add_unit("xinqi-1", "grid", parent="xinqi", now=START)
    for name in MEMBERS:
        engine.register(name, home="xinqi", now=START)
    for name, roles in MEMBERS.items():
        engine.register(name, roles=roles, deputy="sun" if name == "li" else None, now=START)
    engine.install(profile, VILLAGE, now=START)


ADOPTION = (
    Command(VILLAGE, OPEN, "li", "scheme", "scheme"),
    Command(VILLAGE, "adopt", "li", "scheme"),
)
"""By what the village adopts its points scheme."""

Tasks = Mapping[str, Task]


@st.composite
def commands(draw: st.DrawFn, profile: Profile, tasks: Tasks, now: datetime) -> Command:
    """Draw a command, mostly one that makes sense: to open a task, or to act on one of these."""
    running = sorted(name for name, task in tasks.items() if task.ended_at is None)
    name = draw(st.sampled_from([None, *running, *running, *running]))
    if name is None:
        flow = profile.flows[draw(st.sampled_from(sorted(profile.flows)))]
        opening, command = flow.opening, Command(VILLAGE, OPEN, "li", None, flow.id)
        return draw(_sensible(command, opening, tasks) | _senseless(command, opening, now))
    flow = profile.flows[tasks[name].flow]
    near = [a.id for a in flow.actions.values() if tasks[name].state in a.sources]
    action = flow.actions[draw(st.sampled_from(near * 4 + sorted(flow.actions)))]
    command = Command(VILLAGE, action.id, "li", name)
    sensible = _sensible(command, action, tasks)
    return draw(sensible | sensible | _senseless(command, action, now, tasks[name].version))


@st.composite
def _sensible(draw: st.DrawFn, command: Command, action: Action, tasks: Tasks) -> Command:
    """Draw a command by somebody who may give it, with all that it asks for."""
    rights = set(action.by)
    held = [who for who, roles in MEMBERS.items() if rights & {"anyone", *roles}]
    task = tasks.get(command.task or "")
    held += [task.opener] if task and "opener" in rights else []
    held += [task.assignee] if task and task.assignee and "assignee" in rights else []
    opening = task is None
    named = f"t{len(tasks)}" if opening and draw(st.booleans()) else command.task
    given = [*action.needs, *(n for n in action.asks if draw(st.booleans()))]
    return replace(
        command,
        actor=draw(st.sampled_from(held or ["system"])),
        task=named,
        data={name: draw(FITTING[name]) for name in given},
        note=draw(st.sampled_from(("because", "因为") if action.note else (None, "so"))),
        title=draw(st.sampled_from((None, "A ditch", "水沟 🛠"))) if opening else None,
        unit=draw(st.sampled_from((None, None, "xinqi-1"))) if opening else None,
        key=draw(st.none() | _keys),
    )


@st.composite
def _senseless(
    draw: st.DrawFn, command: Command, action: Action, now: datetime, version: int | None = None
) -> Command:
    """Draw a command that may be wrong in every way."""
    asked = dict.fromkeys((*action.needs, *action.asks, *action.proposes))
    given = {name: draw(FITTING[name]) for name in asked if draw(st.integers(0, 4))}
    if draw(st.booleans()):
        given[draw(st.sampled_from(sorted(SCHEMAS)))] = draw(OTHER)
    source = draw(st.sampled_from(("digital", "digital", "paper", "phone", "sheet")))
    ago = draw(st.sampled_from((None, None, 0, 3, 60, 2000, 9000, -2, -60)))
    return replace(
        command,
        actor=draw(people),
        data=given,
        note=draw(st.sampled_from((None, "because"))),
        on_behalf_of=draw(st.none() | people) if source != "digital" else None,
        occurred_at=None if ago is None else to_micros(now - timedelta(minutes=ago)),
        source=source,
        key=draw(st.none() | _keys),
        version=draw(st.sampled_from((None, version, 1))) if version else None,
    )


_keys = st.integers(0, 30).map("k{}".format)


def params(profile: Profile) -> st.SearchStrategy[dict[str, Any]]:
    """Return values that params may be tuned to, within and without their bounds."""
    known = sorted(PARAMS.keys() & profile.params)
    return st.fixed_dictionaries(
        {}, optional={n: st.integers(-1, 31) | st.floats(0, 5) for n in known}
    )
