"""Open tasks looked through, and let go on or back, beside the page that asked for it."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakKeyDictionary

from xiangyue import Engine, XiangyueError
from xiangyue.office import Migration, MigrationPlan

What = Literal["look", "go", "back"]
Overdue = Literal["leave", "keep"]


@dataclass(slots=True)
class Work:
    """What was asked for, how much of it is done, and what came of it.

    ``states`` are those that are called otherwise, by flow; ``plan`` is None for the way back.
    ``broke`` is whether an error ended it that nobody foresaw: what was done until then stands.
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
    broke: bool = False
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self.ended.is_set()


_works: WeakKeyDictionary[Engine, dict[str, Work]] = WeakKeyDictionary()
_lock = threading.Lock()


def of(engine: Engine, community: str) -> Work | None:
    """Return what was asked for last in a community, by this process."""
    with _lock:
        return _works.get(engine, {}).get(community)


def begin(engine: Engine, community: str, work: Work) -> None:
    """Begin with it, unless something is being done there already."""
    with _lock:
        works = _works.setdefault(engine, {})
        known = works.get(community)
        if known is not None and known.running:
            return
        works[community] = work
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
    except Exception:
        work.broke = True
        logging.getLogger(__name__).exception("migration of %s", community)
    finally:
        work.ended.set()
