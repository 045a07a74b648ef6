"""Which modes hold besides the one in force."""

from __future__ import annotations

from xiangyue.decide.alarms import MODE
from xiangyue.flow import Plan
from xiangyue.storage import Head, Reader

_RUNNING = (
    "SELECT t.name FROM timer t JOIN task k ON k.community = t.community AND k.id = t.task"
    " WHERE t.community = ? AND t.name >= 'mode.' AND t.name < 'mode/' AND t.due > ?"
    " AND k.ended_at IS NULL"
)


def going_on(reader: Reader, plan: Plan, head: Head, community: str, now: int) -> tuple[str, ...]:
    """Return the modes begun on the spot that go on beside the one that took over from them.

    Each does so until its own end comes, or its task is closed.
    """
    if head.present.beside <= now:
        return ()
    reader.settled()
    modes = plan.profile.modes
    found = {name.removeprefix(MODE) for (name,) in reader.all(_RUNNING, community, now)}
    return tuple(
        name
        for name in sorted(found)
        if name in modes and modes[name].on_the_spot and name != head.present.name
    )
