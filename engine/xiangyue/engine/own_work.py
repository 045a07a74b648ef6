"""The part of the face that shows somebody's work besides what waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xiangyue.profile import Profile
from xiangyue.storage import Store
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Choice, Decision, Task
from xiangyue.work.passed_on import PassedOn, PassedOnPage, find_passed_on, find_put_off
from xiangyue.work.plans import Plans
from xiangyue.work.previewing import preview_each
from xiangyue.work.querying import find_task

__all__ = ["OwnWork", "PassedOn", "PassedOnPage"]


class OwnWork:
    """What somebody has begun or asked for, and the rules it is judged by."""

    _store: Store
    _plans: Plans

    def rules_of(self, task: str | Task | Decision, *, now: Moment = None) -> Profile:
        """Return the profile by which a task is judged: its own release, in the mode of now.

        Raises Misuse for an unknown task.
        """
        with self._store.read() as reader:
            head, found = find_task(reader, task)
            head = head.at(micros(now))
            return self._plans.in_force(reader, head, found.community, found.release).profile

    def preview(
        self,
        task: str | Task | Decision,
        *,
        by: str,
        now: Moment = None,
        data: Mapping[str, Any] | None = None,
    ) -> tuple[Choice, ...]:
        """Return every action of a task, whether this member may take it, and why not."""
        with self._store.read() as reader:
            (found,) = preview_each(reader, self._plans, [task], by, micros(now), data or {})
        return found

    def preview_each(
        self, tasks: Iterable[str | Task | Decision], *, by: str, now: Moment = None
    ) -> list[tuple[Choice, ...]]:
        """Return what ``preview`` does for each of many tasks, in their order."""
        with self._store.read() as reader:
            return list(preview_each(reader, self._plans, tasks, by, micros(now), {}))

    def passed_on(
        self, member: str, *, limit: int = 50, after: str | None = None, now: Moment = None
    ) -> PassedOnPage:
        """Return the open tasks that a member has opened, by their addresses.

        ``page.next`` leads to the next page. Raises Misuse for a ``limit`` beyond 1 to 200.
        """
        with self._store.read() as reader:
            return find_passed_on(reader, self._plans, member, limit, after, micros(now))

    def put_off(self, member: str) -> tuple[Decision, ...]:
        """Return what a member has asked for and what was deferred, what is decided next first.

        A thousand commands that wait are looked at, no more.
        """
        with self._store.read() as reader:
            return find_put_off(reader, member)
