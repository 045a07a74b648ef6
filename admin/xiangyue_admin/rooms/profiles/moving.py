"""Open tasks looked through, and let go on or back, beside the page that asked for it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from xiangyue import Engine, XiangyueError
from xiangyue.office import Migration, MigrationPlan

What = Literal["look", "go", "back"]
Overdue = Literal["leave", "keep"]


@dataclass(slots=True)
class Work:
    """What was asked for, how much of it is done, and what came of it.

    ``states`` are those that are called otherwise, by flow; ``plan`` is None for the way back.
    """

    what: What
    states: dict[str, dict[str, str]]
    overdue: Overdue = "leave"
    by: str = ""
    why: str = ""
    share: float = 0.0
    plan: MigrationPlan | None = None
    done: Migration | None = None
    failure: XiangyueError | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self.ended.is_set()


_works: dict[tuple[int, str], Work] = {}
_lock = threading.Lock()


def of(engine: Engine, community: str) -> Work | None:
    """Return what was asked for last in a community, by this process."""
    with _lock:
        return _works.get((id(engine), community))


def begin(engine: Engine, community: str, work: Work) -> None:
    """Begin with it, unless something is being done there already."""
    name = (id(engine), community)
    with _lock:
        known = _works.get(name)
        if known is not None and known.running:
            return
        _works[name] = work
    threading.Thread(target=_do, args=(engine, community, work), daemon=True).start()


def _do(engine: Engine, community: str, work: Work) -> None:
    def told(share: float) -> None:
        work.share = share

    try:
        if work.what == "back":
            work.done = engine.migrate_back(community, by=work.by, reason=work.why, progress=told)
            return
        work.plan = engine.migration_plan(community, work.states, overdue=work.overdue)
        work.done = engine.migrate(
            community,
            by=work.by,
            reason=work.why,
            mapping=work.states,
            overdue=work.overdue,
            dry_run=work.what == "look",
            progress=told,
        )
    except XiangyueError as error:
        work.failure = error
    finally:
        work.ended.set()
