"""What follows on a rung of a ladder when nobody has answered, beside the next rung.

Only people are told: the engine takes a task from nobody by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xiangyue.flow.machine import ANY
from xiangyue.messages.reminding import LATE, PASS_ON
from xiangyue.profile import Flow, Profile
from xiangyue.text import Text
from xiangyue.values import TIERS

DEPUTY: Final = "deputy"
"""In the detail of a message to a role: it goes to the deputies of those who hold it."""

Told = tuple[str, Text, Mapping[str, Any]]
"""A role that is told, the words, and the detail of the message."""


def follow_up(
    profile: Profile, flow: Flow, states: Sequence[str], step: Mapping[str, Any], by: Sequence[str]
) -> list[Told]:
    """Return who is told after a rung that the profile says as ``step``.

    ``superior``: the roles of the nearest unit level above; ``deputy``: the deputies of those who
    were asked; ``door_knock``: those who were asked, at their door; ``reassign``: those who may
    give the task to somebody else in one of ``states``, or the superiors where nobody may. Where
    there is no such role or door, those who were asked are told once more; for ``next``
    nobody is, as the next rung follows.
    """
    level = {"at": step["at"]} if "at" in step else {}
    asked = roles_asked(step)
    how: dict[str, Any] = {"by": tuple(by), **level}
    match step.get("then", "next"):
        case "next":
            return []
        case "superior" if above := superiors(profile, step):
            return [(role, LATE, {"by": tuple(by)}) for role in above]
        case "deputy":
            how[DEPUTY] = True
        case "door_knock" if knocked := doors(profile):
            how["by"] = knocked
        case "reassign" if may := assigners(profile, flow, states) or superiors(profile, step):
            return [(role, PASS_ON, {"by": tuple(by)}) for role in may]
    return [(role, LATE, how) for role in asked]


def roles_asked(step: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the roles that a rung asks."""
    ask = step.get("ask", ())
    return (ask,) if isinstance(ask, str) else tuple(ask)


def superiors(profile: Profile, step: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the roles of the nearest unit level above those that a rung asks."""
    asked = [profile.roles[role].at for role in roles_asked(step) if role in profile.roles]
    tiers = [tier for at in asked if (tier := TIERS.get(step.get("at") or at or ""))]
    above = {
        role.id: tier
        for role in profile.roles.values()
        if (tier := TIERS.get(role.at or "")) and tiers and tier < min(tiers)
    }
    return tuple(name for name, tier in above.items() if tier == max(above.values()))


def doors(profile: Profile) -> tuple[str, ...]:
    """Return the channels by which somebody goes to people's doors."""
    channels: Mapping[str, Any] = profile.document.get("channels", {})
    return tuple(name for name, one in channels.items() if one["kind"] == "door")


def assigners(profile: Profile, flow: Flow, states: Sequence[str]) -> tuple[str, ...]:
    """Return the roles that may give a task to somebody in one of these states."""
    found = [
        right
        for action in flow.actions.values()
        if any(does.kind == "assign" for does in action.does)
        and not {*states, ANY}.isdisjoint(action.sources)
        for right in action.by
        if right in profile.roles
    ]
    return tuple(dict.fromkeys(found))
