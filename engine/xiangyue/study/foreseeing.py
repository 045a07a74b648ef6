"""What a drafted change would have done to past work, worked out and kept with the draft."""

from __future__ import annotations

from concurrent.futures import Executor
from datetime import timedelta
from typing import Final

from xiangyue.engine import Engine
from xiangyue.study.period import Day
from xiangyue.study.whatif import what_if
from xiangyue.study.whatif.run import Progress
from xiangyue.time.clock import from_micros, to_wall, zone
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Decision, Task

A_YEAR: Final = timedelta(days=365)


def foresee_draft(
    engine: Engine,
    task: str | Task | Decision,
    *,
    since: Day = None,
    until: Day = None,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    now: Moment = None,
) -> Decision:
    """Judge past work by a draft and enter its totals with it; returns the decision that did.

    ``since`` is a year ago if left out; the rest is as ``what_if`` has it. Nobody is named in what
    is kept. Raises Misuse where the task is no draft, or has no room for that.
    """
    draft = engine.draft_of(task)
    today = to_wall(from_micros(micros(now)), zone(draft.after.profile.calendar.timezone)).date()
    first = since if since is not None else today - A_YEAR
    found = what_if(
        engine,
        draft,
        since=first,
        until=until,
        executor=executor,
        workers=workers,
        progress=progress,
    )
    return engine._foresee(draft.ref, {"since": str(first), **found.summary()}, now)
