"""The part of the face that says how what was distributed stands everywhere."""

from __future__ import annotations

from xiangyue.storage import Store
from xiangyue.time.moments import Moment, micros
from xiangyue.values import Decision, Task
from xiangyue.work.plans import Plans
from xiangyue.work.querying import find_task
from xiangyue.work.rollup import RollUp, roll_up


class Distributing:
    """What became of distributed tasks of one store."""

    _store: Store
    _plans: Plans

    def rollup(
        self,
        task: str | Task | Decision,
        *,
        level: str | None = None,
        results: bool = False,
        now: Moment = None,
    ) -> RollUp:
        """Return how the shares of a distributed task stand, by community.

        ``level`` adds groups by the units of a level of the tree, ``results`` what was uploaded.
        Raises Misuse for a task or level that does not exist.
        """
        with self._store.read() as reader:
            found = find_task(reader, task)[1]
            return roll_up(reader, self._plans, found, level, results, micros(now))
