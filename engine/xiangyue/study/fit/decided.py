"""What people have decided about a community's type, which overrules what its figures say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from xiangyue.engine import Engine
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.values import Task

FLOW: Final = "fit_review"
_DECIDED: Final = ("decided", "closed")
_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision; ``task`` holds it, and days are those of the community's calendar.

    ``next_review`` is None once the next review has been opened and this one closed.
    """

    task: str
    proposed: str
    decided: str
    reason: str | None
    opened: str
    next_review: str | None

    @property
    def overrules(self) -> bool:
        """Whether people chose otherwise than was proposed."""
        return self.decided != self.proposed

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        names = ("task", "proposed", "decided", "reason", "opened", "next_review", "overrules")
        return {name: getattr(self, name) for name in names}


def latest_ruling(engine: Engine, community: str) -> Ruling | None:
    """Return what the latest decided review said; None where none was, or its values are gone."""
    found = [task for task in _reviews(engine, community) if "decided_type" in task.data]
    if not found:
        return None
    task = max(found, key=lambda one: (one.opened_at, one.since))
    timezone = engine.profile(community).calendar.timezone

    def day(at: int | None) -> str | None:
        return None if at is None else to_wall(from_micros(at), zone(timezone)).date().isoformat()

    return Ruling(
        task.ref,
        task.data["proposed_type"],
        task.data["decided_type"],
        task.data.get("type_reason"),
        str(day(task.opened_at)),
        day(task.state_due) if task.ended_at is None else None,
    )


def _reviews(engine: Engine, community: str) -> Iterator[Task]:
    for state in _DECIDED:
        after: str | None = None
        while True:
            page = engine.tasks(community, flow=FLOW, state=state, limit=_PAGE, after=after)
            yield from page.tasks
            after = page.next
            if after is None:
                break
