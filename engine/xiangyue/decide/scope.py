"""What the rules of one decision can see; it remembers what they looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from xiangyue.flow import KNOWN, OUTSTANDING, PARAMS, Plan
from xiangyue.time.clock import from_micros, parse_instant, start_of_day
from xiangyue.values import Facts, Task

_DAY = 86_400_000_000


class Scope(dict[str, Any]):
    """The names of one decision, looked up when a rule first reads them.

    ``data`` are the task's fields with what the command gives; values that rules compute are
    written into it as they come.
    """

    __slots__ = ("_at", "_facts", "_fixed", "_plan", "_task", "data")

    def __init__(
        self,
        plan: Plan,
        facts: Facts,
        task: Task | None,
        data: dict[str, Any],
        fixed: dict[str, Any],
        at: int,
    ) -> None:
        """Remember where to look; nothing is looked up yet."""
        super().__init__()
        self._plan = plan
        self._facts = facts
        self._task = task
        self._fixed = fixed
        self._at = at
        self.data = data

    def put(self, field: str, value: Any) -> None:
        """Give a field a value that a rule computed; later rules read it."""
        self.data[field] = value
        self.pop(field, None)
        self.pop(KNOWN + field, None)

    def fix(self, name: str, value: Any) -> None:
        """Say what a name stands for, whoever looks it up; it is recorded only where it is read."""
        self._fixed[name] = value

    def __missing__(self, name: str) -> Any:
        """Look a name up and keep it; raises KeyError where nothing is known."""
        value = self._find(name)
        self[name] = value
        return value

    def _find(self, name: str) -> Any:
        if name in self.data:
            return self._read(name, self.data[name])
        if name.startswith(PARAMS):
            return self._read(name, self._facts.params[name[len(PARAMS) :]])
        if name.startswith(KNOWN):
            return self.data.get(name[len(KNOWN) :]) is not None
        if name in self._fixed:
            return self._fixed[name]
        if name == "now":
            return from_micros(self._at)
        if name == "mode":
            return self._facts.told_in.partition(":")[0]
        if name == "response_level":
            return self._facts.told_in.partition(":")[2]
        return self._of_task(name)

    def _read(self, name: str, value: Any) -> Any:
        if value is None:
            raise KeyError(name)
        is_date = self._plan.instants.get(name)
        if is_date is None:
            return value
        zone = self._plan.profile.calendar.timezone
        return start_of_day(value, zone) if is_date else parse_instant(value, zone)

    def _of_task(self, name: str) -> Any:
        task = self._task
        if task is None:
            raise KeyError(name)
        if name == OUTSTANDING:
            return self._facts.outstanding
        if name in ("task.late", "task.days_late"):
            # In a pause the flow's clock stands still.
            at = self._at if task.paused_at is None else min(self._at, task.paused_at)
            over = at - task.due if task.due is not None else 0
            return over > 0 if name == "task.late" else max(0, -(-over // _DAY))
        if name in ("task.asked", "task.accepted"):
            calling = self._facts.calling
            return getattr(calling, name.removeprefix("task.")) if calling else 0
        value = getattr(task, name.removeprefix("task."), None)
        if value is None or not name.startswith("task."):
            raise KeyError(name)
        return value if name == "task.state" else from_micros(value)


def plain(value: Any) -> Any:
    """Return a value that rules use as one that is stored: instants as text, tuples as lists."""
    kind = type(value)
    if kind in _STORED:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return list(value) if kind is tuple else value


_STORED = frozenset({str, int, float, bool, type(None)})
