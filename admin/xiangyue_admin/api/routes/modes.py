"""The mode that a community is in."""

from __future__ import annotations

from flask import Response

from xiangyue_admin.api import gives
from xiangyue_admin.api.operation import Call, Room
from xiangyue_admin.api.serving import sent
from xiangyue_admin.api.written import moment

room = Room("modes", "Modes")


@room.get("/communities/<community>/mode", "modes:read", answers={200: gives.Mode})
def now(call: Call, community: str) -> Response:
    """Read the mode that a community is in, since and until when, and by which task.

    It is switched by a task: record an activation received, or start first response, by opening
    the flow that the profile has for it.
    """
    found = call.engine.mode(community)
    return sent(
        call,
        {
            "mode": found.mode,
            "level": found.level,
            "title": found.title,
            "since": moment(found.since),
            "until": moment(found.until),
            "task": found.task,
        },
    )
