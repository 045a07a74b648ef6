"""Commands that members of a small village might give, sensible ones and others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from random_profiles import PARAMS, SCHEMAS

from xiangyue import Command, Engine, Profile
from xiangyue.clock import to_micros

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
    "count": st.integers(0, 20),
    "amount": st.integers(0, 100) | st.floats(0, 100).map(lambda n: round(n, 3)),
    "kind": st.sampled_from(SCHEMAS["kind"]["enum"]),
    "flag": st.booleans(),
    "who": st.sampled_from(sorted(MEMBERS)),
    "place": st.sampled_from(["xinqi", "xinqi-1", "zhen"]),
    "day": st.integers(0, 40).map(lambda n: (START + timedelta(days=n)).date().isoformat()),
    "moment": st.integers(0, 900).map(lambda n: (START + timedelta(hours=n)).isoformat()),
    "tags": st.lists(st.sampled_from("xy"), max_size=3),
    "story": st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=20),
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


@st.composite
def values(draw: Any, asked: tuple[str, ...]) -> dict[str, Any]:
    """Draw values for a few fields: mostly for those that are asked for, mostly fitting."""
    given = {name: draw(FITTING[name]) for name in asked if draw(st.integers(0, 9))}
    if draw(st.integers(0, 5)) == 0:
        given[draw(st.sampled_from(sorted(SCHEMAS)))] = draw(OTHER)
    return given


@st.composite
def commands(draw: Any, profile: Profile, tasks: Mapping[str, tuple[str, int]], now: datetime) -> Command:
    """Draw a command: to open a task, or to act on one of ``tasks``, given by flow and version."""
    known = sorted(tasks)
    name = draw(st.sampled_from([None, *known, *known, *known]))
    if name is None:
        flow = profile.flows[draw(st.sampled_from(sorted(profile.flows)))]
        action = flow.opening
    else:
        flow = profile.flows[tasks[name][0]]
        action = flow.actions[draw(st.sampled_from(sorted(flow.actions)))]
    opening = name is None
    asked = (*action.needs, *action.asks, *(n for n in action.proposes if draw(st.booleans())))
    source = draw(st.sampled_from(("digital",) * 6 + ("paper", "phone", "sheet")))
    ago = draw(st.sampled_from((None, None, None, 0, 3, 60, 2000, 9000, -2, -60)))
    version = tasks[name][1] if name else None
    return Command(
        community=VILLAGE,
        action=action.id,
        actor=draw(people),
        task=draw(st.sampled_from([None, f"t{len(known)}"])) if opening else name,
        flow=flow.id if opening else None,
        data=draw(values(tuple(dict.fromkeys(asked)))),
        note=draw(st.sampled_from((None, "because", "因为"))),
        title=draw(st.sampled_from((None, "A ditch", "水沟 🛠"))) if opening else None,
        unit=draw(st.sampled_from((None, None, "xinqi-1"))) if opening else None,
        on_behalf_of=draw(people) if source != "digital" and draw(st.booleans()) else None,
        occurred_at=None if ago is None else to_micros(now - timedelta(minutes=ago)),
        source=source,
        key=draw(st.sampled_from((None, None, "k1", "k2", "k3", "k4"))),
        version=draw(st.sampled_from((None, None, None, version, 1))) if name else None,
    )


def params(profile: Profile) -> st.SearchStrategy[dict[str, Any]]:
    """Return values that params may be tuned to, within and without their bounds."""
    pool = {name: st.integers(-1, 31) | st.floats(0, 5) for name in PARAMS if name in profile.params}
    return st.fixed_dictionaries({}, optional=pool)
