"""What a mode changes, in words: what is paused, what is lifted, what else the profile sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from xiangyue import Decision, Profile
from xiangyue.plugs import limits
from xiangyue_admin import speaking
from xiangyue_admin.rooms.communities.room import flow_of, moment_of
from xiangyue_admin.speaking import _

NORMAL = "normal"


class Change(NamedTuple):
    """What a command does to the mode: the mode, its level and end, and what that changes."""

    name: str
    title: str
    level: str
    until: int | None
    paused: tuple[str, ...]
    lifted: tuple[str, ...]
    asked: tuple[str, ...]
    instead: tuple[tuple[str, str], ...]
    more: int


def switches(profile: Profile, flow: str) -> bool:
    """Tell whether tasks of a flow switch the mode of a community."""
    found = profile.flows[flow]
    acts = (found.opening, *found.actions.values())
    return any(does.kind == "switch_mode" for act in acts for does in act.does)


def begins(profile: Profile) -> list[str]:
    """Return the flows whose opening puts a community into a mode."""
    return [
        flow.id
        for flow in profile.flows.values()
        if any(does.kind == "switch_mode" for does in flow.opening.does)
    ]


def change_of(profile: Profile, decision: Decision) -> Change | None:
    """Return what a decision does to the mode; None where it leaves it as it is."""
    for one in decision.interventions:
        if one.kind == "switch_mode":
            said = one.detail
            return change_to(
                profile, str(said.get("mode", NORMAL)), str(said.get("level") or ""), _until(said)
            )
    return None


def _until(said: Any) -> int | None:
    until = said.get("until")
    return until if isinstance(until, int) else moment_of(until)


def change_to(profile: Profile, name: str, level: str, until: int | None) -> Change:
    """Return what a mode changes in the words of the profile."""
    name, _colon, inside = name.partition(":")
    level, found = level or inside, profile.modes.get(name)
    language, sets = speaking.language(), dict(found.set) if found else {}
    ways = {address: address.split(".") for address in sets}
    paused = [way[1] for address, way in ways.items() if _pauses(way) and sets[address] is True]
    instead = [
        (profile.categories[way[2]].title.of(language), flow_of(profile, str(sets[address])))
        for address, way in ways.items()
        if way[:2] == ["intake", "categories"]
        and way[2] in profile.categories
        and way[-1] == "flow"
    ]
    covers = {name, f"{name}:{level}"}
    lifted = [one.limit for one in profile.limits.values() if covers & one.lifted_in]
    asked = [field.title.of(language) for field in profile.fields.values() if name in field.only_in]
    return Change(
        name=name,
        title=found.title.of(language) if found else _("Everyday mode"),
        level=level,
        until=until,
        paused=tuple(flow_of(profile, flow) for flow in paused),
        lifted=tuple(_limit(limit) for limit in lifted),
        asked=tuple(asked),
        instead=tuple(instead),
        more=len(sets) - len(paused) - len(instead),
    )


def _pauses(way: list[str]) -> bool:
    return way[0] == "flows" and way[-1] == "paused" and len(way) == len(("flows", "x", "paused"))


@cache
def _titles() -> Mapping[str, Mapping[str, str]]:
    return {name: limit.title for name, limit in limits().items()}


def _limit(name: str) -> str:
    """Return what a limit is called."""
    said = _titles().get(name, {})
    return said.get(speaking.language()) or said.get("en") or name.replace("_", " ")
