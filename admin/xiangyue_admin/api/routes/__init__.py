"""The operations of the API, a module for each sort of thing."""

from __future__ import annotations

from xiangyue_admin.api.operation import Operation, Room
from xiangyue_admin.api.routes import (
    acting,
    alerts,
    call_outs,
    drafts,
    events,
    library,
    logs,
    members,
    modes,
    points,
    profiles,
    running,
    tasks,
    units,
)


def all_rooms() -> tuple[Room, ...]:
    """Return every sort of thing, in the order of the documentation."""
    sorts = (units, members, tasks, acting, library, call_outs, alerts, points, modes, profiles)
    return (*(sort.room for sort in sorts), drafts.room, events.room, logs.room, running.room)


def all_operations() -> tuple[Operation, ...]:
    """Return every operation."""
    return tuple(operation for room in all_rooms() for operation in room.operations)
